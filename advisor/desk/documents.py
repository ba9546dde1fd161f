"""Each document about one city that somebody can ask for by name: what it is made from is read, and it is written in a format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.answers.changes import with_changes
from advisor.answers.migration import Notice
from advisor.answers.parts import said_later, wrong_way_round
from advisor.answers.read import read_migrated
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader
from advisor.knowledge.model import Pack
from advisor.reasoning.answers import Answers
from advisor.reasoning.assess import assess, outcome_of
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports import formats
from advisor.reports.options import Wish, Written, wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advisor.reports.options import Wishes
    from advisor.reports.tree import Node


class Read(msgspec.Struct, frozen=True):
    """A city's answers by a pack, and what of the file was brought to today's version or is odd about it."""

    pack: Pack
    answers: Answers
    notices: tuple[Notice | Problem, ...] = ()


class Explaining(msgspec.Struct, frozen=True, kw_only=True):
    """What an explanation is about: verdicts by id or title, changes as ``question=value``, or sentences."""

    about: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    sentences: bool = False


def read(file: Path, pack: Pack) -> Read:
    """Return the answers in a file.

    Raises:
        UnusableInputError: with every problem of the file.

    """
    answers, migration = read_migrated(file, pack)
    later = for_reader(said_later(migration.source, answers), pack.info.language)
    return Read(pack, answers, (*migration.notices, *later))


def report(about: Read, file: Path, wishes: Wishes) -> Written:
    """Return the report on a city; ``file`` holds its answers, which the report may carry.

    Raises:
        UnusableInputError: the logo, the colour or the own templates cannot be used, or the format has no place for them.
        FormatError: what the format needs is not installed, or it cannot be written.

    """
    outcome = assess(KnowledgeBase(about.pack), about.answers)
    wished = wish(paths.shipped("templates"), file, outcome, wishes)
    return formats.write(wished, about.pack, about.answers, outcome, _protocol(about, file) if wishes.get("protocol") else ())


def _protocol(about: Read, file: Path) -> tuple[Node, ...]:
    from advisor.reports.history import protocol_chapter  # noqa: PLC0415 - few reports have it, and none beside a session

    return protocol_chapter(about.pack, about.answers, file)


def explanation(about: Read, asked: Explaining, form: str) -> Written:
    """Return why verdicts are what they are, what would be different if, or sentences with what makes them certain.

    Sentences may be about a city that is supposed; a comparison is of everything.

    Raises:
        UnusableInputError: there is no such verdict or question, a value does not fit, or a comparison is asked of some things.
        FormatError: as for :func:`report`.

    """
    from advisor import advising  # noqa: PLC0415 - a report needs none of these

    base, answers = KnowledgeBase(about.pack), about.answers
    found: advising.Explanation | advising.Sentences | advising.Difference
    supposed = with_changes(base.pack, answers, asked.changes) if asked.changes else answers
    if asked.sentences:
        found = advising.sentences_of(supposed, *asked.about, pack=base)
    elif asked.changes and asked.about:
        raise UnusableInputError(for_reader([coded(Place("--what-if"), "A807")], about.pack.info.language))
    elif asked.changes:
        found = advising.supposed(advising.compare(answers, supposed, base))
    else:
        found = advising.explain(answers, *asked.about, pack=base)
    return Written(advising.report(found, format=form))


def comparison(old: tuple[str, Answers], new: tuple[str, Answers], pack: Pack, form: str) -> tuple[Written, Sequence[Problem]]:
    """Return what moved between two visits, each a name with its answers, and a remark if they are the wrong way round.

    Raises:
        FormatError: as for :func:`report`.

    """
    from advisor import advising  # noqa: PLC0415 - as above

    moved = advising.compare(old[1], new[1], KnowledgeBase(pack))
    return Written(advising.report(moved, format=form)), for_reader(wrong_way_round(old, new), pack.info.language)


def work_list(about: Read, form: str) -> Written:
    """Return what the path of a city asks for, to be worked off.

    Raises:
        AdvisorError: what the format needs is not installed.

    """
    from advisor.reports.work import write_work  # noqa: PLC0415 - as above

    outcome = assess(KnowledgeBase(about.pack), about.answers)
    return Written(write_work(form, paths.shipped("templates"), about.pack, about.answers, outcome))


def drafts(about: Read, forms: Sequence[str]) -> Iterator[tuple[str, Written]]:
    """Yield the papers that the path of a city asks for now, each with a name for its file.

    Raises:
        FormatError: as for :func:`report`.

    """
    from advisor.reasoning.drafting import papers  # noqa: PLC0415 - as above
    from advisor.reasoning.planner import plan  # noqa: PLC0415
    from advisor.reports.context import Context  # noqa: PLC0415
    from advisor.reports.drafting import draft_of  # noqa: PLC0415
    from advisor.reports.language import load_words  # noqa: PLC0415

    base, templates = KnowledgeBase(about.pack), paths.shipped("templates")
    complete = about.answers.complete(base.pack)
    planned = plan(base.pack, base.engine, complete.facts(base.pack), complete.aim, complete.disputed_facts(base.pack))
    context = Context(base.pack, complete, outcome_of(base, complete, planned), load_words(templates, base.pack.info.language))
    for paper in papers(base.repertoire, complete, planned):
        for form in dict.fromkeys(forms):
            ending = "txt" if form == "text" else form
            written = formats.write_report(draft_of(context, paper), Wish(form=form, templates=templates))
            yield f"{paper.id.replace('_', '-')}.{ending}", written


def protocol(about: Read, file: Path, form: str) -> Written:
    """Return who said what when in the sittings about an answers file, what was taken back and settled, and what stands.

    Raises:
        UnusableInputError: the history beside the file cannot be understood.
        FormatError: as for :func:`report`.

    """
    from advisor.reports.history import sitting_about  # noqa: PLC0415 - as above
    from advisor.reports.language import load_words  # noqa: PLC0415
    from advisor.reports.protocol import protocol as told  # noqa: PLC0415

    sitting, recorded = sitting_about(file, about.answers, about.pack)
    templates = paths.shipped("templates")
    document = told(sitting, about.pack, load_words(templates, about.pack.info.language), recorded=recorded)
    return formats.write_report(document, Wish(form=form, templates=templates))
