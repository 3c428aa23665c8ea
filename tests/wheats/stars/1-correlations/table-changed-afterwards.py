# title: columns are added to stars after the answer was found, a tuple of tuples
# exercise: Exercise 1

# %% highest-correlations
r = stars.corr(numeric_only=True)
long = r.reset_index().melt(id_vars="index").rename(columns={"index": "first", "variable": "second"})
long = long[long["first"] < long["second"]]
long["strength"] = long["value"].abs()
long = long.sort_values("strength", ascending=False)
top_pairs = tuple(zip(long["first"][:2], long["second"][:2]))

stars["log_L"] = np.log(stars["Luminosity"])
stars["is_hot"] = (stars["Temperature"] > 10000).astype(int)
stars = stars.drop(columns=["Color"])
