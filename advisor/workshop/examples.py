"""Run the examples inside rules: the rule must fire on one and stay silent on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.values import Levels, Value
from advisor.knowledge.vocabulary import STATUS, option_fact
from advisor.knowledge.witness import status_witness
from advisor.reasoning.deductions import aim_fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.fields import QuestionType, Scalar
    from advisor.knowledge.model import Finding, Pack
    from advisor.reasoning.engine import Engine


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
    if name not in types or isinstance(value, tuple):
        message = f"'{name}' is not a question with one value"
        raise ExampleError(message)
    if not isinstance(domain, Levels):
        return {name: int(value)} if str(value).lstrip("-").isdigit() else {}
    if str(value) not in domain.names:
        message = f"'{name}' has no level '{value}'"
        raise ExampleError(message)
    return {name: str(value)}


def example_problems(pack: Pack, engine: Engine) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with the examples of the findings: the entry, what, and a hint."""
    for finding in pack.findings:
        for kind in ("fires", "silent"):
            what = _wrong(pack, engine, finding, kind)
            if what:
                yield f"findings/{finding.id}", what, "Mend the example or the condition."


def _wrong(pack: Pack, engine: Engine, finding: Finding, kind: str) -> str | None:
    given = finding.examples.fires if kind == "fires" else finding.examples.silent
    try:
        facts = example_facts(pack, given)
    except ExampleError as error:
        return f"in the example '{kind}' of '{finding.id}', {error}."
    fired = engine.infer(facts).concluded(finding.id, "present")
    if kind == "fires" and not fired:
        return f"'{finding.id}' does not fire on its example 'fires'."
    return f"'{finding.id}' fires on its example 'silent'." if kind == "silent" and fired else None
