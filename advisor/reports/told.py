"""Conclude and tell in one go: an explanation of one case, or the difference between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError
from advisor.reasoning.assess import assess, outcome_of
from advisor.reasoning.comparison import Case, compare
from advisor.reasoning.explanation import explain
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.pack_engine import build_engine
from advisor.reasoning.planner import plan
from advisor.reports import comparing, explaining
from advisor.reports.formats import write_document
from advisor.sessions.called import meant, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.explanation import Explained


def explanation(form: str, templates: Path, pack: Pack, answers: Answers, about: Collection[str] = ()) -> str:
    """Return the explanation of what was concluded about a city, in a format; of everything, or only of what is named.

    Raises:
        UnusableInputError: the pack has no approach, finding or step of such a name.

    """
    base = KnowledgeBase(pack)
    named = _meant(pack, about)
    planned = plan(pack, base.engine, answers.facts(pack), answers.aim, answers.disputed_facts(pack))
    case = Case(answers=answers, outcome=outcome_of(pack, base.verdicts, answers.complete(pack), planned))
    found = explain(pack, base.verdicts, planned, answers, named)
    document = explaining.explanation(templates, pack, case, found)
    return write_document(form, document, found)


def explained(base: KnowledgeBase, answers: Answers, about: Collection[str] = ()) -> Explained:
    """Return why each verdict about a city is what it is; of everything, or only of what is named by id or title.

    Raises:
        UnusableInputError: the pack has no approach, finding or step of such a name.

    """
    pack = base.pack
    named = _meant(pack, about)
    planned = plan(pack, base.engine, answers.facts(pack), answers.aim, answers.disputed_facts(pack))
    return explain(pack, base.verdicts, planned, answers, named)


def _meant(pack: Pack, about: Collection[str]) -> list[str]:
    """Return the ids of what is named by id or title.

    Raises:
        UnusableInputError: the pack has nothing of such a name.

    """
    titles = {each.id: each.name for each in pack.approaches} | {each.id: each.title for each in pack.findings}
    titles |= {each.id: each.title for each in pack.steps}
    found = {name: meant(name, titles) for name in about}
    what = "there is no approach, finding or step '{}'."
    if problems := [
        Problem(Place("advisor"), what.format(name), suggestion(name, titles)) for name, each in found.items() if each is None
    ]:
        raise UnusableInputError(problems)
    return [each for each in found.values() if each is not None]


def difference(form: str, templates: Path, pack: Pack, before: Answers, now: Answers, title: str) -> str:
    """Return what differs between two states of a city, in a format."""
    engine = build_engine(pack)
    cases = (
        Case(answers=before, outcome=assess(pack, engine, before)),
        Case(answers=now, outcome=assess(pack, engine, now)),
    )
    found = compare(pack, *cases)
    return write_document(form, comparing.comparison(templates, pack, cases, found, title), found)
