"""Conclude and tell in one go: an explanation of one case, or the difference between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.assess import assess, build_engine
from advisor.reasoning.comparison import Case, compare
from advisor.reasoning.deductions import deductions
from advisor.reasoning.explanation import explain
from advisor.reasoning.verdicts import Verdicts
from advisor.report import explaining
from advisor.report.formats import write_document

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers


def explanation(form: str, templates: Path, pack: Pack, answers: Answers) -> str:
    """Return the explanation of everything that was concluded about a city, in a format."""
    engine = build_engine(pack)
    case = Case(answers=answers, outcome=assess(pack, engine, answers))
    conclusions = engine.infer(answers.facts(pack), answers.disputed_facts(pack))
    found = explain(pack, Verdicts(deductions(pack)), conclusions, answers)
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
    return write_document(form, explaining.comparison(templates, pack, cases, found, title), found)
