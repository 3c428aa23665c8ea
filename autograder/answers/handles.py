"""The examiner's side of the wall: fetch names, and stand in for the objects that stay there.

In: names and operations that a test cell uses. Out: genuine plain values, handles, or exceptions.
Every reply is data that the student's code may have forged; what the test makes of it is decided
here, by genuine values of built-in, NumPy and pandas types.
"""

import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any

from autograder.answers.bounds import MESSAGE_CHARACTERS, NAME_CHARACTERS, PRINTED_CHARACTERS
from autograder.answers.codec import Decoder, Encoder, NotSendable
from autograder.answers.conversation import Buffers, Conversation
from autograder.answers.copying_back import is_mutable, merge
from autograder.answers.decoder import only_broken_frames
from autograder.answers.frames import BrokenFrame, Frame, Tree, text_of
from autograder.answers.plain_types import EXCEPTIONS
from autograder.answers.randomness import Randomness
from autograder.answers.stand_ins import (
    Link,
    class_of,
    is_handle,
    link_of,
    make_handle,
)
from autograder.answers.student_errors import (
    make_builtin_error,
    make_error,
    make_error_class,
    short_arguments,
)
from autograder.answers.troubles import (
    NameNotBound,
    NotSupported,
    StudentEnded,
    StudentRaised,
    StudentTimeout,
    Trouble,
)

__all__ = [
    "BrokenFrame",
    "NameNotBound",
    "NotSupported",
    "StudentEnded",
    "StudentRaised",
    "StudentTimeout",
    "Trouble",
    "Wall",
    "class_of",
    "is_handle",
]

_MOST_ERROR_CLASSES = 1000
_MOST_CALLBACKS = 100_000


class Wall:
    """Ask the student process, within the limits of one test cell.

    ``trouble`` is the first Trouble or BrokenFrame of the cell, also when the cell's own code
    caught it: with a trouble, what the cell came to is not a verdict.
    """

    def __init__(
        self, channel: socket.socket, *, call_seconds: float = 10.0, calls_per_cell: int = 5000
    ) -> None:
        self.trouble: Trouble | BrokenFrame | None = None
        self.randomness = Randomness()
        self._conversation = Conversation(channel, call_seconds, self._answer)
        self._calls_per_cell = calls_per_cell
        self._calls = 0
        self._streams = (sys.stdout, sys.stderr)
        # How often the student's code has run: what was fetched before may have changed since.
        self._generation = 0
        self._fetched: dict[str, tuple[int, object]] = {}
        # By the student's number for a mutable value, which may have two names; else by name.
        self._values: dict[int | str, tuple[tuple[bytes, Buffers], object]] = {}
        self._figures: dict[int, Any] = {}
        self._handles: dict[int, object] = {}
        # The models of the prefix, by ``id``: what the student's code does to one changes nothing.
        self._trusted: dict[int, str] = {}
        self._error_classes: dict[int, type[Exception]] = {}
        # Kept for ever, like the student's objects: a number never comes to mean another function.
        self._callbacks: list[Callable[..., Any]] = []
        self._callback_numbers: dict[int, int] = {}
        self._callback_errors: dict[int, Exception] = {}

    # ---- what the examiner's code calls

    def trust(self, names: Mapping[str, object]) -> None:
        """Note the models that are the examiner's own; the student process has them by name."""
        models = ((name, value) for name, value in names.items() if hasattr(type(value), "fit"))
        self._trusted |= {id(value): name for name, value in models}

    def begin_cell(self, deadline: float) -> None:
        """Start a test cell that ends by ``deadline`` (``time.monotonic``).

        Streams that stand in ``sys`` now are the cell's own: what the student's code prints reaches
        only a stream that the test puts in their place.
        """
        self.trouble = None
        self._calls = 0
        self._conversation.deadline = deadline
        self._streams = (sys.stdout, sys.stderr)

    def forget(self) -> None:
        """Drop what was kept for one test cell: the student's cells may run next."""
        self._fetched.clear()
        self._values.clear()
        self._figures.clear()
        self._handles.clear()
        self._callback_errors.clear()

    def move(self, name: str, operation: str) -> None:
        """Hide a name from the student's code (raises NameNotBound), or show it again."""
        with _Noting(self):
            reply, _ = self._conversation.ask({"op": operation, "name": name})
        if operation == "hide" and "missing" in reply:
            raise NameNotBound(name)

    def fetch(self, name: str) -> object:
        """Give the value that the student process binds to a name, or raise NameNotBound.

        Asked again, it is the same object, and what the test did to it stays, for as long as
        the student's own value stays what it was.
        """
        generation, value = self._fetched.get(name, (-1, None))
        if generation == self._generation:
            return value
        with _Noting(self):
            reply, buffers = self._conversation.ask({"op": "fetch", "name": name})
            if "missing" in reply:
                raise NameNotBound(name)
            value = self._same_or_new(name, reply, buffers)
        self._fetched[name] = (self._generation, value)
        return value

    def module(self, name: str) -> Any:
        """Give a module that the student handed in; what its import raises is raised here too."""
        return self._question({"op": "module", "name": name})

    def type_of(self, link: Link) -> Any:
        """Give the class of an object, as the student process says; itself a handle."""
        found = self.ask("type", link)
        if is_handle(found) and link_of(found).kind == "class":
            return found
        raise self.refuse("type() of this object")

    def files(self) -> frozenset[str]:
        """Give the files that the student process has beside the notebook; its word alone."""
        # No name is sent there: those in a hidden part are none of the student's business.
        found = self._question({"op": "files"})
        return frozenset(each for each in found if type(each) is str)

    def _question(self, request: dict[str, Tree]) -> Any:
        """Ask something that is about no object; it may run the student's code."""
        with _Noting(self):
            self._generation += 1
            return self._result(*self._conversation.ask(request), [])

    def _same_or_new(self, name: str, reply: dict[str, Tree], buffers: Buffers) -> object:
        number = reply.get("number")
        key = number if type(number) is int else name
        with only_broken_frames():
            content = (text_of(reply.get("ok")), buffers)
        known = self._values.get(key)
        if known is not None and known[0] == content:
            return known[1]
        value = self._result(reply, buffers, [])
        self._values[key] = (content, value)
        return value

    @property
    def conversation(self) -> Conversation:
        """Give the line below: what is asked there leaves what a test has got as it is."""
        return self._conversation

    @property
    def ended(self) -> bool:
        """Tell whether the student process is gone, or not to be understood any more."""
        return self._conversation.ended is not None

    # ---- what handles call

    def refuse(self, what: str) -> NotSupported:
        """Give the exception for something that the wall does not carry, and remember it."""
        refusal = NotSupported(what)
        self.trouble = self.trouble or refusal
        return refusal

    def ask(self, operation: str, link: Link, **fields: Tree) -> Any:
        """Ask something about one object."""
        with _Noting(self):
            return self._ask(operation, link, fields, (), [])

    def item(self, link: Link, key: object) -> Any:
        """Ask for one item of an object."""
        with _Noting(self):
            encoder = Encoder(self._refer, figures=False)
            tree = self._encoded(encoder, key)
            return self._ask("item", link, {"key": tree}, tuple(encoder.buffers), [])

    def call(self, link: Link, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Call an object; changes that it makes to arguments in place are copied back."""
        with _Noting(self):
            encoder = Encoder(self._refer, figures=False)
            args = self._encoded(encoder, list(arguments))
            fields = {"args": args, "keywords": self._encoded(encoder, keywords)}
            given = [*arguments, *keywords.values()]
            return self._ask("call", link, fields, tuple(encoder.buffers), given)

    # ---- one request

    def _ask(
        self,
        operation: str,
        link: Link,
        fields: dict[str, Tree],
        buffers: Buffers,
        given: list[Any],
    ) -> Any:
        self._calls += 1
        if self._calls > self._calls_per_cell:
            raise StudentTimeout("the student's code was asked too often in one test cell")
        self._generation += 1
        request = {"op": operation, "of": link.number, **fields, **self.randomness.changed()}
        return self._result(*self._conversation.ask(request, buffers), given)

    def _encoded(self, encoder: Encoder, value: object) -> Tree:
        try:
            return encoder(value)
        except NotSendable as error:
            raise NotSupported(f"passing {error} to the student's code") from None

    def _result(self, reply: dict[str, Tree], buffers: Buffers, given: list[Any]) -> Any:
        self._print(reply)
        if "timeout" in reply:
            raise StudentTimeout("the student's code did not answer in time")
        if "unsupported" in reply:
            raise NotSupported(Decoder(()).text(reply["unsupported"], NAME_CHARACTERS))
        with only_broken_frames():
            value = self._decoder(buffers, given)(reply["ok"]) if "ok" in reply else None
            self._copy_back(reply.get("changed"), buffers, given)
            error = None if "ok" in reply else self._raised(reply, buffers)
        if error is not None:
            raise error
        return value

    def _print(self, reply: dict[str, Tree]) -> None:
        """Pass on what the student's code printed, where the test has asked for it."""
        streams = ((sys.stdout, self._streams[0], "out"), (sys.stderr, self._streams[1], "err"))
        for stream, own, key in streams:
            text = reply.get(key)
            if stream is not own and type(text) is str and text:
                stream.write(text[:PRINTED_CHARACTERS])

    def _copy_back(self, changed: Tree, buffers: Buffers, given: list[Any]) -> None:
        if not changed:
            return
        decoder, last = self._decoder(buffers, given), -1
        for pair in decoder.items(changed):
            position, tree = decoder.items(pair)
            if decoder.natural(position) <= last:
                raise BrokenFrame("an argument that changed twice")
            last = decoder.natural(position)
            merge(_argument(last, given), decoder(tree), self._trusted)

    def _raised(self, reply: dict[str, Tree], buffers: Buffers) -> Exception:
        """Build the genuine exception that stands for the student's."""
        decoder = self._decoder(buffers, [])
        turn = reply.get("callback_turn")
        if type(turn) is int and turn in self._callback_errors:
            return self._callback_errors[turn]
        names = [decoder.text(name, NAME_CHARACTERS) for name in decoder.items(reply.get("raised"))]
        text = decoder.text(reply.get("text"), MESSAGE_CHARACTERS)
        arguments = short_arguments(decoder(reply.get("args")))
        kind = decoder(reply.get("class"))
        if any(kind is each for each in self._error_classes.values()):
            return make_error(kind, arguments, text, decoder(reply.get("object")))
        type_name = decoder.text(reply.get("type", ""), NAME_CHARACTERS)
        return make_builtin_error(names, arguments, text, type_name)

    # ---- what may stand in a reply

    def _decoder(self, buffers: Buffers, given: list[Any]) -> Decoder:
        def resolve(tag: str, fields: dict[str, Tree]) -> object:
            number = decoder.natural(fields[tag])
            if tag == "handle":
                return self._handle(number, fields, decoder)
            if tag == "argument":
                return _argument(number, given)
            if tag == "callback":
                return self._callback(number)
            raise BrokenFrame("a tag that may not cross")

        decoder = Decoder(buffers, resolve, figures=self._figures, catchers=False)
        return decoder

    def _handle(self, number: int, fields: dict[str, Tree], decoder: Decoder) -> object:
        if fields["kind"] == "exception":
            return self._error_class(number, fields, decoder)
        if number not in self._handles:
            kind, name = (decoder.text(fields[key], NAME_CHARACTERS) for key in ("kind", "type"))
            can = [decoder.text(word, NAME_CHARACTERS) for word in decoder.items(fields["can"])]
            link = Link(self, number, kind, name, _module_and_name(fields.get("library"), decoder))
            self._handles[number] = make_handle(link, frozenset(can))
        return self._handles[number]

    def _error_class(self, number: int, fields: dict[str, Tree], decoder: Decoder) -> object:
        if number not in self._error_classes:
            if len(self._error_classes) >= _MOST_ERROR_CLASSES:
                raise NotSupported("so many exception classes")
            name, base = (decoder.text(fields[key], NAME_CHARACTERS) for key in ("type", "base"))
            library = _module_and_name(fields.get("library"), decoder)
            own = fields.get("own") is not False
            self._error_classes[number] = make_error_class(name, base, library, own=own)
        return self._error_classes[number]

    def _refer(self, value: object, encoder: Encoder) -> Tree:
        """Describe what the examiner passes that is not plain: the student's own, or a function."""
        if is_handle(value):
            return {"handle": link_of(value).number}
        for number, kind in self._error_classes.items():
            if value is kind:
                return {"handle": number}
        if id(value) in self._trusted:
            return {"prefix": self._trusted[id(value)]}
        if not callable(value) or isinstance(value, type):
            raise NotSendable(f"an object of type {type(value).__qualname__}")
        if len(self._callbacks) >= _MOST_CALLBACKS:
            raise NotSendable("too many functions")
        number = self._callback_numbers.setdefault(id(value), len(self._callbacks))
        if number == len(self._callbacks):
            self._callbacks.append(value)
        return {"callback": number}

    # ---- what the student's code calls

    def _answer(self, call: dict[str, Tree], buffers: Buffers) -> Frame:
        """Run a function of the test's for the student's code, and give the reply to that."""
        decoder = self._decoder(buffers, [])
        turn = decoder.natural(call.get("turn"))
        encoder = Encoder(self._refer, figures=False)
        try:
            with _Noting(self):
                tree = self._encoded(encoder, self._called_back(call, decoder))
                return encoder.frame({"turn": turn, "ok": tree})
        except Exception as error:
            # Its type only: its text may hold what the test expects.
            self._callback_errors[turn] = error
            return Frame({"turn": turn, "raised": _builtin_name(error)})

    def _called_back(self, call: dict[str, Tree], decoder: Decoder) -> object:
        function = self._callback(decoder.natural(call["callback"]))
        with only_broken_frames():
            arguments, keywords = decoder(call.get("args")), decoder(call.get("keywords"))
        if type(arguments) is not list or type(keywords) is not dict:
            raise BrokenFrame("a call without arguments")
        if any(type(key) is not str for key in keywords):
            raise BrokenFrame("a keyword that is no text")
        return function(*arguments, **keywords)

    def _callback(self, number: int) -> Callable[..., Any]:
        if number >= len(self._callbacks):
            raise BrokenFrame("no such function")
        return self._callbacks[number]


def _module_and_name(claim: Tree, decoder: Decoder) -> tuple[str, str] | None:
    if claim is None:
        return None
    module, name = (decoder.text(word, NAME_CHARACTERS) for word in decoder.items(claim))
    return module, name


class _Noting:
    """Remember the first trouble that passes through."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Trouble | BrokenFrame):
            self._wall.trouble = self._wall.trouble or error


def _argument(position: int, given: list[Any]) -> Any:
    if position >= len(given) or not is_mutable(given[position]):
        raise BrokenFrame("no such argument")
    return given[position]


def _builtin_name(error: Exception) -> str:
    return next(kind.__name__ for kind in type(error).__mro__ if kind in EXCEPTIONS.values())
