"""Make answers that fulfil a condition: for the examples in rules, and for tests that need a city of a certain kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.branches import branches
from advisor.knowledge.condition import every, opposite
from advisor.knowledge.values import Levels, Span, Value

if TYPE_CHECKING:
    from advisor.knowledge.condition import Condition
    from advisor.knowledge.model import Approach
    from advisor.knowledge.values import Allowed, Domain


def witness(condition: Condition) -> dict[str, Value] | None:
    """Return the lowest answers on which the first branch of a condition is true, or None if it never is."""
    for branch in branches(condition):
        return {test.fact: _lowest(test.allowed, test.domain) for test in branch}
    return None


def status_witness(approach: Approach, status: str) -> dict[str, Value] | None:
    """Return answers on which an approach has a status, or None if it can never have it."""
    there, begun = approach.established_when, approach.emerging_when
    wanted = {
        "established": there,
        "emerging": every(opposite(there), begun),
        "absent": every(opposite(there), opposite(begun)),
    }
    return witness(wanted[status])


def _lowest(allowed: Allowed, domain: Domain) -> Value:
    if isinstance(allowed, Span):
        return allowed.low if allowed.low is not None else allowed.high or 0
    names = domain.names if isinstance(domain, Levels) else ()
    return next(name for name in names if name in allowed)
