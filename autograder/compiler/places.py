"""Every text in a release folder, with a label that says where it stands.

A text may be written in another form: escaped in JSON, marked up as HTML, in base64, in an archive.
Each form is undone, and what comes out is one more text of the same place.
"""

import base64
import binascii
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEPTH = 4
"""How many forms may be wrapped around each other (a base64 attachment with a zip in it)."""
UNPACKED_BYTES = 256 * 2**20
"""At most this much is taken out of one archive or compressed file."""

_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}\s*")
_DATA_URI = re.compile(r"base64,([A-Za-z0-9+/\s]{16,}={0,2})")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPES = {r"\n": "\n", r"\t": "\t", r"\"": '"', r"\'": "'", r"\\": "\\"}
_ESCAPE = re.compile(r"\\[nt\"'\\]")


@dataclass(frozen=True)
class Place:
    """Hold a text and where in the release it stands."""

    label: str
    text: str


def places(folder: Path) -> Iterator[Place]:
    """Yield every text below a folder: names of files, and what they hold."""
    for path in sorted(folder.rglob("*")):
        label = path.relative_to(folder).as_posix()
        yield Place(f"{label} (its name)", label)
        if path.is_file():
            yield from _of_bytes(label, path.read_bytes(), DEPTH)


def _of_bytes(label: str, content: bytes, depth: int) -> Iterator[Place]:
    if depth == 0:
        return
    yield from _of_packed(label, content, depth)
    tree = _json(content)
    if tree is not None:
        yield from _of_tree(label, tree, depth)
        return
    for text in _decoded(content):
        yield from _of_text(label, text, depth)


def _of_packed(label: str, content: bytes, depth: int) -> Iterator[Place]:
    if content.startswith(b"\x1f\x8b"):
        try:
            unpacked = zlib.decompressobj(wbits=31).decompress(content, UNPACKED_BYTES)
        except zlib.error:
            return
        yield from _of_bytes(f"{label}, unpacked", unpacked, depth - 1)
    elif content.startswith(b"PK"):
        yield from _of_archive(label, content, depth)


def _of_archive(label: str, content: bytes, depth: int) -> Iterator[Place]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                inside = f"{label}, {member.filename}"
                yield Place(inside, member.filename)
                with archive.open(member) as file:
                    yield from _of_bytes(inside, file.read(UNPACKED_BYTES), depth - 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        return  # damaged, encrypted or packed in an unknown way: its bytes are still searched


def _json(content: bytes) -> Any:
    if content.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _of_tree(label: str, tree: Any, depth: int) -> Iterator[Place]:
    """Yield every string of a JSON tree, keys too; a list of strings is one text."""
    match tree:
        case str():
            yield from _of_text(label, tree, depth)
        case list() if tree and all(isinstance(each, str) for each in tree):
            yield from _of_text(label, "".join(tree), depth)
            yield from _of_text(label, "\n".join(tree), depth)
        case list():
            for number, each in enumerate(tree, start=1):
                yield from _of_tree(f"{label} {number}", each, depth)
        case dict():
            for key, each in tree.items():
                yield from _of_text(f"{label}, a key", key, depth)
                yield from _of_tree(_inside(label, key), each, depth)


def _inside(label: str, key: str) -> str:
    # The key "cells" of a notebook and its number make "cell 3".
    return f"{label}, {'cell' if key == 'cells' else key[:40]}"


def _decoded(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", errors="replace")
    if b"\0" in content:
        for encoding in ("utf-16-le", "utf-16-be"):
            yield content.decode(encoding, errors="ignore")


def _of_text(label: str, text: str, depth: int) -> Iterator[Place]:
    yield Place(label, text)
    if "\\" in text:
        yield Place(label, _ESCAPE.sub(lambda found: _ESCAPES[found[0]], text))
    if "&" in text or "<" in text:
        yield Place(label, html.unescape(_TAG.sub("", text)))
    for encoded in _base64_parts(text):
        yield from _of_base64(label, encoded, depth)


def _base64_parts(text: str) -> Iterator[str]:
    if _BASE64.fullmatch(text):
        yield text
    yield from _DATA_URI.findall(text)


def _of_base64(label: str, encoded: str, depth: int) -> Iterator[Place]:
    bare = "".join(encoded.split()).rstrip("=")
    try:
        content = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        return
    yield from _of_bytes(label, content, depth - 1)
