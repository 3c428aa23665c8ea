# title: takes memory until there is none left
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-effect-test=0

# %% log-effect
hoard = []
while True:
    hoard.append(bytearray(100 * 2**20))
effect = "stronger"
