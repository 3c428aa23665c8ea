"""What the examiner notices of a student process beside what the tests ask of it.

Listens to the wall, and asks some of it once more: names right after the test cell that read them,
functions when the whole notebook is over, so that no cell of the student's finds anything changed
by it. Nothing here decides a verdict: it is told to the instructor only.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from autograder.answers.conversation import Buffers, Conversation
from autograder.answers.frames import BrokenFrame, Frame, Tree, text_of
from autograder.answers.randomness import seeded
from autograder.answers.troubles import Trouble
from autograder.execution.decoys import Decoy
from autograder.execution.likeness import Content, alike, is_recast

ANSWER_BYTES = 64 * 1024
"""How large a question and an answer may be that are kept to be compared."""
QUICK_SECONDS = 0.07
"""How long a call may have taken that is made again."""
MOST_NAMES = 20
MOST_CALLS = 24
CALLS_OF_ONE = 2
MOST_SEARCHED = 200
"""In how many answers of one test cell a decoy is looked for."""
READING_SECONDS = 0.05
CALLING_SECONDS = 0.15
"""How long all that is asked again may take, by what it took before."""
AGAIN_SECONDS = 1.0
"""How long asking again may take whatever comes, at the end of a test and of the notebook."""
MOST_NOTICES = 20

# What is no plain value, or draws on what other cells draw on. Within a text, JSON would escape
# the quotation mark before the colon.
_NOT_PLAIN = tuple(
    f'"{tag}":'.encode()
    for tag in ("handle", "callback", "prefix", "figure", "axes", "estimator", "library function")
)

_WITHOUT_STATE = ("function", "class", "module")
"""Kinds of objects that have a name here. Others keep a state: that is what they are for."""

Notice = tuple[str, int, str]
"""A code, the step of a test cell, and what was noticed there."""


@dataclass(frozen=True)
class _Call:
    """Hold a call that was answered, by which it can be asked again."""

    at: int
    label: str
    fields: dict[str, Tree]
    buffers: Buffers
    answer: Content
    seconds: float


@dataclass(frozen=True)
class _Read:
    """Hold what a name was read as, and how long that took."""

    text: bytes
    buffers: Buffers
    seconds: float = field(compare=False)


@dataclass
class Noticing:
    """Keep what one notebook's test cells were told, and what of it is odd.

    ``may_have_changed`` tells whether later cells may have changed what the function of a name
    works with, seen from a step; ``may_differ`` whether honest work may make it answer otherwise
    anyhow. Without ``is_asking`` it only listens.
    """

    conversation: Conversation
    decoy: Decoy
    may_have_changed: Callable[[int, str], bool]
    may_differ: Callable[[int, str], bool]
    is_asking: bool = True
    _notices: dict[Notice, None] = field(default_factory=dict)
    _at: int | None = None
    _searched: int = 0
    _is_seeded: bool = False
    _asks_again: bool = False
    # What names were read as, since the student's code last ran.
    _read: dict[str, _Read] = field(default_factory=dict)
    _labels: dict[int, str] = field(default_factory=dict)
    _calls: list[_Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from now on."""
        self.conversation.listen = self._hear

    @contextmanager
    def during(self, at: int) -> Iterator[None]:
        """Listen to one test cell."""
        self._at, self._searched, self._is_seeded = at, 0, False
        self._read.clear()
        try:
            yield
        finally:
            self._at = None

    def note(self, code: str, at: int, text: str) -> None:
        """Remember something odd."""
        if len(self._notices) < MOST_NOTICES:
            self._notices.setdefault((code, at, text))

    def told(self) -> list[Notice]:
        """Return what was noticed since this was last asked."""
        found = list(self._notices)
        self._notices.clear()
        return found

    # ---- while a test cell runs

    def _hear(self, asked: Frame, reply: Frame, seconds: float) -> None:
        fields, answer = asked.tree, reply.tree
        if not isinstance(fields, dict) or not isinstance(answer, dict):
            return
        is_fetched = fields["op"] == "fetch"
        if not is_fetched:
            self._read.clear()
        if self._asks_again or self._at is None:
            return
        self._name(fields, answer.get("ok"))
        self._is_seeded |= "random" in fields
        content = _content(reply)
        if content is None:
            return
        text = _text(content[0])
        self._search(fields, text, content[1])
        if _has_tag(text):
            return
        if is_fetched:
            self._compare_read(str(fields["name"]), _Read(text, content[1], seconds))
        elif fields["op"] == "call" and seconds <= QUICK_SECONDS:
            self._keep_call(asked, fields, content, seconds)

    def _name(self, fields: dict[str, Tree], answer: Tree) -> None:
        """Remember by which name an object came; only what has a name is asked again."""
        if not isinstance(answer, dict) or answer.get("kind") not in _WITHOUT_STATE:
            return
        number = answer.get("handle")
        if type(number) is not int or number in self._labels:
            return
        if fields["op"] == "fetch":
            self._labels[number] = str(fields["name"])
        elif fields["op"] == "attribute" and (owner := self._label(fields)):
            self._labels[number] = f"{owner}.{fields['name']}"

    def _label(self, fields: dict[str, Tree]) -> str:
        return self._labels.get(int(str(fields["of"])), "")

    def _search(self, fields: dict[str, Tree], text: bytes, buffers: Buffers) -> None:
        self._searched += 1
        if self._at is None or self._searched > MOST_SEARCHED:
            return
        if self.decoy.is_in(text, buffers):
            what = fields["name"] if fields["op"] == "fetch" else "what the student's code gave"
            self.note("decoy-used", self._at, f"“{what}” holds a piece of a decoy")

    def _compare_read(self, name: str, read: _Read) -> None:
        if self._read.get(name, read) != read:
            self._note_change(name)
        if len(self._read) < MOST_NAMES:
            self._read[name] = read

    def _note_change(self, name: str) -> None:
        if self._at is not None:
            self.note("answer-changed", self._at, f"“{name}” was read twice, and differed")

    def _keep_call(
        self, asked: Frame, fields: dict[str, Tree], content: Content, seconds: float
    ) -> None:
        label = self._label(fields)
        of_one = sum(call.label == label for call in self._calls)
        if not label or of_one >= CALLS_OF_ONE or len(self._calls) >= MOST_CALLS:
            return
        # Only the first call after a test's own seed has the state that it began with.
        if self._is_seeded and "random" not in fields:
            return
        text = _text({key: fields[key] for key in ("args", "keywords")})
        if len(text) + asked.size > ANSWER_BYTES or _has_tag(text) or self._at is None:
            return
        kept = {key: value for key, value in fields.items() if key not in ("seq", "seconds")}
        self._calls.append(_Call(self._at, label, kept, asked.buffers, content, seconds))

    # ---- once more

    def read_again(self) -> None:
        """Read the names of the present test cell again; note those that differ.

        Only where no code of the student's was called since they were read.
        """
        until, left = time.monotonic() + AGAIN_SECONDS, READING_SECONDS
        for name, read in list(self._read.items()):
            left -= read.seconds
            is_due = self.is_asking and left > 0
            again = self._asked({"op": "fetch", "name": name}, (), until) if is_due else None
            if again is not None and _Read(_text(again[0]), again[1], 0.0) != read:
                self._note_change(name)

    def call_again(self) -> None:
        """Call again what was called in all test cells; note what gives something else."""
        until, left = time.monotonic() + AGAIN_SECONDS, CALLING_SECONDS
        odd: set[str] = set()
        for call in self._calls:
            # Each is asked twice at least.
            left -= 2 * call.seconds
            if left <= 0 or call.label in odd or not self._differs(call, until):
                continue
            odd.add(call.label)
            if not self.may_differ(call.at, _root(call.label)):
                text = f"“{call.label}” was called again with the same arguments, and differed"
                self.note("function-differs", call.at, text)

    def _differs(self, call: _Call, until: float) -> bool:
        """Tell whether a function answers differently, the global generators left out of it."""

        def answer(state: Tree = None) -> Content | None:
            fields = call.fields if state is None else {**call.fields, "random": state}
            return self._asked(fields, call.buffers, until)

        def gives(state: Tree, expected: Content) -> bool | None:
            found = answer(state)
            return None if found is None else _same(found, expected)

        if gives(None, call.answer) is not False and gives(None, call.answer) is not False:
            return False
        random = call.fields.get("random")
        state = _whole(random, 1)
        first = answer(state)
        if first is None:
            return False
        again = gives(state, first)
        if again is not True:
            return again is False
        if gives(_whole(random, 2), first) is not True:
            return False  # it draws from a global generator, whose state nobody knows any more
        is_same = _same(first, call.answer)
        return not is_same and not self.may_have_changed(call.at, _root(call.label))

    def _asked(self, fields: dict[str, Tree], buffers: Buffers, until: float) -> Content | None:
        """Ask something once more; None where no answer comes in time."""
        before, self._asks_again = self.conversation.deadline, True
        self.conversation.deadline = until
        try:
            tree, answered = self.conversation.ask(fields, buffers)
        except (Trouble, BrokenFrame):
            return None
        finally:
            self.conversation.deadline, self._asks_again = before, False
        return _plain(tree, answered)


def note_trouble(noticing: Noticing, at: int, trouble: Trouble | BrokenFrame | None) -> None:
    """Note an answer that did not decode: no honest process sends one."""
    if isinstance(trouble, BrokenFrame):
        noticing.note("frame-broken", at, f"an answer did not decode ({trouble})")


def _content(reply: Frame) -> Content | None:
    """Return what a reply says, as far as it is small."""
    if reply.tree_bytes + reply.size > ANSWER_BYTES or not isinstance(reply.tree, dict):
        return None
    return _plain(reply.tree, reply.buffers)


def _plain(tree: dict[str, Tree], buffers: Buffers) -> Content | None:
    """Return the part of a reply that counts; of an exception its type."""
    if "ok" in tree or "missing" in tree:
        kept: dict[str, Tree] = {
            key: value for key, value in tree.items() if key in ("ok", "missing", "changed")
        }
        return kept, buffers
    raised = tree.get("raised")
    kind: Tree = raised[0] if isinstance(raised, list) and raised else None
    return ({"raised": kind}, ()) if kind is not None else None


def _whole(state: Tree, seed: int) -> Tree:
    """Return a state of both generators: of one that no test has set, by a seed."""
    given = state if isinstance(state, list) else [None, None]
    pairs = zip(given, seeded(seed), strict=True)
    return [other if own is None else own for own, other in pairs]


def _root(label: str) -> str:
    return label.partition(".")[0]


def _same(one: Content, other: Content) -> bool:
    try:
        return alike(one, other) or is_recast(_value(one), _value(other))
    except RecursionError:
        return True


def _value(content: Content) -> Tree:
    return content[0].get("ok") if isinstance(content[0], dict) else None


def _text(tree: Tree) -> bytes:
    """Return a tree as text; nothing of what cannot be written."""
    try:
        return text_of(tree)
    except (ValueError, RecursionError):
        return b""


def _has_tag(text: bytes) -> bool:
    return any(tag in text for tag in _NOT_PLAIN)
