"""Run the examples inside rules: the rule must fire on one and stay silent on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem
from advisor.logic.condition import Test, every, opposite
from advisor.logic.implicants import branches
from advisor.logic.satisfy import witness
from advisor.logic.values import WHOLE, Levels, Value, is_within, only
from advisor.logic.vocabulary import STATUS, option_fact
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.deductions import aim_fact
from advisor.workshop.cases.explain import lacking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.errors import Place
    from advisor.knowledge.fields import QuestionType, Scalar
    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Approach, Pack
    from advisor.knowledge.source_map import Places
    from advisor.logic.values import Allowed
    from advisor.reasoning.propagation import Reading
    from advisor.workshop.checks.world import World


_TOLD = 5
"""How many places are named at which the same is wrong."""


class ExampleError(ValueError):
    """An example that names something unknown."""


def example_facts(pack: Pack, given: Mapping[str, Scalar]) -> dict[str, Value]:
    """Return the facts an example stands for; an approach with a status stands for answers that give it.

    Raises:
        ExampleError: a name or a value is not known.

    """
    facts: dict[str, Value] = {aim_fact(approach.id): "yes" for approach in pack.approaches}
    approaches = {approach.id: approach for approach in pack.approaches}
    for name, value in given.items():
        if name in approaches:
            found = status_witness(approaches[name], str(value)) if value in STATUS.names else None
            if found is None:
                message = f"'{name}' cannot be '{value}'"
                raise ExampleError(message)
            facts |= found
    for name, value in given.items():
        if name not in approaches:
            facts |= _answer(pack, name, value)
    return facts


def _answer(pack: Pack, name: str, value: Scalar) -> dict[str, Value]:
    if name in pack.vocabulary.several:
        options = pack.vocabulary.several[name]
        chosen = value if isinstance(value, tuple) else (str(value),)
        if not set(chosen) <= set(options):
            message = f"'{name}' has no option '{', '.join(sorted(set(chosen) - set(options)))}'"
            raise ExampleError(message)
        return {option_fact(name, option): "yes" if option in chosen else "no" for option in options}
    types: dict[str, QuestionType] = {question.id: question.type for question in pack.questions}
    domain = pack.vocabulary.facts.get(name)
    if name not in types:
        message = f"nothing that can be answered is called '{name}'"
        raise ExampleError(message)
    if domain is None or isinstance(value, tuple):
        message = f"'{name}' is not a question with one value"
        raise ExampleError(message)
    if not isinstance(domain, Levels):
        if not WHOLE.fullmatch(str(value)):
            message = f"'{name}' is answered with '{value}', which is no whole number"
            raise ExampleError(message)
        return {name: int(value)}
    if str(value) not in domain.names:
        message = f"'{name}' has no level '{value}'"
        raise ExampleError(message)
    return {name: str(value)}


def example_problems(pack: Pack, at: Places, reading: Reading, world: World) -> Iterator[Problem]:
    """Yield what is wrong with the examples of the findings; ``reading`` concludes what their conditions test."""
    unreadable: dict[str, list[tuple[Place, str]]] = {}
    for finding in pack.findings:
        ways = branches(finding.when)
        for kind in ("fires", "silent"):
            given = finding.examples.fires if kind == "fires" else finding.examples.silent
            here = at.of(f"findings/{finding.id}", "examples", kind)
            try:
                facts = example_facts(pack, given)
            except ExampleError as error:
                unreadable.setdefault(str(error), []).append((here, f"in the example '{kind}' of '{finding.id}', {error}."))
                continue
            known = reading.conclude({fact: only(value) for fact, value in facts.items()})
            fired = any(all(_certain(test, known) for test in branch) for branch in ways)
            if kind == "fires" and not fired:
                why = lacking(pack, Conclusions(facts, known), finding.when)
                what = f"'{finding.id}' does not fire on its example 'fires'{why and f', because {why}'}."
                yield Problem(here, what, "Mend the example or the condition.", "K505")
            if kind == "silent" and fired:
                what = f"'{finding.id}' fires on its example 'silent'."
                yield Problem(here, what, "Mend the example or the condition.", "K506")
            yield from _beside_the_point(pack, finding, kind, at, world)
    for same in unreadable.values():
        (here, what), *others = same
        more = f" The same is wrong in {len(others)} more: {_listed(place for place, _ in others)}." if others else ""
        yield Problem(here, f"{what}{more}", "Mend the example or the condition.", "K507")


def _listed(places: Iterable[Place]) -> str:
    """Return places in few words: the first lines of each file, and how many more there are."""
    told = [str(place) for place in places]
    return ", ".join(told[:_TOLD]) + (f" and {len(told) - _TOLD} more" if len(told) > _TOLD else "")


def _certain(test: Test, known: Mapping[str, Allowed]) -> bool:
    return test.fact in known and is_within(known[test.fact], test.allowed)


def _beside_the_point(pack: Pack, finding: Finding, kind: str, at: Places, world: World) -> Iterator[Problem]:
    """Find answers of an example that are out of bounds, or that the rule does not look at."""
    given = finding.examples.fires if kind == "fires" else finding.examples.silent
    asked = world.questions(finding.when)
    approaches = {approach.id: approach for approach in pack.approaches}
    for name, value in given.items():
        here = at.of(f"findings/{finding.id}", "examples", kind, name)
        bounds = world.bounds.get(name)
        if bounds is not None and not is_within(only(int(str(value))), bounds):
            what = f"{value} is outside what '{name}' can be, in the example '{kind}' of '{finding.id}'."
            yield Problem(here, what, f"Look at the minimum and maximum of '{name}'.", "K508")
        rests = world.questions(Test(name, frozenset({"established"}), STATUS)) if name in approaches else {name}
        if asked.isdisjoint(rests):
            what = f"the example '{kind}' of '{finding.id}' answers '{name}', which the rule does not look at."
            yield Problem(here, what, "Leave it out.", "K509")


def status_witness(approach: Approach, status: str) -> dict[str, Value] | None:
    """Return answers on which an approach has a status, or None if it can never have it."""
    there, begun = approach.established_when, approach.emerging_when
    wanted = {
        "established": there,
        "emerging": every(opposite(there), begun),
        "absent": every(opposite(there), opposite(begun)),
    }
    return witness(wanted[status])
