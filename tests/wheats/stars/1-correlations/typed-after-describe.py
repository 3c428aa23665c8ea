# title: plain typed answer with a magic line, a wrong try commented out, and a text about it
# exercise: Exercise 1

# %% insert-before highest-correlations
%matplotlib inline
# first look
stars.corr(numeric_only=True)

# %% highest-correlations
# top_pairs = [("Temperature", "Luminosity"), ("Luminosity", "Size")]   <- forgot the minus sign
top_pairs = [("Luminosity", "A_M"), ("A_M", "Size")]

"""
Why: |r| counts.  Luminosity/A_M is about -0.6 and Size/A_M about -0.55;
all others are smaller.
"""
