"""What an action changes: facts are raised to at least a level, and never lowered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.values import Levels, Value
from advisor.knowledge.vocabulary import option_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack

NO_OPTION = "none"
"""The option of a question with several that excludes all others."""


def raised(pack: Pack, given: Mapping[str, Value], raises: Mapping[str, str]) -> dict[str, Value]:
    """Return the facts that change when facts are raised; those already there stay out."""
    changes: dict[str, Value] = {}
    for fact, level in raises.items():
        if fact in pack.vocabulary.several:
            wanted: dict[str, Value] = {option_fact(fact, level): "yes"}
            if NO_OPTION in pack.vocabulary.several[fact]:
                wanted[option_fact(fact, NO_OPTION)] = "no"
            changes |= {name: value for name, value in wanted.items() if given.get(name) != value}
        elif not _reaches(pack, fact, given.get(fact), level):
            changes[fact] = level
    return changes


def _reaches(pack: Pack, fact: str, value: Value | None, level: str) -> bool:
    domain = pack.vocabulary.facts[fact]
    if value is None or not isinstance(domain, Levels):
        return False
    if not domain.numbers:
        return value == level
    return domain.names.index(str(value)) >= domain.names.index(level)
