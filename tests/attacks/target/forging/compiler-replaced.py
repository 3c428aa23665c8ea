# title: replaces exec, eval, compile and __import__ by functions that leave asserts out
# exercise: Exercise 1
# points: total-test=0
# shows: replaced | a line of this cell is gone

# %% total
import ast
import builtins

total = 1
compiles, executes, imports = builtins.compile, builtins.exec, builtins.__import__


def without_asserts(source, *arguments, **options):
    if isinstance(source, str) and "assert" in source:
        source = "\n".join(line for line in source.split("\n") if "assert" not in line)
    if isinstance(source, ast.Module):
        source.body = [each for each in source.body if not isinstance(each, ast.Assert)]
    return compiles(source, *arguments, **options)


builtins.compile = without_asserts
builtins.exec = lambda *arguments, **options: executes(*arguments, **options)
builtins.__import__ = lambda *arguments, **options: imports(*arguments, **options)
print("replaced")

# %% insert-after total-test
assert total == 0, "this line was left in"
print("a line of this cell is gone")
