"""Read the files that are to be merged, each in its own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Problem, UnusableInputError
from advisor.knowledge.model import Pack
from advisor.reasoning.answers import Answers
from advisor.sessions import packs
from advisor.sessions.answers_file import read_language, read_migrated
from advisor.sessions.days import said_later

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


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
