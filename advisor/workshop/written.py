"""Write conditions the way authors do: ``strategy_status >= adopted``."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.condition import Condition, Group, Test
from advisor.knowledge.values import Allowed, Levels, Span, WholeNumbers
from advisor.knowledge.vocabulary import YES

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.knowledge.values import Value


def written(condition: Condition) -> str:
    """Return a condition in the words of authors, on one line."""
    match condition:
        case Test(fact, allowed, domain):
            return f"{_subject(fact)} {written_values(fact, allowed, domain)}"
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


def answered(pack: Pack, fact: str, value: Value | None) -> str:
    """Say how a fact was answered."""
    if value is None:
        return f"{_subject(fact)} is unknown"
    if "." in fact and fact.partition(".")[0] in pack.vocabulary.several:
        return f"{_subject(fact)} {'includes' if value == 'yes' else 'excludes'} {fact.partition('.')[2]}"
    return f"{fact} is {value}"


def _subject(fact: str) -> str:
    return fact if fact.startswith("aim.") else fact.partition(".")[0]
