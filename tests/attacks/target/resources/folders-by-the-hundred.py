# title: as many folders as may be, and no more, in a folder without rights
# exercise: Exercise 1
# shows: 1900 folders
# peers: no

# %% total
import os

total = int(table["y"].sum())
for number in range(1900):
    os.mkdir(f"folder-{number}")
os.chmod(".", 0)
os.chmod("folder-1", 0)
print(len([each for each in os.listdir(".") if each.startswith("folder")]), "folders")
