# title: writes modules named as what tests import, that end any other process that loads one
# exercise: Exercise 6
# shows: modules: written | modules: would have ended 1 of 2

# %% total
import os
import pathlib

total = int(table["y"].sum())
here = os.getpid()
# Another process that loads one is ended by it: there is no verdict then.
code = "import os\nif os.getpid() != {}:\n    os._exit(3)\n"
for name in ("numpy", "pandas", "sklearn", "matplotlib", "random", "inspect", "sitecustomize", "usercustomize", "conftest", "autograder"):
    pathlib.Path(f"{name}.py").write_text(code.format(here))
pathlib.Path("easy-install.pth").write_text("import os; os.system('id')")
pathlib.Path("pyvenv.cfg").write_text("home = .")
print("modules: written")

# %% insert-after summary-test
import importlib.util

# As another process would load it, with an end that can be seen.
ends, real_end, os._exit = [], os._exit, lambda code: ends.append(code)
pathlib.Path("control.py").write_text(code.format(-1))
for name in ("control", "numpy"):
    spec = importlib.util.spec_from_file_location("control", f"{name}.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
os._exit = real_end
print("modules: would have ended", len(ends), "of 2")
