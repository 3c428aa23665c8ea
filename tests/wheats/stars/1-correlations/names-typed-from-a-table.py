# title: the table of r is shown, the names are typed in another order
# exercise: Exercise 1

# %% highest-correlations
numbers = stars[["Temperature", "Luminosity", "Size", "A_M"]]
display(numbers.corr().round(2))

# the two largest by absolute value are the two in the A_M row
top_pairs = [("A_M", "Size"), ("A_M", "Luminosity")]
