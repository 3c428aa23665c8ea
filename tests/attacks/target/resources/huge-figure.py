# title: figures of a hundred thousand inches, at a million dots an inch, with a thousand axes
# exercise: Exercise 4
# points: figure-test=0
# peers: no
# cost: long

# %% figure
large = plt.figure(figsize=(300, 300))
sharp = plt.figure(figsize=(3, 2), dpi=1_000_000)
try:
    large.savefig("large.png", dpi=1000)
    print("WON a large picture")
except (MemoryError, ValueError, OSError) as error:
    print(type(error).__name__)
figure, axes = plt.subplots(30, 30)
ax = axes[0, 0]
figure
