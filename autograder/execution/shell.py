"""IPython in this very process, giving the outputs that a Jupyter kernel would.

Cells run by IPython's own `InteractiveShell`, so that magics, ``display`` and inline figures behave
as in Jupyter. What they print and show is collected by a `Sink` as nbformat outputs.
Not passed on: what C code or children write straight to file descriptors 1 and 2.
"""

import asyncio
import base64
import builtins
import getpass
import io
import os
import sys
import threading
import zlib
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, NoReturn

from IPython.core import page
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

Output = dict[str, Any]
Emit = Callable[[Output], None]

TEXT_FLUSH = 8192
"""Characters of one stream that are gathered before they are passed on."""

_ENVIRONMENT = {
    "TERM": "xterm-color",
    "CLICOLOR": "1",
    "FORCE_COLOR": "1",
    "CLICOLOR_FORCE": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
}
"""What a kernel adds to its environment."""


def ignore(output: Output) -> None:
    """Take an output when nobody listens."""


class Sink:
    """Gather the outputs of the running cell and pass them on to ``emit``.

    Text of one stream is joined. ``clear`` and ``update`` are passed on as outputs of their own
    kind (``{"clear": wait}``, ``{"update": display_id, ...}``) for whoever keeps the list.
    ``lock`` is held while something is passed on: a cell's threads may all print.
    """

    def __init__(self) -> None:
        """Start with nobody listening."""
        self.emit: Emit = ignore
        self.lock = threading.RLock()
        self._stream = ""
        self._text: list[str] = []
        self._length = 0

    def text(self, stream: str, text: str) -> None:
        """Take text written to ``stdout`` or ``stderr``."""
        with self.lock:
            if stream != self._stream:
                self.flush()
                self._stream = stream
            self._text.append(text)
            self._length += len(text)
            if self._length >= TEXT_FLUSH:
                self.flush()

    def flush(self) -> None:
        """Pass on the text gathered so far."""
        with self.lock:
            text, self._text, self._length = "".join(self._text), [], 0
            if text:
                self.emit({"output_type": "stream", "name": self._stream, "text": text})

    def put(self, output: Output) -> None:
        """Take a rich output, an error, or a request about earlier outputs."""
        with self.lock:
            self.flush()
            self.emit(output)


class Stream(io.TextIOBase):
    """Stand for ``sys.stdout`` or ``sys.stderr``."""

    def __init__(self, sink: Sink, name: str, descriptor: int) -> None:
        """Write to ``sink`` under the name of a stream."""
        self._sink, self._name, self._descriptor = sink, name, descriptor

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has a plain attribute here
        """Return the encoding that a kernel's streams report."""
        return "UTF-8"

    @property
    def name(self) -> str:
        """Return the name that a kernel's streams report."""
        return self._name

    def writable(self) -> bool:
        """Tell that text can be written."""
        return True

    def fileno(self) -> int:
        """Return the descriptor of the stream that this one stands for."""
        return self._descriptor

    def write(self, text: str) -> int:
        """Take text; raises TypeError for anything else."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            self._sink.text(self._name, text)
        return len(text)


def _as_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """Encode pictures as a kernel does: base64 text."""
    return {
        mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for mime, value in data.items()
    }


class _Publisher(DisplayPublisher):
    """Put what ``display`` shows into the sink of the shell."""

    shell: "Shell"

    def publish(
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None = None,
        *_: object,
        transient: Mapping[str, Any] | None = None,
        update: bool = False,
        **__: object,
    ) -> None:
        shown: Output = {
            "output_type": "display_data",
            "data": _as_json(data),
            "metadata": dict(metadata or {}),
        }
        display_id = (transient or {}).get("display_id")
        if display_id is not None:
            shown["update" if update else "display_id"] = str(display_id)
        self.shell.sink.put(shown)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.sink.put({"clear": bool(wait)})


class _Hook(DisplayHook):
    """Put the value of a cell's last expression into the sink of the shell."""

    shell: "Shell"

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(
        self, format_dict: Mapping[str, Any], md_dict: Mapping[str, Any] | None = None
    ) -> None:
        self.shell.sink.put(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": _as_json(format_dict),
                "metadata": dict(md_dict or {}),
            }
        )

    def finish_displayhook(self) -> None:
        pass


class _NoHistoryFile(HistoryManager):
    """Keep ``In`` and ``Out`` in memory, and no file."""

    def __init__(self, shell: Any = None, **given: Any) -> None:
        given.pop("parent", None)
        super().__init__(shell=shell, enabled=False, hist_file=":memory:", **given)


class _Compiler(CachingCompiler):
    """Name a cell's code as a kernel does: warnings show the name, and a traceback hangs on it.

    IPython highlights nothing in a frame whose file ends in ``.py`` and is not there. There is no
    such file here either: no kernel has the number 0.
    """

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return f"/tmp/ipykernel_0/{zlib.crc32(raw_code.encode(errors='replace'))}.py"  # noqa: S108


class Shell(InteractiveShell):
    """Run cells as a kernel does, without a kernel."""

    compiler_class = _Compiler
    display_pub_class = _Publisher
    displayhook_class = _Hook
    sink: Sink
    kernel = None

    def init_environment(self) -> None:
        """Say what a kernel says to programs and libraries that ask whether there are colours."""
        os.environ.update(_ENVIRONMENT)

    def init_history(self) -> None:
        """Keep no history file: a fork must not share one."""
        self.history_manager = _NoHistoryFile(shell=self, parent=self)

    def init_hooks(self) -> None:
        """Show nothing of ``name?``: Jupyter opens a pager, which is no output of the cell."""
        super().init_hooks()  # type: ignore[no-untyped-call]  # IPython's
        hook = page.as_hook(_show_nowhere)
        self.set_hook("show_in_pager", hook, 99)  # type: ignore[no-untyped-call]  # IPython's

    def init_io(self) -> None:
        """Leave the streams to `make_shell`."""

    def init_virtualenv(self) -> None:
        """Leave ``sys.path`` as the process got it."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Accept ``%gui``, which has nothing to show here."""

    def ask_exit(self) -> None:
        """Ignore ``exit``: the notebook goes on, whereas a kernel ends."""

    def transformed(self, source: str) -> str:
        """Return a cell's source with its magics turned into Python."""
        return str(self.transform_cell(source))  # type: ignore[no-untyped-call]  # IPython's

    def show(self, value: object) -> None:
        """Format a value as if it were shown, which wakes the libraries that do so."""
        if self.display_formatter is not None:
            self.display_formatter.format(value)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        try:
            text = str(evalue)
        except Exception:  # the class is the student's
            text = ""
        self.sink.put(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": text,
                "traceback": [str(line) for line in stb],
            }
        )


# Libraries know a notebook by this name: pandas, rich and tqdm print otherwise in a terminal.
Shell.__name__ = "ZMQInteractiveShell"


def _show_nowhere(*_: object, **__: object) -> None:
    """Take what is meant for a pager."""


def _refuse_input(*_: object, **__: object) -> NoReturn:
    raise StdinNotImplementedError("input() has nobody to ask while a notebook is graded")


def make_shell() -> Shell:
    """Return the one shell of this process, with ``sys.stdout`` and ``sys.stderr`` in its sink."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    shell = Shell.instance(config=config)
    shell.sink = Sink()
    sys.stdout, sys.stderr = Stream(shell.sink, "stdout", 1), Stream(shell.sink, "stderr", 2)
    shell.ast_node_interactivity = "last_expr"
    # Also while no cell runs: pandas asks for it when imported, and else cuts as in a terminal.
    builtins.get_ipython = shell.get_ipython  # type: ignore[attr-defined]  # IPython's addition
    if "pandas" in sys.modules:
        sys.modules["pandas"].options.display.max_columns = 20
    builtins.input = _refuse_input
    getpass.getpass = _refuse_input
    # In memory: `%cd` and `%store` keep things there, and a student's process has no such folder.
    shell.db = {}
    shell.run_line_magic("load_ext", "storemagic")
    return shell


def run_cell(
    shell: Shell, source: str, loop: asyncio.AbstractEventLoop, *, silent: bool = False
) -> BaseException | None:
    """Run one cell; return what it raised, or None.

    A silent cell shows nothing and leaves the history alone.
    """
    result = _finished(
        loop,
        shell.run_cell_async(
            source,
            store_history=not silent,
            silent=silent,
            transformed_cell=shell.transformed(source),
        ),
    )
    # A kernel fires these itself when IPython runs a cell asynchronously; inline figures need them.
    if not silent:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    shell.sink.flush()
    error = result.error_before_exec or result.error_in_exec
    return error if isinstance(error, BaseException) else None


def _finished(loop: asyncio.AbstractEventLoop, cell: Coroutine[Any, Any, Any]) -> Any:
    """Run a cell to its end; one that is interrupted while it waits does not run on later."""
    task = loop.create_task(cell)
    try:
        return loop.run_until_complete(task)
    except BaseException:
        task.cancel()
        with suppress(BaseException):
            loop.run_until_complete(task)
        raise
