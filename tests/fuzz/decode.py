"""A program: fuzz the decoder and all that the examiner makes of it, guided by coverage.

    python tests/fuzz/decode.py --cpu-minutes 30

It goes on where it was stopped, as long as neither the code under test nor this program has
changed: what was done stands in ``.prove/fuzz.json``, inputs that reached new code lie in
``.prove/fuzz-corpus/``, and whatever it found in ``.prove/fuzz-finds/``. Works in slices, each a
process of its own, so that an input that ends a process ends one slice. Needs atheris
(``requirements/fuzz.txt``), nothing else does.
"""

import argparse
import datetime
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

# These lie beside the tests, which are no package.
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

ROOT = HERE.parent.parent
SLICE_SECONDS = 300
MOST_BYTES = 16_384
MEMORY_MIB = 3072
UNDER_TEST = (
    "autograder/answers",
    "autograder/execution/outputs.py",
    "autograder/execution/words.py",
)


def under_test() -> str:
    """Give a sum of the code that is tried and of what tries it."""
    files = [
        HERE.glob("*.py"),
        (ROOT / UNDER_TEST[0]).rglob("*.py"),
        map(ROOT.joinpath, UNDER_TEST[1:]),
    ]
    content = hashlib.sha256()
    for path in sorted(path for each in files for path in each):
        content.update(path.read_bytes())
    return content.hexdigest()


# ---- one slice: a process with atheris in it


class Slice:
    """Count what inputs come to, and keep each kind of find once; goes on after one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._report = folder / "fuzz-slice.json"
        self._counts: Counter[str] = Counter()
        self._finds: dict[str, str] = {}
        self._written = 0.0

    def __call__(self, data: bytes) -> None:
        self._counts["executions"] += 1
        try:
            said = targets.check(data)
        except targets.Find as find:
            said = "find"
            self._keep(data, str(find))
        if data:
            name = targets.TARGETS[data[0] % len(targets.TARGETS)].__name__
            self._counts[f"{name} {said}"] += 1
        if time.monotonic() - self._written > 1:
            self.write()

    def _keep(self, data: bytes, said: str) -> None:
        kind = said.split(":")[0] + said[-60:]
        if kind not in self._finds:
            self._finds[kind] = said
            (self._folder / "fuzz-finds").mkdir(exist_ok=True)
            seeds.write(self._folder / "fuzz-finds", data)

    def write(self) -> None:
        self._written = time.monotonic()
        report = {"counts": self._counts, "finds": list(self._finds.values())}
        self._report.write_text(json.dumps(report))


def fuzz(folder: Path, seconds: int, seed: int) -> None:
    """Fuzz for so long, in this process; does not return."""
    pool = [path.read_bytes() for path in sorted(seeds.CORPUS.iterdir())]

    def change(data: bytes, most: int, seed: int) -> bytes:
        return mutating.change(bytes(data), most, seed, pool, atheris.Mutate)

    arguments = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-max_len={MOST_BYTES}",
        f"-rss_limit_mb={MEMORY_MIB}",
        f"-artifact_prefix={folder}/fuzz-finds/",
        f"-seed={seed}",
        # By the clock, and only against what never ends: the oracle counts CPU seconds.
        "-timeout=600",
        "-report_slow_units=600",
        "-print_final_stats=1",
        "-reload=0",
        "-len_control=0",
        str(folder / "fuzz-corpus"),
        str(seeds.CORPUS),
    ]
    atheris.Setup(arguments, Slice(folder), custom_mutator=change)
    atheris.Fuzz()


# ---- all of it


def state_of(folder: Path) -> dict[str, Any]:
    """Read what was done, if it was of the same code."""
    path = folder / "fuzz.json"
    state = json.loads(path.read_text()) if path.exists() else {}
    if state.get("under_test") == under_test():
        return state  # type: ignore[no-any-return]
    shutil.rmtree(folder / "fuzz-finds", ignore_errors=True)
    return {"under_test": under_test(), "cpu_seconds": 0.0, "counts": {}, "finds": [], "slices": []}


def run_slice(folder: Path, state: dict[str, Any]) -> None:
    """Run one slice and add what it did."""
    report = folder / "fuzz-slice.json"
    report.unlink(missing_ok=True)
    (folder / "fuzz-corpus").mkdir(parents=True, exist_ok=True)
    (folder / "fuzz-finds").mkdir(exist_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    number = len(state["slices"]) + 1
    log = folder / "fuzz-slice.log"
    with log.open("wb") as output:
        ended = subprocess.run(
            [sys.executable, __file__, "--slice", str(number), "--folder", str(folder)],
            stdout=output,
            stderr=output,
            env={**os.environ, "MPLBACKEND": "agg", "PYTHONHASHSEED": "0"},
            check=False,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    state["cpu_seconds"] += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = json.loads(report.read_text()) if report.exists() else {"counts": {}, "finds": []}
    state["counts"] = dict(Counter(state["counts"]) + Counter(told["counts"]))
    state["finds"] = [
        *state["finds"],
        *(each for each in told["finds"] if each not in state["finds"]),
    ]
    said = log.read_text(errors="replace")
    if ended.returncode:
        state["finds"].append(f"a slice ended with {ended.returncode}: {said[-2000:]}")
    state["slices"].append(_coverage(said))


def _coverage(log: str) -> dict[str, int]:
    """Read how much libFuzzer says is covered: places in the code, and with how often they ran."""
    words = [line.split() for line in log.splitlines() if " cov: " in line]
    if not words:
        return {}
    first, last = words[0], words[-1]
    return {
        "covered_first": int(first[first.index("cov:") + 1]),
        "covered": int(last[last.index("cov:") + 1]),
        "features": int(last[last.index("ft:") + 1]),
    }


def fuzz_for(folder: Path, cpu_minutes: float) -> int:
    """Fuzz until so much was done in all; tell whether anything was found."""
    state = state_of(folder)
    while state["cpu_seconds"] < 60 * cpu_minutes:
        run_slice(folder, state)
        state["date"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        partial = folder / "fuzz.json.partial"
        partial.write_text(json.dumps(state, indent=1))
        partial.replace(folder / "fuzz.json")
    executions = state["counts"].get("executions", 0)
    print(f"{executions} executions in {state['cpu_seconds'] / 60:.1f} CPU minutes,", end=" ")
    print(f"{len(state['finds'])} finds", *state["finds"], sep="\n")
    return bool(state["finds"]) or not executions


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cpu-minutes", type=float, default=30)
    parser.add_argument("--folder", type=Path, default=ROOT / ".prove")
    parser.add_argument("--slice", type=int)
    options = parser.parse_args()
    if options.slice is None:
        sys.exit(fuzz_for(options.folder, options.cpu_minutes))
    # Lazy: only a slice needs it, and it has to be there before what it watches is imported.
    import atheris

    with atheris.instrument_imports(include=[
        "autograder.answers", "autograder.execution.outputs", "autograder.execution.words"
    ]):  # fmt: skip
        import mutating
        import seeds
        import targets
    fuzz(options.folder, SLICE_SECONDS, options.slice)
