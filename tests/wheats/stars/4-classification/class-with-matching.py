# title: a class for a star, the region by a match statement
# exercise: Exercise 5

# %% type-predictions
from dataclasses import dataclass


@dataclass
class NewStar:
    """One of the three."""

    temperature: float
    magnitude: float

    def type(self):
        row = pd.DataFrame({"Temperature": [self.temperature], "A_M": [self.magnitude]})
        return type_classifier.predict(row)[0]

    def region(self):
        match (self.temperature > 6000, self.magnitude):
            case (_, m) if m < -4:
                return "supergiants"
            case (True, m) if m > 10:
                return "white dwarfs"
            case (True, _):
                return "main sequence"
            case _:
                return "giants"


three_stars = [NewStar(7000, 14), NewStar(8000, 4), NewStar(4000, -7)]
predicted_types = tuple(star.type() for star in three_stars)

# %% diagram-check
regions = [star.region() for star in three_stars]
compatible = []
for kind, region in zip(predicted_types, regions):
    match region:
        case "main sequence":
            compatible += [kind in {"Main Sequence", "Red Dwarf"}]
        case "supergiants":
            compatible += [kind in {"Super Giants", "Hyper Giants"}]
        case "white dwarfs":
            compatible += [kind == "White Dwarf"]
        case _:
            compatible += [False]
