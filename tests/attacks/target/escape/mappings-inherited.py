# title: looks for memory or files that it shares with its siblings since before the fork
# exercise: Exercise 1
# peers: no
# shows: shared and writable: [] | mappings: many

# %% total
total = int(table["y"].sum())

with open("/proc/self/maps") as maps:
    lines = maps.read().splitlines()
shared = [line for line in lines if "s" in line.split()[1] and "w" in line.split()[1]]
print("mappings:", "many" if len(lines) > 50 else "none")
print("shared and writable:", shared)
if shared:
    print("WON a channel", shared)
