"""Values nested through references, and within themselves: some end the process that has them."""

import socket
import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from autograder.answers.bounds import MOST_NESTED
from autograder.answers.codec import NotSendable, decode, encode
from autograder.answers.copying_back import merge
from autograder.answers.frames import BrokenFrame, Frame, receive, send
from autograder.answers.handles import Wall

Around = Callable[[dict[str, Any]], dict[str, Any]]


def array(*elements: Any) -> dict[str, Any]:
    return {"objects": list(elements), "shape": [len(elements)]}


def chain(length: int, around: Around) -> Frame:
    """Build each value in one list, so that no tree is deep; each holds the one before it."""
    return Frame({"list": [around({"float": "nan"}), *(around({"same": n}) for n in
                                                       range(1, length))]})  # fmt: skip


AROUND: dict[str, Around] = {
    "arrays": array,
    "lists": lambda inner: {"list": [inner]},
    "dicts": lambda inner: {"dict": [[1, inner]]},
    "deques": lambda inner: {"deque": [inner], "most": None},
    "defaultdicts": lambda inner: {"defaultdict": [[1, inner]], "factory": None},
}


@pytest.mark.parametrize("kind", AROUND)
def test_nested_far_through_references_is_a_broken_frame(kind: str) -> None:
    with pytest.raises(BrokenFrame, match="nested too deep"):
        decode(chain(15_000, AROUND[kind]))


@pytest.mark.parametrize("kind", AROUND)
def test_nested_as_far_as_is_allowed_can_be_built(kind: str) -> None:
    assert len(decode(chain(MOST_NESTED - 2, AROUND[kind]))) == MOST_NESTED - 2


def linked(length: int) -> list[Any]:
    """Make the nodes of a linked list, as a student may."""
    nodes: list[Any] = [[0, None]]
    for number in range(1, length):
        nodes.append([number, nodes[-1]])
    return nodes


def test_a_linked_list_crosses_with_its_links() -> None:
    nodes = decode(encode(linked(500)))
    assert all(node[1] is before for before, node in pairwise(nodes))


def test_what_the_decoder_would_refuse_is_not_sent() -> None:
    with pytest.raises(NotSendable, match="nested too deep"):
        encode(linked(3 * MOST_NESTED))


@pytest.mark.parametrize(
    "tree",
    [
        array({"same": 0}),
        array(1, array(array({"same": 1}))),
        array(array({"same": 0})),
        array({"list": [{"same": 0}]}),
        {"list": [array({"tuple": [{"same": 1}]})]},
        {"Series": array(array({"same": 0})), "index": {"range": [0, 1, 1], "name": None},
         "name": None},
    ],
    ids=str,
)  # fmt: skip
def test_an_array_within_itself_is_a_broken_frame(tree: Any) -> None:
    with pytest.raises(BrokenFrame, match="within itself"):
        decode(Frame(tree))


def test_an_array_twice_in_another_is_one_array() -> None:
    inner = np.arange(2)
    outer = np.empty(2, dtype=object)
    outer[:] = [inner, inner]
    copy = decode(encode(outer))
    assert copy[0] is copy[1]


def test_an_argument_is_not_put_into_itself() -> None:
    old, new, between = (np.empty(1, dtype=object) for _ in range(3))
    old[0], between[0], new[0] = "own", old, between
    assert merge(old, new) is new
    assert old.tolist() == ["own"]


# ---- replies that took the examiner down, outside of any test


def asked(question: Callable[[Wall], Any], reply: dict[str, Any]) -> Any:
    """Put a question to a student's side that replies so."""
    ours, theirs = socket.socketpair()

    def answer() -> None:
        request: Any = receive(theirs).tree
        send(theirs, Frame({"seq": request["seq"], **reply}))

    answering = threading.Thread(target=answer)
    answering.start()
    with ours, theirs:
        try:
            return question(Wall(ours))
        finally:
            answering.join()


def test_a_name_that_is_shown_again_need_not_be_there() -> None:
    asked(lambda wall: wall.move("f", "show"), {"missing": True})
