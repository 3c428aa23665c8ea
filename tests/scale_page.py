"""Write the page on large courses: docs/scale.md, from docs/scale.json and nothing else.

``python tests/benchmarks/cluster.py`` measures and writes both. The CPU seconds of `stars` are
taken from docs/benchmarks.json where it has them. By hand: ``python tests/scale_page.py``.
"""

import json
import math
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTED = ROOT / "docs" / "scale.json"
BENCHMARKS = ROOT / "docs" / "benchmarks.json"
PAGE = ROOT / "docs" / "scale.md"

STUDENTS = 50_000
CORES = (2, 64, 1_000)
WORKER_CORES = 8
"""Cores of the machines that the page reckons with: one worker each, a slot for each core."""
PRICE = 0.05
"""US dollars for a core hour: an assumption, in nobody's price list."""
PATIENCE_SECONDS = 600
"""How long a course may take before it is worth a split."""
LINK_BYTES = 125_000_000
"""Bytes per second of a link of 1 Gbit/s."""
JAILED = ("student", "examin")
"""How the parts of docs/benchmarks.json begin that run in the jail."""
ONE_WORKER = "1 worker, 2 threads"

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """Hold what one submission of a kind takes, in CPU seconds where nothing else is said.

    ``jailed`` are the student processes and examiners, ``supervising`` the program above them,
    ``worker`` what Dask's worker takes; ``feeding`` the scheduler; ``looking``, ``writing`` and
    ``gradebook`` the seconds by the clock of the program that writes everything, whose CPU seconds
    are ``program``. ``start`` is the CPU time of starting one worker's zygotes.
    """

    title: str
    orders: int
    jailed: float
    supervising: float
    worker: float
    feeding: float
    looking: float
    writing: float
    gradebook: float
    program: float
    start: float
    wire_bytes: int = 0
    disk_bytes: int = 0

    @property
    def at_worker(self) -> float:
        """Return the CPU seconds that a submission takes of a worker's machine."""
        return self.jailed + self.supervising + self.worker

    @property
    def useful_cores(self) -> float:
        """Return how many cores one program can keep busy."""
        return self.at_worker / self.writing

    @property
    def feedable_cores(self) -> float:
        """Return how many cores one scheduler can keep busy."""
        return self.at_worker / self.feeding


@dataclass(frozen=True)
class Plan:
    """Hold how long a course takes, in seconds; ``parts`` grade side by side, each a share of it.

    A part has a scheduler, workers and a program that writes, all of its own.
    """

    computing: float
    scheduling: float
    writing: float
    around: float
    parts: int = 1

    @property
    def seconds(self) -> float:
        """Return the seconds by the clock."""
        return self.around + max(self.computing, self.scheduling, self.writing)

    @property
    def needed(self) -> int:
        """Return in how many parts nothing takes longer than the workers, or than patience."""
        slower = max(self.scheduling, self.writing)
        return max(1, math.ceil(slower * self.parts / max(self.computing, PATIENCE_SECONDS)))


def plan(kind: Kind, cores: int, parts: int = 1, students: int = STUDENTS) -> Plan:
    """Return how long a course takes on so many cores, in so many parts."""
    share = students / parts
    # A worker's cores start its zygotes together; all workers do at the same time.
    start = kind.start / min(WORKER_CORES, cores)
    return Plan(
        computing=students * kind.at_worker / cores,
        scheduling=share * kind.feeding,
        writing=share * kind.writing,
        around=start + share * (kind.looking + kind.gradebook),
        parts=parts,
    )


def core_hours(kind: Kind, cores: int, students: int = STUDENTS) -> dict[str, float]:
    """Return the core hours of a course by where they go."""
    seconds = {
        "students' code and its examination": students * kind.jailed,
        "supervising it, and Dask's workers": students * (kind.supervising + kind.worker),
        "starting zygotes": math.ceil(cores / WORKER_CORES) * kind.start,
        "scheduler": students * kind.feeding,
        "the program that writes everything": students * kind.program,
    }
    return {name: each / 3600 for name, each in seconds.items()}


def kinds(noted: Facts, benchmarks: Facts) -> dict[str, Kind]:
    """Return what was measured of both kinds of course."""
    steady = noted["efficiency"]["light"]["ways"][ONE_WORKER]["steady"]["seconds"]
    titles = {"light": "one notebook of a few statements", "stars": "the five notebooks of `stars`"}
    light = sum(each["supervising"] for each in noted["costs"]["light"]["notebooks"].values())
    # Dask's share of a worker: what is left when the supervising of light notebooks is taken off.
    dask = max(0.0, steady["workers"] - light)
    found = {name: _kind(noted, name, title, dask) for name, title in titles.items()}
    if jailed := jailed_seconds(benchmarks):
        found["stars"] = replace(found["stars"], jailed=jailed)
    return found


def jailed_seconds(benchmarks: Facts) -> float:
    """Return the CPU seconds in the jail of a submission of `stars`, or 0 where nobody noted it."""
    stars = benchmarks.get("stars", {})
    sums = [
        sum(seconds for part, seconds in run.items() if part.startswith(JAILED))
        for run in stars.get("breakdown", ())
    ]
    return statistics.median(sums) / stars["students"] if sums else 0.0


def _kind(noted: Facts, name: str, title: str, dask: float) -> Kind:
    costs, fed, written = (noted[part][name] for part in ("costs", "feeding", "writing"))
    notebooks = costs["notebooks"].values()
    orders = len(notebooks)
    return Kind(
        title=title,
        orders=orders,
        jailed=sum(each["jailed"] for each in notebooks),
        supervising=sum(each["supervising"] for each in notebooks),
        worker=orders * dask,
        feeding=orders * fed["used"]["scheduler"],
        looking=written["looking"]["wall"],
        writing=written["results"]["wall"],
        gradebook=written["gradebook"]["wall"],
        program=sum(written[part]["client"] for part in ("looking", "results", "gradebook")),
        start=costs["start"]["cpu"],
        wire_bytes=sum(int(each["order_bytes"] + each["reply_bytes"]) for each in notebooks),
        disk_bytes=sum(written["disk_bytes"].values()),
    )


# ---- the page

HEAD = """# A course of 50,000

What a large course takes: hours, cores, memory, network and money. [Grading on a
cluster](cluster.md) says how it is set up.

**No such cluster was run by us, and no course of 50,000 was graded.** *Measured* below was
measured on one small machine, with the scheduler, the workers and the program that writes
everything side by side on its cores. *Computed* is that, multiplied; it knows nothing of slow
networks, shared disks or machines that are faster or slower than this one. Try a hundred
submissions on your own cluster before you believe it. This page is generated from
`docs/scale.json`, which `python tests/benchmarks/cluster.py` writes.
"""

EFFICIENCY = """## Measured: a cluster against the direct pool

The same class, on this machine's 2 cores, in turn: `autograder grade --jobs 2`, and with
`--scheduler` on workers that `dask worker` started. *Steady* is per submission, once all zygotes
are warm; *whole* is the program from beginning to end, zygotes, imports and gradebook included,
divided by the class, so what a run costs once weighs much in it. A ratio is pool / cluster: below
1 the cluster takes more. It is the median of the rounds, with the least and the greatest.
"""

FEEDING = """## Measured: what one scheduler and one program can take

Orders went through the very code of `--scheduler` to simulated workers: real Dask workers with
connections and heartbeats of their own, all in one process, which answer at once with the reply
that the same notebook got when it was graded. Scheduler, simulated workers and program share two
cores, so the orders per second that were *seen* are fewer than each could do alone; the last
column is what the scheduler could do with a core to itself, computed from its CPU time.
"""

WRITING = """### The program that writes

One program looks at what was handed in, sends orders, reads replies, and writes results, graded
notebooks, feedback pages and the gradebook. A whole class went through it, on the simulated
workers: the program does in earnest all that it does. Milliseconds by the clock are per
submission, *CPU* is the program's own.
"""

COURSE = """## Computed: 50,000 students

*One program*: the course as one, with one scheduler. *In parts*: split by section, each with a
program, a scheduler and workers of its own, into as few parts as let no program and no scheduler
take longer than the workers do, or than {patience}. Workers have {worker_cores} cores each.
{source}
"""

SPLITTING = """## How to split a course

The program that writes is where a large course waits. More workers do not help it; more programs
do:

1. Give each section a course folder of its own: the same `source`, `release` and
   `nbgrader_config.py`, its own `submitted`, results and gradebook.
2. Start a scheduler for each, and give each its share of the workers. Two programs may use the
   same cluster, but each keeps zygotes of its own on every worker, so memory is multiplied.
3. Run `autograder grade stars --scheduler ADDRESS` in each, on a machine with two cores: one for
   the program, one for the scheduler.
4. `nbgrader export` of each section's gradebook gives a table; put them below each other.

The same holds on one large machine without a cluster: one `autograder grade` supervises and
writes for all its cores, so beyond those that are told above it does not get faster. Split the
class into course folders, and run several with `--jobs` each.

A program or a scheduler that is lost costs its own part only. What is written stands; the same
command grades the rest, after looking at everything once ({rerun} for one program).
"""


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(_read(NOTED), _read(BENCHMARKS)))


def _read(path: Path) -> Facts:
    found: Facts = json.loads(path.read_text()) if path.is_file() else {}
    return found


def page(noted: Facts, benchmarks: Facts) -> str:
    """Return the page."""
    return "\n".join(_lines(noted, benchmarks))


def _lines(noted: Facts, benchmarks: Facts) -> Iterator[str]:
    found = kinds(noted, benchmarks)
    yield HEAD
    yield f"Measured {noted['date']}: {noted['machine']}; {noted['minutes']} minutes."
    yield ""
    yield from _efficiency(noted["efficiency"])
    yield from _feeding(noted, found)
    yield from _writing(noted["writing"], found)
    yield from _memory(noted, found)
    yield from _course(found, _source(noted, benchmarks))
    yield from _network(found)
    yield from _money(found)
    rerun = noted["writing"]["stars"]["rerun"]["wall"] * STUDENTS
    yield SPLITTING.format(rerun=duration(rerun))


def _efficiency(noted: Facts) -> Iterator[str]:
    yield EFFICIENCY
    yield "| class | on | steady: ms | CPU ms | ratio, clock | ratio, CPU | whole: ratio, clock |"
    yield "|---|---|---:|---:|---|---|---|"
    titles = {"light": "a few statements", "busy": "a CPU second of student's code"}
    for name, title in titles.items():
        for way, parts in noted[name]["ways"].items():
            steady, whole = parts["steady"], parts["whole"]
            seconds = (_ms(steady["seconds"][key]) for key in ("wall", "cpu"))
            ratios = [steady["ratio"]["wall"], steady["ratio"]["cpu"], whole["ratio"]["wall"]]
            shown = ["", "", ""] if way == "pool" else map(_spread, ratios)
            yield _row(title, way, *seconds, *shown)
    yield ""
    sizes = (f"{noted[name]['students']} students × {noted[name]['rounds']}" for name in titles)
    steady = noted["light"]["ways"][ONE_WORKER]["steady"]["seconds"]
    yield (
        f"Sizes: {'; '.join(sizes)} rounds. Of a light submission on {ONE_WORKER}, the scheduler "
        f"takes {_ms(steady['scheduler'])} ms of CPU, the worker {_ms(steady['workers'])}, the "
        f"program {_ms(steady['client'])}, and student process and examiner "
        f"{_ms(steady['jailed'])}. Both clusters were up all the time, the pool's turns included, "
        f"and used {noted['idle_cores']:.2f} cores with nothing to do."
    )
    yield ""


def _feeding(noted: Facts, found: Mapping[str, Kind]) -> Iterator[str]:
    yield FEEDING
    yield (
        "| orders | number | order + reply, bytes | crossed the network, bytes | seen, orders/s | "
        "scheduler CPU, ms | program CPU, ms | workers CPU, ms | scheduler's ceiling, orders/s |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for name, fed in noted["feeding"].items():
        used = fed["used"]
        yield _row(
            found[name].title,
            f"{fed['orders']:,}",
            f"{found[name].wire_bytes // found[name].orders:,}",
            f"{fed['network_bytes']:,}",
            f"{1 / used['wall']:.0f}",
            *(_ms(used[key]) for key in ("scheduler", "client", "workers")),
            f"{1 / used['scheduler']:.0f}",
        )
    yield ""
    light, stars = noted["feeding"]["light"], noted["feeding"]["stars"]
    yield (
        f"{noted['simulated_workers']} workers. The program has no more than {light['slots']} "
        f"orders on their way (two for each thread, 64 at least): Dask's client knew "
        f"{light['futures_at_most']} at most of {light['orders']:,}, those included that had just "
        "been done, and the program's memory went "
        f"from {_mib(light['client_bytes']['before'])} to {_mib(light['client_bytes']['peak'])}; "
        f"with the orders of `stars`, to {_mib(stars['client_bytes']['peak'])}. The scheduler's "
        f"went to {_mib(stars['scheduler_bytes'])}. Orders and replies both pass through the "
        "scheduler, so each crosses the network twice."
    )
    yield ""


def _writing(noted: Facts, found: Mapping[str, Kind]) -> Iterator[str]:
    yield WRITING
    yield (
        "| class | students | looking, ms | results, ms | of it CPU | gradebook, ms | rerun, ms | "
        "results/s | cores it keeps busy | on disk, kB |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for name, each in noted.items():
        parts = [each[key]["wall"] for key in ("looking", "results")]
        more = [each[key]["wall"] for key in ("gradebook", "rerun")]
        yield _row(
            found[name].title,
            each["students"],
            *map(_ms, [*parts, each["results"]["client"], *more]),
            f"{1 / each['results']['wall']:.3g}",
            f"{found[name].useful_cores:.3g}",
            f"{found[name].disk_bytes / 1000:,.0f}",
        )
    yield ""
    shares = {
        name: kind.supervising + noted[name]["results"]["client"] for name, kind in found.items()
    }
    direct = (
        f"{found[name].title} {_ms(share)} ms (keeps {found[name].jailed / share:.2g} cores busy)"
        for name, share in shares.items()
    )
    yield (
        "*Looking* comes before the first order, *gradebook* after the last result, so both are "
        "waited for. Most of what results take is drawing feedback pages. Without a cluster the "
        "same program supervises as well. Computed: its CPU for a submission, nearly all of which "
        f"a Python process spends on one core: {'; '.join(direct)}."
    )
    yield ""


def _memory(noted: Facts, found: Mapping[str, Kind]) -> Iterator[str]:
    yield "## Memory of a worker"
    yield ""
    yield "| | zygotes | all zygotes | each slot more | a worker of 8 slots | CPU s to start |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, kind in found.items():
        costs = noted["costs"][name]
        together = costs["zygotes_bytes"] + WORKER_CORES * costs["slot_bytes"]
        sizes = (costs["zygotes_bytes"], costs["slot_bytes"], together)
        yield _row(kind.title, costs["zygotes"], *map(_mib, sizes), f"{kind.start:.1f}")
    yield ""
    stars = noted["writing"]["stars"]
    extra = (stars["client_bytes"]["peak"] - stars["client_bytes"]["before"]) / stars["slots"]
    yield (
        "Measured, as proportional set size (a page that several processes share counts once); a "
        "slot at its highest while one submission after the other ran, the supervisor's own memory "
        "not counted. Computed: the fifth column. The program that writes needs about "
        f"{_mib(extra)} for each submission of `stars` that is on its way, of which there are two "
        f"for each thread of the workers ({_mib(extra * 2 * max(CORES))} for {max(CORES):,} cores "
        f"in one part, at worst), and keeps {stars['kept_bytes'] / 1000:.0f} kB of each result "
        f"until the class is done ({_mib(stars['kept_bytes'] * STUDENTS)} for 50,000)."
    )
    yield ""


def _source(noted: Facts, benchmarks: Facts) -> str:
    where = "docs/benchmarks.json"
    if not jailed_seconds(benchmarks):
        graded = noted["costs"]["stars"]["submissions"]
        where = f"grading {graded} of them for this page"
    return f"What the cells of `stars` take is from {where}."


def _course(found: Mapping[str, Kind], source: str) -> Iterator[str]:
    patience = duration(PATIENCE_SECONDS)
    yield COURSE.format(worker_cores=WORKER_CORES, patience=patience, source=source)
    yield (
        "| course | cores | workers alone | scheduler | program | one program, in all | parts | "
        "in parts, in all |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for kind in found.values():
        for cores in CORES:
            whole = plan(kind, cores)
            split = plan(kind, cores, whole.needed)
            times = (whole.computing, whole.scheduling, whole.writing, whole.seconds)
            yield _row(
                kind.title,
                f"{cores:,}",
                *map(duration, times),
                whole.needed,
                duration(split.seconds),
            )
    yield ""
    ceilings = (
        f"for {kind.title} one scheduler keeps {kind.feedable_cores:,.0f} cores busy, and one "
        f"program that writes {kind.useful_cores:.3g}"
        for kind in found.values()
    )
    yield (
        f"Ceilings: {'; '.join(ceilings)}. *In all* has looking at what was handed in, starting "
        "zygotes and the gradebook besides. The cores of the programs and schedulers come on top "
        "of those in the table."
    )
    yield ""


def _network(found: Mapping[str, Kind]) -> Iterator[str]:
    yield "## Network and disk"
    yield ""
    yield "| course | orders and replies | through the scheduler's link, 1 Gbit/s | on disk |"
    yield "|---|---:|---:|---:|"
    for kind in found.values():
        sent = kind.wire_bytes * STUDENTS
        disk = f"{kind.disk_bytes * STUDENTS / 1e9:,.1f} GB"
        yield _row(kind.title, f"{sent / 1e9:,.1f} GB", duration(sent / LINK_BYTES), disk)
    yield ""
    yield (
        "Computed from the sizes of texts and files. What comes in goes out again at the "
        "scheduler, so its link is busy that long in either direction. Submissions lie in the "
        "program's course folder before it starts, and results end there: no worker sees a shared "
        "disk."
    )
    yield ""


def _money(found: Mapping[str, Kind]) -> Iterator[str]:
    yield "## Core hours and money"
    yield ""
    names = list(found)
    hours = {name: core_hours(kind, max(CORES)) for name, kind in found.items()}
    yield _row("", *(f"{found[name].title}, core hours" for name in names))
    yield "|---|---:|---:|"
    for part in next(iter(hours.values())):
        yield _row(part, *(f"{hours[name][part]:,.1f}" for name in names))
    sums = [sum(each.values()) for each in hours.values()]
    yield _row("**together**", *(f"**{each:,.1f}**" for each in sums))
    yield _row(
        f"at {PRICE} USD for a core hour: an assumption, put your own in",
        *(f"{each * PRICE:,.2f} USD" for each in sums),
    )
    yield ""
    yield (
        f"For 50,000 students, with the zygotes of {max(CORES):,} cores; of fewer, less. Only work "
        "is counted: cores that wait, memory, disks and the people who look after it are not."
    )
    yield ""


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {name}"
    return f"{seconds:.0f} s"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.3g}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"


def _mib(number: float) -> str:
    return f"{number / 2**20:,.0f} MiB" if number < 2**30 else f"{number / 2**30:,.1f} GiB"


def _spread(found: list[float]) -> str:
    middle, least, most = found
    return f"{middle:.2f} ({least:.2f}–{most:.2f})"


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    write()
