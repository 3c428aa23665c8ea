# title: an error whose text is made when it is read: it looks at its reader's variables
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# verdicts: rescale-public=failed, rescale-test=failed
# shows: readers: own seen | readers: of tests 0

# %% rescale
import sys

seen, own = [], []


class Curious(AssertionError):
    def look(self):
        frame = sys._getframe(1)
        while frame is not None:
            names = [*frame.f_locals, *frame.f_globals]
            own.append("planted" in frame.f_locals)
            seen.append("sealed" + "_word" in names or "drawn" in names)
            frame = frame.f_back
        return "nothing to see"

    __str__ = __repr__ = look

    def __format__(self, how):
        return self.look()

    def __reduce__(self):
        self.look()
        return (print, ("WON code of the student's ran elsewhere",))

    @property
    def args(self):
        return (self.look(),)

    @property
    def __traceback__(self):
        self.look()
        return None


def read(error):
    planted = True
    return planted and str(error)


read(Curious())


def rescale(values):
    raise Curious(values)


# %% insert-after rescale-test
print("readers: own", "seen" if any(own) else "not seen")
print("readers: of tests", sum(seen))
if any(seen):
    print("WON a look at a test's variables")
