# title: folders inside folders, deeper than Python's recursion goes
# exercise: Exercise 1
# shows: 1500 deep
# peers: no

# %% total
import os

total = int(table["y"].sum())
home = os.getcwd()
for _ in range(1500):
    os.mkdir("d")
    os.chdir("d")
print("1500 deep")
os.chdir(home)
