"""Read the files of several respondents, each in its own language, and say what is odd about the days of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers import packs
from advisor.answers.read import read_language, read_migrated
from advisor.errors import Place, Problem, UnusableInputError
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
    more = f", and {len(later) - 1} more" if len(later) > 1 else ""
    what = f"this answer is of {day}{more}, after the day of the file ({answers.date})."
    return [Problem(source.place(path), what, "Set 'date' to the day of the advice, or mend the day of the answer.")]


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
    what = f"these answers are of {old[1].date}, the ones called new of {new[1].date}."
    return [Problem(Place(old[0]), what, "Name the older file first.")]


class Parts(msgspec.Struct, frozen=True):
    """Files that were read: the pack of the first, the name and answers of each, and what was noticed on the way."""

    pack: Pack
    answers: list[tuple[str, Answers]]
    notices: list[str]


def read_parts(files: Iterable[Path], folder: Path | None) -> Parts:
    """Return the answers of several files; a file that is named twice, by whatever name, is read once.

    Raises:
        UnusableInputError: with the problems of all files, if there is any.

    """
    different = {file.resolve(): file for file in reversed(list(files))}
    known: dict[str | None, Pack] = {}
    read: list[tuple[str, Answers]] = []
    notices: list[str] = []
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
        notices += [str(each) for each in (*migration.notices, *said_later(migration.source, answers))]
    if problems:
        raise UnusableInputError(problems)
    return Parts(next(iter(known.values())), read, notices)
