"""A table with a row for each city of a folder, and the condition by which rows are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError
from advisor.logic.condition import Condition, every
from advisor.logic.parse import ConditionParser
from advisor.portfolio.cells import BETWEEN
from advisor.portfolio.views import status_of, told
from advisor.yaml_source.read import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.folder import Seen
    from advisor.portfolio.rules import ColumnRules


def where(pack: Pack, conditions: Sequence[str]) -> Condition:
    """Return the condition that all of these hold, each as rules have it.

    Raises:
        UnusableInputError: one cannot be read.

    """
    problems: list[Problem] = []

    def complain(_: object, what: str, hint: str, code: str, about: str = "") -> None:
        problems.append(Problem(Place("--where"), what, hint, code, about))

    parser = ConditionParser(pack.vocabulary, complain)
    found = []
    for each in conditions:
        source, wrong = read_text(each, "--where")
        problems += wrong
        if not wrong:
            found.append(parser.parse(source.data, ()))
    if problems:
        raise UnusableInputError(problems)
    return every(*found)


def verdict_table(rules: ColumnRules, seen: Sequence[Seen]) -> dict[str, list[object]]:
    """Return what is concluded about each city; between several ids stands a semicolon, and what is open is left empty."""
    found = told(rules, seen)
    columns: dict[str, list[object]] = {
        "number": [each.key for each in found],
        "name": [each.name for each in found],
        "canton": [each.answers.city.canton for each in seen],
        "population": [each.population for each in found],
        "date": [each.answers.date.isoformat() for each in seen],
    }
    for approach in rules.pack.approaches:
        columns[f"status.{approach.id}"] = [status_of(each.verdict, approach.id) for each in found]
        columns[f"possible.{approach.id}"] = [BETWEEN.join(each.verdict.possible[approach.id]) for each in found]
    for pole in rules.pack.poles():
        columns[f"pole.{pole.id}"] = [each.verdict.poles[pole.id] for each in found]
    return columns | {
        "balanced": [each.verdict.balanced for each in found],
        "findings": [BETWEEN.join(each.verdict.findings) for each in found],
        "path": [BETWEEN.join(each.verdict.path) for each in found],
        "next": [next(iter(each.verdict.path), None) for each in found],
        "arrives": [each.verdict.arrives for each in found],
        "blocked_by": [each.verdict.blocked_by for each in found],
        "forks": [BETWEEN.join(each.verdict.forks) for each in found],
        "to_clarify": [BETWEEN.join(each.verdict.to_clarify) for each in found],
    }
