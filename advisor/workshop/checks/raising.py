"""Check what is raised: nothing lowers a fact, so what is worse where it is higher is never to be raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.yaml_source.read import KeyPath


def raising_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield measures, actions, preparations and remedies that raise what is worse where it is higher."""
    for entry, path, raises in _raised(pack):
        for fact in worse(pack, raises):
            what = f"'{entry.partition('/')[2]}' raises '{fact}', of which a higher level is worse (reverse: true)."
            hint = "Nothing lowers a fact: ask the question the other way round, or say what to do under 'advice:' alone."
            yield Problem(at.of(entry, *path), what, hint, "S630")


def worse(pack: Pack, raises: Mapping[str, str]) -> list[str]:
    """Return the facts that are worse where they are higher, of those that are raised."""
    reverse = {question.id for question in pack.questions if question.reverse}
    return [fact for fact in raises if fact in reverse]


def _raised(pack: Pack) -> Iterator[tuple[str, KeyPath, Mapping[str, str]]]:
    """Yield what is raised, with its entry and the keys that lead there."""
    for measure in pack.measures:
        yield f"measures/{measure.id}", ("raises",), measure.raises
    for finding in pack.findings:
        yield f"findings/{finding.id}", ("remedy",), finding.remedy
    for step in pack.steps:
        for place, action in enumerate(step.actions):
            yield f"steps/{step.id}", ("actions", place, "raises"), action.raises
        for place, precondition in enumerate(step.preconditions):
            if precondition.prepare is not None:
                yield f"steps/{step.id}", ("preconditions", place, "prepare", "raises"), precondition.prepare.raises
