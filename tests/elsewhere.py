"""A program: run verbs of the command line as if this were macOS or Windows.

Started by tests/test_platforms.py with the platform's name (``sys.platform``) and a JSON list of
command lines; prints a JSON list of exit statuses and what went to each stream. What those systems
lack is taken away after the libraries are loaded, which know those systems themselves, and before
this package is: so an import, or a step of a build, that needs it fails here as it would there.
"""

import contextlib
import ctypes
import importlib
import io
import json
import os
import pkgutil
import select
import shutil
import signal
import socket
import sys
import warnings
from typing import Any, NoReturn

LINUX_MODULES = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")
ATTRIBUTES: dict[Any, tuple[str, ...]] = {
    os: (
        *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_PATH", "O_TMPFILE"),
        *("chown", "eventfd", "fork", "getegid", "geteuid", "getgid", "getuid", "killpg"),
        *("memfd_create", "mkfifo", "pidfd_open", "pipe2", "sched_getaffinity", "setsid"),
        *("statvfs", "sysconf", "wait4", "waitid", "WNOHANG", "getpgid", "set_blocking"),
    ),
    select: ("epoll", "poll"),
    signal: ("SIGALRM", "SIGKILL", "SIGSTOP", "SIGXCPU", "pthread_sigmask", "setitimer"),
    socket: ("AF_UNIX", "recv_fds", "send_fds"),
}


# What a user calls: the verbs, and what an nbgrader_config.py may name. The build imports the last
# one when it begins.
ENTRANCES = ("autograder.cli", "autograder.nbgrader", "autograder.compiler.preprocessing")


def import_all() -> None:
    for entrance in ENTRANCES:
        module = importlib.import_module(entrance)
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            importlib.import_module(f"{entrance}.{found.name}")


def load_libraries() -> None:
    """Import everything as it is here, and forget this package again."""
    import_all()
    for name in [name for name in sys.modules if name.split(".")[0] == "autograder"]:
        del sys.modules[name]


def no_library(name: Any, *_: Any, **__: Any) -> NoReturn:
    raise TypeError(f"no library {name} here")


def take_away(platform: str) -> None:
    for name in LINUX_MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for module, names in ATTRIBUTES.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    ctypes.CDLL = no_library  # type: ignore[assignment,misc]
    # `shutil` looked when it was imported, and would go the way of Linux.
    shutil._use_fd_functions = False  # type: ignore[attr-defined]
    sys.platform = platform


def run(words: list[str]) -> dict[str, Any]:
    """Run one command line by the real program."""
    main = importlib.import_module("autograder.cli").main
    out, err, status = io.StringIO(), io.StringIO(), 0
    sys.argv = ["autograder", *words]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return {"status": status, "out": out.getvalue(), "err": err.getvalue()}


def program() -> None:
    platform, lines = sys.argv[1], json.loads(sys.argv[2])
    load_libraries()
    take_away(platform)
    # The text encoding of Windows is not UTF-8: this package names one wherever it reads or writes.
    warnings.simplefilter("ignore", EncodingWarning)
    warnings.filterwarnings("error", category=EncodingWarning, module=r"autograder\.")
    import_all()
    print(json.dumps([run(words) for words in lines]))


if __name__ == "__main__":
    program()
