# title: the figure is saved and closed, one plot has an inset with a zoom
# exercise: Exercise 2

# %% scatter-plots
figure, (ax_l, ax_s) = plt.subplots(1, 2, figsize=(10, 4))
ax_l.scatter(stars["Luminosity"], stars["A_M"], alpha=0.3)
ax_l.set_xlabel("Luminosity")
ax_l.set_ylabel("A_M")
ax_s.scatter(stars["Size"], stars["A_M"], alpha=0.3)
ax_s.set_xlabel("Size")
ax_s.set_ylabel("A_M")
zoom = ax_s.inset_axes([0.5, 0.5, 0.45, 0.45])
zoom.scatter(stars["Size"], stars["A_M"], s=5)
zoom.set_xlim(0, 1)
zoom.set_xlabel("Size < 1")
zoom.set_ylabel("A_M")
figure.savefig("pairs.png", dpi=60)
plt.close(figure)

# %% log-correlation
def log_correlation(x, y, log=np.log):
    "r of log(x) and y"
    return log(x).corr(y) if min(x) > 0 else np.nan

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = log_correlation(stars["Luminosity"], stars["A_M"])
print(f"{r_before:.2f} -> {r_after:.2f}")

# %% log-effect
effect = "stronger" if abs(r_after / r_before) > 1 else "weaker"
