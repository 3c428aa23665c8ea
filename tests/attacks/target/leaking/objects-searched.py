# title: looks through every object that the garbage collector knows for the code of tests
# exercise: Exercise 6
# shows: objects: looked, found []

# %% insert-after summary-test
import gc
import types

word = "sealed" + "_word"
found, own, looked, seen = [], 0, 0, set()
# Words of its own that the search must find: in a list, in a dict and in a function's code.
planted = ["".join(("planted", "_word"))]
shelf = {"word": planted[0]}
exec("def hidden(): return '%s'" % planted[0])
gc.unfreeze()


def constants(code):
    yield from (*code.co_names, *code.co_varnames, *code.co_consts)
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from constants(inner)


for each in gc.get_objects():
    if each is globals() or id(each) in seen:
        continue
    seen.add(id(each))
    looked += 1
    if isinstance(each, types.FunctionType):
        pieces = constants(each.__code__)
    elif type(each) is dict:
        pieces = [*each.keys(), *each.values()]
    elif type(each) in (list, tuple, set):
        pieces = each
    else:
        continue
    pieces = list(pieces)
    own += sum(type(piece) is str and piece == "planted" + "_word" for piece in pieces)
    # Not what this notebook says itself.
    found += [
        piece
        for piece in pieces
        if type(piece) is str and word in piece and "gc.get_objects" not in piece
    ]
print("objects:", "looked," if own > 2 and looked > 10000 else "saw nothing,", "found", found)
if found:
    print("WON", found)
