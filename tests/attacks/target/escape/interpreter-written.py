# title: plants code and caches where Python, its libraries and the fonts are
# exercise: Exercise 1
# peers: no
# shows: own folder: written | installation: all refused | numpy: read only | modules: all refused

# %% total
import errno
import os
import site
import sys
import sysconfig

import matplotlib

total = int(table["y"].sum())


def refused(path, action):
    try:
        print("WON", path, action())
    except OSError as error:
        # Closed where it can be seen, and otherwise not there at all.
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or not os.path.lexists(path):
            return True
        print(path, error)
    return False


def written(path, mode):
    open(path, mode).close()
    return mode


folders = {*sys.path, *sysconfig.get_paths().values(), *site.getsitepackages(), os.path.dirname(np.__file__), matplotlib.get_configdir(), matplotlib.get_cachedir(), matplotlib.get_data_path(), "/usr/lib/python3/dist-packages", "/etc/fonts", "/var/cache/fontconfig", "@HOME@/.cache", "@HOME@/.config/matplotlib", "@HOME@/.ipython/profile_default/startup", "/etc/python3"}
folders |= {f"{folder}/__pycache__" for folder in list(folders)}
folders = {folder for folder in folders if folder and not os.path.realpath(folder).startswith(os.getcwd())}
names = ("@LEFT@.py", "@LEFT@.pth", "sitecustomize.py", "__init__.py", "version.py", "fontlist-v390.json")
if [written("@LEFT@.py", mode) for mode in ("x", "r+", "a")]:
    print("own folder: written")
said = []
for folder in folders:
    for name in names:
        path = f"{folder}/{name}"
        # A file that is there already is no refusal of a new one.
        modes = ("r+", "a") if os.path.lexists(path) else ("x", "a")
        said += [refused(folder, lambda: written(path, mode)) for mode in modes]
    said.append(refused(folder, lambda: os.mkdir(f"{folder}/@LEFT@")))
print("installation:", "all refused" if len(said) > 100 and all(said) else said)
with open(np.__file__) as file:
    if file.read(1) and refused(np.__file__, lambda: written(np.__file__, "r+")):
        print("numpy: read only")
said = []
for name in list(sys.modules)[:400]:
    for path in (getattr(sys.modules[name], "__cached__", None), getattr(sys.modules[name], "__file__", None)):
        if path and os.path.isabs(path):
            said.append(refused(path, lambda: written(path, "r+")))
print("modules:", "all refused" if len(said) > 100 and all(said) else said)
