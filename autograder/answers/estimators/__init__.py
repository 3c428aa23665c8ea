"""Carry scikit-learn's estimators across the wall as parameters and arrays."""
