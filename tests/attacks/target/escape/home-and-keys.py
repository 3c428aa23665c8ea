# title: reads the home of whoever grades, keys and tokens among it
# exercise: Exercise 1
# shows: own folder: read and written | homes: all refused | .netrc: refused

# %% total
import errno
import glob
import os
import pathlib

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


def listed(folder):
    names = os.listdir(folder)
    if not names:
        raise PermissionError(errno.EACCES, "an empty folder in the place of the real one")
    return names


if listed(".") and pathlib.Path("numbers.csv").read_bytes() and pathlib.Path("@LEFT@").write_text("mine"):
    print("own folder: read and written")
homes = {"@HOME@", "/root", os.path.expanduser("~root"), *glob.glob("/home/*")}
names = (".netrc", ".ssh/id_rsa", ".ssh/id_ed25519", ".ssh/authorized_keys", ".bash_history", ".profile", ".bashrc", ".gitconfig", ".git-credentials", ".config/gh/hosts.yml", ".jupyter/jupyter_server_config.py", ".ipython/profile_default/history.sqlite", ".pypirc", ".aws/credentials", ".python_history")
said = []
for home in homes:
    for name in names:
        path = pathlib.Path(home, name)
        said.append(refused(path, lambda: path.read_bytes()[:500]))
    for action in (lambda: listed(home), lambda: open(f"{home}/@LEFT@", "x"), lambda: os.mkdir(f"{home}/@LEFT@")):
        said.append(refused(home, action))
print("homes:", "all refused" if len(said) >= 36 and all(said) else said)
if refused("@HOME@/.netrc", lambda: open("@HOME@/.netrc").read()):
    print(".netrc: refused")
