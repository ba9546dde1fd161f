"""Open a session: read the file it goes on with, or begin a new one with the pack it is about and the name of the city."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.desk import is_there, load_words, unreadable
from advisor.desk.session import UNREADABLE, begin, keep_history, read_answers, who
from advisor.errors import AdvisorError, Place, Problem, UnusableInputError, coded, for_reader
from advisor.sittings import events as did
from advisor.sittings.alike import questions_for_all, role_of
from advisor.sittings.consultation import consultation
from advisor.sittings.naming import canton_meant, described_again, own_names, person_meant
from advisor.sittings.sitting import earlier
from advisor.terminal import glancing, telling
from advisor.terminal.answering import is_named
from advisor.terminal.happened import where_we_were
from advisor.terminal.keeping import Kept, Room, keep, opened, read
from advisor.terminal.session import Session
from advisor.terminal.surface import Menu, readable, wrapped

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from advisor.desk import Pack
    from advisor.desk.session import Words
    from advisor.terminal.surface import Lines


class NotBegunError(AdvisorError):
    """Somebody left before the first question."""


def refuse_unusable(file: Path) -> None:
    """Refuse, before anything is asked, a file that could be neither read nor begun.

    Raises:
        UnusableInputError: it is no file, or there is no folder for it.

    """
    place = Place(str(file))
    there = is_there(file)
    try:
        if file.is_dir():
            raise UnusableInputError([coded(place, "A712")])
        if there:
            with file.open("rb"):
                return
        if not file.absolute().parent.is_dir():
            raise UnusableInputError([coded(place, "A713", folder=str(file.parent))])
        if not os.access(file.absolute().parent, os.W_OK | os.X_OK):
            raise UnusableInputError([coded(place, "A714")])
    except OSError as error:
        raise UnusableInputError([unreadable(error, place)]) from error


def refuse_there(file: Path) -> None:
    """Refuse a file that is there already where a second visit is to begin.

    Raises:
        UnusableInputError: it is there.

    """
    if is_there(file):
        raise UnusableInputError([coded(Place(str(file)), "A715")])


class How(msgspec.Struct, frozen=True, kw_only=True):
    """How a session is to be held: who answers, with the answers of which earlier visit beside, and for whom to see.

    ``alike`` asks everybody in the role of ``by`` the same questions.
    """

    by: str | None = None
    old: Path | None = None
    present: bool = False
    alike: bool = False


def open_session(pack: Pack, templates: Path, surface: Lines, file: Path, how: How, today: datetime.date) -> Session:
    """Return a session that is ready to be held.

    Raises:
        NotBegunError: somebody left before the first question.
        UnusableInputError: the file cannot be read or begun.

    """
    by = how.by
    if by is not None and readable(os.fsencode(by)) != by:
        wrong = coded(Place("--by"), "A716", text=readable(os.fsencode(by)))
        raise UnusableInputError(for_reader([wrong], pack.info.language))
    there = is_there(file)
    if how.alike and not there and by not in {role.id for role in pack.roles}:
        raise UnusableInputError([_nobody_alike(pack)])
    room = Room(pack=pack, words=load_words(templates, pack.info.language), surface=surface, present=how.present)
    try:
        kept = _gone_on_with(room, file, today) if there else _begun_anew(room, file, how, today)
        by = by and _who_is(by, room, kept)
        session = Session(room=room, consultation=consultation(pack), kept=kept, by=by, today=today)
        if how.alike:
            ask_alike(session)
    except (EOFError, KeyboardInterrupt) as error:
        raise NotBegunError(room.words("ask.stopped" if there or is_there(file) else "ask.not_begun", file=file)) from error
    return session


def ask_alike(session: Session) -> None:
    """Ask everybody in the role of whoever speaks the same questions from now on: those that one of them was asked so already.

    Raises:
        UnusableInputError: nobody in particular speaks, or in no role.

    """
    pack, interview = session.room.pack, session.interview
    role = role_of(session.kept.sitting, session.by)
    if role is None:
        raise UnusableInputError([_nobody_alike(pack)])
    if not interview.alike.get(role):
        session.go(did.AskedAlike(role=role, questions=questions_for_all(pack)))
    count, called = len(session.interview.alike[role]), session.told().role(role)
    session.room.surface.show(wrapped(session.room.words("sitting.alike.begun", role=called, count=count)))


def _nobody_alike(pack: Pack) -> Problem:
    wrong = coded(Place("--same"), "A717", roles=", ".join(each.id for each in pack.roles))
    return for_reader([wrong], pack.info.language)[0]


def _who_is(by: str, room: Room, kept: Kept) -> str:
    """Return the id of somebody who took part already, however they are called; else what was said."""
    answers = kept.interview.answers
    return person_meant(by, [(name, who(room.words, answers, name)) for name in kept.sitting.people()]) or by


def _begun_anew(room: Room, file: Path, how: How, today: datetime.date) -> Kept:
    """Say what this is, and begin a file, or the file of a second visit."""
    _page(room, glancing.opening(room.words, room.pack, file))
    kept = _begun_from(how.old, room, file, today) if how.old else _begun(room, file, today)
    return _named(room, kept, how.by, today) if room.surface.attended() and not how.old else kept


def _named(room: Room, kept: Kept, by: str | None, today: datetime.date) -> Kept:
    """Ask what the city calls its own bodies; an empty answer leaves what they are called."""
    for each in own_names(room.pack, kept.interview.answers):
        while name := _line(room, "sitting.opening.name", role=each.known):
            if is_named(room, name):
                event = did.Answered(question=each.question, value=name, by=by, on=today)
                kept = keep(room, kept, each.question, lambda _, event=event: event)  # type: ignore[misc] # bound as it is now
                break
    return kept


def _page(room: Room, text: str) -> None:
    """Show a text that stays until a key."""
    words = room.words
    room.surface.page(text, lambda number, count: words("ask.page_of" if count > 1 else "ask.page", number=number, count=count))


def _gone_on_with(room: Room, file: Path, today: datetime.date) -> Kept:
    disk, answers, migration = read(file, room.pack)
    told = [telling.migrated(room.words, room.pack, migration)] if migration.notices else []
    told.append(telling.gone_on_with(room.words, answers))
    earlier = answers.date < today and room.surface.attended()
    if earlier:
        room.surface.show("\n".join(told))
    if earlier and _counts_today(room, answers.date, today):
        disk = disk.dated(today)
        answers = read_answers(file, room.pack)
    kept, outside = opened(room, disk, answers, outdated=migration.outdated)
    lines = where_we_were(telling.Told(room.pack, room.words, kept.interview), outside)
    if text := "\n".join([*([] if earlier else told), *([lines] if lines else [])]):
        _page(room, text)
    return kept


def _counts_today(room: Room, date: datetime.date, today: datetime.date) -> bool:
    days = {"date": room.words.date(date), "today": room.words.date(today)}
    options = tuple((name, room.words(f"ask.today.{name}", **days)) for name in ("yes", "no"))
    return _choose(room.words, room.surface, room.words("ask.today.which", **days), options) == "yes"


def _choose(words: Words, surface: Lines, message: str, options: tuple[tuple[str, str], ...]) -> str:
    return surface.choose(Menu(message=message, options=options, refusal=lambda typed: telling.no_choice(words, options, typed)))


def choose_pack(packs: Sequence[Pack], templates: Path, surface: Lines, file: Path) -> Pack:
    """Return the pack that a new file is for: the only one, or the one that is chosen.

    Raises:
        NotBegunError: somebody left instead of choosing.
        UnusableInputError: there is more than one, and nobody is there to choose.

    """
    if len(packs) == 1:
        return packs[0]
    known = {pack.info.id: pack for pack in packs}
    titles = tuple((name, pack.info.title) for name, pack in known.items())
    if not surface.attended():
        wrong = coded(Place(str(file)), "A718", packs=", ".join(known))
        raise UnusableInputError(for_reader([wrong], packs[0].info.language))
    words = load_words(templates, packs[0].info.language)
    try:
        return known[_choose(words, surface, words("ask.about"), titles)]
    except (EOFError, KeyboardInterrupt) as error:
        raise NotBegunError(words("ask.not_begun", file=file)) from error


def _begun(room: Room, file: Path, today: datetime.date) -> Kept:
    name = ""
    while not name:
        name = _line(room, "ask.name")
    canton = _canton(room)
    language = {"language": room.pack.info.language} if room.pack.original else {}
    begin(file, room.pack, {"name": name, **({"canton": canton} if canton else {}), **language}, today)
    room.surface.show(room.words("ask.begun", file=file))
    disk, answers, _ = read(file, room.pack)
    return opened(room, disk, answers, outdated=True)[0]


def _begun_from(old: Path, room: Room, file: Path, today: datetime.date) -> Kept:
    """Begin a file for a second visit: the city as it was described, and no answer that was not given again."""
    then = read_answers(old, room.pack)
    begin(file, room.pack, described_again(then, room.pack), today)
    room.surface.show(room.words("ask.begun", file=file))
    room.surface.show(wrapped(room.words("ask.earlier.begun", city=then.city.name, date=room.words.date(then.date))))
    disk, answers, _ = read(file, room.pack)
    kept, _ = opened(room, disk, answers, outdated=True)
    sitting = kept.sitting.after(earlier(then, old.name))
    return msgspec.structs.replace(kept, sitting=sitting, written=keep_history(file, sitting, kept.written))


def _line(room: Room, message: str, **given: str) -> str:
    """Return what was typed; nothing where it could not be read, after having told so."""
    typed = room.surface.ask(room.words(message, **given)).strip()
    if UNREADABLE not in typed:
        return typed
    room.surface.show(telling.undecodable(room.words, typed))
    return ""


def _canton(room: Room) -> str:
    """Ask until the answer is one that the file may hold, or empty; not at all where the pack has no use for it."""
    known = tuple((level.name, level.label) for each in room.pack.questions if each.id == "canton" for level in each.levels)
    if not known and not (room.pack.original or room.pack).presets:
        return ""
    while typed := _line(room, "ask.canton"):
        meant = canton_meant(room.pack, typed)
        if meant is not None:
            return meant
        room.surface.show(telling.no_canton(room.words, known, typed))
    return ""
