"""A table with a row for each city of a folder, and the condition by which rows are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError
from advisor.logic.condition import Condition, every
from advisor.logic.parse import ConditionParser
from advisor.portfolio.table import concluded
from advisor.portfolio.views import stand, truths
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


def fulfilling(rules: ColumnRules, seen: Sequence[Seen], condition: Condition) -> tuple[list[Seen], int]:
    """Return the cities in which a condition certainly holds, and in how many that is open."""
    now = stand(rules, seen)
    true, false = rules.holds(condition, now.known, now.given.unknown, now.cities)
    kept = [each for each, cell in zip(seen, truths(true, len(seen)), strict=True) if cell]
    return kept, (now.cities ^ true ^ false).bit_count()


def verdict_table(rules: ColumnRules, seen: Sequence[Seen]) -> dict[str, list[object]]:
    """Return what is concluded about each city, as ``portfolio/table.py`` says it, behind what the city is called."""
    cities = [each.answers.city for each in seen]
    return {
        "number": [each.key for each in seen],
        "name": [each.name for each in cities],
        "canton": [each.canton for each in cities],
        "population": [each.population for each in cities],
        "date": [each.answers.date.isoformat() for each in seen],
        **concluded(rules, stand(rules, seen), len(seen)),
    }
