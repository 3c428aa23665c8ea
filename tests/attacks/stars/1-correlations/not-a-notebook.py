# title: the file is text and not JSON
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0
# outcome: refused

# %% raw
# Correlations
#
# My answer: Luminosity and A_M, Size and A_M.
# { "cells": [
