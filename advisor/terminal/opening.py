"""Open a session: read the file it goes on with, or begin a new one with the pack it is about and the name of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError
from advisor.reasoning.assess import build_engine
from advisor.report.language import load_words
from advisor.sessions.answers_disk import AnswersDisk, begin, is_there, resume
from advisor.sessions.answers_file import read_migrated
from advisor.sessions.interview import Interview, Interviewer
from advisor.terminal import telling
from advisor.terminal.session import Session
from advisor.terminal.surface import wrapped

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.report.words import Words
    from advisor.terminal.surface import Lines


def open_session(pack: Pack, templates: Path, surface: Lines, file: Path, by: str | None, today: datetime.date) -> Session:
    """Return a session that is ready to be held.

    Raises:
        UnusableInputError: the file cannot be read or begun.

    """
    words = load_words(templates, pack.info.language)
    disk = resume(file, pack) if is_there(file) else _begin(pack, words, surface, file, today)
    answers, migration = read_migrated(file, pack)
    if migration.outdated:
        disk = disk.migrated(migration, pack)
    if migration.notices:
        surface.show(telling.migrated(words, pack, migration))
    return Session(
        interviewer=Interviewer(pack),
        engine=build_engine(pack),
        words=words,
        surface=surface,
        interview=Interview(answers=answers, asked=disk.asked()),
        disk=disk,
        by=by,
        today=today,
    )


def choose_pack(packs: Sequence[Pack], templates: Path, surface: Lines, file: Path) -> Pack:
    """Return the pack that a new file is for: the only one, or the one that is chosen.

    Raises:
        UnusableInputError: there is more than one, and nobody is there to choose.

    """
    if len(packs) == 1:
        return packs[0]
    known = {pack.info.id: pack for pack in packs}
    if not surface.attended():
        hint = f"Name one with --pack: {', '.join(known)}."
        raise UnusableInputError([Problem(Place(str(file)), "a new file can be for more than one pack.", hint)])
    words = load_words(templates, packs[0].info.language)
    return known[surface.choose(words("ask.about"), [(name, pack.info.title) for name, pack in known.items()], {}, None)]


def _begin(pack: Pack, words: Words, surface: Lines, file: Path, today: datetime.date) -> AnswersDisk:
    name = ""
    while not name:
        name = surface.ask(words("ask.name")).strip()
    canton = _canton(pack, words, surface)
    language = {"language": pack.info.language} if pack.original else {}
    disk = begin(file, pack, {"name": name, **({"canton": canton} if canton else {}), **language}, today)
    surface.show(words("ask.begun", file=file))
    return disk


def _canton(pack: Pack, words: Words, surface: Lines) -> str:
    """Ask until the answer is one that the file may hold, or empty; not at all where the pack has no use for it."""
    known = [level.name for each in pack.questions if each.id == "canton" for level in each.levels]
    if not known and not (pack.original or pack).presets:
        return ""
    while (typed := surface.ask(words("ask.canton")).strip()) and known and typed.lower() not in known:
        surface.show(wrapped(words("ask.unreadable", typed=typed)))
    return typed.upper()
