"""A zygote: runs a notebook's prefix once, then forks a child for each submission.

Started by `autograder.execution.rooms` as a program of its own (exec, not fork: the student's and
the examiner's must not share an address layout). The student's is told of no solution and of no
hidden test; the examiner's reads both ahead.

Over its control socket: one setup frame comes in, one frame with the prefix's outputs goes back;
from then on each byte comes with three descriptors and asks for one child:

- *life*: the zygote kills the child when a byte comes or the other end closes, and says on it how
  the child ended;
- *channel*: the supervisor's line to the child;
- *wall*: the line between the student process and the examiner.
"""

import asyncio
import contextlib
import gc
import importlib
import os
import random
import resource
import selectors
import signal
import socket
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from autograder.answers.frames import collector_paused
from autograder.execution import examiner, student
from autograder.execution.outputs import CELL_BYTES
from autograder.execution.shell import Shell, ignore, make_shell, run_cell
from autograder.execution.student import Meter
from autograder.execution.words import hear, say
from autograder.jail import watch
from autograder.jail.entry import Plan, Tier, prepare
from autograder.jail.limits import Limits

ROLES: dict[str, Callable[..., None]] = {"student": student.main, "examiner": examiner.main}


@dataclass
class _Child:
    pid: int
    life: socket.socket


def main() -> NoReturn:
    """Run the zygote; ``argv[1]`` is the number of the control socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    setup = hear(control)
    os.chdir(setup["folder"])
    shell = make_shell()
    if setup["role"] == "examiner":
        # Nobody looks at the examiner's figures.
        shell.config.InlineBackend.figure_formats = set()
    before = set(shell.user_ns)
    _import(setup["modules"])
    # Files beside the notebook can be imported, as in Jupyter; not before what a course relies on
    # is loaded. The student's forks change their folder, and mean by "" their own.
    sys.path.insert(0, setup["folder"] if setup["role"] == "examiner" else "")
    report: dict[str, Any] = {"failed": _run_prefix(shell, setup, control)}
    _warm_up(shell, setup["role"])
    namespace = {k: v for k, v in shell.user_ns.items() if k not in before}
    # Forking reseeds `random`; each child gets the state that a fresh kernel would have here.
    state = random.getstate()
    _import_unnoticed(setup["libraries"])
    examiner.read_ahead(setup["cells_ahead"], setup["tests_ahead"])
    if setup["digests"]:
        from autograder.answers.digest import digest  # only a build asks for them

        report["digests"] = {name: digest(value) for name, value in sorted(namespace.items())}
    plan = _plan(setup)
    prepared = None if plan.tier is Tier.NONE else prepare(plan)
    report["threads"] = len(os.listdir("/proc/self/task")) - 1
    say(control, {"report": report})
    gc.collect()
    gc.freeze()

    def child(channel: socket.socket, wall: socket.socket) -> None:
        random.setstate(state)
        ROLES[setup["role"]](shell, namespace, prepared, channel, wall)

    _serve(control, child)
    sys.exit(0)


def _import(modules: Iterable[str]) -> None:
    """Load modules; where an import fails, the cell that needs it will say so."""
    with collector_paused():
        for module in modules:
            with contextlib.suppress(Exception, SystemExit):
                importlib.import_module(module)


def _import_unnoticed(modules: Iterable[str]) -> None:
    """Load what test cells will need, leaving NumPy's random state as the prefix left it."""
    numpy = sys.modules.get("numpy")
    state = None if numpy is None else numpy.random.get_state()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _import(modules)
    if numpy is not None:
        numpy.random.set_state(state)


def _run_prefix(shell: Shell, setup: Any, control: socket.socket) -> int | None:
    """Run the prefix's cells, reporting the outputs of each; stop at the first that fails."""
    loop = asyncio.new_event_loop()
    failed = None
    for at, source in enumerate(setup["cells"]):
        say(control, {"cell": at})
        shell.sink.emit = Meter(control, CELL_BYTES)
        if run_cell(shell, source, loop) is not None:
            failed = at
            break
    say(control, {"cell": None})
    shell.sink.emit = ignore
    loop.close()
    _draw_once(shell)
    return failed


def _draw_once(shell: Shell) -> None:
    """Leave the drawing of figures to the inline backend.

    After each cell pyplot's own hook draws every open figure, for windows that nobody has here;
    the inline backend then draws it again for its picture, which comes out the same.
    """
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    hooks = shell.events.callbacks["post_execute"]
    hook = getattr(pyplot, "_draw_all_if_interactive", None)
    if hook in hooks:
        # Not unregistered: `plt.ioff` does that, by the name that pyplot has for it.
        hooks[hooks.index(hook)] = pyplot._draw_all_if_interactive = _draw_nothing


def _draw_nothing() -> None:
    """Stand for pyplot's own hook."""


def _plan(setup: Any) -> Plan:
    return Plan(
        tier=Tier(setup["tier"]),
        read_only=tuple(setup["read_only"]),
        limits=Limits(**setup["limits"]),
        protected=tuple(setup["protected"]),
        landlock_abi_cap=setup["landlock_abi_cap"],
    )


def _warm_up(shell: Shell, role: str) -> None:
    """Wake what libraries set up on first use, so that every child finds it ready.

    By direct calls, not by cells: the history and the state of the random generators stay as the
    prefix left them.
    """
    has_figures = "matplotlib.pyplot" in sys.modules
    if has_figures:
        importlib.import_module("autograder.answers.figures").lay_in()
    if role == "examiner":  # it shows nothing
        return
    shell.transformed("%time 1")
    if "pandas" in sys.modules:
        pandas = sys.modules["pandas"]
        shell.show(pandas.DataFrame({"a": [1.5]}))
    if has_figures:
        _warm_up_figures(shell)
    try:
        raise ValueError
    except ValueError:
        shell.InteractiveTB.structured_traceback(*sys.exc_info())


def _warm_up_figures(shell: Shell) -> None:
    from matplotlib.figure import Figure  # only where the prefix has loaded Matplotlib

    figure = Figure()
    axes = figure.subplots()
    axes.plot([1e-4, 1e4], [1, 2], label="a")
    axes.scatter([1, 2], [3, 4])
    axes.set(title="t", xlabel="x", ylabel="y", xscale="log")
    axes.legend()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shell.show(figure)


def _serve(control: socket.socket, child: Callable[..., None]) -> None:
    """Fork a child for each request, kill and reap children, until the supervisor goes away."""
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ, None)
        while True:
            for key, _ in selector.select():
                if selector.get_map().get(key.fd) is not key:
                    continue  # the child ended at the moment when it was to be killed
                if key.data is None:
                    if not _fork(control, selector, child):
                        return
                elif isinstance(key.fileobj, socket.socket):
                    _kill(selector, key.fileobj, key.data)
                else:
                    _reap(selector, key.fileobj, key.data)


def _fork(
    control: socket.socket, selector: selectors.BaseSelector, child: Callable[..., None]
) -> bool:
    data, descriptors, _, _ = socket.recv_fds(control, 1, 3)
    if not data:
        return False
    life, channel, wall = (socket.socket(fileno=number) for number in descriptors)
    pid = os.fork()
    if pid == 0:
        _become(child, channel, wall)
    channel.close()
    wall.close()
    say(life, {"pid": pid})
    record = _Child(pid, life)
    selector.register(os.pidfd_open(pid), selectors.EVENT_READ, record)
    selector.register(life, selectors.EVENT_READ, record)
    return True


def _become(child: Callable[..., None], channel: socket.socket, wall: socket.socket) -> NoReturn:
    """Run the child's part in the fork; never return to the zygote's loop."""
    try:
        signal.set_wakeup_fd(-1)
        child(channel, wall)
    except BaseException:  # whatever happens here, the fork must end here
        with contextlib.suppress(Exception):
            say(channel, {"died": traceback.format_exc()[-4000:]})
        os._exit(1)
    os._exit(0)


def _kill(selector: selectors.BaseSelector, life: socket.socket, record: _Child) -> None:
    selector.unregister(life)
    watch.kill(record.pid)


def _reap(selector: selectors.BaseSelector, handle: Any, record: _Child) -> None:
    selector.unregister(handle)
    os.close(handle)
    _, status, usage = os.wait4(record.pid, 0)
    if record.life in (key.fileobj for key in selector.get_map().values()):
        selector.unregister(record.life)
    try:
        say(record.life, _ending(status, usage))
    except OSError:
        pass  # the supervisor has lost interest
    record.life.close()


def _ending(status: int, usage: resource.struct_rusage) -> dict[str, float]:
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_memory_bytes": usage.ru_maxrss * 1024,
    }
