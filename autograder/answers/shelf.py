"""The student's side of the wall: serve what the examiner asks of the student's names and objects.

In: requests on a socket. Out: exactly one reply for each, whatever the student's code does. Plain
values are sent; every other object stays here, exported under a number.

Nothing here is a defence: the student's code may rewrite all of it. The defence is that the other
side believes only plain data.
"""

import contextlib
import hashlib
import importlib
import io
import os
import socket
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from itertools import islice
from types import ModuleType
from typing import Any

from autograder.answers.bounds import NAME_CHARACTERS, PRINTED_CHARACTERS
from autograder.answers.call_clock import CallClock, CallTimeout
from autograder.answers.codec import Decoder, Encoder, NotSendable, encode
from autograder.answers.copying_back import is_mutable
from autograder.answers.frames import Frame, FrameTooLarge, Tree, receive, send, text_of
from autograder.answers.labels import label_error, label_object, traceback_of
from autograder.answers.plain_types import EXCEPTIONS
from autograder.answers.randomness import take

_MOST_CALLBACKS_DEEP = 16
_NO_INPUT = "StdinNotImplementedError"
_MOST_FILES = 2000
_QUESTIONS: Mapping[str, Callable[[Any], object]] = {
    "iter": iter,
    "next": next,
    "len": len,
    "str": str,
    "repr": repr,
    "dir": dir,
    "vars": vars,
    "type": type,
}
_RELATIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "isinstance": isinstance,
    "issubclass": issubclass,
}


class Shelf:
    """Keep a student's objects and answer requests for them, one at a time."""

    def __init__(
        self,
        namespace: MutableMapping[str, object],
        channel: socket.socket,
        prefix: Mapping[str, object] | None = None,
        homes: tuple[str, ...] = (),
    ) -> None:
        self._namespace = namespace
        # What a test cell has deleted, until it is bound again or the cell ends.
        self._hidden: dict[str, object] = {}
        self._prefix = prefix or {}
        # The folders of what the student handed in; no folder's name begins with another's.
        self._homes = tuple(f"{home}{os.sep}" for home in homes)
        self._channel = channel
        # Kept for ever: a number must never come to mean another object.
        self._exported: list[object] = []
        self._numbers: dict[int, int] = {}
        self._callbacks: dict[int, Callable[..., Any]] = {}
        self._callback_numbers: dict[int, int] = {}
        self._depth = 0
        self._turns = 0
        self._clock = CallClock()

    def serve_one(self) -> bool:
        """Read one request, perform it and reply; False when the examiner has closed."""
        try:
            frame = receive(self._channel)
        except EOFError:
            return False
        self._serve(frame)
        return True

    def _serve(self, frame: Frame) -> None:
        request: Any = frame.tree
        printed, warned = _Printed(), _Printed()
        self._depth += 1
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(warned):
                reply = self._reply(request, frame.buffers)
        finally:
            self._depth -= 1
        self._send(request["seq"], reply, {"out": printed.text, "err": warned.text})

    def _reply(self, request: dict[str, Any], buffers: tuple[bytes, ...]) -> Frame:
        try:
            with self._clock.limit(request["seconds"], outermost=self._depth == 1):
                return self._perform(request, buffers)
        except CallTimeout:
            return Frame({"timeout": True})
        except NotSendable as error:
            return Frame({"unsupported": str(error)[:NAME_CHARACTERS]})
        except BaseException as error:
            if type(error).__name__ == _NO_INPUT:
                # The test may have put its own function in the place of input(): not here.
                return Frame({"unsupported": "a call that asks for input()"})
            return Frame(self._labelled(error, request))

    def _send(self, seq: int, reply: Frame, printed: dict[str, Tree]) -> None:
        fields: Any = reply.tree
        try:
            send(self._channel, Frame({"seq": seq, **printed, **fields}, reply.buffers))
        except FrameTooLarge as error:
            send(self._channel, Frame({"seq": seq, "unsupported": str(error)}))

    def _perform(self, request: dict[str, Any], buffers: tuple[bytes, ...]) -> Frame:
        operation = request["op"]
        if "random" in request:
            take(request["random"])
        if operation == "call":
            return self._call(request, buffers)
        if operation == "show":
            return self._show(request["name"])
        if operation in ("fetch", "hide") and request["name"] not in self._namespace:
            return Frame({"missing": True})
        if operation == "hide":
            self._hidden[request["name"]] = self._namespace.pop(request["name"])
            return Frame({"ok": None})
        encoder = Encoder(self._refer)
        value = self._value_of(operation, request, buffers)
        reply: dict[str, Tree] = {"ok": encoder(value)}
        if operation == "fetch" and is_mutable(value):
            # Two names of one list: the test may ask whether they are.
            reply["number"] = self._number_of(value)
        return encoder.frame(reply)

    def _show(self, name: str) -> Frame:
        if name in self._hidden:
            self._namespace.setdefault(name, self._hidden.pop(name))
        return Frame({"ok": None})

    def _value_of(self, operation: str, request: dict[str, Any], buffers: tuple[bytes, ...]) -> Any:
        if operation == "fetch":
            return self._namespace[request["name"]]
        if operation == "module":
            return importlib.import_module(request["name"])
        if operation == "files":
            return list(islice(_files(self._homes[0]), _MOST_FILES))
        target: Any = self._exported[request["of"]]
        if operation == "attribute":
            return getattr(target, request["name"])
        if operation == "item":
            return target[Decoder(buffers, self._resolve)(request["key"])]
        if operation in _RELATIONS:
            return _RELATIONS[operation](self._exported[request["value"]], target)
        return _QUESTIONS[operation](target)

    def _call(self, request: dict[str, Any], buffers: tuple[bytes, ...]) -> Frame:
        function: Any = self._exported[request["of"]]
        decoder = Decoder(buffers, self._resolve)
        arguments, keywords = decoder(request["args"]), decoder(request["keywords"])
        given = [*arguments, *keywords.values()]
        mutable = {n: each for n, each in enumerate(given) if is_mutable(each)}
        before = {n: self._snapshot(each) for n, each in mutable.items()}
        known: dict[int, Tree] = {id(each): {"argument": n} for n, each in mutable.items()}
        encoder = Encoder(self._refer, known=known)
        reply: dict[str, Tree]
        try:
            reply = {"ok": encoder(function(*arguments, **keywords))}
        except Exception as error:
            if isinstance(error, NotSendable) or type(error).__name__ == _NO_INPUT:
                raise
            reply = self._labelled(error, request)
        # Its own memory: here an argument is described, not referred to; the buffers are shared.
        changes = Encoder(self._refer)
        changes.buffers = encoder.buffers
        changed = {n: each for n, each in mutable.items() if self._snapshot(each) != before[n]}
        reply["changed"] = [[n, changes(each)] for n, each in changed.items()]
        return encoder.frame(reply)

    def _labelled(self, error: BaseException, request: dict[str, Any]) -> dict[str, Tree]:
        reply = label_error(error, self._exported_as)
        # Only an instructor's explanation asks for it.
        return {**reply, "trace": traceback_of(error)} if "trace" in request else reply

    def _snapshot(self, value: object) -> bytes | None:
        """Give what tells whether a value has changed; no copy, for it may be large."""
        try:
            frame = encode(value, self._refer)
        except NotSendable:
            return None
        content = hashlib.blake2b(text_of(frame.tree))
        for buffer in frame.buffers:
            content.update(buffer)
        return content.digest()

    def _refer(self, value: object, encoder: Encoder) -> Tree:
        """Describe an object that stays here."""
        return self._exported_as(value)

    def _exported_as(self, value: object) -> Tree:
        if isinstance(value, ModuleType) and not self._is_handed_in(value):
            raise NotSendable("a module")
        if id(value) in self._callback_numbers:
            return {"callback": self._callback_numbers[id(value)]}
        return label_object(value, self._number_of(value))

    def _is_handed_in(self, module: ModuleType) -> bool:
        """Tell a module that lies beside the notebook; a test may not use another one's functions.

        That is for honest students only: a forged module is as good as a forged object.
        """
        places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
        return any(str(place).startswith(self._homes) for place in places)

    def _number_of(self, value: object) -> int:
        number = self._numbers.setdefault(id(value), len(self._exported))
        if number == len(self._exported):
            self._exported.append(value)
        return number

    def _resolve(self, tag: str, fields: dict[str, Any]) -> object:
        """Build what the examiner sends that is not plain: our own objects, and its functions."""
        if tag == "handle":
            return self._exported[fields["handle"]]
        if tag == "prefix":
            name = fields["prefix"]
            return self._prefix[name] if name in self._prefix else self._namespace[name]
        number = fields["callback"]
        if number not in self._callbacks:
            self._callbacks[number] = stub = self._stub(number)
            self._callback_numbers[id(stub)] = number
        return self._callbacks[number]

    def _stub(self, number: int) -> Callable[..., Any]:
        def callback(*arguments: Any, **keywords: Any) -> Any:
            with self._clock.held():
                return self._call_back(number, arguments, keywords)

        return callback

    def _call_back(self, number: int, arguments: Any, keywords: dict[str, Any]) -> Any:
        """Call a function of the test's; it may ask for more of us before it returns."""
        if not 0 < self._depth <= _MOST_CALLBACKS_DEEP:
            raise RecursionError("a function of the test is called too deep, or too late")
        encoder = Encoder(self._refer)
        self._turns += 1
        call: dict[str, Tree] = {"callback": number, "turn": self._turns}
        call |= {"args": encoder(list(arguments)), "keywords": encoder(keywords)}
        turn = self._turns
        send(self._channel, encoder.frame(call))
        while True:
            frame = receive(self._channel)
            answer: Any = frame.tree
            if answer.get("turn") == turn:
                return self._returned(answer, frame.buffers)
            self._serve(frame)

    def _returned(self, answer: dict[str, Any], buffers: tuple[bytes, ...]) -> Any:
        if "ok" in answer:
            return Decoder(buffers, self._resolve)(answer["ok"])
        error = _rebuilt(answer["raised"])
        # So that the test's own exception is raised again when this one comes back to it.
        error.__dict__["_autograder_turn"] = answer["turn"]
        raise error


def _files(home: str) -> Iterator[str]:
    for folder, _, names in os.walk(home):
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), home)


class _Printed(io.TextIOBase):
    """Keep what is printed, up to a bound."""

    def __init__(self) -> None:
        self.text = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if len(self.text) < PRINTED_CHARACTERS:
            self.text += str(text)[: PRINTED_CHARACTERS - len(self.text)]
        return len(text)


def _rebuilt(name: str) -> Exception:
    kind = EXCEPTIONS.get(name, RuntimeError)
    try:
        return kind()
    except TypeError:
        return RuntimeError()
