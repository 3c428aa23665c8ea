# title: a class that sorts itself by strength
# exercise: Exercise 1

# %% highest-correlations
from dataclasses import dataclass
from functools import total_ordering


@total_ordering
@dataclass(eq=False)
class Pair:
    first: str
    second: str

    @property
    def r(self):
        return stars[self.first].corr(stars[self.second])

    def __lt__(self, other):
        return abs(self.r) < abs(other.r)

    def names(self):
        return self.first, self.second


numeric = [c for c in stars if pd.api.types.is_numeric_dtype(stars[c])]
pairs = [Pair(a, b) for k, a in enumerate(numeric) for b in numeric[:k]]
strongest = max(pairs)
pairs.remove(strongest)
top_pairs = [strongest.names(), max(pairs).names()]
