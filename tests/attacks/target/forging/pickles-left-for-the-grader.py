# title: leaves pickles that run code, under the names that graders load
# exercise: Exercise 1
# points: total-test=0
# shows: left: 8

# %% total
import os
import pickle
import tempfile

total = 1


class Payload:
    def __reduce__(self):
        return os.system, ("touch '@TMP@/@LEFT@'",)


content = pickle.dumps(Payload())
names = ("results.pkl", ".OTTER_LOG", "model.joblib", "submission.dill", "cache.pickle")
for name in names:
    with open(name, "wb") as file:
        file.write(content)
for suffix in (".pkl", ".joblib"):
    with tempfile.NamedTemporaryFile("wb", suffix=suffix, delete=False) as file:
        file.write(content)
with open("zero.npy", "wb") as file:
    np.save(file, np.array([Payload()], dtype=object), allow_pickle=True)
print("left:", len(names) + 3)
