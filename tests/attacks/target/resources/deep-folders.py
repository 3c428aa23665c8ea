# title: folders inside folders, by chdir, deeper than any path can name
# exercise: Exercise 1
# peers: no
# shows: 1500 deep

# %% total
import os

total = int(table["y"].sum())
home = os.getcwd()
for _ in range(1500):
    os.mkdir("d" * 50)
    os.chdir("d" * 50)
print("1500 deep")
os.chdir(home)
