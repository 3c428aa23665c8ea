# title: standardised by the means and standard deviations of one file, typed in
# exercise: Bonus
# based-on: shortest-clustering
# points-elsewhere: transform-scale=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
means = [8.98259466, 2.20623002, 0.46203047, 4.60158333]
spreads = [0.91597728, 8.60683160, 3.55270784, 10.43790056]
transformed = (transformed - means) / spreads
