"""Check a report file: find its pack and its answers, verify it, and look at what it carries.

The bytes are compared first: a report that is written again with the same bytes is the same, and need not be read.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.answers import packs
from advisor.answers.read import read_migrated
from advisor.errors import AdvisorError, Place, UnusableInputError
from advisor.knowledge.installed import known_pack
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.outcome import to_json
from advisor.reports.document import hashed
from advisor.reports.history import protocol_chapter
from advisor.verification.compare import (
    Rebuilt,
    Templates,
    Verdict,
    compared,
    described,
    has_protocol,
    language_and_audience,
    other_origin,
    rebuild,
)
from advisor.verification.glance import glanced
from advisor.verification.model import Said
from advisor.verification.read import content_of_report, read_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.answers.migration import Migration
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome

_ANSWERS, _OUTCOME = "answers.yaml", "outcome.json"


class Checked(msgspec.Struct, frozen=True):
    """A verdict, and what of the answers was brought to today's version of the pack."""

    verdict: Verdict
    notices: tuple[str, ...] = ()


class _Asked(msgspec.Struct, frozen=True):
    """What to check, against which answers and pack; None is what the report itself carries and names."""

    file: Path
    answers: Path | None
    folder: Path | None
    templates: Templates

    def can_compare(self, said: Said) -> bool:
        """Tell whether there are answers, and beside them the history, where the report has a protocol."""
        return self.answers is not None or (_ANSWERS in said.attachments and not has_protocol(said.imprint))

    def pack(self, said: Said) -> Pack:
        """Return the pack that a report was made with, as it is here."""
        language, _ = language_and_audience(said.imprint)
        return packs.load(self.folder or known_pack(said.imprint.pack.rpartition(" ")[0], self.file), language)


class _Held(msgspec.Struct, frozen=True):
    """What a report says of itself, held against answers; ``again`` is the report that they lead to."""

    said: Said
    notices: tuple[str, ...]
    wrong: tuple[str, ...]
    """What it carries and was not made from."""
    others: tuple[str, ...]
    """What it was made from and these are not; if there is any, it need not be written again."""
    again: Rebuilt | None

    def is_again(self, content: bytes) -> bool:
        """Tell whether the report is the one that was written again."""
        return self.again is not None and self.again.content == content


def check_report(file: Path, answers: Path | None, folder: Path | None, own: Path | None) -> Checked:
    """Return what is found about a report; without answers it is compared with those that it carries.

    Raises:
        UnusableInputError: a file cannot be used, or the pack is not here.
        FormatError: the format of the report cannot be written here.

    """
    asked = _Asked(file, answers, folder, Templates(paths.shipped("templates"), own))
    content = content_of_report(file)
    held = _at_a_glance(asked, content)
    if held is not None and held.is_again(content):
        return _checked(held, Verdict("identical"))
    found = read_report(file, content)
    if not asked.can_compare(found):
        return Checked(described(found, asked.pack(found)))
    if held is None or not found.says(held.said):
        held = _held(asked, found)
    if held.again is None:
        return _checked(held, Verdict("differs", held.others, differs=True))
    return _checked(held, Verdict("identical") if held.is_again(content) else compared(found, held.again))


def _at_a_glance(asked: _Asked, content: bytes) -> _Held | None:
    """Hold against answers what a report seems to say of itself; None where that fails, which the whole report may explain."""
    said = glanced(content)
    if said is None or not asked.can_compare(said):
        return None
    try:
        return _held(asked, said)
    except AdvisorError:
        return None


def _held(asked: _Asked, said: Said) -> _Held:
    pack = asked.pack(said)
    given, migration = read_migrated(asked.answers, pack) if asked.answers else _carried(asked.file, said, pack)
    outcome = assess(KnowledgeBase(pack), given)
    others = other_origin(said.imprint, pack, given, outcome)
    chapter = protocol_chapter(pack, given, asked.answers) if asked.answers and has_protocol(said.imprint) else ()
    again = None if others else rebuild(said, pack, given, outcome, asked.templates, chapter)
    wrong = tuple(_wrong_inside(asked.file, said, pack, given, None if others else outcome))
    return _Held(said, tuple(map(str, migration.notices)), wrong, others, again)


def _checked(held: _Held, verdict: Verdict) -> Checked:
    """Return a verdict with what is wrong inside, which makes every report another one."""
    if held.wrong:
        verdict = Verdict("differs", (*held.wrong, *(verdict.lines if verdict.differs else ())), differs=True)
    return Checked(verdict, held.notices)


def _carried(file: Path, said: Said, pack: Pack) -> tuple[Answers, Migration]:
    """Read the answers inside a report; problems name the report."""
    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        inside = Path(folder) / _ANSWERS
        inside.write_bytes(said.attachments[_ANSWERS])
        try:
            return read_migrated(inside, pack)
        except UnusableInputError as error:
            name = f"{file} ({_ANSWERS})"
            problems = [msgspec.structs.replace(each, place=Place(name, each.place.line)) for each in error.problems]
            raise UnusableInputError(problems) from error


def _wrong_inside(file: Path, said: Said, pack: Pack, answers: Answers, outcome: Outcome | None) -> Iterator[str]:
    """Yield what a report carries and was not made from; no outcome is expected of another pack, other answers or programs."""
    if _ANSWERS in said.attachments:
        try:
            same = hashed(_carried(file, said, pack)[0]) == hashed(answers)
        except UnusableInputError:
            same = False
        if not same:
            yield f"the answers inside the file ({_ANSWERS}) are others than these."
    if outcome is not None and _OUTCOME in said.attachments and said.attachments[_OUTCOME] != to_json(outcome):
        yield f"the outcome inside the file ({_OUTCOME}) is another one than these answers lead to."
