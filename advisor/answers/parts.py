"""Read the files that are to be merged, each in its own language, and tell what is odd about their days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers import packs
from advisor.answers.migration import Notice
from advisor.answers.read import read_language, read_migrated
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader
from advisor.knowledge.model import Pack
from advisor.reasoning.answers import Answers

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from advisor.yaml_source.read import KeyPath, Source


def said_later(source: Source, answers: Answers) -> list[Problem]:
    """Return one remark if answers are from a day after that of their file: the first of them, and how many there are."""
    later = [(path, day) for path, day in _days(answers) if day > answers.date]
    if not later:
        return []
    path, day = later[0]
    days = {"day": str(day), "date": str(answers.date)}
    more = {"how": "many", "count": str(len(later) - 1)} if len(later) > 1 else {"how": "one"}
    return [coded(source.place(path), "A507", **days, **more)]


def _days(answers: Answers) -> Iterator[tuple[KeyPath, datetime.date]]:
    for name, answer in answers.answers.items():
        if answer.on is not None:
            yield ("answers", name, "on"), answer.on
        yield from (
            (("answers", name, "said", place, "on"), each.on) for place, each in enumerate(answer.said) if each.on is not None
        )


def wrong_way_round(old: tuple[str, Answers], new: tuple[str, Answers]) -> list[Problem]:
    """Return a remark if the answers that are called old are the newer ones."""
    if old[1].date <= new[1].date:
        return []
    return [coded(Place(old[0]), "A508", old=str(old[1].date), new=str(new[1].date))]


class Parts(msgspec.Struct, frozen=True):
    """Files that were read: the pack of the first, the name and answers of each, and what was noticed on the way."""

    pack: Pack
    answers: list[tuple[str, Answers]]
    notices: list[Notice | Problem]


def read_parts(files: Iterable[Path], folder: Path | None) -> Parts:
    """Return the answers of several files; a file that is named twice, by whatever name, is read once.

    Raises:
        UnusableInputError: with the problems of all files, if there is any.

    """
    different = {file.resolve(): file for file in reversed(list(files))}
    known: dict[str | None, Pack] = {}
    read: list[tuple[str, Answers]] = []
    notices: list[Notice | Problem] = []
    problems: list[Problem] = []
    for file in reversed(different.values()):
        try:
            language = read_language(file)
            pack = known[language] if language in known else packs.pack_for(file, folder, None)
            known.setdefault(language, pack)
            answers, migration = read_migrated(file, pack)
        except UnusableInputError as error:
            problems += error.problems
            continue
        read.append((str(file), answers))
        later = for_reader(said_later(migration.source, answers), pack.info.language)
        notices += [*migration.notices, *later]
    if problems:
        raise UnusableInputError(problems)
    return Parts(next(iter(known.values())), read, notices)
