import os
import resource
import subprocess
import sys

from autograder.jail import limits
from autograder.jail.limits import Baseline, Limits, table

BASELINE = Baseline(address_bytes=1_000_000_000, data_bytes=200_000_000)


def test_memory_is_counted_from_what_the_process_held() -> None:
    values = table(Limits(memory_bytes=500), BASELINE, None)
    assert values[resource.RLIMIT_AS] == (1_000_000_500, 1_000_000_500)
    assert values[resource.RLIMIT_DATA] == (200_000_500, 200_000_500)


def test_the_processor_limit_first_names_itself_and_then_kills() -> None:
    assert table(Limits(cpu_seconds=60), BASELINE, None)[resource.RLIMIT_CPU] == (60, 61)


def test_files_are_bounded_and_no_crash_is_recorded() -> None:
    values = table(Limits(file_bytes=10, open_files=20), BASELINE, None)
    assert values[resource.RLIMIT_FSIZE] == (10, 10)
    assert values[resource.RLIMIT_NOFILE] == (20, 20)
    assert values[resource.RLIMIT_CORE] == (1, 1)


def test_the_timers_that_a_user_may_have_are_not_used_up_by_one_process() -> None:
    values = table(Limits(), BASELINE, None)
    assert values[resource.RLIMIT_SIGPENDING] == (64, 64)


def test_tasks_are_bounded_only_where_that_holds() -> None:
    assert resource.RLIMIT_NPROC not in table(Limits(), BASELINE, None)
    assert table(Limits(), BASELINE, 66)[resource.RLIMIT_NPROC] == (66, 66)


def test_a_process_is_measured_in_bytes() -> None:
    found = limits.measure()
    page_bytes = os.sysconf("SC_PAGE_SIZE")
    assert found.address_bytes % page_bytes == 0
    # A Python process has megabytes of data and more addresses than that.
    assert 2**20 < found.data_bytes < found.address_bytes < 2**47


def test_a_limit_already_in_force_is_never_raised() -> None:
    code = (
        "import resource, signal\n"
        "from autograder.jail import limits\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (30, 40))\n"
        "limits.apply({resource.RLIMIT_NOFILE: (50, 60), resource.RLIMIT_CORE: (1, 1)})\n"
        "print(*map(resource.getrlimit, (resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)))\n"
        "print(signal.getsignal(signal.SIGXFSZ) is signal.SIG_IGN)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    hard_core = resource.getrlimit(resource.RLIMIT_CORE)[1]
    core = 1 if hard_core == resource.RLIM_INFINITY else min(1, hard_core)
    assert done.stdout == f"(40, 40) ({core}, {core})\nTrue\n"
