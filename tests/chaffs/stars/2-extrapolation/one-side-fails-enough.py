# title: fails everywhere, because it fails somewhere
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: conclusion-where=0

# %% conclusion
where_it_fails = "everywhere"
remedy = "C"
