"""Write conditions the way authors do: ``strategy_status >= adopted``."""

from __future__ import annotations

import functools
from typing import assert_never

from advisor.logic.condition import Condition, Group, Test
from advisor.logic.values import Allowed, Levels, Span, WholeNumbers
from advisor.logic.vocabulary import YES


@functools.lru_cache(maxsize=16384)  # the conditions of a pack, written for every sentence of every city
def written(condition: Condition) -> str:
    """Return a condition in the words of authors, on one line."""
    match condition:
        case Test(fact, allowed, domain):
            return f"{subject(fact)} {written_values(fact, allowed, domain)}"
        case Group(needed, members):
            inside = ", ".join(written(member) for member in members)
            if needed == len(members):
                return f"all: [{inside}]"
            return f"any: [{inside}]" if needed == 1 else f"{{at_least: {needed}, of: [{inside}]}}"
        case _:
            assert_never(condition)


def written_values(fact: str, allowed: Allowed, domain: Levels | WholeNumbers) -> str:
    """Return what a test asks of its fact: a verb and a value."""
    if isinstance(allowed, Span):
        return f">= {allowed.low}" if allowed.high is None else f"<= {allowed.high}"
    names = domain.names if isinstance(domain, Levels) else ()
    if "." in fact and not fact.startswith("aim."):
        option, several = fact.partition(".")[2], not fact.startswith("step.")
        yes, no = ("includes", "excludes") if several else ("is", "is not")
        return f"{yes if allowed == YES else no} {option}"
    kept = [name for name in names if name in allowed]
    if isinstance(domain, Levels) and domain.numbers and 1 < len(kept) < len(names):
        if tuple(kept) == names[-len(kept) :]:
            return f">= {kept[0]}"
        if tuple(kept) == names[: len(kept)]:
            return f"<= {kept[-1]}"
    if len(kept) == len(names) - 1 > 1:
        return f"is not {next(name for name in names if name not in allowed)}"
    return f"is {' or '.join(kept)}"


def subject(fact: str) -> str:
    """Return what authors call a fact: its question, or the step or aim that it is about."""
    return fact if fact.startswith("aim.") else fact.partition(".")[0]
