"""What follows from a state of a sitting is found once, however many look at it; no more wait for a paper than there is room."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

import tests.support.web  # noqa: F401 - looks for the extra

from advisor.web.counter import Counter  # isort: skip # the extra is looked for above
from advisor.web.glances import Glances  # isort: skip # the extra is looked for above
from advisor.web.held import read_back  # isort: skip # the extra is looked for above
from advisor.web.memory import Memory  # isort: skip # the extra is looked for above
from advisor.web.remembering import Sittings  # isort: skip # the extra is looked for above
from advisor.web.site import OneAtATime  # isort: skip # the extra is looked for above
from advisor.web.store import rooms, seats  # isort: skip # the extra is looked for above

if TYPE_CHECKING:
    from advisor.sittings.showing import HowSure
    from tests.support.web import Person, Served

QUESTION = "office_head_commitment"
MARK = re.compile(r'data-mark="([^"]+)"')


def test_what_many_ask_for_at_once_is_computed_once() -> None:
    memory, begun = Memory(8), threading.Event()
    computed, found = list[int](), list[int]()

    def compute() -> int:
        computed.append(1)
        begun.wait(10)
        return len(computed)

    threads = [threading.Thread(target=lambda: found.append(memory.found(("room",), 1, compute))) for _ in range(8)]
    for each in threads:
        each.start()
    begun.set()
    for each in threads:
        each.join(30)
    assert (computed, found) == ([1], [1] * 8)


def test_what_is_read_on_after_an_answer_is_what_the_whole_file_says(server: Served) -> None:
    anna = server.consultant().begin(canton="BE")
    beat = server.person().join(anna.invite())
    acts: tuple[tuple[Person, str, str, dict[str, Any]], ...] = (
        (beat, "canton", "be", {"note": "von Amtes wegen"}),
        (beat, "executive_label", "der Stadtrat", {}),
        (beat, "staff_unit", "", {"act": "note", "note": "Nur eine Notiz"}),
        (beat, QUESTION, "supports", {}),
        (anna, QUESTION, "rejects", {}),
    )
    room, elsewhere = anna.room.removeprefix("/r/"), Sittings(server.db, server.site.knowledge)
    assert elsewhere.held(room) is not None  # it is told of nothing but by the store
    for who, question, value, more in acts:
        who.answer(question, value, **more)
        held, there = server.site.sittings.held(room), elsewhere.held(room)
        assert held is not None
        assert there is not None
        assert held.answers == there.answers == read_back(held.text, held.pack), question
        assert there.interview(None) == held.interview(None)
        assert there.interview(None).asked == there.sitting.interview.asked, question


def test_what_fails_is_tried_again_by_the_next_who_asks() -> None:
    memory = Memory(8)

    def failing() -> int:
        raise OSError

    for _ in range(2):
        try:
            memory.found(("room",), 1, failing)
        except OSError:
            continue
    assert memory.found(("room",), 1, lambda: 7) == 7


def test_others_who_go_on_crowd_out_nothing_and_a_room_is_forgotten_as_a_whole() -> None:
    memory = Memory(3)
    for state in range(100):
        memory.keep(("busy", "turn"), state, state)
        assert memory.found(("quiet", "turn"), 1, lambda: "kept") == "kept"
    computed = list[str]()
    memory.found(("quiet", "turn"), 1, lambda: computed.append("again"))
    assert computed == []
    memory.forget("quiet")
    memory.found(("quiet", "turn"), 1, lambda: computed.append("again"))
    assert computed == ["again"]


def test_a_script_takes_what_is_made_and_sees_that_it_is_older_until_it_is_made_anew(server: Served) -> None:
    anna = server.consultant().begin()
    beat = server.person().join(anna.invite())
    pages = server.site.sittings.pages
    before = MARK.findall(anna.get("live"))
    beat.answer(QUESTION, "supports")
    assert MARK.findall(anna.get("live?look=")) == before
    pages.move(anna.room.removeprefix("/r/"))
    pages.make_next(server.site.sittings)
    now = MARK.findall(anna.get("live?look="))
    assert now != before
    assert MARK.findall(anna.get("live")) == now
    pages.move(anna.room.removeprefix("/r/"))
    assert not pages.due()  # it was made a moment ago; what comes until its turn is made with it


def test_a_script_is_given_nothing_that_was_erased_nor_after_its_seat_was_revoked(server: Served) -> None:
    anna = server.consultant().begin()
    beat = server.person().join(anna.invite(name="Beat Muster"))
    reader = server.person().join(anna.invite(kind="reader"))
    beat.answer(QUESTION, "supports")
    assert "Beat Muster" in anna.get("live")
    assert MARK.findall(reader.get("live")) == MARK.findall(reader.get("live?look="))
    beat.get("erase")
    beat.send("erase", 200, sure="yes")
    assert "Beat Muster" not in anna.get("live?look=")
    for seat in seats.seats(server.db, anna.room.removeprefix("/r/")):
        seats.revoke(server.db, seat.id)
    reader.get("live?look=", 404)


@pytest.mark.parametrize("leads", [True, False])
def test_who_was_let_in_a_moment_ago_sees_nothing_more_once_their_seat_is_revoked(server: Served, leads: bool) -> None:  # noqa: FBT001
    anna = server.consultant().begin()
    reader = anna if leads else server.person().join(anna.invite(kind="reader"))
    reader.get("live")
    room = anna.room.removeprefix("/r/")
    glances = Glances(server.site, lambda name: rooms.changes(server.db, {name: None}).get(name))
    assert glances.at_once(looking(reader, room).scope) is None  # nobody knows them yet
    assert asyncio.run(glances.page(looking(reader, room))) is not None
    assert (glances.at_once(looking(reader, room).scope) is None) == leads
    seats.revoke(server.db, seats.seats(server.db, None if leads else room)[-1].id)
    assert glances.at_once(looking(reader, room).scope) is None
    with pytest.raises(HTTPException) as refused:
        asyncio.run(glances.page(looking(reader, room)))
    assert refused.value.status_code == 404


def looking(person: Person, room: str) -> Request:
    """Return what the script of somebody's page asks again and again."""
    cookies = "; ".join(f"{name}={value}" for name, value in person.client.cookies.items())
    headers = [(b"cookie", cookies.encode()), (b"accept-language", b"de"), (b"host", b"testserver")]
    place = {"path": f"/r/{room}/live", "query_string": b"look=", "path_params": {"room": room}, "client": ("testclient", 1)}
    return Request(
        {"type": "http", "method": "GET", "scheme": "https", "server": ("testserver", 443), "headers": headers, **place}
    )


def test_a_live_page_that_many_look_at_asks_the_engine_once(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = server.consultant().begin()
    beat = server.person().join(anna.invite())
    beat.answer(QUESTION, "supports")
    asked = list[str]()
    known = server.site.knowledge.current("smart-city")
    with known.consulted() as consultation:
        really = type(consultation).how_sure

    def counted(*args: Any) -> HowSure:  # noqa: ANN401 - whatever it is asked with
        asked.append("sure")
        return really(*args)

    monkeypatch.setattr(type(consultation), "how_sure", counted)
    for language in ("de", "fr", "de"):
        anna.client.headers["accept-language"] = language
        anna.get("live")
    assert asked == ["sure"]
    beat.answer(QUESTION, "rejects")
    anna.get("live")
    assert asked == ["sure", "sure"]


def test_who_would_wait_behind_too_many_is_sent_away_at_once() -> None:
    papers, there, go = OneAtATime(2), threading.Barrier(2), threading.Event()
    got = list[bool]()

    def make() -> None:
        with papers.turn(10) as mine:
            there.wait(10)
            go.wait(10)
            got.append(mine)

    def wait() -> None:
        with papers.turn(10) as mine:
            got.append(mine)

    first, second = threading.Thread(target=make), threading.Thread(target=wait)
    first.start()
    there.wait(10)
    second.start()
    while papers.free():
        time.sleep(0.01)
    with papers.turn(10) as mine:
        assert not mine
    go.set()
    for each in (first, second):
        each.join(10)
    assert got == [True, True]
    with papers.turn(0) as mine:
        assert mine


def test_requests_are_worked_on_in_the_order_in_which_they_came_and_none_waits_for_ever() -> None:
    counter, served = Counter(clerks=1, patience=0.05), list[int]()

    async def come(number: int) -> None:
        async with counter.turn():
            served.append(number)
            await asyncio.sleep(0)

    async def wait_in_vain() -> None:
        async with counter.turn():
            with pytest.raises(HTTPException) as refused:
                await come(9)
        assert refused.value.status_code == 503

    async def day() -> None:
        await asyncio.gather(*map(come, range(5)))
        await wait_in_vain()
        await come(5)

    asyncio.run(day())
    assert served == [0, 1, 2, 3, 4, 5]
