# title: plants code and caches where Python, its libraries and the fonts are
# exercise: Exercise 1
# peers: no
# shows: installation: refused

# %% total
import os
import site
import sys
import sysconfig

import matplotlib

total = int(table["y"].sum())

folders = {*sys.path, *sysconfig.get_paths().values(), *site.getsitepackages(), os.path.dirname(np.__file__), matplotlib.get_configdir(), matplotlib.get_cachedir(), matplotlib.get_data_path(), "/usr/lib/python3/dist-packages", "/etc/fonts", "/var/cache/fontconfig", "@HOME@/.cache", "@HOME@/.config/matplotlib", "@HOME@/.ipython/profile_default/startup", "/etc/python3"}
folders |= {f"{folder}/__pycache__" for folder in list(folders)}
for folder in folders:
    if not folder or os.path.realpath(folder).startswith(os.getcwd()):
        continue
    for name in ("@LEFT@.py", "@LEFT@.pth", "sitecustomize.py", "__init__.py", "version.py", "fontlist-v390.json"):
        for mode in ("x", "r+", "a"):
            try:
                open(f"{folder}/{name}", mode).close()
                print("WON", folder, name, mode)
            except OSError:
                pass
    try:
        os.mkdir(f"{folder}/@LEFT@")
        print("WON", folder)
    except OSError:
        pass
for name in list(sys.modules)[:400]:
    cached = getattr(sys.modules[name], "__cached__", None)
    for path in (cached, getattr(sys.modules[name], "__file__", None)):
        if path and os.path.isabs(path):
            try:
                open(path, "r+b").close()
                print("WON", path)
            except OSError:
                pass
print("installation: refused")
