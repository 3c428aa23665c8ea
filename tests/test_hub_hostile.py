"""What no honest program sends: each is refused in words or cut off, and fails nothing."""

import gzip
import http.client
import io
import itertools
import socket
import struct
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest
from hub_course import (
    COURSE,
    NAME,
    NOTEBOOK,
    PREFIX,
    RIGHT,
    Running,
    handed_in,
    packed,
    service,
    write_course,
)

from autograder.errors import StudentError
from autograder.hub import packing
from autograder.hub.packing import Limits
from autograder.hub.web.api import Upload
from autograder.hub.web.people import MOST_STREAMS
from autograder.hub.web.routes import ROUTES, Route

ANN, BOB, INES = "ann", "bob", "ines"
"""Tokens, named as those whose they are."""
MOST = 300_000
"""How large an archive may be here."""
ASSIGNMENT = f"api/courses/{COURSE}/assignments/{NAME}"
JSON_ROUTES = ("policy", "feedback", "extensions/ann")
REFUSED = (400, 403, 404, 405)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("hostile")
    course = write_course(root / "course")
    with service(course, root / "data", limits=Limits(archive_bytes=MOST)) as found:
        # What is handed in here need not be graded.
        found.site.dispatcher.submit = lambda attempt, accept=False: None
        found.site.service.release_from_folder(COURSE, NAME, "ines")
        yield found


@pytest.fixture(autouse=True)
def it_still_works(running: Running) -> Iterator[None]:
    """After each test, whatever was sent: the service answers, and knows nothing of it."""
    yield
    assert running.client("").get("health").json()["status"] == "ok"
    running.client("ines").ask("PUT", f"{ASSIGNMENT}/policy", data="{}")
    assert running.client("ann").get(f"courses/{COURSE}/{NAME}").status_code == 200


def connected(running: Running) -> socket.socket:
    address = urlsplit(running.url)
    return socket.create_connection((address.hostname, address.port), timeout=10)


def sent(running: Running, request: bytes) -> bytes:
    """Return all that is answered to bytes, until the service ends the connection."""
    answer = b""
    with connected(running) as connection:
        try:
            connection.sendall(request)
            while more := connection.recv(65536):
                answer += more
        except (ConnectionResetError, BrokenPipeError):
            pass  # it did not wait for the end of what it had refused
    return answer


def request(
    line: str, *headers: str, body: bytes = b"", token: str = ANN, keep: bool = False
) -> bytes:
    method, _, address = line.partition(" ")
    lines = [f"{method} {PREFIX}{address} HTTP/1.1", "Host: here", *headers]
    lines += [f"Authorization: token {token}"] if token else []
    lines += [] if keep else ["Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode("latin1") + body


def statuses(answer: bytes) -> list[int]:
    """Return the statuses of all answers in a row."""
    parts = answer.split(b"HTTP/1.1 ")[1:]
    return [int(part[:3]) for part in parts]


# ---- addresses

NAMES = {
    "slash": "%2F",
    "up": "..%2F..%2F..%2Fetc%2Fpasswd",
    "dots": "%2e%2e",
    "null": f"{NAME}%00",
    "not UTF-8": "%FF%FE",
    "half a character": "%ED%A0%80",
    "right to left": "%E2%80%AE%D7%90",
    "line end": "a%0d%0aSet-Cookie:%20a=b",
    "percent": "%25%32%66",
    "markup": "%3Cscript%3E",
    "formula": "%3D1%2B1",
    "long": "a" * 300,
    "very long": "%F0%9F%98%80" * 4_000,
}


@pytest.mark.parametrize("kind", NAMES)
def test_a_strange_name_in_an_address_names_nothing(running: Running, kind: str) -> None:
    address = urlsplit(running.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    known = {"course": COURSE, "assignment": NAME, "student": "ann", "notebook": NOTEBOOK}
    with closing(connection):
        for route, token in itertools.product(ROUTES, ("", "ann", "ines")):
            for strange in strange_addresses(route, known, NAMES[kind]):
                for method in route.access:
                    headers = {"Authorization": f"token {token}"} if token else {}
                    # A refused upload ends the connection.
                    body = None if issubclass(route.handler, Upload) else b"{}"
                    connection.request(method, f"{PREFIX}{strange}", body, headers)
                    answer = connection.getresponse()
                    content = answer.read()
                    asked = (method, strange[:80], token)
                    assert answer.status < 500, asked
                    assert not (answer.headers["Set-Cookie"] or "").startswith("a="), asked
                    if token != INES:  # who may set what holds for a name not heard before
                        refused = answer.status in (302, 400, 403, 404)
                        assert refused or content == b'{"attempts": []}', asked


def strange_addresses(route: Route, known: dict[str, str], strange: str) -> Iterator[str]:
    parts = [name for name in (*known, "attempt_id") if f"{{{name}}}" in route.address]
    for part in parts:
        if not (route.address.startswith("events/") and part == "assignment"):
            yield route.address.format_map({"attempt_id": "none"} | known | {part: strange})


def test_a_name_that_no_file_could_have_is_not_kept(running: Running) -> None:
    until = {"until": "2026-12-24T18:00:00Z"}
    ines = running.client("ines")
    student = "a" * 256
    assert ines.ask("PUT", f"{ASSIGNMENT}/extensions/{student}", json=until).status_code == 404
    assert ines.ask("PUT", f"{ASSIGNMENT}/extensions/{student[1:]}", json=until).status_code == 200
    assert running.site.service.store.extension(COURSE, NAME, student) is None


@pytest.mark.parametrize("query", ["%FF", "a&show=b", "&&=;=&", "%00", "a" * 50_000])
def test_a_strange_query_is_refused_or_means_nothing(running: Running, query: str) -> None:
    for token, address in itertools.product(("ann", "ines"), (f"courses/{COURSE}/{NAME}?show=",)):
        assert running.client(token).get(f"{address}{query}").status_code in (200, 400)
    for name in ("student", "before_due", "force", "_xsrf", "token"):
        for address in (f"{ASSIGNMENT}/attempts", f"{ASSIGNMENT}/latest.json", "oauth_callback"):
            answer = running.client("ines").get(f"{address}?{name}={query}")
            assert answer.status_code in (200, 400), address


def test_a_method_that_a_route_has_not_is_refused_with_those_that_it_has(running: Running) -> None:
    answer = running.client("ines").ask("PATCH", f"{ASSIGNMENT}/policy")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, PUT")
    assert statuses(sent(running, request("BREW "))) == [405]


# ---- bodies

LENGTHS = {
    "abc": 400,
    "-5": 400,
    "+5": 400,
    "5.0": 400,
    "0x5": 400,
    "1_0": 400,
    "": 400,
    "²": 400,
    "5, 6": 400,
    "5\r\nContent-Length: 6": 400,
    "9" * 5_000: 400,
    # Some proxies say it twice.
    "5, 5": 422,
    "5": 422,
    str(MOST + 1): 413,
    "9" * 30: 413,
}


@pytest.mark.parametrize("length", LENGTHS)
def test_a_length_that_is_none_or_too_large_is_refused(running: Running, length: str) -> None:
    post = request(f"POST {ASSIGNMENT}/attempts", f"Content-Length: {length}", body=b"hello")
    assert statuses(sent(running, post))[0] == LENGTHS[length]


CHUNKS = {
    b"5\r\nhello\r\n0\r\n\r\n": 422,
    b"zz\r\nhello\r\n0\r\n\r\n": 400,
    b"-5\r\nhello\r\n0\r\n\r\n": 400,
    b"5;a=b\r\nhello\r\n0\r\n\r\n": 400,
    b"4\r\nhello\r\n0\r\n\r\n": 400,
    b"ffffffffffffffff\r\nhello": 400,
}


@pytest.mark.parametrize("body", CHUNKS)
def test_chunks_are_read_as_they_must_be(running: Running, body: bytes) -> None:
    post = request(f"POST {ASSIGNMENT}/attempts", "Transfer-Encoding: chunked", body=body)
    assert statuses(sent(running, post))[0] == CHUNKS[body]


def test_too_much_without_a_length_is_refused_in_words(running: Running) -> None:
    body = b"%x\r\n" % (MOST + 1) + b"a" * (MOST + 1) + b"\r\n0\r\n\r\n"
    post = request(f"POST {ASSIGNMENT}/attempts", "Transfer-Encoding: chunked", body=body)
    answer = sent(running, post)
    assert statuses(answer) == [413]
    assert b'"code": "archive-too-large"' in answer


def test_no_body_is_read_of_somebody_who_may_not_send_one(running: Running) -> None:
    # Were it awaited, this would wait until the test's patience ends.
    for token, status in {"": 403, "mallory": 404}.items():
        post = request(f"POST {ASSIGNMENT}/attempts", f"Content-Length: {MOST}", token=token)
        assert statuses(sent(running, post)) == [status]


def test_bodies_that_never_end_keep_nobody_waiting(running: Running) -> None:
    with ExitStack() as open_connections:
        for _ in range(40):
            slow = open_connections.enter_context(connected(running))
            slow.sendall(request(f"POST {ASSIGNMENT}/attempts", "Content-Length: 1000", body=b"P"))
        begin = time.monotonic()
        assert running.client("bob").get(f"courses/{COURSE}").status_code == 200
        assert time.monotonic() - begin < 5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"5",
        b"{",
        b"\xff\xfe\x00",
        b'"\\ud800"',
        b"NaN",
        b"[" * 50_000,
        b'{"a":' * 15_000,
        b'{"due":' + b"[" * 40_000,
        b'{"attempts_per_day":' + b"9" * 4_000 + b"}",
        b'{"attempts_per_day":' + b"9" * 90_000 + b"}",
        b'{"late_percent_per_day": NaN}',
        b'{"late_percent_per_day": 1e999}',
        b'{"late_percent_per_day": -1e999}',
        b'{"due": null, "due": 5}',
        b'{"\\ud800\\u0000": 1}',
        b'{"due": "\\ud800"}',
        b'{"student": 5}',
        b'{"student": true}',
        b'{"student": ["ann"]}',
        b'{"student": {"name": "ann"}}',
        b'{"studnet": "ann"}',
        b'{"student": "ann", "until": null}',
        b'{"until": 5}',
        b'{"until": ["2026-12-24T18:00:00Z"]}',
        b'{"until": "2026-12-24T18:00:00"}',
        b'{"until": "0001-01-01T00:00:00+23:59"}',
        b'{"until": "9999-12-31T23:59:59-23:59"}',
        b'{"due": "0001-01-01T00:00:00+23:59"}',
        b'{"due": "9999-12-31T23:59:59-23:59"}',
    ],
    ids=lambda content: content[:30].decode("latin1"),
)
def test_json_that_means_nothing_is_refused_in_words(running: Running, content: bytes) -> None:
    for route in JSON_ROUTES:
        answer = running.client("ines").ask("PUT", f"{ASSIGNMENT}/{route}", data=content)
        assert answer.status_code == 400, route
        error = answer.json()["error"]
        assert error["code"] and len(error["message"]) < 400, route
    assert "ann" not in running.site.service.store.extensions(COURSE, NAME)


def test_a_misspelt_order_to_release_feedback_releases_nobodys(running: Running) -> None:
    ann = running.client("ann")
    attempt_id = ann.hand_in(handed_in(running.course, RIGHT)).json()["attempt_id"]
    attempt = running.site.service.store.attempt(attempt_id)
    answer = running.client("ines").ask("PUT", f"{ASSIGNMENT}/feedback", json={"studnet": "bob"})
    assert answer.status_code == 400
    assert not running.site.service.store.feedback_released(attempt)


@pytest.mark.parametrize("route", JSON_ROUTES)
def test_more_json_than_there_can_be_is_refused(running: Running, route: str) -> None:
    content = b'{"due": null' + b" " * 200_000 + b"}"
    answer = running.client("ines").ask("PUT", f"{ASSIGNMENT}/{route}", data=content)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=\xff",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=a",
        "multipart/form-data; boundary=" + "a" * 2_000,
        "application/json; charset=utf-16",
        "\xff",
        "",
    ],
)
def test_a_body_of_another_kind_is_taken_as_it_is_or_refused(running: Running, kind: str) -> None:
    bodies = (b"{}", b"--a\r\n\r\n\r\n--a--", b"a=%FF&_xsrf=%ED%A0%80", b"=&=&;\x00", b"--a--")
    for body in bodies:
        length = f"Content-Length: {len(body)}"
        for route in ("policy", "feedback"):
            put = request(
                f"PUT {ASSIGNMENT}/{route}",
                f"Content-Type: {kind}",
                length,
                body=body,
                token=INES,
            )
            assert statuses(sent(running, put))[0] in (200, 400), body
        form = f"POST courses/{COURSE}/{NAME}/release-feedback"
        post = request(form, f"Content-Type: {kind}", length, body=body, token=BOB)
        assert statuses(sent(running, post))[0] in (400, 403), body


def test_a_body_that_is_packed_once_more_is_not_unpacked(running: Running) -> None:
    ines, packing = running.client("ines"), {"Content-Encoding": "gzip"}
    bomb = gzip.compress(b"{" + b" " * 2**24 + b"}")
    for route in JSON_ROUTES:
        answer = ines.ask("PUT", f"{ASSIGNMENT}/{route}", data=bomb, headers=packing)
        assert answer.status_code == 400
    content = gzip.compress(handed_in(running.course, RIGHT))
    answer = running.client("ann").ask(
        "POST", f"{ASSIGNMENT}/attempts", data=content, headers=packing
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "archive-damaged")


# ---- headers

HEADERS = [
    "Authorization:",
    "Authorization: token",
    "Authorization: Basic YW5uOmFubg==",
    "Authorization: token \xff\xfe",
    "Authorization: token ann ann",
    "Authorization: token ann\x85",
    "Cookie: service-autograder=garbage; _xsrf=garbage",
    "Cookie: service-autograder=2|1:0|10:1|18:service-autograder|4:YW5u|" + "0" * 64,
    "Cookie: service-autograder=\xff; _xsrf=\x85;;;=;a",
    "Cookie: " + "a=b;" * 5_000,
    "Cookie: service-autograder-oauth-state=garbage; jupyterhub-session-id=\xff",
    "X-Real-Ip: fe80::1%\xe9",
    "X-Real-Ip: 127.0.0.1",
    "X-Forwarded-For: 127.0.0.1",
    "X-Forwarded-For: a, \xff, ,,127.0.0.1",
    "X-Forwarded-Proto: javascript",
    "X-Scheme: \xff",
    "X-Forwarded-Host: evil.example",
    "X-HTTP-Method-Override: DELETE",
    "X-XSRFToken: \xff",
    "Sec-Fetch-Mode: websocket",
    "Sec-Fetch-Site: \xff",
    "Upgrade: websocket",
    "Accept-Encoding: gzip;q=x, \xff",
    "If-None-Match: \xff",
    "If-Modified-Since: \xff",
    "Range: bytes=9-1",
    "Range: bytes=-99999999999999999999",
    "Expect: \xff",
]


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header[:40])
def test_strange_headers_open_nothing_and_fail_nothing(running: Running, header: str) -> None:
    for address in ("api/user", f"{ASSIGNMENT}/attempts", "metrics", f"api/attempts/{'a' * 22}"):
        answer = sent(running, request(f"GET {address}", header, token=""))
        assert statuses(answer) == [403], address
    for address in ("", f"courses/{COURSE}"):
        answer = sent(running, request(f"GET {address}", header, token=""))
        assert statuses(answer) == [302], address
        assert b"evil.example" not in answer
    assert statuses(sent(running, request("GET static/hub.css", header, token=""))) != [500]
    callback = "GET oauth_callback?code=a&state=b"
    assert statuses(sent(running, request(callback, header, token="")))[0] in (400, 403)


@pytest.mark.parametrize("header", ["X-Real-Ip: 127.0.0.1", "X-Forwarded-For: 127.0.0.1"])
def test_who_says_to_come_from_the_machine_itself_reads_no_metrics(
    running: Running, header: str
) -> None:
    assert statuses(sent(running, request("GET metrics", header, token=INES))) == [404]


def test_the_hub_is_not_asked_for_a_token_that_is_none(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(
        running.site.hub_auth, "user_for_token", lambda token, **_: asked.append(token)
    )
    for strange in ("a" * 9_000, "a\x7f", "a\x01"):
        assert statuses(sent(running, request("GET api/user", token=strange)))[0] in (400, 403)
    assert asked == []


HOSTS = ["a b", "\xff", "evil.example/..", "a,b", "here\r\nHost: there", "<script>"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_none_is_refused(running: Running, host: str) -> None:
    get = request("GET ").replace(b"Host: here", f"Host: {host}".encode("latin1"))
    assert statuses(sent(running, get)) == [400]


@pytest.mark.parametrize("host", ["", "x:99999999", "[::1", "evil.example"])
def test_no_answer_leads_to_a_host_that_the_request_names(running: Running, host: str) -> None:
    get = request("GET ", token="").replace(b"Host: here", f"Host: {host}".encode())
    answer = sent(running, get)
    assert statuses(answer) == [302]
    assert b"\r\nLocation: /hub/api/oauth2/authorize?" in answer
    assert b"evil.example" not in answer


@pytest.mark.parametrize(
    "line", ["GET", "GET /", "GET / HTTP/9.9", "G\x01T / HTTP/1.1", "GET / a b"]
)
def test_what_is_no_request_is_refused(running: Running, line: str) -> None:
    answer = sent(running, f"{line}\r\nHost: here\r\n\r\n".encode())
    assert statuses(answer) == [400]


# ---- one request in another


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 5"),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: gzip, chunked",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding : chunked",),
        ("Content-Length: 5", "Content-Length: 0"),
        ("Content-Length: 5", " Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
    ],
)
def test_no_second_request_is_found_where_a_proxy_may_see_one_body(
    running: Running, headers: tuple[str, ...]
) -> None:
    smuggled = request("GET api/user", token=INES)
    for body in (b"0\r\n\r\n" + smuggled, b"hello" + smuggled):
        post = request(f"POST {ASSIGNMENT}/attempts", *headers, body=body, keep=True)
        assert statuses(sent(running, post)) == [400]


def test_what_follows_a_refused_body_is_no_request(running: Running) -> None:
    smuggled = request("GET api/user", token=INES)
    post = request(
        f"POST {ASSIGNMENT}/attempts", f"Content-Length: {MOST + 1}", body=smuggled, keep=True
    )
    assert statuses(sent(running, post)) == [413]
    post = request(f"POST {ASSIGNMENT}/attempts", "Content-Length: 900", body=smuggled, token="")
    assert statuses(sent(running, post)) == [403]


def test_requests_in_a_row_are_answered_one_by_one(running: Running) -> None:
    row = request("GET api/user", keep=True) + request("GET api/user", token=BOB)
    answer = sent(running, row)
    assert statuses(answer) == [200, 200]
    assert answer.index(b'"name": "ann"') < answer.index(b'"name": "bob"')


# ---- streams


def test_one_person_has_so_many_streams_open_and_a_closed_one_counts_no_more(
    running: Running,
) -> None:
    listen = request(f"GET events/{COURSE}", keep=True)
    with ExitStack() as open_connections:
        streams = [open_connections.enter_context(connected(running)) for _ in range(MOST_STREAMS)]
        for stream in streams:
            stream.sendall(listen)
            assert statuses(stream.recv(12)) == [200]
        with running.client("ann").get(f"events/{COURSE}/{NAME}", stream=True) as refused:
            assert refused.status_code == 429
            assert refused.json()["error"]["code"] == "http-429"
        with connected(running) as another:
            another.sendall(request(f"GET events/{COURSE}", token=BOB))
            assert statuses(another.recv(12)) == [200]
        streams.pop().close()
        wait_for(lambda: running.site.events.open_for("ann") == MOST_STREAMS - 1)
        with connected(running) as again:
            again.sendall(listen)
            assert statuses(again.recv(12)) == [200]
    wait_for(lambda: running.site.events.listeners == 0)


def wait_for(done: object) -> None:
    # Far less than the time after which a stream that nobody reads would be noticed anyhow.
    deadline = time.monotonic() + 8
    while not done():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


# ---- archives


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return held.getvalue()


def half_a_character() -> bytes:
    """Return an archive with a name that is said to be UTF-8, and is half a pair."""
    content = zipped((f"{NOTEBOOK}.ipynb", b"{}"), ("\xe9\xe9", b""))
    return content.replace("\xe9\xe9".encode(), b"\xed\xa0\x80a")


def overlapping() -> bytes:
    """Return an archive with two names for the same bytes."""
    one = zipped((f"{NOTEBOOK}.ipynb", b"{}"), method=zipfile.ZIP_STORED)
    table = one[one.index(b"PK\x01\x02") : one.index(b"PK\x05\x06")]
    both = table + table.replace(NOTEBOOK.encode(), b"two")
    at = one.index(b"PK\x01\x02")
    return one[:at] + both + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2, 2, len(both), at, 0)


def lying_about_its_table() -> bytes:
    """Return an archive whose table is said to be larger than any disk."""
    one = zipped((f"{NOTEBOOK}.ipynb", b"{}"))
    at, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    most = 2**63
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, most, most, most, most)
    locator = struct.pack("<IIQI", 0x07064B50, 0, end, 1)
    short = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    return one[:end] + record + locator + short + one[at:at]


def test_hostile_archives_are_refused_in_words(running: Running) -> None:
    archives = {
        "archive-too-large": zipped((f"{NOTEBOOK}.ipynb", b"0" * 65 * 2**20)),
        "entry-bomb": zipped((f"{NOTEBOOK}.ipynb", b"0" * 30 * 2**20)),
        "archive-overlap": overlapping(),
        "archive-damaged": lying_about_its_table(),
        "name-unprintable": zipped((f"{NOTEBOOK}.ipynb", b"{}"), ("\u202ea", b"")),
        "path-leads-out": zipped((f"{NOTEBOOK}.ipynb", b"{}"), ("../../a", b"")),
        "no-notebook": packed({"a.txt": b""}),
    }
    for code, content in archives.items():
        answer = running.client("ann").hand_in(content)
        assert answer.status_code in (413, 422), code
        assert answer.json()["error"]["code"] == code
    answer = running.client("ann").hand_in(half_a_character())
    assert answer.status_code == 422


def test_a_hundred_thousand_entries_are_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packing, "read_zip", lambda *_: pytest.fail("it takes seconds"))
    # Made by hand: to write it takes as long.
    name = b"0000000"
    entry = struct.pack("<IBBHHHHIIIH", 0x02014B50, 20, 3, 20, 0, 0, 0, 0, 0, 0, len(name))
    entry += struct.pack("<HHHHII", 0, 0, 0, 0, 0, 0)
    table = b"".join(entry + b"%07d" % number for number in range(100_000))
    content = table + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(table), 0, 0)
    with pytest.raises(StudentError) as refused:
        packing.unpack(content)
    assert refused.value.code == "archive-too-many"


def test_archives_in_an_archive_are_files_as_others_are() -> None:
    inner = zipped(*((f"{number}.csv", b"1") for number in range(400)))
    files = {f"{number}.zip": inner for number in range(20)}
    assert packing.unpack(packing.pack_files(files)) == files


# ---- releases


def test_a_release_that_is_refused_changes_nothing_in_the_course(running: Running) -> None:
    course, ines = running.course, running.client("ines")
    masters, given = course.source / NAME, course.release / NAME
    files = {f"source/{path.name}": path.read_bytes() for path in masters.iterdir()}
    files |= {f"release/{path.name}": path.read_bytes() for path in given.iterdir()}
    before = running.site.service.store.release(COURSE, NAME)
    for top, content in itertools.product(
        ("source", "release"), (b"no notebook", b"[]", b"[" * 100_000, b"{}", b"\xff")
    ):
        broken = packed(files | {f"{top}/{NOTEBOOK}.ipynb": content})
        answer = ines.ask("PUT", f"{ASSIGNMENT}/release?force=1", data=broken)
        assert answer.status_code == 400, content[:20]
        message = answer.json()["error"]["message"]
        assert message.startswith(f"{top}/") and f"{NOTEBOOK}.ipynb: " in message
        assert str(course.root) not in message and "/tmp" not in message  # noqa: S108
    assert (masters / f"{NOTEBOOK}.ipynb").read_bytes() == files[f"source/{NOTEBOOK}.ipynb"]
    assert (given / f"{NOTEBOOK}.ipynb").read_bytes() == files[f"release/{NOTEBOOK}.ipynb"]
    assert running.site.service.store.release(COURSE, NAME) == before
    answer = ines.ask("PUT", f"{ASSIGNMENT}/release?force=1", data=packed(files))
    assert answer.status_code == 201


def test_after_the_button_the_class_is_shown_whatever_the_address_ended_in(
    running: Running,
) -> None:
    for end in ("", "/"):
        address = f"courses/{COURSE}/{NAME}/release-feedback{end}"
        answer = running.client("ines").ask("POST", address)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{PREFIX}courses/{COURSE}/{NAME}"
