"""Check who acts: whoever does something has a share of its work, wherever it is different under a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.measures import Instead, Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.yaml_source.read import KeyPath


def share_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield where somebody is said to do something, and all its days of work are those of others."""
    for measure in pack.measures:
        for place, told in _variants(measure):
            yield from _without_share(measure, told, f"measures/{measure.id}", place, at)
    for step in pack.steps:
        prepared = ((("preconditions", place, "prepare"), each.prepare) for place, each in enumerate(step.preconditions))
        for here, work in (*prepared, *((("actions", place), each) for place, each in enumerate(step.actions))):
            if work is not None and any(told.actor or told.effort for told in (work, *work.instead)):
                yield from _of_step(pack, work, f"steps/{step.id}", here, at)


def _of_step(pack: Pack, work: Work, key: str, here: KeyPath, at: Places) -> Iterator[Problem]:
    """Yield the same of what a step writes itself, together with its measure; each once, however many forms it has there."""
    full = pack.in_full(work)
    found = (problem for _, told in _variants(full) for problem in _without_share(full, told, key, here, at))
    yield from dict.fromkeys(found)


def _variants(work: Work) -> Iterator[tuple[KeyPath, Work | Instead]]:
    """Yield what is done and what is different under a condition, each with its place; not what comes too late to count."""
    yield (), work
    for place, other in enumerate(work.instead):
        if all(other.when != earlier.when for earlier in work.instead[:place]):
            yield ("instead", place), other


def _without_share(work: Work, told: Work | Instead, key: str, here: KeyPath, at: Places) -> Iterator[Problem]:
    actor, effort = told.actor or work.actor, told.effort or work.effort
    if actor is not None and effort and actor not in effort:
        facts = ", ".join(f"{fact}: {level}" for fact, level in work.raises.items())
        what = f"'{actor}' raises {facts} in '{key.partition('/')[2]}' and has no share of the work."
        hint = "Name under 'actor' whom the text names, and under 'effort' their days; where 'instead' words it, say both there."
        yield Problem(at.of(key, *here), what, hint, "S632")
