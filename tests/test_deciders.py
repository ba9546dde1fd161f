"""Who decides can decide: by the limits that a city gave, by who refuses, and in an order of months that can be."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from advisor.knowledge.measures import Work
from advisor.knowledge.people import Competence
from advisor.logic.evaluate import holds
from advisor.logic.values import only
from advisor.reasoning.answers import facts_in
from advisor.reasoning.assess import assess
from advisor.reasoning.competence import deciding, granting
from advisor.reasoning.diagnosis import from_readable
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.spending import Staff
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


def granted(pack: Pack, asked: CostState, given: dict[str, Any], *, with_budget: bool = False) -> list[Grant]:
    return granting(Staff(pack, {name: only(value) for name, value in given.items()}), asked, given, with_budget=with_budget)


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


def test_what_is_paid_every_year_is_granted_for_the_first_year_and_by_no_head_and_with_the_budget_after_that(pack: Pack) -> None:
    limits = {HEAD_LIMIT: 100_000, COUNCIL_LIMIT: 100_000}
    later = Grant(role=VOTERS, later_years=True)
    assert granted(pack, cost(yearly=(5000, 20_000)), limits) == [Grant(role=COUNCIL), later]
    beyond = granted(pack, cost(once=(0, 50_000), yearly=(60_000, 90_000)), limits)
    assert beyond == [Grant(role=COUNCIL, up_to=100_000), Grant(role=VOTERS), later]
    assert granted(pack, cost(yearly=(110_000, 120_000)), limits) == [Grant(role=VOTERS, proposed_by=COUNCIL)]


def test_what_a_budget_grants_is_decided_on_with_it_whatever_the_limits(pack: Pack) -> None:
    limits = {HEAD_LIMIT: 100_000, COUNCIL_LIMIT: 100_000}
    assert granted(pack, cost((500, 2000)), limits, with_budget=True) == [Grant(role=VOTERS, proposed_by=COUNCIL)]


def test_who_refuses_decides_nothing_that_somebody_above_can(pack: Pack) -> None:
    given: dict[str, Any] = {HEAD_LIMIT: 50_000, COUNCIL_LIMIT: 50_000, "office_head_commitment": "rejects"}
    assert granted(pack, cost((0, 15_000)), given) == [Grant(role=COUNCIL)]
    known = {name: only(value) for name, value in given.items()}
    assert deciding(Staff(pack, known), {HEAD, "topic_owner"}) == [COUNCIL]


def test_who_does_something_without_money_to_grant_asks_the_first_above(pack: Pack) -> None:
    assert deciding(Staff(pack, {}), {"topic_owner"}) == [HEAD]
    assert deciding(Staff(pack, {}), {"topic_owner", COUNCIL, VOTERS}) == [COUNCIL]


def test_a_pack_that_says_nothing_of_money_names_who_takes_part(pack: Pack) -> None:
    import msgspec  # noqa: PLC0415

    silent = msgspec.structs.replace(pack, info=msgspec.structs.replace(pack.info, competences=()))
    assert deciding(Staff(silent, {}), {"topic_owner"}) == ["topic_owner"]
    assert granted(silent, cost((1, 2)), {}) == []
    assert isinstance(pack.info.competences[0], Competence)


def test_nobody_is_said_to_grant_what_they_refuse_or_may_not_and_no_more_than_they_may(pack: Pack) -> None:
    def done(raises: dict[str, str], **known: Any) -> tuple[str | None, tuple[int, int] | None]:  # noqa: ANN401 - any answer
        work = pack.here(Work(raises=raises), {name: only(value) for name, value in known.items()})
        return work.granted_by, None if work.cost is None else work.cost.once

    limits = {HEAD_LIMIT: 20_000, COUNCIL_LIMIT: 50_000}
    assert done({"topic_owner_budget": "project_budget"}, **limits) == (HEAD, (5000, 20_000))
    assert done({"topic_owner_budget": "project_budget"}, office_head_commitment="rejects", **limits) == (
        COUNCIL,
        (20_000, 50_000),
    )
    town = {"small_town": "yes"}
    assert done({"cross_cutting_budget": "per_project"}, executive_spending_limit=5000, **town) == (COUNCIL, (2000, 5000))
    assert done({"cross_cutting_budget": "per_project"}, executive_spending_limit=100, **town)[0] is None


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
        if frame.above is not None and frame.above.money and frame.above.ends:
            for voted in zip(frame.above.asked, frame.above.money, frame.above.ends, strict=True):
                assert list(voted) == sorted(voted)
            is_known = all(grant.up_to for grant in item.grants if grant.role != VOTERS)
            assert frame.ends[1] >= frame.above.ends[1] or not is_known
        votes = any(grant.role == VOTERS and not grant.later_years for grant in item.grants)
        assert votes == (frame.money is not None or frame.above is not None) or not item.grants
        prepared = [each for each in outcome.path if each.kind == "preparation" and each.rule == item.step]
        if prepared and frame.money is not None and frame.asked is not None:
            assert frame.asked[0] >= prepared[0].timeframe.ends[0]
        before = item


@pytest.mark.parametrize("number", sampled(12, range(CITIES)))
def test_in_any_city_nobody_decides_on_more_than_they_may_or_on_what_they_refuse(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    outcome, given = advised(pack, engine, number)
    limits = {each.role: given.get(each.up_to or "") for each in pack.info.competences}
    raised: dict[str, Any] = {}
    for item in outcome.path:
        known = {name: only(value) for name, value in given.items()}
        refusing = {role.id for role in pack.roles if role.refuses is not None and holds(role.refuses, known) is True}
        raised |= {fact: from_readable(pack, fact, level) for fact, level in item.raises.items()}
        given |= raised if item.kind == "step" else {}  # what is prepared counts once the step is taken
        assert {*item.decides} <= {each.role for each in pack.info.competences}
        assert item.kind == "clarify" or not {*item.decides} & refusing - {VOTERS}
        for expense in item.expenses:
            *below, last = [grant for grant in expense.grants if not grant.later_years]
            limit, first_year = limits[last.role], expense.cost.once[1] + expense.cost.yearly[1]
            assert not last.within
            assert last.role == VOTERS or (isinstance(limit, int) and first_year <= limit)
            assert all(grant.within or grant.up_to == limits[grant.role] for grant in below)
            assert not ({grant.role for grant in below} | {last.role, last.proposed_by}) & refusing - {VOTERS}
            assert HEAD not in {grant.role for grant in expense.grants} or not expense.cost.yearly[1]
            assert bool(expense.cost.yearly[1]) == any(grant.later_years for grant in expense.grants) or not below
        assert {grant for expense in item.expenses for grant in expense.grants} == {*item.grants}
        total = [each.cost.once[1] + each.cost.yearly[1] for each in item.expenses]
        assert sum(total) == (sum((item.cost.once[1], item.cost.yearly[1])) if item.cost else 0)


@pytest.mark.parametrize("number", sampled(12, range(CITIES)))
def test_in_any_city_who_decides_has_something_to_do_and_who_is_said_to_release_money_decides(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    outcome, _ = advised(pack, engine, number)
    called = {name: role for role, name in outcome.city.roles.items()}
    release = re.compile(f"({'|'.join(sorted(called, key=len, reverse=True))}) gibt [^.]*frei")
    for item in outcome.path:
        assert len(item.decides) <= 1 or {*item.decides} <= {*item.effort}
        assert item.actor in item.effort or not {item.actor, *item.helpers} & {*item.effort}
        releasing = {called[name] for text in item.actions for name in release.findall(text)}
        assert releasing <= {*item.decides, *(grant.role for grant in item.grants)}


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
