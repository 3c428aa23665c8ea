# title: the class itself, as a number, among the features
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-split=0, report-accuracy=0

# %% spectral-features
measurements["code"] = stars["Spectral_Class"].map("OBAFGKM".index)
features = ["Temperature", "code"]
