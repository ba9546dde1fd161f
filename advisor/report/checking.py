"""Check a report file: find its pack and its answers, verify it, and look at what it carries."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.known import known_pack
from advisor.reasoning.assess import assess, build_engine
from advisor.reasoning.outcome import to_json
from advisor.report.document import hashed
from advisor.report.reader.report import read_report
from advisor.report.verifying import Templates, Verdict, described, language_and_audience, verify
from advisor.sessions import packs
from advisor.sessions.answers_file import read_migrated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.report.reader.found import Found
    from advisor.sessions.migration import Migration

_ANSWERS, _OUTCOME = "answers.yaml", "outcome.json"


class Checked(msgspec.Struct, frozen=True):
    """A verdict, and what of the answers was brought to today's version of the pack."""

    verdict: Verdict
    notices: tuple[str, ...] = ()


def check_report(file: Path, answers: Path | None, folder: Path | None, own: Path | None) -> Checked:
    """Return what is found about a report; without answers it is compared with those that it carries.

    Raises:
        UnusableInputError: a file cannot be used, or the pack is not here.
        FormatError: the format of the report cannot be written here.

    """
    found, content = read_report(file)
    language, _ = language_and_audience(found.imprint)
    pack = packs.load(folder or known_pack(found.imprint.pack.rpartition(" ")[0], file), language)
    if answers is None and _ANSWERS not in found.attachments:
        return Checked(described(found, pack))
    given, migration = read_migrated(answers, pack) if answers else _carried(file, found, pack)
    verdict = verify(found, content, pack, given, Templates(paths.shipped("templates"), own))
    wrong = tuple(_wrong_inside(file, found, pack, given))
    if wrong:
        verdict = Verdict("differs", (*wrong, *(verdict.lines if verdict.differs else ())), differs=True)
    return Checked(verdict, tuple(str(notice) for notice in migration.notices))


def _carried(file: Path, found: Found, pack: Pack) -> tuple[Answers, Migration]:
    """Read the answers inside a report; problems name the report."""
    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        inside = Path(folder) / _ANSWERS
        inside.write_bytes(found.attachments[_ANSWERS])
        try:
            return read_migrated(inside, pack)
        except UnusableInputError as error:
            name = f"{file} ({_ANSWERS})"
            problems = [Problem(Place(name, each.place.line), each.what, each.hint) for each in error.problems]
            raise UnusableInputError(problems) from error


def _wrong_inside(file: Path, found: Found, pack: Pack, answers: Answers) -> Iterator[str]:
    """Yield what a report carries and was not made from."""
    if _ANSWERS in found.attachments:
        try:
            same = hashed(_carried(file, found, pack)[0]) == hashed(answers)
        except UnusableInputError:
            same = False
        if not same:
            yield f"the answers inside the file ({_ANSWERS}) are others than these."
    if _OUTCOME in found.attachments:
        here = to_json(assess(pack, build_engine(pack), answers)).encode()
        if found.attachments[_OUTCOME] != here:
            yield f"the outcome inside the file ({_OUTCOME}) is another one than these answers lead to."
