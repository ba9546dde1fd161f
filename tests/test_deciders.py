"""Who decides can decide: by the limits that a city gave, by who refuses, and in an order of months that can be."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from advisor.knowledge.people import Competence
from advisor.logic.evaluate import holds
from advisor.logic.values import only
from advisor.reasoning.answers import facts_in
from advisor.reasoning.assess import assess
from advisor.reasoning.competence import deciding, granting
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.told import CostState, Grant
from tests.support.cities import by_chance, city
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.outcome import Outcome, PathStep
    from advisor.reasoning.pack_engine import PackEngine

CITIES = 120
HEAD, COUNCIL, VOTERS = "office_head", "executive", "parliament"
HEAD_LIMIT, COUNCIL_LIMIT = "office_head_spending_limit", "executive_spending_limit"


def cost(once: tuple[int, int] = (0, 0), yearly: tuple[int, int] = (0, 0)) -> CostState:
    return CostState(currency="CHF", once=once, yearly=yearly)


def granted(pack: Pack, asked: CostState, given: dict[str, Any], **kwargs: str) -> list[Grant]:
    return granting(pack, asked, given, {name: only(value) for name, value in given.items()}, **kwargs)


def test_what_lies_within_a_limit_is_decided_by_whoever_has_it_and_by_nobody_below(pack: Pack) -> None:
    limits = {HEAD_LIMIT: 2000, COUNCIL_LIMIT: 20_000}
    assert granted(pack, cost((500, 2000)), limits) == [Grant(role=HEAD)]
    assert granted(pack, cost((5000, 20_000)), limits) == [Grant(role=COUNCIL)]
    assert granted(pack, cost((20_001, 30_000)), limits) == [Grant(role=VOTERS, proposed_by=COUNCIL)]


def test_what_may_go_beyond_a_limit_is_decided_by_one_up_to_it_and_by_the_next_above(pack: Pack) -> None:
    tiers = granted(pack, cost((1000, 35_000)), {HEAD_LIMIT: 2000, COUNCIL_LIMIT: 20_000})
    assert tiers == [Grant(role=HEAD, up_to=2000), Grant(role=COUNCIL, up_to=20_000), Grant(role=VOTERS)]


def test_of_a_limit_that_nobody_gave_nothing_is_asserted(pack: Pack) -> None:
    within = Grant(role=COUNCIL, within=True)
    assert granted(pack, cost((1000, 35_000)), {}) == [within, Grant(role=VOTERS)]
    assert granted(pack, cost((1000, 35_000)), {COUNCIL_LIMIT: 50_000}) == [Grant(role=COUNCIL)]


def test_a_head_decides_nothing_that_is_paid_every_year(pack: Pack) -> None:
    limits = {HEAD_LIMIT: 100_000, COUNCIL_LIMIT: 100_000}
    yearly = granted(pack, cost(yearly=(5000, 20_000)), limits)
    assert yearly == [Grant(role=COUNCIL, within=True), Grant(role=VOTERS)]
    assert granted(pack, cost(yearly=(110_000, 120_000)), limits) == [Grant(role=VOTERS, proposed_by=COUNCIL)]


def test_who_refuses_decides_nothing_that_somebody_above_can(pack: Pack) -> None:
    given: dict[str, Any] = {HEAD_LIMIT: 50_000, COUNCIL_LIMIT: 50_000, "office_head_commitment": "rejects"}
    assert granted(pack, cost((0, 15_000)), given) == [Grant(role=COUNCIL)]
    known = {name: only(value) for name, value in given.items()}
    assert deciding(pack, {HEAD, "topic_owner"}, known) == [COUNCIL]


def test_who_does_something_without_money_to_grant_asks_the_first_above(pack: Pack) -> None:
    assert deciding(pack, {"topic_owner"}, {}) == [HEAD]
    assert deciding(pack, {"topic_owner", COUNCIL, VOTERS}, {}) == [COUNCIL]


def test_a_pack_that_says_nothing_of_money_names_who_takes_part(pack: Pack) -> None:
    import msgspec  # noqa: PLC0415

    silent = msgspec.structs.replace(pack, info=msgspec.structs.replace(pack.info, competences=()))
    assert deciding(silent, {"topic_owner"}, {}) == ["topic_owner"]
    assert granted(silent, cost((1, 2)), {}) == []
    assert isinstance(pack.info.competences[0], Competence)


def advised(pack: Pack, engine: PackEngine, number: int) -> tuple[Outcome, dict[str, Any]]:
    """Return a city of which a share of the answers is known, with costs, limits and rounds as they come."""
    dice = random.Random(f"deciders {number}")
    most = {question.id: question.maximum for question in pack.questions if question.maximum is not None}
    given = {name: value for name, value in by_chance(pack, dice).items() if dice.random() < dice.choice((0.5, 0.8, 1.0))}
    given |= {
        limit: dice.choice((0, 2000, 5000, 50_000, 200_000)) for limit in (HEAD_LIMIT, COUNCIL_LIMIT) if dice.random() < 0.7
    }
    given |= {"budget_lead_time_months": dice.randrange(20)} if dice.random() < 0.6 else {}
    given |= {"months_to_next_budget": dice.randrange(13)} if dice.random() < 0.6 else {}
    answers = city(
        pack, {name: min(value, most.get(name, value)) if isinstance(value, int) else value for name, value in given.items()}
    )
    return assess(KnowledgeBase(pack, engine), answers), facts_in(answers.complete(pack).answers, pack, answers.date)


def steps(outcome: Outcome) -> list[PathStep]:
    return [item for item in outcome.path if item.kind == "step"]


@pytest.mark.parametrize("number", sampled(12, range(CITIES)))
def test_in_any_city_request_money_and_end_follow_each_other(pack: Pack, engine: PackEngine, number: int) -> None:
    outcome, _ = advised(pack, engine, number)
    before: PathStep | None = None
    for item in steps(outcome):
        frame = item.timeframe
        if before is not None and before.timeframe.ends_open:
            assert frame.begins_open
            assert frame.ends_open
        for case in (0, 1):
            months = [frame.asked, frame.money, frame.ends]
            order = [each[case] for each in months if each is not None] if frame.money else [frame.begins[case], frame.ends[case]]
            assert order == sorted(order)
        if frame.round is not None:
            assert frame.round[1] >= frame.begins[1]
        assert frame.ends_open or not frame.lead_unknown
        prepared = [each for each in outcome.path if each.kind == "preparation" and each.rule == item.step]
        if prepared and frame.money is not None and frame.asked is not None:
            assert frame.asked[0] >= prepared[0].timeframe.ends[0]
        before = item


@pytest.mark.parametrize("number", sampled(12, range(CITIES)))
def test_in_any_city_nobody_decides_alone_on_more_than_they_may_or_on_what_they_refuse(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    outcome, given = advised(pack, engine, number)
    known = {name: only(value) for name, value in given.items()}
    limits = {each.role: given.get(each.up_to or "") for each in pack.info.competences}
    refusing = {role.id for role in pack.roles if role.refuses is not None and holds(role.refuses, known) is True}
    for item in outcome.path:
        assert {*item.decides} <= {each.role for each in pack.info.competences}
        assert item.kind == "clarify" or not {*item.decides} & refusing - {VOTERS}
        paid = item.cost is not None and any(item.cost.once + item.cost.yearly)
        assert bool(item.grants) == paid
        if item.cost is None or not item.grants:
            continue
        last = item.grants[-1]
        limit = limits[last.role]
        assert last.role == VOTERS or (isinstance(limit, int) and item.cost.once[1] <= limit and not item.cost.yearly[1])
        assert not last.within
        alone = {last.role, last.proposed_by} - {None} if len(item.grants) == 1 else {grant.role for grant in item.grants}
        assert not alone <= refusing
        assert HEAD not in {grant.role for grant in item.grants} or not item.cost.yearly[1]
        assert [grant.up_to for grant in item.grants if grant.up_to is not None] == [
            limits[grant.role] for grant in item.grants if grant.up_to is not None
        ]


@pytest.mark.long
@pytest.mark.parametrize("case", [0, 1])
def test_nothing_is_asked_of_voters_who_refuse_before_they_are_won(case: int, pack: Pack, engine: PackEngine) -> None:
    found = 0
    for number in range(40):
        outcome, given = advised(pack, engine, number)
        for item in steps(outcome):
            prepared = [each for each in outcome.path if each.rule == item.step and "parliament_support" in each.raises]
            if given.get("parliament_support") == "rejects" and prepared and item.timeframe.asked:
                assert item.timeframe.asked[case] > prepared[0].timeframe.ends[case]
                found += 1
    assert found
