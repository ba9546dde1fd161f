"""Conclude and tell in one go: an explanation of one case, or the difference between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.reasoning.assess import assess, build_engine
from advisor.reasoning.comparison import Case, compare
from advisor.reasoning.deductions import deductions
from advisor.reasoning.explanation import explain
from advisor.reasoning.planner import plan
from advisor.reasoning.verdicts import Verdicts
from advisor.report import comparing, explaining
from advisor.report.formats import write_document

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers


def explanation(form: str, templates: Path, pack: Pack, answers: Answers, about: Collection[str] = ()) -> str:
    """Return the explanation of what was concluded about a city, in a format; of everything, or only of what is named.

    Raises:
        UnusableInputError: the pack has no approach, finding or step of such a name.

    """
    known = [each.id for each in (*pack.approaches, *pack.findings, *pack.steps)]
    unknown = [name for name in about if name not in known]
    if unknown:
        what = "there is no approach, finding or step '{}'."
        raise UnusableInputError([Problem(Place("advisor"), what.format(name), suggest(name, known)) for name in unknown])
    engine = build_engine(pack)
    case = Case(answers=answers, outcome=assess(pack, engine, answers))
    planned = plan(pack, engine, answers.facts(pack), answers.aim, answers.disputed_facts(pack))
    found = explain(pack, Verdicts(deductions(pack)), planned, answers, about)
    document = explaining.explanation(templates, pack, case, found)
    return write_document(form, document, found)


def difference(form: str, templates: Path, pack: Pack, before: Answers, now: Answers, title: str) -> str:
    """Return what differs between two states of a city, in a format."""
    engine = build_engine(pack)
    cases = (
        Case(answers=before, outcome=assess(pack, engine, before)),
        Case(answers=now, outcome=assess(pack, engine, now)),
    )
    found = compare(pack, *cases)
    return write_document(form, comparing.comparison(templates, pack, cases, found, title), found)
