"""What a report gives as a reason for a step is true when the step begins, and says whether it is true today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.logic.evaluate import holds
from advisor.reasoning.assess import assess
from advisor.reasoning.deductions import sign_fact
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.chapters.path import cards, chosen_because
from advisor.reports.chapters.why import Chain, chains
from tests.support.cities import city, planned
from tests.support.reports import context, imagined
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.outcome import PathStep
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reports.context import Context

CITIES = 40
LAB = {
    "domain_expertise": "several_topics",
    "staff_proposals": "regular",
    "topic_owners": "informal",
    "pilot_experience": "one",
    "office_head_commitment": "tolerates",
}
"""A Themenlab and nothing else: the next step waits for money, and so does a later one."""


def steps(found: Context) -> Iterator[tuple[PathStep, Step, Chain]]:
    taken = [item for item in found.outcome.path if item.kind == "step"]
    for item, chain in zip(taken, chains(found), strict=True):
        yield item, found.step(item.step), chain


@pytest.mark.parametrize("number", sampled(8, range(CITIES)))
def test_what_is_said_to_be_met_today_is_met_by_the_answers_alone(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    today = engine.infer(found.answers.facts(pack))
    standings = [each.before for each in planned(pack, engine, found.answers).steps]  # what holds today may lapse on the way
    for place, (item, step, _) in enumerate(steps(found)):
        for precondition, state in zip(step.preconditions, item.preconditions, strict=True):
            assert (state.met_after is not None) == (state.state == "met")
            assert (state.met_after == 0) == all(holds(precondition.asks, each.known) is True for each in standings[: place + 1])
            assert state.met_after is None or state.met_after <= place
        sign = today.concluded(sign_fact(step.id, "fitting"), "yes")
        assert (item.fits_after == 0) == (sign and item.fits_after is not None)


@pytest.mark.parametrize("number", sampled(8, range(CITIES)))
def test_a_sign_of_today_rests_on_answers_of_today_and_another_on_what_a_step_brings(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    found = imagined(pack, engine, number)
    for item, step, chain in steps(found):
        signs = [link for link in chain.links if step.fits and link.concluded == found.text(step.fits.because)]
        assert len(signs) == (item.fits_after is not None)
        for link in signs:
            brought = [text for text in link.answers if "(nach Schritt " in text]
            assert bool(brought) == bool(item.fits_after)


@pytest.mark.parametrize("number", sampled(8, range(CITIES)))
def test_a_chain_says_of_no_approach_what_the_steps_before_have_changed(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    before = {name: state.status for name, state in found.outcome.approaches.items()}
    for item, _, chain in steps(found):
        for approach in before.keys() & {item.springboard, item.target}:
            status = before[approach]
            word = found.words(f"status.{status}") if status != "undetermined" else ""
            assert any(link.concluded.startswith(f"{found.name(approach)}: {word}") for link in chain.links)
        before = item.status_after


@pytest.mark.long
def test_a_later_step_tells_which_step_brings_what_it_needs(pack: Pack, engine: PackEngine) -> None:
    brought: set[str] = set()
    for number in range(CITIES):
        found = imagined(pack, engine, number)
        for item, card in zip(found.outcome.path, map(str, cards(found)), strict=True):
            if item.fits_after:
                assert f"Nach Schritt {item.fits_after} soll gelten: " in card
                brought.add("sign")
            for state in item.preconditions:
                assert (f"{state.text} (Erfüllt nach Schritt {state.met_after}.)" in card) == bool(state.met_after)
                brought |= {"precondition"} if state.met_after else set()
    assert brought == {"sign", "precondition"}


def test_money_is_applied_for_before_the_first_step_and_later_once_a_step_is_prepared_or_the_one_before_begins(
    pack: Pack, engine: PackEngine
) -> None:
    low = {each.id: each.levels[0].name for each in pack.questions if each.type == "ordinal"}
    given: dict[str, AnswerValue] = {"population": 50_000, "budget_lead_time_months": 24, "parliament_support": "neutral"}
    asked = city(pack, {**low, **LAB, **given})
    found = context(pack, asked, assess(KnowledgeBase(pack, engine), asked))
    steps = [item for item in found.outcome.path if item.kind == "step"]
    stretched = [item.timeframe.lead_time for item in steps]
    prepared = {item.rule for item in found.outcome.path if item.kind == "preparation"}
    first, *later = [str(card) for card in cards(found) if "Schritt" in str(card["title"])]
    assert stretched[0] == 24
    assert "Stellen Sie den Antrag, bevor der Schritt beginnt" in first
    assert any(stretched[1:])
    for card, item in zip(later, steps[1:], strict=True):
        waits = item.timeframe.lead_time is not None
        assert ("wenn der vorangehende Schritt beginnt" in card) == (waits and item.step not in prepared)
        assert ("sobald der Schritt vorbereitet ist" in card) == (waits and item.step in prepared)


@pytest.mark.parametrize("number", sampled(8, range(CITIES)))
def test_no_approach_that_may_be_there_is_called_the_only_one_missing(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    for item, _, _ in steps(found):
        if found.outcome.approaches[item.target or ""].status == "undetermined":
            assert "einzige" not in chosen_because(found, item)
