"""Prove everything about a pack, one kind of claim after the other; tell failures in words, as JSON, and as cases."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import escaped_data
from advisor.knowledge.loader import LoadedPack, load_pack
from advisor.logic.vocabulary import option_fact
from advisor.reasoning.runnable import refuse_tangled
from advisor.workshop.proving import advice, claims
from advisor.workshop.proving.answers import in_words, words_of
from advisor.workshop.proving.ground import Ground
from advisor.workshop.proving.proof import ASSUMED, Counterexample, Failure, Proof, gathered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from advisor.knowledge.model import Pack, Question
    from advisor.knowledge.source_map import Places
    from advisor.logic.values import Value
    from advisor.reports.words import Words


CLAIMS: dict[str, Callable[[Ground], Iterator[Failure | None]]] = {
    "Each approach has exactly one status": claims.one_status,
    "Each status of each approach occurs": claims.statuses_occur,
    "More of what is asked never lowers a status": claims.raising_helps,
    "Each finding fires somewhere and is silent somewhere": claims.findings_fire,
    "No finding only repeats another of its kind": claims.none_shadowed,
    "No strength contradicts a risk": claims.none_contradict,
    "Each step comes next in some city": claims.each_can_come,
    "Each step begins with its preconditions met, and reaches its target": claims.each_arrives,
    "No step lowers the status of another approach": claims.nothing_is_lost,
    "Some step leads on wherever something is missing": claims.one_leads_on,
    "Each step says what to do, what happens in 90 days, and how its end is seen": advice.each_step_speaks,
    "Each risk and each contradiction says what to do": advice.each_finding_advises,
    "No advice collides with another one, or with the next step": advice.advice_never_collides,
    "Nothing is laid upon somebody who refuses or is not there": advice.nobody_acts_who_cannot,
    "No step and no remedy raises an answer without what it presupposes": advice.what_is_raised_arises,
    "No step leaves answers that contradict each other": advice.no_step_contradicts,
    "No step lets a risk fire that did not fire before": advice.no_step_brings_a_risk,
    "Each criterion decides somewhere which step comes next": claims.each_criterion_decides,
}
"""What is proved, as sentences; those about preconditions, lost approaches and steps that lead on say that every path arrives."""


_DAY = datetime.date(2026, 1, 1)
"""The day of the cases; a date among their answers is months from it."""


class Proofs(msgspec.Struct, frozen=True):
    """What was proved about a pack, one kind of claim after the other, and what fails where."""

    loaded: LoadedPack
    claims: tuple[Proof, ...]

    @property
    def hold(self) -> bool:
        """Tell whether everything was proved."""
        return not any(proof.failures for proof in self.claims)


def prove(folder: Path) -> Proofs:
    """Return what holds in every city of the pack in a folder, and what fails where.

    Raises:
        UnusableInputError: the pack cannot be read, or its rules cannot be run.
        UndecidedError: the solver gave up on a claim.
        MissingSolverError: none is installed.

    """
    loaded = load_pack(folder)
    refuse_tangled(loaded)
    return Proofs(loaded, tuple(proved(loaded.pack)))


def proved(pack: Pack) -> Iterator[Proof]:
    """Yield what holds in every city of a sound pack, and what fails where.

    Raises:
        UndecidedError: the solver gave up on a claim.

    """
    ground = Ground(pack)
    yield from (gathered(sentence, claim(ground)) for sentence, claim in CLAIMS.items())


def proofs_as(form: str, proofs: Proofs) -> str:
    """Return proofs as ``text`` for people, ``json`` for scripts, or ``cases`` of the cities in which something fails."""
    if form == "cases":
        return proofs_as_cases(proofs)
    return _as_json(proofs) if form == "json" else "".join(f"{line}\n" for line in _lines(proofs))


def _lines(proofs: Proofs) -> Iterator[str]:
    pack = proofs.loaded.pack
    words = words_of(pack)
    yield f"{pack.info.id} {pack.info.version}"
    for proof in proofs.claims:
        verdict = f"proved ({proof.proved})" if not proof.failures else f"fails ({len(proof.failures)} of {_all(proof)})"
        yield f"{proof.claim}: {verdict}."
        for failure in proof.failures:
            yield f"  {_place(failure, proofs.loaded.places)}: '{_id(failure)}' {failure.what}."
            if failure.example is not None:
                yield f"    For example where {_in_words(words, pack, failure.example)}."
    yield "Assumed:"
    yield from (f"  {sentence}" for sentence in ASSUMED)


def _as_json(proofs: Proofs) -> str:
    pack = proofs.loaded.pack
    data = {
        "pack": {"id": pack.info.id, "version": pack.info.version, "hash": pack.hash},
        "proofs": msgspec.to_builtins(list(proofs.claims)),
        "assumed": list(ASSUMED),
    }
    return escaped_data(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def proofs_as_cases(proofs: Proofs) -> str:
    """Return the failures that have a city as a file of cases, or nothing; JSON is YAML, and needs no more."""
    pack = proofs.loaded.pack
    shown = [failure for proof in proofs.claims for failure in proof.failures if failure.example is not None]
    cases = [_case(pack, number, failure, failure.example) for number, failure in enumerate(shown, start=1) if failure.example]
    return json.dumps({"cases": cases}, ensure_ascii=False, indent=1) + "\n" if cases else ""


def _case(pack: Pack, number: int, failure: Failure, example: Counterexample) -> dict[str, object]:
    answers = {question.id: _answer(question, example.city, pack) for question in pack.questions if question.type != "text"}
    return {
        "name": f"{number}. {_id(failure)} {failure.what}",
        "date": _DAY.isoformat(),
        "answers": answers,
        **({"aim": list(example.aim)} if example.aim else {}),
        "expect": msgspec.to_builtins(msgspec.structs.replace(example.expected)),
    }


def _answer(question: Question, city: dict[str, Value], pack: Pack) -> str | list[str]:
    if question.id in pack.vocabulary.several:
        return [option for option in pack.vocabulary.several[question.id] if city[option_fact(question.id, option)] == "yes"]
    value = city[question.id]
    if question.type == "date":
        months = _DAY.year * 12 + _DAY.month - 1 + int(value)
        return _DAY.replace(year=months // 12, month=months % 12 + 1).isoformat()
    return str(value)


def _in_words(words: Words, pack: Pack, example: Counterexample) -> str:
    """Name the answers that matter, by the labels of the pack."""
    return in_words(words, pack, example.city, example.matters) or "anything at all is answered"


def _all(proof: Proof) -> int:
    return proof.proved + len(proof.failures)


def _place(failure: Failure, at: Places) -> str:
    return str(at.of(failure.about))


def _id(failure: Failure) -> str:
    return failure.about.partition("/")[2] or "the pack"
