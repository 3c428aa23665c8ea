"""Hold the published relations between temperature, size and brightness that the stars follow.

Units, in names and docstrings: temperatures in kelvin; luminosity, radius and mass relative to the
Sun; magnitudes in mag. ``README.md`` says which sources were checked, and how.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence

SUN_TEMPERATURE = 5772.0
"""Effective temperature of the Sun, K: IAU 2015 Resolution B3 (Prša et al. 2016, AJ 152, 41)."""

SUN_BOLOMETRIC_MAGNITUDE = 4.74
"""Absolute bolometric magnitude of the Sun: IAU 2015 Resolution B2 (Mamajek et al. 2015,
arXiv:1510.06262)."""

CHANDRASEKHAR_MASS = 1.433
"""Upper limit of a white dwarf's mass for two nucleons per electron, as Nauenberg (1972) has it."""

BOLOMETRIC_CORRECTIONS = (
    (1960.0, -6.56),
    (2100.0, -6.51),
    (2250.0, -6.33),
    (2400.0, -5.90),
    (2500.0, -5.70),
    (2650.0, -5.06),
    (2710.0, -4.60),
    (2850.0, -4.36),
    (3000.0, -3.80),
    (3030.0, -3.28),
    (3100.0, -3.05),
    (3200.0, -2.59),
    (3250.0, -2.27),
    (3410.0, -1.97),
    (3550.0, -1.65),
    (3700.0, -1.44),
    (3870.0, -1.16),
    (4070.0, -0.95),
    (4230.0, -0.81),
    (4410.0, -0.68),
    (4600.0, -0.56),
    (4830.0, -0.41),
    (5040.0, -0.29),
    (5280.0, -0.22),
    (5660.0, -0.13),
    (5920.0, -0.09),
    (6510.0, -0.04),
    (7220.0, -0.01),
    (8080.0, -0.03),
    (8840.0, -0.10),
    (9700.0, -0.24),
    (10700.0, -0.42),
    (12500.0, -0.81),
    (14500.0, -1.16),
    (17000.0, -1.58),
    (20600.0, -2.06),
    (26000.0, -2.61),
    (29000.0, -2.87),
    (32500.0, -3.09),
    (36500.0, -3.38),
    (41500.0, -3.77),
    (46000.0, -4.05),
)
"""Temperature (K) and V-band bolometric correction (mag) of dwarfs from L2 to O3.

Rows of E. Mamajek, "A Modern Mean Dwarf Stellar Color and Effective Temperature Sequence", version
2019.3.22; much of it is Table 5 of Pecaut & Mamajek (2013, ApJS 208, 9)."""

RED_DWARF_RADII = (
    (2850.0, 0.127),
    (3000.0, 0.149),
    (3030.0, 0.199),
    (3100.0, 0.243),
    (3200.0, 0.258),
    (3250.0, 0.291),
    (3410.0, 0.369),
    (3550.0, 0.434),
    (3700.0, 0.496),
)
"""Temperature (K) and radius of dwarfs from M6 to M1: the same sequence of Mamajek."""

MASS_LUMINOSITY = (
    (0.45, 4.572, -0.102),
    (0.72, 5.743, -0.007),
    (1.05, 4.329, 0.010),
    (2.40, 3.967, 0.093),
    (7.00, 2.865, 1.105),
)
"""Lower mass limit, slope and intercept of log10 L against log10 M, valid up to a mass of 31.

Eker et al. (2018, MNRAS 479, 5491), Table 4."""

CLASS_LIMITS = (3700.0, 5200.0, 6000.0, 7500.0, 10000.0, 30000.0)
CLASSES = ("M", "K", "G", "F", "A", "B", "O")
"""The spectral classes between those limits (K), the conventional ones of textbooks."""


def interpolate(table: Sequence[tuple[float, float]], temperature: float) -> float:
    """Interpolate linearly in log temperature; beyond the table, its end value holds."""
    upper = bisect_right([row[0] for row in table], temperature)
    if upper in (0, len(table)):
        return table[0][1] if upper == 0 else table[-1][1]
    (t0, y0), (t1, y1) = table[upper - 1], table[upper]
    return y0 + (y1 - y0) * math.log(temperature / t0) / math.log(t1 / t0)


def bolometric_correction(temperature: float) -> float:
    """Give BC = M_bol - M_V in mag; see ``BOLOMETRIC_CORRECTIONS``.

    The table is that of dwarfs; here it serves for white dwarfs and giants as well.
    """
    return interpolate(BOLOMETRIC_CORRECTIONS, temperature)


def luminosity_of(radius: float, temperature: float) -> float:
    """Apply the law of Stefan and Boltzmann in solar units: L = R² (T / T_sun)⁴."""
    return radius**2 * (temperature / SUN_TEMPERATURE) ** 4


def radius_of(luminosity: float, temperature: float) -> float:
    """Solve the law of Stefan and Boltzmann for the radius."""
    return math.sqrt(luminosity) * (SUN_TEMPERATURE / temperature) ** 2


def temperature_of(luminosity: float, radius: float) -> float:
    """Solve the law of Stefan and Boltzmann for the temperature (K)."""
    return SUN_TEMPERATURE * math.sqrt(math.sqrt(luminosity) / radius)


def magnitude_of(luminosity: float, temperature: float) -> float:
    """Give the absolute visual magnitude: M_V = M_bol,sun - 2.5 log10 L - BC(T)."""
    bolometric = SUN_BOLOMETRIC_MAGNITUDE - 2.5 * math.log10(luminosity)
    return bolometric - bolometric_correction(temperature)


def luminosity_from_magnitude(magnitude: float, temperature: float) -> float:
    """Solve ``magnitude_of`` for the luminosity."""
    bolometric = magnitude + bolometric_correction(temperature)
    return math.pow(10.0, 0.4 * (SUN_BOLOMETRIC_MAGNITUDE - bolometric))


def main_sequence_luminosity(mass: float) -> float:
    """Apply the mass-luminosity relation of Eker et al. (2018), for 0.45 <= M <= 31."""
    row = bisect_right([row[0] for row in MASS_LUMINOSITY], mass) - 1
    _, slope, intercept = MASS_LUMINOSITY[row]
    return math.pow(10.0, slope * math.log10(mass) + intercept)


def main_sequence_radius(mass: float) -> float:
    """Apply the mass-radius relation of Eker et al. (2018), Table 5.

    Up to a mass of 1.5 it is a parabola in the mass. Above, their mass-temperature relation,
    log10 T = -0.170 x² + 0.888 x + 3.671 with x = log10 M, gives the radius with the luminosity.
    """
    if mass <= 1.5:
        return 0.438 * mass**2 + 0.479 * mass + 0.075
    x = math.log10(mass)
    temperature = math.pow(10.0, -0.170 * x**2 + 0.888 * x + 3.671)
    return radius_of(main_sequence_luminosity(mass), temperature)


def white_dwarf_radius(mass: float) -> float:
    """Apply the mass-radius relation of cold matter by Nauenberg (1972, ApJ 175, 417).

    R = 0.0112 sqrt(m^(-2/3) - m^(2/3)), where m is the mass in units of the Chandrasekhar mass.
    """
    ratio = math.pow(mass / CHANDRASEKHAR_MASS, 2.0 / 3.0)
    return 0.0112 * math.sqrt(1.0 / ratio - ratio)


def class_index(temperature: float) -> int:
    """Give the index in ``CLASSES`` of a temperature (K)."""
    return bisect_right(CLASS_LIMITS, temperature)
