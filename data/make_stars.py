#!/usr/bin/env python3
"""Simulate the stars of ``Stars.csv`` from published relations.

    python data/make_stars.py --seed 206 --out data/Stars.csv
    python data/make_stars.py --check 300

The first form writes a file: 240 stars, 40 of each of six types. The second makes the files of the
seeds 0 to 299 in memory and says for how many of them the lessons of the assignment hold.

Only the standard library is used. The same seed gives the same bytes on every Python from 3.11 on:
``random.Random.random`` is the one generator that Python promises to keep, every other distribution
is made from it here, and each number is rounded before it is written.
"""

import argparse
import csv
import io
import math
import random
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lessons import NUMERIC, describe, measure, measure_file, summarise
from relations import (
    CLASSES,
    RED_DWARF_RADII,
    class_index,
    interpolate,
    luminosity_from_magnitude,
    luminosity_of,
    magnitude_of,
    main_sequence_luminosity,
    main_sequence_radius,
    radius_of,
    temperature_of,
    white_dwarf_radius,
)

COLUMNS = (*NUMERIC, "Color", "Spectral_Class", "Type")
STARS_PER_TYPE = 40

COLORS = ("Red", "Orange", "Yellow", "Yellow-white", "White", "Blue-white", "Blue")
"""The conventional colour name of each class, in the order of ``CLASSES``."""

# How far a row strays from the relations. All four are our choice.
MAGNITUDE_SCATTER = 0.25
"""Standard deviation of the absolute magnitude, mag."""
LUMINOSITY_NOISE_DEX = 0.08
"""Standard deviation of the measured log10 luminosity."""
TEMPERATURE_NOISE = 0.02
"""Standard deviation of the measured temperature, as a share of it."""
COLOR_NOISE = 0.15
"""Standard deviation of the temperature that the colour is judged by, as a share of it."""


@dataclass(frozen=True)
class Star:
    """Hold one row of the file, rounded as it is written."""

    numbers: tuple[float, ...]
    color: str
    spectral_class: str
    type: str


def uniform(rng: random.Random, low: float, high: float) -> float:
    """Draw a number between ``low`` and ``high``."""
    return low + (high - low) * rng.random()


def log_uniform(rng: random.Random, low: float, high: float) -> float:
    """Draw a number whose logarithm is uniform between those of ``low`` and ``high``."""
    return math.exp(uniform(rng, math.log(low), math.log(high)))


def normal(rng: random.Random, sigma: float) -> float:
    """Draw from a normal distribution around 0, cut off at four standard deviations."""
    standard = statistics.NormalDist()
    return sigma * standard.inv_cdf(uniform(rng, standard.cdf(-4.0), standard.cdf(4.0)))


# The six types. Each function draws a true temperature (K) and radius.


def red_dwarf(rng: random.Random) -> tuple[float, float]:
    """Draw an M dwarf of 2900 to 3650 K.

    The radius follows Mamajek's mean dwarf sequence (``RED_DWARF_RADII``) with 12 % scatter, which
    is our choice, as is the range of temperatures.
    """
    temperature = uniform(rng, 2900.0, 3650.0)
    return temperature, interpolate(RED_DWARF_RADII, temperature) * math.exp(normal(rng, 0.12))


def brown_dwarf(rng: random.Random) -> tuple[float, float]:
    """Draw a hot brown dwarf of 2000 to 2800 K and 0.08 to 0.12 solar radii.

    Around the hydrogen-burning limit radii are about a tenth of the Sun's and hardly depend on
    mass: Chabrier & Baraffe (2000, ARA&A 38, 337). The ranges are our choice.
    """
    return uniform(rng, 2000.0, 2800.0), uniform(rng, 0.08, 0.12)


def white_dwarf(rng: random.Random) -> tuple[float, float]:
    """Draw a white dwarf of 7000 to 40000 K with a mass around 0.593, standard deviation 0.1.

    The mean is that of the DA stars hotter than 12000 K in Kepler et al. (2007, MNRAS 375, 1315);
    the radius is Nauenberg's (1972). Deviation and temperatures are our choice.
    """
    temperature = log_uniform(rng, 7000.0, 40000.0)
    return temperature, white_dwarf_radius(0.593 + normal(rng, 0.1))


def main_sequence(rng: random.Random) -> tuple[float, float]:
    """Draw a main-sequence star of 0.6 to 30 solar masses after Eker et al. (2018).

    The range and the scatter, 12 % in luminosity and 5 % in radius, are our choice.
    """
    mass = log_uniform(rng, 0.6, 30.0)
    luminosity = main_sequence_luminosity(mass) * math.exp(normal(rng, 0.12))
    radius = main_sequence_radius(mass) * math.exp(normal(rng, 0.05))
    return temperature_of(luminosity, radius), radius


def super_giant(rng: random.Random) -> tuple[float, float]:
    """Draw a supergiant: one in five red (3700 to 4300 K), the others blue (14000 to 36000 K).

    M_V is uniform from -7.5 to -5.5. Shares and limits are our choice, with an eye on the red
    supergiants of Levesque et al. (2005, ApJ 628, 973) and the blue ones of Crowther, Lennon &
    Walborn (2006, A&A 446, 279), whose B0 to B3 go from above 24000 K to below 20000 K.
    """
    red = rng.random() < 0.2
    temperature = uniform(rng, 3700.0, 4300.0) if red else log_uniform(rng, 14000.0, 36000.0)
    return giant(temperature, uniform(rng, -7.5, -5.5))


def hyper_giant(rng: random.Random) -> tuple[float, float]:
    """Draw a hypergiant: 85 % yellow (5000 to 8000 K), the others hotter (9000 to 20000 K).

    M_V is uniform from -9 to -8. Feast & Thackeray (1956, MNRAS 116, 587) called stars brighter
    than M_V = -7 super-supergiants; yellow ones are near -9 (de Jager 1998, A&ARv 8, 145). Shares
    and limits are our choice.
    """
    yellow = rng.random() < 0.85
    temperature = uniform(rng, 5000.0, 8000.0) if yellow else log_uniform(rng, 9000.0, 20000.0)
    return giant(temperature, uniform(rng, -9.0, -8.0))


def giant(temperature: float, magnitude: float) -> tuple[float, float]:
    """Give temperature and radius of a star of that temperature (K) and absolute magnitude."""
    return temperature, radius_of(luminosity_from_magnitude(magnitude, temperature), temperature)


TYPES: tuple[tuple[str, Callable[[random.Random], tuple[float, float]]], ...] = (
    ("Red Dwarf", red_dwarf),
    ("Brown Dwarf", brown_dwarf),
    ("White Dwarf", white_dwarf),
    ("Main Sequence", main_sequence),
    ("Super Giants", super_giant),
    ("Hyper Giants", hyper_giant),
)


def observe(rng: random.Random, temperature: float, radius: float, name: str) -> Star:
    """Measure a star of that true temperature (K) and radius.

    Temperature, luminosity and magnitude get noise of their own, so that no column is an exact
    function of the others. The class follows from the true temperature, the colour from a blurred
    one.
    """
    luminosity = luminosity_of(radius, temperature)
    judged = temperature * math.exp(normal(rng, COLOR_NOISE))
    numbers = (
        float(round(temperature * math.exp(normal(rng, TEMPERATURE_NOISE)))),
        significant(luminosity * math.pow(10.0, normal(rng, LUMINOSITY_NOISE_DEX))),
        significant(radius),
        round(magnitude_of(luminosity, temperature) + normal(rng, MAGNITUDE_SCATTER), 2),
    )
    return Star(numbers, COLORS[class_index(judged)], CLASSES[class_index(temperature)], name)


def significant(value: float) -> float:
    """Round to four significant digits."""
    return float(f"{value:.4g}")


def make_stars(seed: int) -> list[Star]:
    """Simulate 40 stars of each type, one type after the other."""
    # Everybody must get the same stars from a seed; nothing here is a secret.
    rng = random.Random(seed)  # noqa: S311
    return [observe(rng, *draw(rng), name) for name, draw in TYPES for _ in range(STARS_PER_TYPE)]


def plain(value: float) -> str:
    """Write a number without an exponent and without trailing zeros."""
    return format(Decimal(repr(value)).normalize(), "f")


def to_csv(stars: Iterable[Star]) -> str:
    """Write the stars as CSV with a header, lines ending in a bare newline."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for star in stars:
        numbers = [plain(value) for value in star.numbers]
        writer.writerow([*numbers, star.color, star.spectral_class, star.type])
    return out.getvalue()


def report(count: int) -> str:
    """Report the lessons over the seeds 0 to ``count - 1`` and on the files that are shipped."""
    here = Path(__file__).resolve().parent
    files = [here / "Stars.csv", *sorted(here.glob("held_out/*.csv"))]
    seeds = [measure([star.numbers for star in make_stars(seed)]) for seed in range(count)]
    return "\n".join([summarise(seeds), *(describe(f.name, measure_file(f)) for f in files)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file of one seed, or check the lessons over many seeds."""
    parser = argparse.ArgumentParser(description="Simulate the stars of Stars.csv.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--seed", type=int, help="write the file of this seed")
    what.add_argument("--check", type=int, metavar="N", help="check the seeds 0 to N-1")
    parser.add_argument("--out", type=Path, help="where to write it (default: standard output)")
    options = parser.parse_args(arguments)
    if options.check is not None:
        print(report(max(1, options.check)))
    elif options.out is None:
        sys.stdout.write(to_csv(make_stars(options.seed)))
    else:
        # Bytes, so that no platform translates the newlines.
        options.out.write_bytes(to_csv(make_stars(options.seed)).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
