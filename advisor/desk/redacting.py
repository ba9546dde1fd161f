"""Take a person's words and name out of an answers file and its history."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.answers.disk import resume
from advisor.answers.read import read_migrated
from advisor.answers.saving import Change, replace_all
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader, phrase
from advisor.reports.history import content_of, file_of
from advisor.sittings.events import decoded, encoded
from advisor.sittings.redaction import meant, names, redacted, retired, without
from advisor.sittings.sitting import changed, reopened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advisor.answers.disk import AnswersDisk
    from advisor.knowledge.model import Pack
    from advisor.sittings.sitting import Sitting
    from advisor.yaml_source.read import KeyPath

_LEAST = 3
"""Shorter parts of a name stand in every text."""


def redact(file: Path, person: str, pack: Pack) -> Sequence[Problem]:
    """Rewrite an answers file and its history without a person's words and name; return where the person is still named.

    Raises:
        UnusableInputError: nobody, or more than one, is called so; the file or its history cannot be read or written.

    """
    answers, migration = read_migrated(file, pack)
    written = _history_of(file)
    events = decoded(written, str(file_of(file)))
    sitting = reopened(answers, file.name, events, pack)
    by = _one(sitting, person, file)
    disk = resume(file, pack)
    disk = disk.migrated(migration, pack) if migration.outdated else disk
    left = without(sitting, by)
    text = disk.with_edits(_edits(disk, sitting, left, by))
    history = encoded(redacted(events, by))
    changes = [Change(file, disk.text.encode(), text.encode()), Change(file_of(file), written, history)]
    replace_all([each for each in changes if each.before != each.now])
    called = {by, *names(sitting, by)} - {role.id for role in pack.roles}
    named = [*_named(file, text, called), *_named(file_of(file), history.decode(), called)]
    return for_reader(named, pack.info.language)


def _history_of(file: Path) -> bytes:
    content = content_of(file)
    if content is None:
        raise UnusableInputError([coded(Place(str(file_of(file))), "A709")])
    return content


def _one(sitting: Sitting, typed: str, file: Path) -> str:
    found = meant(sitting, typed)
    if len(found) == 1:
        return found[0]
    hint = phrase("A710.hint", known=", ".join(found or sitting.people()) or phrase("nobody"))
    raise UnusableInputError([coded(Place(str(file)), "A710", hint, how="several" if found else "nobody", name=typed)])


def _edits(disk: AnswersDisk, before: Sitting, now: Sitting, person: str) -> dict[KeyPath, object]:
    given = changed(before.interview, now.interview)
    edits = {path: value for path, value in disk.edits(given).items() if path[0] != "city"}  # that is said of the city by nobody
    gone = retired(before.base, now.base)
    edits |= {("retired", str(path[1])): value for path, value in disk.edits(gone).items() if path[0] == "answers"}
    return {**edits, ("respondents", person): None} if person in before.base.respondents else edits


def _named(file: Path, text: str, called: set[str]) -> Iterator[Problem]:
    """Yield the lines in which a person is still named, in words of others or in a comment."""
    parts = {part for name in called for part in re.findall(r"\w+", name.replace("_", " ")) if len(part) >= _LEAST}
    if not parts:
        return
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, sorted(parts)))})\b", re.IGNORECASE)
    for number, line in enumerate(text.splitlines(), start=1):
        if found := pattern.search(line):
            yield coded(Place(str(file), number), "A711", word=found[1])
