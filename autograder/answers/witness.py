"""A wall that keeps a record of what a test cell asked for and what came of it.

Used only when an instructor asks for an explanation: it takes nothing from the test and adds
nothing to it. While a value is put into words the student process is not asked anything.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from autograder.answers.conversation import Buffers
from autograder.answers.frames import Tree
from autograder.answers.handles import NameNotBound, Wall, is_handle
from autograder.answers.stand_ins import Link, link_of

RECORDS = 200
"""How many values, and how many calls, of one test cell are kept."""

DESCRIBING_SECONDS = 1.0
"""How long values may be put into words while one test cell runs; the cell is given that more."""

SAID_CHARACTERS = 4096
ERROR_CHARACTERS = 500
_ARGUMENTS = 12

Words = dict[str, Any]


class Unasked(Exception):
    """Say that a summary wanted something of the student process, which is not asked."""


@dataclass(frozen=True)
class Wording:
    """Hold how values are put into words: what they are, what they hold, and one line."""

    kind: Callable[[object], str]
    type: Callable[[object], str]
    text: Callable[[object], str]
    brief: Callable[[object], str]


@dataclass
class Record:
    """Hold what one test cell asked for, as plain JSON; ``left_out`` counts what is not kept."""

    values: list[Words] = field(default_factory=list)
    calls: list[Words] = field(default_factory=list)
    left_out: int = 0


class Witness(Wall):
    """Ask the student process as a wall does, and remember it.

    ``record`` is of the present test cell.
    """

    def __init__(self, *arguments: Any, wording: Wording, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.record = Record()
        self._wording = wording
        self._is_quiet = False
        self._said = ""
        self._describing_seconds = 0.0
        self._seen: dict[str, object] = {}
        self._labels: dict[int, str] = {}

    def begin_cell(self, deadline: float) -> None:
        """Start a test cell with an empty record."""
        super().begin_cell(deadline)
        self.record = Record()
        self._describing_seconds = 0.0
        self._seen.clear()

    def forget(self) -> None:
        """Drop what was kept for one test cell, the names of its handles included."""
        super().forget()
        self._labels.clear()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Ask the student process nothing meanwhile: whoever tries gets Unasked."""
        before, self._is_quiet = self._is_quiet, True
        try:
            yield
        finally:
            self._is_quiet = before

    def describe(self, name: str, value: object) -> Words:
        """Return a value in words."""
        with self.quiet():
            words = self._wording
            kind = words.kind(value)
            return {
                "name": name,
                "kind": kind,
                "type": words.type(value),
                "text": words.text(value),
            }

    # ---- what is remembered

    def fetch(self, name: str) -> object:
        """Give the student's value of a name, and remember it the first time."""
        self._refuse_while_quiet()
        try:
            value = super().fetch(name)
        except NameNotBound:
            self._keep(self.record.values, lambda: _without_value(name, "missing", "not bound"))
            raise
        except Exception as error:
            kind, text = "trouble", f"{type(error).__name__}: {error}"[:ERROR_CHARACTERS]
            self._keep(self.record.values, lambda: _without_value(name, kind, text))
            raise
        if name not in self._seen or self._seen[name] is not value:
            self._seen[name] = value
            self._name(value, name)
            self._keep(self.record.values, lambda: self.describe(name, value))
        return value

    def call(self, link: Link, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Call an object, and remember with what and what came of it."""
        self._refuse_while_quiet()
        what = self._label(link)
        given = self._arguments(arguments, keywords) if self._has_room(self.record.calls) else []
        return self._remember(
            what, given, lambda: super(Witness, self).call(link, arguments, keywords)
        )

    def item(self, link: Link, key: object) -> Any:
        """Ask for one item of an object, and remember it."""
        self._refuse_while_quiet()
        what = f"{self._label(link)}[{self._brief(key)}]"
        return self._remember(what, None, lambda: super(Witness, self).item(link, key))

    def ask(self, operation: str, link: Link, **fields: Tree) -> Any:
        """Ask something about one object, and remember it."""
        self._refuse_while_quiet()
        label = self._label(link)
        what = f"{label}.{fields['name']}" if "name" in fields else f"{operation}({label})"
        return self._remember(
            what, None, lambda: super(Witness, self).ask(operation, link, **fields)
        )

    def refuse(self, what: str) -> Any:
        """Give the exception for something that the wall does not carry."""
        self._refuse_while_quiet()
        return super().refuse(what)

    def _refuse_while_quiet(self) -> None:
        if self._is_quiet:
            raise Unasked

    def _has_room(self, records: list[Words]) -> bool:
        return len(records) < RECORDS and self._describing_seconds < DESCRIBING_SECONDS

    @contextmanager
    def _describing(self) -> Iterator[None]:
        """Take the time that a description costs, and give it back to the test cell."""
        started = time.monotonic()
        try:
            with self.quiet():
                yield
        finally:
            spent = time.monotonic() - started
            self._describing_seconds += spent
            self._conversation.deadline += spent

    def _keep(self, records: list[Words], make: Callable[[], Words]) -> None:
        if not self._has_room(records):
            self.record.left_out += 1
            return
        try:
            with self._describing():
                records.append(make())
        except Exception:  # no room for another call on the stack, say: the test has its own
            self.record.left_out += 1

    def _brief(self, value: object) -> str:
        try:
            with self._describing():
                return self._wording.brief(value)
        except Exception:  # as above
            return "…"

    def _remember(self, what: str, given: list[str] | None, ask: Callable[[], Any]) -> Any:
        """Perform a request; keep what it gave or raised, the student's own words apart."""
        record, self._said = self.record, ""
        words: Words = {"what": what, "arguments": given, "result": "", "raised": "", "said": ""}
        has_room = self._has_room(record.calls)
        self._keep(record.calls, lambda: words)
        started = time.monotonic()
        try:
            result = ask()
        except BaseException as error:
            words["raised"] = f"{type(error).__name__}: {error}"[:ERROR_CHARACTERS]
            words["said"] = self._said
            raise
        finally:
            words["seconds"] = round(time.monotonic() - started, 4)
        self._name(result, f"{what}(…)" if given is not None else what)
        if has_room:
            words["result"] = self._brief(result)
        return result

    def _arguments(self, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> list[str]:
        given = [self._brief(each) for each in arguments[:_ARGUMENTS]]
        named = list(keywords.items())[: _ARGUMENTS - len(given)]
        given += [f"{name}={self._brief(value)}" for name, value in named]
        left_out = len(arguments) + len(keywords) - len(given)
        return [*given, f"… {left_out} more"] if left_out else given

    def _name(self, value: object, name: str) -> None:
        """Remember by which name a handle came; the first one stands."""
        if is_handle(value):
            self._labels.setdefault(link_of(value).number, name)

    def _label(self, link: Link) -> str:
        return self._labels.get(link.number, f"<{link.type_name}>")

    # ---- the student's own words on an exception

    def _ask(
        self,
        operation: str,
        link: Link,
        fields: dict[str, Tree],
        buffers: Buffers,
        given: list[Any],
    ) -> Any:
        return super()._ask(operation, link, {**fields, "trace": True}, buffers, given)

    def _raised(self, reply: dict[str, Tree], buffers: Buffers) -> Exception:
        said = reply.get("trace")
        self._said = said[-SAID_CHARACTERS:] if type(said) is str else ""
        return super()._raised(reply, buffers)


def _without_value(name: str, kind: str, text: str) -> Words:
    return {"name": name, "kind": kind, "type": "", "text": text}
