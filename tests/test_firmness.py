"""How firm a verdict is: by the answers it takes to change it, and by how well those are backed."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.reasoning.answers import Answer
from advisor.reasoning.diagnosis import status_of
from advisor.reasoning.firmness import Firm, firm_statuses, well_backed
from advisor.reports.chapters.standing import certainty
from advisor.reports.language import load_words
from tests.support.cities import TODAY, by_chance, city, values_of
from tests.support.reports import TEMPLATES
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.pack_engine import PackEngine

CITIES = 60
LAB = {"domain_expertise": "several_topics", "staff_proposals": "regular", "topic_owners": "named_with_time"}


def noted(pack: Pack, number: int, share: float) -> Answers:
    """Return a city by chance of whose answers a share has a note."""
    dice = random.Random(f"firm {number}")
    answers = city(pack, by_chance(pack, dice)).complete(pack)
    each = {name: answer for name, answer in answers.answers.items() if not answer.implied}
    backed = {
        name: msgspec.structs.replace(answer, note="Protokoll") if dice.random() < share else answer
        for name, answer in each.items()
    }
    return msgspec.structs.replace(answers, answers=answers.answers | backed)


def firm(pack: Pack, engine: PackEngine, answers: Answers) -> dict[str, Firm]:
    return firm_statuses(pack, engine.verdicts, answers, engine.infer(answers.facts(pack)))


def lab(pack: Pack, **more: object) -> Answers:
    """Return a city with a Themenlab, each of its answers given alike."""
    given = {name: Answer(value=value, **more) for name, value in LAB.items()}  # type: ignore[arg-type]
    return msgspec.structs.replace(city(pack, {}), answers=given)


def test_a_verdict_on_well_backed_answers_is_well_secured_though_a_single_one_would_change_it(
    pack: Pack, engine: PackEngine
) -> None:
    found = firm(pack, engine, lab(pack, note="Protokoll", on=TODAY))["themenlab"]
    assert (found.distance, found.unbacked) == (1, None)
    assert certainty(load_words(TEMPLATES, "de"), pack, found)[0].startswith("Gut gesichert")


@pytest.mark.parametrize("thin", [{}, {"note": "Protokoll", "on": TODAY - datetime.timedelta(days=800)}], ids=["no note", "old"])
def test_the_same_verdict_on_thin_answers_is_not(thin: dict[str, object], pack: Pack, engine: PackEngine) -> None:
    found = firm(pack, engine, lab(pack, **thin))["themenlab"]
    assert (found.distance, found.unbacked) == (1, 1)
    assert certainty(load_words(TEMPLATES, "de"), pack, found)[0].startswith("Wenig gesichert")


@pytest.mark.parametrize("number", sampled(12, range(CITIES)))
def test_evidence_makes_no_verdict_less_firm(number: int, pack: Pack, engine: PackEngine) -> None:
    bare, some, all_of_it = (firm(pack, engine, noted(pack, number, share)) for share in (0.0, 0.6, 1.0))
    for name, without in bare.items():
        assert without.unbacked == without.distance
        for found in (some[name], all_of_it[name]):
            assert found.distance == without.distance
            assert found.unbacked is None or (without.distance is not None and found.unbacked >= without.distance)


@pytest.mark.parametrize("number", sampled(12, range(CITIES)))
def test_while_backed_answers_stay_fewer_others_change_no_verdict(number: int, pack: Pack, engine: PackEngine) -> None:
    answers = noted(pack, number, 0.6)
    dice, backed = random.Random(f"others {number}"), well_backed(answers)
    loose = [each for each in pack.questions if each.id not in backed and values_of(each)]
    for name, found in firm(pack, engine, answers).items():
        for _ in range(4):
            changed = dice.sample(loose, min(len(loose), 3 if found.unbacked is None else found.unbacked - 1))
            others = {each.id: Answer(value=dice.choice(values_of(each))) for each in changed}
            there = msgspec.structs.replace(answers, answers=answers.answers | others)
            now, then = (engine.infer(each.facts(pack)) for each in (answers, there))
            assert status_of(name, then) == status_of(name, now)
