"""Where a consultant begins: the sittings there are, and a new one, from nothing or from a file that somebody brings."""

from __future__ import annotations

import contextlib
import datetime
from typing import TYPE_CHECKING, get_args

import msgspec
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from advisor.desk.session import new_text
from advisor.errors import UnusableInputError
from advisor.sittings.naming import canton_meant
from advisor.sittings.sitting import begun, earlier
from advisor.web.bringing import brought, told_to
from advisor.web.fields import choice, file_field, line
from advisor.web.held import read_back
from advisor.web.store import appending, erasing, rooms
from advisor.web.store.trouble import StoreError
from advisor.web.store.values import Beginning, Click, Mode, Seen
from advisor.web.visits import refuse, seated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from advisor.desk import Pack
    from advisor.desk.session import Answers
    from advisor.sittings.events import Event
    from advisor.web.knowledge import Known
    from advisor.web.store.values import Room
    from advisor.web.visits import Visit

SOURCE = "advisor serve"
"""What a sitting comes from that was begun here, and not with a file."""

_MODES: tuple[Mode, ...] = get_args(Mode)
_MOST_DAYS = 3_650


def home(visit: Visit) -> Response:
    """Show the desk to a consultant, and to anybody else how one gets in."""
    try:
        seat, secret = seated(visit.site, visit.request, None, ("consultant",))
    except HTTPException as error:
        if error.status_code not in {403, 404}:
            raise
        words = visit.words
        return visit.message("start", links=[{"href": "/verify", "text": words("web.verify.link")}])
    visit = msgspec.structs.replace(visit, seat=seat, secret=secret)
    return _desk(visit)


def _desk(visit: Visit) -> Response:
    words, cities = visit.words, visit.site.cities
    elsewhere = cities.rooms() if cities else frozenset()  # two thousand cities have a list of their own
    shown = [
        {"href": f"/r/{room.id}", "city": room.base.city.name, "told": " · ".join(_told(visit, room))}
        for room in rooms.rooms(visit.site.db)
        if room.id not in elsewhere
    ]
    empty = None if shown else words("web.desk.empty")
    many = words("web.desk.many") if cities else None
    return visit.page("desk", words("web.desk.title"), rooms=shown, empty=empty, many=many, notice=visit.notice("deleted"))


def _told(visit: Visit, room: Room) -> list[str]:
    words = visit.words
    parts = [words("web.desk.begun", date=words.date(room.created.astimezone().date()))]
    parts += [words("web.desk.closed")] if room.closed else []
    parts += [words("web.desk.until", date=words.date(room.delete_after))] if room.delete_after else []
    return parts


def new(visit: Visit, wrong: dict[str, str] | None = None, found: list[str] | None = None) -> Response:
    """Ask what a new sitting is about; ``found`` are the problems of a file that was brought."""
    words, form, wrong = visit.words, visit.form, wrong or {}
    packs = [(each.info.id, each.info.title) for each in visit.site.knowledge.choices(visit.language)]
    languages = [(each, words(f"web.language.{each}")) for each in visit.site.knowledge.languages]
    modes = [(each, words(f"web.new.mode.{each}")) for each in reversed(_MODES)]
    uses = [(each, words(f"web.new.use.{each}")) for each in ("take", "show")]
    fields = [
        line("city", words("web.new.city.label"), form.line("city"), words("web.new.city.hint"), wrong.get("city")),
        line("canton", words("web.new.canton.label"), form.line("canton"), words("web.new.canton.hint"), wrong.get("canton")),
        choice("pack", words("web.new.pack.label"), packs, form.line("pack") or packs[0][0], hint=words("web.new.pack.hint")),
        choice("language", words("web.new.language"), languages, form.line("language") or visit.language),
        choice("mode", words("web.new.mode.label"), modes, form.line("mode") or "each", radio=True),
        line(
            "days",
            words("web.new.days.label"),
            form.line("days") or str(visit.site.retention),
            words("web.new.days.hint"),
            wrong.get("days"),
        ),
        file_field(words("web.new.file.label"), words("web.new.file.hint"), wrong.get("file")),
        choice("use", words("web.new.use.label"), uses, form.line("use") or "take", radio=True),
    ]
    return visit.page(
        "form",
        words("web.new.title"),
        422 if wrong else 200,
        back="/",
        action="/new",
        paragraphs=found or [],
        fields=fields,
        upload=True,
        kind="first",
        send=words("web.new.send"),
        errors=[{"field": name, "text": text} for name, text in wrong.items()],
    )


def make(visit: Visit) -> Response:
    """Begin a sitting."""
    form, words, site = visit.form, visit.words, visit.site
    wrong: dict[str, str] = {}
    days = form.line("days")
    if not days.isascii() or not days.isdigit() or not 0 < int(days[:6]) <= _MOST_DAYS:
        wrong["days"] = words("web.new.days.wrong", most=_MOST_DAYS)
    mode = next((each for each in _MODES if each == form.line("mode")), None)
    language = form.line("language")
    if mode is None or language not in site.knowledge.languages or form.line("pack") not in dict.fromkeys(_ids(visit)):
        raise refuse(400)
    file = form.files.get("file")
    if file is not None and file.content:
        return _with_file(visit, wrong, mode)
    known = site.knowledge.current(form.line("pack"))
    pack = known.pack(language)
    city, canton = form.line("city"), canton_meant(pack, form.line("canton"))
    if not city:
        wrong["city"] = words("web.new.city.missing")
    if canton is None:
        wrong["canton"] = words("web.new.canton.wrong")
    if wrong:
        return new(visit, wrong)
    block = {"name": city, **({"canton": canton} if canton else {}), **({"language": language} if pack.original else {})}
    answers = begun_for(visit, pack, block)
    return _began(visit, known, answers, begun(answers, tuple(answers.answers), SOURCE).events, mode)


def begun_for(visit: Visit, pack: Pack, block: Mapping[str, object]) -> Answers:
    """Return the answers of a city of which nothing is known but how it is described."""
    head = {"pack": pack.info.id, "pack_version": pack.info.version}
    return read_back(new_text({**head, "city": block, "date": visit.today, "answers": {}}), pack)


def _ids(visit: Visit) -> list[str]:
    return [each.info.id for each in visit.site.knowledge.choices(visit.language)]


def _with_file(visit: Visit, wrong: dict[str, str], mode: Mode) -> Response:
    form = visit.form
    try:
        answers = brought(visit, form.files["file"], form.line("pack"), form.line("language"), form.line("city") or None)
    except UnusableInputError as error:
        wrong["file"] = visit.words("web.import.unusable")
        return new(visit, wrong, told_to(visit, error.problems))
    if wrong:
        return new(visit, wrong)
    known = visit.site.knowledge.current(answers.pack)
    name = form.files["file"].name or "answers"
    if form.line("use") == "show":
        return second(visit, known, answers, name, mode)
    return _began(visit, known, answers, begun(answers, tuple(answers.answers), name).events, mode)


def second(visit: Visit, known: Known, then: Answers, name: str, mode: Mode) -> Response:
    """Begin a second visit: the city as it was described, its earlier answers beside the questions."""
    from advisor.sittings.naming import described_again  # noqa: PLC0415

    pack = known.pack(then.city.language)
    answers = begun_for(visit, pack, described_again(then, pack))
    events = begun(answers, tuple(answers.answers), SOURCE).events
    return _began(visit, known, answers, (*events, earlier(then, name)), mode)


def _began(visit: Visit, known: Known, answers: Answers, events: tuple[Event, ...], mode: Mode) -> Response:
    days = visit.form.line("days")
    last = visit.today + datetime.timedelta(days=int(days) if days.isdigit() else visit.site.retention)
    beginning = Beginning(
        base=answers,
        pack=known.kept,
        language=known.pack(answers.city.language).info.language,
        mode=mode,
        delete_after=last,
        made_by=visit.who.id,
    )
    room = rooms.make(visit.site.db, beginning)
    done = appending.append(visit.site.db, room.id, Click(visit.who.id, Seen(0, "room"), visit.form.once), events)
    if done.became != "added":
        erasing.delete(visit.site.db, room.id)
        raise refuse(404)
    ready = BackgroundTask(_make_ready, visit, room.id)
    return RedirectResponse(f"/r/{room.id}/{'people' if mode == 'each' else 'next'}", 303, background=ready)


def _make_ready(visit: Visit, room: str) -> None:
    """Look for the first question of a room before somebody waits for it: with a pack that nobody used yet it takes long."""
    with contextlib.suppress(StoreError, UnusableInputError):  # whoever opens the room is told
        held = visit.site.sittings.held(room)
        if held is not None:
            visit.site.sittings.next(held, None)
