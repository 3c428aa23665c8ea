# title: writes results, grades and a gradebook of its own beside the notebook
# exercise: Exercise 1
# points: total-test=0
# shows: written: 7

# %% total
import json
import os

total = 1
os.makedirs("results", exist_ok=True)
forged = {"schema": 3, "state": "graded", "notebooks": [{"tests": [{"points": 3.0}]}]}
names = (
    "results/0001.json",
    "results/results.json",
    "results.json",
    "result.json",
    "marks-0001.json",
    "gradebook.db",
    "grades.csv",
)
for name in names:
    with open(name, "w") as file:
        json.dump(forged, file)
print("written:", len(names))
