"""Requests of people who mean harm: none gets in, none breaks a page, and nothing they write runs anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from advisor.web.security import FORM, UPLOAD, Address
from advisor.web.site import Site
from tests.support.web import ORIGIN, Person, Served, served
from tests.test_web_files import bring, sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long
QUESTION = "office_head_commitment"


class Room:
    """A sitting with a consultant, two respondents and somebody who may only look on; and a stranger beside it."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self.anna = server.consultant().begin("Musterwil")
        self.beat = server.person().join(self.anna.invite("office_head"))
        self.cleo = server.person().join(self.anna.invite("executive"))
        self.rita = server.person().join(self.anna.invite("parliament", kind="reader"))
        self.other = server.consultant().begin("Anderswil")
        self.stranger = server.person()
        self.stranger.room = self.anna.room
        self.before = self.anna.answers()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    server = served(tmp_path_factory.mktemp("hostile"))
    yield Room(server)
    server.db.close()


@pytest.fixture(autouse=True)
def _nothing_changed(room: Room) -> Iterator[None]:
    """No wrong try is counted from test to test, and after each the sitting says what it said before."""
    room.server.site.wrong, room.server.site.checks = (type(room.server.site.wrong)(10_000) for _ in range(2))
    yield
    assert room.anna.answers() == room.before


def refused(person: Person, status: int | tuple[int, ...]) -> None:
    """The page that somebody got says so in words, tells no more than that, and carries what every page carries."""
    allowed = (status,) if isinstance(status, int) else status
    assert person.page.status_code in allowed, (person.page.status_code, person.text[-800:])
    assert "Traceback" not in person.page.text
    assert "default-src 'none'" in person.page.headers["content-security-policy"]
    assert person.page.headers["x-content-type-options"] == "nosniff"


TRAVERSAL = [
    *("/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/static/..%2f..%2fadvisor.db", "/static/../web.db", "/static/style.css"),
    *(
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static//etc/passwd",
        "/static/style.0000000000000000.css",
        "/static/",
        "/.git/config",
    ),
    *(
        "/.env",
        "/web.db",
        "/advisor.db",
        "/r/..%2f..",
        "/r/%00",
        "/r/.",
        "/r/%2e%2e/live",
        "//etc/passwd",
        "/j/",
        "/j/%00",
        "/j/../new",
    ),
    *("/r/{room}/papers/../../../etc/passwd", "/r/{room}/papers/..%2f..%2fanswers.yaml", "/r/{room}/papers/report.exe"),
    *("/r/{room}/papers/answers", "/r/{room}/papers/answers.yaml.bak", "/r/{room}/papers/%00", "/r/{room}/papers/report.PDF"),
    *("/r/{room}/papers/history.jsonl%00.pdf", "/r/{room}/q/..%2f..%2fsettings", "/r/{room}/q/%00", "/r/{room}/q/nope"),
    *("/r/{room}/q/constructor", "/r/{room}/q/__proto__", "/r/{room}/clash/nope", "/r/{room}/clash/..%2f", "/r/{room}/people/x"),
    *("/r/{room}/live/events/x", "/r/{room}/admin", "/r/{room}/papers/", "/r/{room}//live", "/r/{room}/live/", "/new/", "/admin"),
    *("/wp-login.php", "/r", "/r/", "/j", "/healthz/", "/verify/..", "/r/{room}/q/" + "a" * 500, "/%c0%ae%c0%ae/%c0%ae%c0%ae/x"),
    *("/r/{room}/q/office_head_commitment%0d%0aSet-Cookie:%20a=b", "/r/{room}%0a/live", "/r/{room}/q/office_head_commitment;x=1"),
]


@pytest.mark.parametrize("path", TRAVERSAL)
def test_an_address_that_leads_elsewhere_leads_nowhere(room: Room, path: str) -> None:
    room.anna.page = room.anna.client.get(path.replace("{room}", room.anna.room.removeprefix("/r/")))
    if room.anna.page.status_code == 200:  # the client itself shortened «..» to a page that there is
        assert room.anna.path in {"/", "/new", "/etc/passwd"}
    else:
        refused(room.anna, (400, 404))


LEADING = [
    *(
        "people",
        "invite",
        "import",
        "settings",
        "newer",
        "delete",
        "papers",
        "live",
        "beamer",
        "papers/report.pdf",
        "papers/answers.yaml",
    ),
    *("papers/history.jsonl", "papers/protocol.md", "live/events"),
]
SPEAKING = ["next", f"q/{QUESTION}", "goal", "standing", "review", "history", "erase"]
POSTS = ["invite", "import", "until", "close", "reopen", "again", "newer", "delete", "people/x/link", "people/x/revoke"]


@pytest.mark.parametrize("path", [*LEADING, *SPEAKING, "mine", "mine/words.json", ""])
def test_a_stranger_sees_no_page_of_a_sitting(room: Room, path: str) -> None:
    room.stranger.get(path or room.anna.room, 404)
    refused(room.stranger, 404)
    assert "Musterwil" not in room.stranger.text


@pytest.mark.parametrize("path", LEADING)
def test_a_respondent_sees_no_page_of_who_leads(room: Room, path: str) -> None:
    room.beat.get(path, 403)
    refused(room.beat, 403)


@pytest.mark.parametrize("path", [*POSTS, "go", "undo", "erase", f"q/{QUESTION}"])
def test_a_stranger_sends_nothing(room: Room, path: str) -> None:
    room.stranger.page = room.stranger.client.post(
        f"{room.anna.room}/{path}", data={"key": "0" * 32, "once": "a" * 16, "sure": "yes"}, headers={"origin": ORIGIN}
    )
    refused(room.stranger, 404)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("who", ["beat", "rita"])
def test_who_does_not_lead_sends_nothing_that_leads(room: Room, who: str, path: str) -> None:
    person: Person = getattr(room, who)
    person.get("review" if who == "beat" else "papers")
    person.page = person.client.post(
        f"{room.anna.room}/{path}", data={"key": "0" * 32, "once": "a" * 16, "sure": "yes"}, headers={"origin": ORIGIN}
    )
    refused(person, 403)


@pytest.mark.parametrize("path", [f"q/{QUESTION}", "go", "undo", "erase"])
def test_who_looks_on_says_nothing(room: Room, path: str) -> None:
    room.rita.page = room.rita.client.post(f"{room.anna.room}/{path}", data={"act": "answer"}, headers={"origin": ORIGIN})
    refused(room.rita, 403)


@pytest.mark.parametrize(
    "path", ["live", "q/" + QUESTION, "review", "papers/answers.yaml", "mine", "history", "people", "settings"]
)
def test_a_seat_of_one_room_opens_no_other(room: Room, path: str) -> None:
    room.beat.page = room.beat.client.get(f"{room.other.room}/{path}")
    refused(room.beat, 404)
    assert "Anderswil" not in room.beat.text


@pytest.mark.parametrize("name", ["seat", "seat-{room}", "__Host-seat", "__Host-seat-{room}"])
@pytest.mark.parametrize("value", ["x", "a" * 32, "a" * 4000, "' OR 1=1 --", "%00", "../../x", '"', "é"])
def test_a_guessed_cookie_opens_nothing(room: Room, name: str, value: str) -> None:
    person = room.server.person()
    cookie = f"{name.replace('{room}', room.anna.room.removeprefix('/r/'))}={value}".encode()
    person.page = person.client.get(f"{room.anna.room}/live", headers={b"cookie": cookie})
    refused(person, 404)


@pytest.mark.parametrize(
    "token", ["x", "a" * 32, "A" * 1500, "%00", "..%2f..", "' OR '1'='1", "<script>", "é", "%F0%9F%92%A9", "-" * 32]
)
def test_a_guessed_link_opens_nothing(room: Room, token: str) -> None:
    person = room.server.person()
    person.page = person.client.get(f"/j/{token}")
    refused(person, 404)
    person.page = person.client.post(f"/j/{token}", data={"once": "a" * 16}, headers={"origin": ORIGIN})
    refused(person, 404)


def test_guessing_is_stopped_after_twenty_times_a_minute(room: Room) -> None:
    room.server.site.wrong = Site(room.server.db, room.server.address).wrong
    person = room.server.person()
    found = [person.client.get(f"/j/{'a' * 31}{number}").status_code for number in range(22)]
    assert found == [404] * 20 + [429] * 2
    room.server.site.wrong = type(room.server.site.wrong)(10_000)


ORIGINS = [
    *(
        "http://evil.example",
        "https://127.0.0.1:8000",
        "http://127.0.0.1:8001",
        "http://127.0.0.1",
        "null",
        "",
        "http://localhost:8000",
    ),
    *(
        "http://127.0.0.1:8000.evil.example",
        "http://127.0.0.1:8000/",
        "HTTP://127.0.0.1:8000",
        "file://",
        "http://127.0.0.1:8000@evil",
    ),
]


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_form_from_elsewhere_counts_nothing(room: Room, origin: str) -> None:
    room.beat.get(f"q/{QUESTION}")
    fields = {**room.beat.hidden(), "act": "answer", "value": "rejects"}
    room.beat.page = room.beat.client.post(f"{room.beat.room}/q/{QUESTION}", data=fields, headers={"origin": origin})
    refused(room.beat, 403)


@pytest.mark.parametrize(
    "headers", [{}, {"origin": ORIGIN, "sec-fetch-site": "cross-site"}, {"origin": ORIGIN, "sec-fetch-site": "same-site"}]
)
def test_a_form_without_an_origin_of_ours_counts_nothing(room: Room, headers: dict[str, str]) -> None:
    room.beat.get(f"q/{QUESTION}")
    fields = {**room.beat.hidden(), "act": "answer", "value": "rejects"}
    room.beat.page = room.beat.client.post(f"{room.beat.room}/q/{QUESTION}", data=fields, headers=headers)
    refused(room.beat, 403)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:8001", "127.0.0.1", "localhost", "", "127.0.0.1:8000.evil", "[::1]", "a\tb", "é"]
)
def test_another_host_is_not_served(room: Room, host: str) -> None:
    room.anna.page = room.anna.client.get("/", headers={b"host": host.encode()})
    refused(room.anna, 400)
    assert "/j/" not in room.anna.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "post", "X" * 300])
@pytest.mark.parametrize("path", ["/", "{room}/live"])
def test_another_method_does_nothing(room: Room, method: str, path: str) -> None:
    room.anna.page = room.anna.client.request(method, path.replace("{room}", room.anna.room), headers={"origin": ORIGIN})
    refused(room.anna, (403, 405))


BODIES: list[tuple[str, bytes]] = [
    ("application/json", b'{"act": "answer"}'),
    ("text/plain", b"act=answer"),
    ("", b"act=answer"),
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=x", b""),
    ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a\r\n\r\nv\r\n--x--'),
    ("multipart/form-data; boundary=" + "x" * 300, b"--" + b"x" * 300),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n' + b"\0" * 500),
    ("multipart/form-data; boundary=x", b"--x\r\n" + b"A: b\r\n" * 2000 + b"\r\n--x--"),
    ("application/x-www-form-urlencoded", b"%"),
    ("application/x-www-form-urlencoded", b"%zz=%gg&&&==="),
    ("application/x-www-form-urlencoded", b"\xff\xfe\x00"),
    ("application/x-www-form-urlencoded", b"key=%C3%28&once=%FF"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"key=+ADw-script+AD4-"),
    ("application/x-www-form-urlencoded", b"&".join(b"a=%d" % each for each in range(1000))),
    ("application/x-www-form-urlencoded", b""),
    ("application/x-www-form-urlencoded", b"key"),
]


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_form_that_is_none_is_refused_in_words(room: Room, number: int) -> None:
    kind, body = BODIES[number]
    room.beat.page = room.beat.client.post(
        f"{room.beat.room}/q/{QUESTION}", content=body, headers={"origin": ORIGIN, "content-type": kind}
    )
    refused(room.beat, (400, 403, 415))


@pytest.mark.parametrize(
    ("path", "size"), [("{room}/q/" + QUESTION, FORM), ("{room}/import", UPLOAD), ("/verify", UPLOAD), ("/j/x", FORM)]
)
@pytest.mark.parametrize("told", [True, False])
def test_what_is_too_large_is_not_read(room: Room, path: str, size: int, told: bool) -> None:  # noqa: FBT001 - whether its length is told
    body = b"a=" + b"x" * size
    chunks = iter([body[: size // 2], body[size // 2 :]])
    headers = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    room.anna.page = room.anna.client.post(
        path.replace("{room}", room.anna.room), content=body if told else chunks, headers=headers
    )
    refused(room.anna, 413)


@pytest.mark.parametrize("length", ["-1", "1e9", "0x10", "９", "999999999999", "a"])
def test_a_length_that_is_none_is_refused(room: Room, length: str) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded", "content-length": length}
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    room.beat.page = room.beat.client.post(f"{room.beat.room}/q/{QUESTION}", content=b"a=b", headers=sent)
    refused(room.beat, (400, 413))


@pytest.mark.parametrize(
    "header", ["cookie", "user-agent", "accept-language", "x-forwarded-for", "x-forwarded-host", "forwarded"]
)
def test_headers_without_an_end_are_refused(room: Room, header: str) -> None:
    room.stranger.page = room.stranger.client.get("/", headers={header: "x" * 20_000})
    refused(room.stranger, 431)


@pytest.mark.parametrize(
    "header", ["x-forwarded-host", "x-forwarded-proto", "forwarded", "x-original-url", "x-rewrite-url", "x-http-method-override"]
)
def test_headers_that_only_a_proxy_may_send_change_nothing(room: Room, header: str) -> None:
    room.anna.page = room.anna.client.get("/new", headers={header: "https://evil.example/delete"})
    assert room.anna.page.status_code == 200
    assert "evil.example" not in room.anna.page.text
    assert "evil.example" not in str(room.anna.page.headers)


@pytest.mark.parametrize(
    "said", ["x", "../x", "<script>", "stale%0d%0aX: y", "problem.fault.text", "{0}", "__class__", "imported"]
)
def test_what_an_address_says_is_said_only_if_it_is_known(room: Room, said: str) -> None:
    page = room.anna.get(f"settings?said={said}")
    assert 'role="status"' not in page
    assert "<script>" not in page.replace(page[: page.index("<body")], "")


@pytest.mark.parametrize("value", ["-disagree", "nope", "unknown,rejects", "<b>", "{executive}", "' OR 1=1", "𝕣ejects", "1e3"])
def test_a_value_that_is_none_is_shown_again_and_not_kept(room: Room, value: str) -> None:
    room.beat.get(f"q/{QUESTION}")
    room.beat.send(f"q/{QUESTION}", 422, act="answer", value=value)
    refused(room.beat, 422)


@pytest.mark.parametrize("act", ["delete", "settle", "", "go_on", "undo", "__init__", "answer\0"])
def test_an_act_that_is_none_does_nothing(room: Room, act: str) -> None:
    room.beat.get(f"q/{QUESTION}")
    room.beat.page = room.beat.client.post(
        f"{room.beat.room}/q/{QUESTION}", data={**room.beat.hidden(), "act": act}, headers={"origin": ORIGIN}
    )
    assert room.beat.page.status_code in {400, 422}


@pytest.mark.parametrize("number", ["0", "-1", "1", "99999999999999999999", "a", "²", "1;2", ""])
def test_nobody_takes_back_what_others_did(room: Room, number: str) -> None:
    room.beat.get(f"q/{QUESTION}")
    marks = room.beat.hidden()
    room.beat.page = room.beat.client.post(f"{room.beat.room}/undo", data={**marks, "number": number}, headers={"origin": ORIGIN})
    assert room.beat.page.status_code == 200


def test_a_form_that_comes_again_counts_once_whatever_is_changed_in_it(room: Room) -> None:
    dora = room.server.person().join(room.other.invite("topic_owner"))
    dora.get(f"q/{QUESTION}")
    form = {**dora.hidden(), "act": "answer", "value": "supports"}
    dora.client.post(f"{dora.room}/q/{QUESTION}", data=form, headers={"origin": ORIGIN})
    before = room.other.answers()
    again: tuple[tuple[str, dict[str, str]], ...] = (
        (QUESTION, {}),
        (QUESTION, {"value": "rejects"}),
        (QUESTION, {"value": "rejects", "seen": "999999999"}),
        (QUESTION, {"value": "rejects", "once": "b" * 16}),
        (QUESTION, {"value": "rejects", "once": "b" * 16, "seen": "-1"}),
        (QUESTION, {"value": "rejects", "once": "b" * 16, "seen": "²"}),
        ("staff_unit", {"value": "none"}),
        ("staff_unit", {"value": "none", "seen": "999999999"}),
    )
    for question, changed in again:
        dora.page = dora.client.post(f"{dora.room}/q/{question}", data={**form, **changed}, headers={"origin": ORIGIN})
        assert dora.page.status_code == 200
        assert room.other.answers() == before, (question, changed)


@pytest.mark.parametrize("marks", [{"once": ""}, {"key": ""}, {"key": "0" * 32}, {"once": "x" * 70_000}])
def test_a_form_without_its_marks_counts_nothing(room: Room, marks: dict[str, str]) -> None:
    room.beat.get(f"q/{QUESTION}")
    form = {**room.beat.hidden(), "act": "answer", "value": "rejects", **marks}
    room.beat.page = room.beat.client.post(f"{room.beat.room}/q/{QUESTION}", data=form, headers={"origin": ORIGIN})
    refused(room.beat, (400, 403, 413))


def test_what_was_valid_once_opens_nothing_after_it_was_withdrawn(room: Room) -> None:
    link = room.other.invite("topic_owner")
    dora = room.server.person()
    dora.get(link.removeprefix(ORIGIN))
    taking = dora.hidden()
    dora.join(link)
    form = (dora.get(f"q/{QUESTION}"), {**dora.hidden(), "act": "answer", "value": "supports"})[1]
    thief = room.server.person()
    for once in ({**taking, "once": "c" * 16}, {"once": ""}):
        path = link.removeprefix(ORIGIN)
        thief.page = thief.client.post(path, data=once, headers={"origin": ORIGIN}, follow_redirects=False)
        refused(thief, 404)
    before, cookie = room.other.answers(), dict(dora.client.cookies)
    seat = re.findall(r"/people/([^/]+)/revoke", room.other.get("people"))[-1]
    room.other.send(f"people/{seat}/revoke")
    for path in ("next", "review", "mine", f"q/{QUESTION}"):
        dora.client.cookies.update(cookie)
        dora.get(path, 404)
    dora.page = dora.client.post(f"{dora.room}/q/{QUESTION}", data=form, headers={"origin": ORIGIN})
    refused(dora, 404)
    assert room.other.answers() == before


@pytest.mark.parametrize(
    "sign", ["\r\nSet-Cookie: a=b", "\nX-Own: 1", '"; filename="x.exe', "\x00", "/../../x", "\u2028X: y", "é" * 200]
)
def test_what_is_typed_makes_no_header(room: Room, sign: str) -> None:
    anna = room.server.consultant().begin(f"Ort{sign}ende")
    for path in ("papers/answers.yaml", "papers/history.jsonl"):
        anna.get(path)
        assert re.fullmatch(r'attachment; filename="[a-z0-9_]+\.answers\.yaml[a-z.]*"', anna.page.headers["content-disposition"])
        assert {"set-cookie", "x-own", "x"}.isdisjoint(anna.page.headers)
    anna.page = anna.client.get(f"{anna.room}/next", params={"said": sign}, follow_redirects=False)
    assert re.fullmatch(r"/r/[\w-]+/q/\w+", anna.page.headers["location"])


@pytest.mark.parametrize("by", ["executive_1", "office_head_1", "nobody", "__all__"])
def test_nobody_speaks_for_somebody_else(room: Room, by: str) -> None:
    room.beat.get(f"q/{QUESTION}")
    room.beat.send(f"q/{QUESTION}", 200, act="put_off", by=by)
    assert f"{by}" not in room.anna.answers() or by == "office_head_1"


@pytest.mark.parametrize("person", ["executive_1", "", "nobody"])
def test_nobody_erases_somebody_elses_words(room: Room, person: str) -> None:
    room.beat.get("erase")
    room.beat.page = room.beat.client.post(
        f"{room.beat.room}/erase", data={**room.beat.hidden(), "sure": "no", "person": person}, headers={"origin": ORIGIN}
    )
    refused(room.beat, 400)


SCRIPTS = [
    *(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "'-alert(1)-'",
        "javascript:alert(1)",
        "</title><svg onload=alert(1)>",
    ),
    *(
        "{{ 7*7 }}",
        "{% raw %}",
        "${7*7}",
        "&lt;script&gt;",
        "\u202egpj.exe",
        "</textarea><script>x</script>",
        "<!--",
        "]]>",
        "\x00<b>",
    ),
]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on which people type what they should not."""
    server = served(tmp_path_factory.mktemp("typed"))
    yield server
    server.db.close()


WRITTEN = "parliament_label"
"""A question that is answered with a text of one's own."""


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_is_typed_comes_out_as_text_on_every_page(typed: Served, text: str) -> None:
    anna = typed.consultant().begin(f"Ort {text}")
    beat = typed.person().join(anna.invite("office_head", name=f"Name {text}"))
    beat.answer(QUESTION, "rejects", note=f"Notiz {text}")
    bring(anna, f"{text}.csv", sheet(f"Karin {text}", "supports"))
    anna.get(f"q/{WRITTEN}")
    written = {**anna.hidden(), "act": "answer", "value": f"Rat {text}", "note": f"Notiz {text}"}
    anna.page = anna.client.post(f"{anna.room}/q/{WRITTEN}", data=written, headers={"origin": ORIGIN})
    as_text(anna)
    for path, fields in (
        ("until", {"until": text}),
        ("invite", {"days": text, "kind": "respondent", "role": text, "language": text}),
    ):
        anna.get("settings" if path == "until" else path)
        anna.page = anna.client.post(f"{anna.room}/{path}", data={**anna.hidden(), **fields}, headers={"origin": ORIGIN})
        as_text(anna)
    anna.get("/new")
    anna.page = anna.client.post(
        "/new", data={**anna.hidden(), "city": "", "days": text, "pack": text}, headers={"origin": ORIGIN}
    )
    as_text(anna)
    seen = (
        (beat, (f"q/{QUESTION}", "history", "mine", "erase")),
        (anna, ("live", "people", "review", "history", "erase", "settings", "record", "/")),
    )
    for person, paths in seen:
        for path in paths:
            person.get(path)
            as_text(person)


def as_text(person: Person) -> None:
    """The page that somebody got runs nothing of what was typed, and computes nothing of it."""
    page = person.page.text
    assert person.page.status_code < 500
    assert not re.search(r'<(script(?! src="/static/)|img|svg(?! role)|b>)', page), page
    assert not re.search(r"[\u202a-\u202e\x00]", page)
    assert not re.search(r"(Ort|Name|Notiz|Karin|Rat) 49", page)


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_for_us_alone(tmp_path_factory: pytest.TempPathFactory, secure: bool) -> None:  # noqa: FBT001
    origin = "https://advisor.example" if secure else "http://192.0.2.7:8000"
    address = Address(origins=(origin,))
    server = Served(served(tmp_path_factory.mktemp("cookie")).db, address)
    anna = server.person()
    from advisor.web.serving import new_link  # noqa: PLC0415

    path = new_link(server.db, address).removeprefix(origin)
    anna.get(path)
    answer = anna.client.post(path, data=anna.hidden(), headers={"origin": origin}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Path=/" in cookie
    assert ("Secure" in cookie, cookie.startswith("__Host-")) == (secure, secure)
    assert ("strict-transport-security" in answer.headers) == secure
    server.db.close()
