"""The sitting as it fills up: for whoever leads it, for the wall, for those who look on; told of every change as it comes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, StreamingResponse

from advisor.desk.session import called, everything_said, fill, in_general, what_hangs
from advisor.web import assets
from advisor.web.board import board
from advisor.web.looking import Page
from advisor.web.overview import answers_between
from advisor.web.store import rooms
from advisor.web.store.trouble import StoreError
from advisor.web.store.values import Mark

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from starlette.responses import Response

    from advisor.desk.session import DisputeState
    from advisor.web.held import Held
    from advisor.web.site import Site
    from advisor.web.store.values import Room, Seat
    from advisor.web.visits import Visit

_OFTEN = 0.4
"""After how many seconds the store is asked again whether anything moved, once for all who look on."""
_BEAT = 15.0
"""After how many seconds without news a line is sent, so that nothing on the way takes the stream for dead."""


def live(visit: Visit) -> Response:
    """Show where the sitting stands."""
    return _shown(visit, "live", _live)


def _shown(visit: Visit, name: str, make: Callable[[Visit], Response]) -> Response:
    """Return a page that holds no form, so that it is the same for all who are called the same."""
    if visit.notice("closed") is not None:
        return make(visit)
    page = _made(visit, name, make)
    visit.site.sittings.pages.keep(visit.sitting.room.id, kind_of(name, visit.language, visit.who), page)
    return HTMLResponse(page.body)


def _made(visit: Visit, name: str, make: Callable[[Visit], Response]) -> Page:
    held = visit.sitting
    mark, kind = _mark(held.room), kind_of(name, visit.language, visit.who)
    where = tuple((each.id, each.at_question) for each in held.whole.seats) if visit.leads else ()
    body = visit.site.sittings.shown(held.room.id, kind, (mark, where), lambda: bytes(make(visit).body))

    def anew(later: Held) -> Page:
        return _made(msgspec.structs.replace(visit, held=later), name, make)

    return Page(mark, body, time.monotonic(), anew)


def kind_of(name: str, language: str, seat: Seat) -> str:
    """Return what names a page that is the same for all who look on in one language, or who lead in it."""
    return f"{name} {language} {seat.kind} {seat.person or ''}"


def _live(visit: Visit) -> Response:
    return visit.page(
        "live",
        visit.words("web.live.title"),
        script=assets.address("live.js"),
        events=visit.at("live", "events"),
        mark=_named(_mark(visit.sitting.room)),
        reload=visit.at("live"),
        beamer=visit.at("beamer"),
        notice=visit.notice("closed"),
        **_standing(visit),
    )


def _standing(visit: Visit) -> dict[str, Any]:
    """Return what all see alike who look on in one language, whether they lead or not."""
    given = visit.sitting.answers.answers.values()
    return {
        "as_of": visit.words("web.live.as_of", count=sum(not each.unanswered for each in given)),
        "sure": _sure(visit, firm=True),
        "disputes": list(_disputes(visit)),
        "contradictions": list(_contradictions(visit)),
        "people": list(_people(visit)) if visit.leads else None,
    }


def beamer(visit: Visit) -> Response:
    """Show the question of the room and the map, in letters for a wall."""
    return _shown(visit, "beamer", _beamer)


def _beamer(visit: Visit) -> Response:
    turn, words = visit.site.sittings.turn(visit.sitting, None), visit.words
    labels = visit.sitting.told_in(visit.pack).city.labels
    asked = next((each for each in visit.pack.questions if turn.question is not None and each.id == turn.question.id), None)
    levels = [
        {"label": each.label, "behaviour": fill(each.behaviour, labels) if each.behaviour else None}
        for each in (asked.levels if asked else ())
    ]
    return visit.page(
        "beamer",
        words("web.live.title"),
        script=assets.address("live.js"),
        events=visit.at("live", "events"),
        mark=_named(_mark(visit.sitting.room)),
        ask=fill(asked.ask, labels) if asked else words("web.goal.title.course"),
        levels=levels,
        sure=_sure(visit, firm=False),
        leave=visit.at("live"),
    )


def _sure(visit: Visit, *, firm: bool) -> dict[str, object]:
    sure = visit.site.sittings.sure(visit.sitting, None)
    return board(visit.words, visit.pack, visit.sitting.told_in(visit.pack), sure, firm=firm)


def _disputes(visit: Visit) -> Iterator[dict[str, object]]:
    """Yield what people disagree on, those first that decide something, with who said what and what hangs on it."""
    words, pack, held = visit.words, visit.pack, visit.sitting
    answers = held.told_in(pack)
    for each in visit.site.sittings.disputes(held):
        question = pack.question(each.question)
        said = everything_said(words, question, answers, answers.answers[question.id]).split("; ")
        settle = visit.at("q", question.id) if visit.leads else None
        yield {"label": question.label, "said": said, "hangs": list(_hangs(visit, each)), "settle": settle}


def _hangs(visit: Visit, dispute: DisputeState) -> Iterator[str]:
    words, pack = visit.words, visit.pack
    names = [each.name for each in pack.approaches if each.id in dispute.decides]
    titles = [each.title for each in pack.findings if each.id in dispute.decides]
    yield from what_hangs(words, names, titles, path=dispute.decides_path)
    if not names and not titles and not dispute.decides_path:
        yield words("web.live.decides_nothing")


def _contradictions(visit: Visit) -> Iterator[dict[str, object]]:
    interview = visit.sitting.interview(None)
    labels = visit.sitting.told_in(visit.pack).city.labels
    for each in visit.site.sittings.contradictions(visit.sitting, None):
        finding = called("finding", each.finding, visit.pack.findings)
        text = fill(in_general(finding.text), labels)
        yield {"title": finding.title, "text": text, "answers": answers_between(visit, interview, each)}


def _people(visit: Visit) -> Iterator[str]:
    """Yield who takes part, how much they said, and where they are."""
    words, held = visit.words, visit.sitting
    for seat in held.whole.seats:
        if seat.kind != "respondent" or seat.revoked is not None:
            continue
        said = held.own(seat.person).answers.answers if seat.person else {}
        at = next((each.label for each in visit.pack.questions if each.id == seat.at_question), None)
        parts = [words("web.live.said", count=sum(not each.unanswered for each in said.values()))]
        parts += [words("web.live.at", label=at)] if at else []
        parts += [] if seat.taken else [words("web.live.not_there")]
        yield words("web.live.person", who=visit.called(seat.person), told="; ".join(parts))


def _mark(room: Room) -> Mark:
    return Mark(room.last, room.era, room.stirred, room.closed is not None)


def _named(mark: Mark) -> str:
    """Return how pages and their streams call a state of a room: who sees it already need not fetch it again."""
    return f"{mark.last}.{mark.era}.{mark.stirred}.{int(mark.closed)}"


class Watch:
    """Asks the store once for all who look on, and wakes those whose room moved."""

    def __init__(self, site: Site) -> None:
        """Take the site whose rooms are watched."""
        self._site = site
        self._marks: dict[str, Mark | None] = {}
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.stopped = False

    async def run(self) -> None:
        """Look again and again, until the server stops."""
        while not self.stopped:
            await asyncio.sleep(_OFTEN)
            if not self._waiting:
                continue
            try:
                moved = await run_in_threadpool(
                    rooms.changes, self._site.db, {name: self._marks.get(name) for name in self._waiting}
                )
            except StoreError:
                continue
            for name, mark in moved.items():
                self._marks[name] = mark
                self._site.sittings.pages.move(name)
                for each in self._waiting.get(name, ()):
                    each.set()

    def mark(self, room: str) -> Mark | None:
        """Return how a room stood when the store was asked last; None where nobody watches it, or there is none any more."""
        return self._marks.get(room)

    def stop(self) -> None:
        """End all streams, so that the server need not wait for them."""
        self.stopped = True
        for found in self._waiting.values():
            for each in found:
                each.set()

    def stream(self, room: str) -> StreamingResponse:
        """Return the answer that tells of every change of a room."""
        return StreamingResponse(
            self._told(room), media_type="text/event-stream", headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        )

    async def _told(self, room: str) -> AsyncIterator[str]:
        moved, loop = asyncio.Event(), asyncio.get_running_loop()
        self._waiting.setdefault(room, set()).add(moved)
        known: Mark | None = None
        if room in self._marks:  # something may have happened between the page and its stream
            moved.set()
        try:
            yield "retry: 2000\n\n"
            while not self.stopped:
                beat = loop.call_later(_BEAT, moved.set)  # much less work than to wait for so long and no longer
                await moved.wait()
                beat.cancel()
                moved.clear()
                mark = self._marks.get(room)
                if room not in self._marks or (mark is not None and mark == known and beat.when() <= loop.time()):
                    yield ": there\n\n"
                    continue
                if mark is None:
                    yield "event: gone\ndata: 0\n\n"
                    return
                if mark != known:
                    known = mark
                    yield f"id: {_named(mark)}\nevent: changed\ndata: {mark.last}\n\n"
        finally:
            self._waiting[room].discard(moved)
            if not self._waiting[room]:
                del self._waiting[room]
                self._marks.pop(room, None)
