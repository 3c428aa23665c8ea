# title: small annotated functions, one of them in a cell that was added
# exercise: Exercise 1

# %% insert-before highest-correlations
def strength_of(table: pd.DataFrame, one: str, other: str) -> float:
    """Absolute Pearson correlation of two columns."""
    return abs(np.corrcoef(table[one], table[other])[0, 1])


def all_pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]

# %% highest-correlations
def strongest(table: pd.DataFrame, how_many: int = 2) -> list[tuple[str, str]]:
    pairs = all_pairs(table.columns.to_list())
    return sorted(pairs, key=lambda pair: strength_of(table, *pair))[-how_many:]


top_pairs = strongest(stars.select_dtypes("number"))
assert len(top_pairs) == 2, "?"
