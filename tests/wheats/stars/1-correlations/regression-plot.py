# title: seaborn's regplot with its line, labels set as formulas, an extra star marked
# exercise: Exercise 2

# %% scatter-plots
figure, axes = plt.subplots(2, 1, figsize=(6, 9))
sns.regplot(x=stars["Luminosity"], y=stars["A_M"], ax=axes[0], ci=None)
sns.regplot(x=stars["Size"], y=stars["A_M"], ax=axes[1], ci=None)
axes[0].plot(1, 4.8, "r*", markersize=14)
axes[0].annotate("Sun", (1, 4.8))
for ax in axes:
    ax.set_ylabel("$A_{M}$ (mag)")
axes[0].set_xlabel(r"Luminosity ($L / L_\odot$)")
axes[1].set_xlabel(r"Size ($R / R_\odot$)")

# %% log-correlation
log_correlation = lambda x, y: y.corr(np.log(x)) if (x > 0).all() else float("nan")

# %% log-numbers
log_variable = "Luminosity"
before = stars["Luminosity"].corr(stars["A_M"], method="pearson")
after = log_correlation(stars["Luminosity"], stars["A_M"])
r_before, r_after = float(before), float(after)

# %% log-effect
effect = "stronger" if r_after**2 > r_before**2 else "weaker"
