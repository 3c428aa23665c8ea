"""The shipped stars come from the script, follow physics, and teach what the exercises ask."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from autograder.datafile import check_datafile, problems, read_schema, read_table

DATA = Path(__file__).parent.parent / "data"
FILES = {
    206: DATA / "Stars.csv",
    44: DATA / "held_out/Stars-44.csv",
    161: DATA / "held_out/Stars-161.csv",
}
NUMERIC = ["Temperature", "Luminosity", "Size", "A_M"]
# Files of a course's own, to try the schema with.
EXTRA = [Path(p) for p in os.environ.get("AUTOGRADER_EXTRA_DATA", "").split(os.pathsep) if p]


def script(*arguments: str) -> bytes:
    # -B: a test leaves no compiled files in data/.
    command = [sys.executable, "-B", str(DATA / "make_stars.py"), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


@pytest.fixture(params=FILES.values(), ids=lambda path: path.name)
def stars(request: pytest.FixtureRequest) -> pd.DataFrame:
    return pd.read_csv(request.param)


@pytest.fixture
def relations(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(DATA)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield importlib.import_module("relations")
    sys.modules.pop("relations")


@pytest.mark.parametrize("seed", FILES)
def test_the_script_makes_the_shipped_bytes_again(seed: int, tmp_path: Path) -> None:
    written = tmp_path / "again.csv"
    script("--seed", str(seed), "--out", str(written))
    assert written.read_bytes() == FILES[seed].read_bytes()


def test_without_a_file_name_the_script_prints_the_same_bytes() -> None:
    assert script("--seed", "206") == FILES[206].read_bytes()


def test_the_data_page_quotes_what_the_check_prints() -> None:
    page = (DATA / "README.md").read_text(encoding="utf-8")
    assert script("--check", "300").decode() in page


def test_there_are_forty_stars_of_each_type_in_the_columns_of_the_assignment(
    stars: pd.DataFrame,
) -> None:
    assert list(stars) == [*NUMERIC, "Color", "Spectral_Class", "Type"]
    assert dict(stars["Type"].value_counts()) == {
        "Red Dwarf": 40,
        "Brown Dwarf": 40,
        "White Dwarf": 40,
        "Main Sequence": 40,
        "Super Giants": 40,
        "Hyper Giants": 40,
    }


def test_every_spectral_class_has_stars(stars: pd.DataFrame) -> None:
    assert set(stars["Spectral_Class"]) == set("OBAFGKM")


def test_the_two_highest_pairs_are_luminosity_and_size_with_magnitude(stars: pd.DataFrame) -> None:
    r = stars[NUMERIC].corr().abs()
    ranked = sorted(combinations(NUMERIC, 2), key=lambda pair: -r.loc[pair])
    assert set(ranked[:2]) == {("Luminosity", "A_M"), ("Size", "A_M")}
    assert r.loc[ranked[1]] - r.loc[ranked[2]] > 0.1


@pytest.mark.parametrize("column", ["Luminosity", "Size"])
def test_the_logarithm_raises_the_correlation(stars: pd.DataFrame, column: str) -> None:
    before = stars[column].corr(stars["A_M"])
    after = np.log(stars[column]).corr(stars["A_M"])
    assert abs(after) - abs(before) > 0.3


@pytest.mark.parametrize("column", ["Luminosity", "Size"])
def test_the_usual_mistakes_give_other_correlations(stars: pd.DataFrame, column: str) -> None:
    right = np.log(stars[column]).corr(stars["A_M"])
    assert abs(np.log1p(stars[column]).corr(stars["A_M"]) - right) > 1e-3
    with np.errstate(invalid="ignore"):
        log_magnitude = np.log(stars["A_M"])
    # Negative magnitudes have no logarithm, and pandas leaves them out without a word.
    assert log_magnitude.isna().sum() > 80
    assert abs(stars[column].corr(log_magnitude) - right) > 1e-2
    assert abs(np.log(stars[column]).corr(log_magnitude) - right) > 5e-2


def test_the_colour_hints_at_the_class_but_does_not_give_it_away(stars: pd.DataFrame) -> None:
    counts = pd.crosstab(stars["Color"], stars["Spectral_Class"])
    assert 0.7 < counts.max(axis="columns").sum() / len(stars) < 0.9


def test_types_lie_where_the_diagram_has_them(stars: pd.DataFrame) -> None:
    middle = stars.groupby("Type")[["Temperature", "Size", "A_M"]].median()
    by_size = ["White Dwarf", "Brown Dwarf", "Red Dwarf", "Main Sequence", "Super Giants"]
    assert list(middle["Size"].sort_values().index) == [*by_size, "Hyper Giants"]
    # As in nature: red dwarfs are hotter, larger and brighter than brown ones.
    assert middle.loc["Red Dwarf", "Temperature"] > middle.loc["Brown Dwarf", "Temperature"]
    assert middle.loc["Red Dwarf", "A_M"] < middle.loc["Brown Dwarf", "A_M"]


@pytest.mark.parametrize("path", [*FILES.values(), *EXTRA], ids=lambda path: path.name)
def test_the_schema_accepts_the_file(path: Path) -> None:
    assert problems(read_table(path), read_schema(DATA / "Stars.schema.json")) == []


def test_the_shipped_file_passes_as_an_assignment_uses_it() -> None:
    check_datafile(DATA / "Stars.csv")


def test_the_schema_is_documented_and_names_the_columns_in_order(stars: pd.DataFrame) -> None:
    fields = json.loads((DATA / "Stars.schema.json").read_text(encoding="utf-8"))["fields"]
    assert [field["name"] for field in fields] == list(stars)
    assert all(field["description"] for field in fields)


# Worked out by hand from the formulas and tables that the docstrings cite.


def test_the_sun_comes_out_as_the_sun(relations: ModuleType) -> None:
    assert relations.luminosity_of(1.0, 5772.0) == pytest.approx(1.0)
    # 4.74 + 0.11: the table has -0.13 at 5660 K and -0.09 at 5920 K.
    assert relations.magnitude_of(1.0, 5772.0) == pytest.approx(4.85, abs=0.01)
    assert relations.CLASSES[relations.class_index(5772.0)] == "G"


def test_a_star_of_one_solar_mass_follows_eker(relations: ModuleType) -> None:
    assert relations.main_sequence_luminosity(1.0) == pytest.approx(10**-0.007)
    assert relations.main_sequence_radius(1.0) == pytest.approx(0.438 + 0.479 + 0.075)


def test_a_star_of_ten_solar_masses_follows_eker(relations: ModuleType) -> None:
    assert relations.main_sequence_luminosity(10.0) == pytest.approx(10**3.97)
    # log10 T = -0.170 + 0.888 + 3.671 = 4.389; R = 10^1.985 (5772 / 10^4.389)^2.
    assert relations.main_sequence_radius(10.0) == pytest.approx(5.366, abs=0.01)


def test_a_white_dwarf_of_a_heavier_mass_is_smaller(relations: ModuleType) -> None:
    # m = 0.6 / 1.433 = 0.4187; m^(2/3) = 0.5597; 0.0112 sqrt(1.7867 - 0.5597) = 0.01241.
    assert relations.white_dwarf_radius(0.6) == pytest.approx(0.01241, abs=1e-5)
    assert relations.white_dwarf_radius(0.9) < relations.white_dwarf_radius(0.6)


def test_the_bolometric_correction_meets_its_table_and_keeps_its_ends(
    relations: ModuleType,
) -> None:
    assert relations.bolometric_correction(3700.0) == -1.44
    assert relations.bolometric_correction(1000.0) == -6.56
    assert relations.bolometric_correction(60000.0) == -4.05


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [(3699, "M"), (3700, "K"), (5200, "G"), (6000, "F"), (7500, "A"), (10000, "B"), (30000, "O")],
)
def test_a_class_begins_at_its_lower_limit(
    relations: ModuleType, temperature: float, expected: str
) -> None:
    assert relations.CLASSES[relations.class_index(temperature)] == expected


def test_solving_the_laws_backwards_gives_what_went_in(relations: ModuleType) -> None:
    luminosity = relations.luminosity_of(3.0, 12000.0)
    assert relations.radius_of(luminosity, 12000.0) == pytest.approx(3.0)
    assert relations.temperature_of(luminosity, 3.0) == pytest.approx(12000.0)
    magnitude = relations.magnitude_of(luminosity, 12000.0)
    assert relations.luminosity_from_magnitude(magnitude, 12000.0) == pytest.approx(luminosity)
