# title: a list and a number that note what they are compared with
# exercise: Exercise 2
# points: total-test=0, kinds-test=0
# verdicts: total-test=unsupported
# shows: at home: [2, 0.5] | at home too: [['planted']] | spied: cells run | spied: operands []

# %% total
operands = []


class Spy(int):
    def note(self, other):
        operands.append(other)
        return Spy(0)

    __sub__ = __rsub__ = __lt__ = __gt__ = __le__ = __ge__ = __truediv__ = note

    def __abs__(self):
        return self

    def __bool__(self):
        return True

    def __eq__(self, other):
        operands.append(other)
        return True

    __hash__ = int.__hash__


total = Spy(1)
abs(total - 2) < 0.5
print("at home:", operands)
operands.clear()

# %% kinds
class Names(list):
    def __eq__(self, other):
        operands.append(other)
        return True


kinds = Names(["nothing"])
kinds == ["planted"]
print("at home too:", operands)
operands.clear()

# %% insert-after kinds-test
print("spied: cells run")
print("spied: operands", operands)
if operands:
    print("WON expected values", operands)
