"""What a city's own rules decide is asked, and what money is at hand is not waited for: by the answers that a city gave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from advisor.answers.roles import labels, named
from advisor.i18n.localise import pack_in
from advisor.logic.values import only
from advisor.paths import shipped
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.chapters import motion, plan
from advisor.reports.chapters.reservations import reservations
from advisor.reports.chapters.resolution import amount_in_parts
from advisor.reports.context import Context
from advisor.reports.language import load_words
from tests.support.cities import city

if TYPE_CHECKING:
    from advisor.knowledge.measures import Wording
    from advisor.knowledge.model import Pack
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.pack_engine import PackEngine

LAB: dict[str, object] = {
    "domain_expertise": "several_topics",
    "staff_proposals": "regular",
    "topic_owners": "named",
    "innovation_time": "agreed",
    "pilot_experience": "one",
    "office_head_commitment": "supports",
    "topic_owner_budget": "none",
    "topic_owner_decision_rights": "none",
    "has_parliament": "yes",
    "executive_decision": "none",
    "staff_unit": "none",
    "cross_office_working_group": "none",
    "cross_topic_view": "isolated",
    "cross_topic_projects": "none",
}
"""A city whose first step is money for a trial that went well."""
MONEY = "sektoralbereich_from_themenlab"
LIMITED = re.compile(r"für (ein|zwei) Jahre?\b|befrist")


def told(pack: Pack, engine: PackEngine, answers: dict[str, object]) -> Outcome:
    return assess(KnowledgeBase(pack, engine), city(pack, answers))  # type: ignore[arg-type]


def context(pack: Pack, engine: PackEngine, answers: dict[str, object]) -> Context:
    asked = city(pack, answers)  # type: ignore[arg-type]
    outcome = assess(KnowledgeBase(pack, engine), asked)
    return Context(pack, asked.complete(pack), outcome, load_words(shipped("templates"), pack.info.language))


@pytest.mark.parametrize(
    ("at_hand", "waits"),
    [
        ({}, True),
        ({"cross_cutting_budget": "yearly_credit"}, False),
        ({"office_head_spending_limit": 20000}, False),
        ({"executive_spending_limit": 50000}, False),
        ({"population": 3000, "executive_spending_limit": 5000}, False),
        ({"cross_cutting_budget": "yearly_credit", "budget_state": "rejected"}, True),
    ],
)
def test_money_that_is_at_hand_has_no_lead_time(
    pack: Pack, engine: PackEngine, at_hand: dict[str, object], *, waits: bool
) -> None:
    first = next(item for item in told(pack, engine, LAB | at_hand).path if item.step == MONEY)
    assert first.timeframe.lead_unknown is waits


def test_what_is_granted_for_a_time_costs_nothing_every_year(pack: Pack) -> None:
    """A post of two years costs a sum for both; only what stays comes back every year."""
    works = [work for step in pack.steps for work in step.works]
    told: list[Wording] = [*pack.measures, *works, *(other for work in (*pack.measures, *works) for other in work.instead)]
    limited = [each for each in told if each.cost and any(LIMITED.search(text.text.split(". ")[0]) for text in each.text)]
    assert len(limited) >= 5
    assert {each.cost.yearly for each in limited if each.cost} == {(0, 0)}


def test_a_framework_credit_does_not_wait_for_the_round_that_it_makes_needless(pack: Pack) -> None:
    credit = next(each for each in pack.measures if each.id == "cross_cutting_budget.framework_credit")
    assert credit.waits_for is None


def test_where_nobody_knows_when_money_comes_no_month_is_told_before_it_can(pack: Pack, engine: PackEngine) -> None:
    rows = plan.planned(context(pack, engine, LAB))
    money, after = rows[0], rows[1:]
    assert money["ends"] == "frühestens nach der nächsten Budgetrunde"
    assert not [row for row in after if re.search(r"20\d\d", row["begins"] + row["ends"])]
    assert after[-1]["begins"].startswith("nach Schritt ")
    rows = plan.planned(context(pack, engine, LAB | {"months_to_next_budget": 4}))
    assert rows[0]["ends"].startswith("nach dem Budgettermin (")


def test_what_decides_whether_money_is_waited_for_is_an_open_question_that_matters(pack: Pack, engine: PackEngine) -> None:
    asked = set(told(pack, engine, LAB).open_questions)
    assert {"office_head_spending_limit", "executive_spending_limit", "cross_cutting_budget", "population"} <= asked
    assert "office_head_spending_limit" not in told(pack, engine, LAB | {"office_head_spending_limit": 100}).open_questions


def test_what_the_first_step_mends_has_no_resolution_of_its_own(pack: Pack, engine: PackEngine) -> None:
    answers = LAB | {"topic_owner_decision_rights": "within_project", "office_head_spending_limit": 20000}
    found = context(pack, engine, answers)
    assert next(each for each in found.outcome.findings if each.id == "decision_rights_without_budget").removed_by == MONEY
    what = [each["what"] for each in motion.resolutions(found)]
    assert any("Schritt 1" in each for each in what)
    assert not any("Entscheidungsrechte ohne Budget" in each for each in what)


@pytest.mark.parametrize(("owners", "leads"), [({"topic_owners": "named"}, "topic_owner"), ({}, "office_head")])
def test_a_preparation_is_led_by_somebody_who_is_known_to_be_there(
    pack: Pack, engine: PackEngine, owners: dict[str, object], leads: str
) -> None:
    begun = {"domain_expertise": "individuals", "staff_proposals": "occasional", "office_head_commitment": "tolerates"}
    nothing = {name: value for name, value in LAB.items() if value in {"none", "isolated"}}
    item = next(item for item in told(pack, engine, nothing | begun | owners).path if item.kind == "preparation")
    assert (item.step, item.actor) == ("themenlab_from_nothing.preparation", leads)
    assert owners or "topic_owner" not in item.effort


def test_the_work_of_who_is_still_to_be_named_says_so(pack: Pack, engine: PackEngine) -> None:
    found = context(pack, engine, {"topic_owners": "none", "domain_expertise": "individuals", "staff_proposals": "occasional"})
    first = next(item for item in found.outcome.path if "topic_owner" in item.effort and item.kind == "step")
    assert first.nobody_yet == ["topic_owner"]
    told_days = [each["text"] for item in plan.items(found) for each in item["after"] if "Tage" in each["text"]]
    assert "Thementragende (noch zu bestimmen)" in told_days[0]


def test_what_is_looked_up_before_is_asked_and_never_asserted(pack: Pack) -> None:
    asked = [sentence.text for activity in pack.activities for sentence in activity.look_up]
    assert len(asked) > 8
    assert [text for text in asked if not text.endswith("?")] == []
    for word in ("Referendum", "Nachtragskredit", "Folgekosten", "ausgeschrieben", "Datenschutz", "Finanzkompetenz"):
        assert any(word in text for text in asked)


@pytest.mark.parametrize(
    ("answers", "said", "unsaid"),
    [
        ({}, ["Referendum", "oder entscheidet die Legislative"], ["nach Ihrer Angabe"]),
        ({"executive_spending_limit": 30000}, ["nach Ihrer Angabe CHF 30\N{NO-BREAK SPACE}000"], ["oder entscheidet"]),
        ({"has_parliament": "no"}, ["für die Gemeindeversammlung bereit"], ["Referendum", "die Legislative"]),
    ],
)
def test_a_council_that_is_asked_for_money_reads_what_to_look_up(
    pack: Pack, engine: PackEngine, answers: dict[str, object], said: list[str], unsaid: list[str]
) -> None:
    told = " ".join(reservations(context(pack, engine, LAB | answers)))
    assert "Vor dem Beschluss in den eigenen Regeln nachzusehen" in told
    assert [each for each in said if each not in told] == []
    assert [each for each in unsaid if each in told] == []


@pytest.mark.parametrize(
    ("language", "known", "called"),
    [
        ("de", {"has_parliament": "no"}, ("Gemeinderat", "Gemeindeversammlung")),
        ("fr", {"has_parliament": "no"}, ("exécutif communal", "assemblée communale")),
        ("it", {"has_parliament": "no", "canton": "ti"}, ("Municipio", "assemblea comunale")),
        ("de", {"has_parliament": "no", "canton": "vs"}, ("Gemeinderat", "Urversammlung")),
        ("de", {"has_parliament": "no", "canton": "gr"}, ("Gemeindevorstand", "Gemeindeversammlung")),
        ("fr", {"has_parliament": "no", "canton": "vs"}, ("Conseil municipal", "assemblée primaire")),
        ("fr", {"has_parliament": "no", "canton": "vd"}, ("Municipalité", "Conseil général")),
        ("it", {"has_parliament": "yes", "canton": "ti"}, ("Municipio", "Consiglio comunale")),
        ("fr", {"has_parliament": "yes", "canton": "fr"}, ("Conseil communal", "Conseil général")),
        ("de", {}, ("Exekutive", "Legislative")),
    ],
)
def test_bodies_are_called_as_the_canton_and_an_assembly_make_certain(
    language: str, known: dict[str, str], called: tuple[str, str]
) -> None:
    pack = pack_in(shipped("rules") / "smart-city", language)
    found = labels(pack, "X", None, {}, {name: only(value) for name, value in known.items()})
    assert (found["executive"][""], found["parliament"][""]) == called


def test_a_name_is_known_behind_its_article_in_the_form_that_stands_there(pack: Pack) -> None:
    forms = named(pack, "der Grosse Gemeinderat")
    assert forms is not None
    assert (forms["dem"], forms["den"]) == ("dem Grossen Gemeinderat", "den Grossen Gemeinderat")


@pytest.mark.parametrize(
    ("there", "yearly"),
    [({}, (60_000, 130_000)), ({"staff_unit_fte": 0}, (60_000, 130_000)), ({"staff_unit_fte": 40}, (12_000, 26_000))],
)
def test_of_a_post_the_share_is_priced_that_is_lacking_and_all_of_it_where_nobody_knows(
    pack: Pack, there: dict[str, int], yearly: tuple[int, int]
) -> None:
    measure = next(each for each in pack.measures if each.raises == {"staff_unit": "staffed"})
    known = city(pack, {"population": 20_000, "activity_complexity": "many_linked", **there}).possible(pack)
    cost = pack.here(measure, known).cost
    assert cost is not None
    assert cost.yearly == yearly


def test_a_request_names_each_thing_that_is_paid_for_with_its_amount(pack: Pack, engine: PackEngine) -> None:
    known: dict[str, object] = {"activity_complexity": "many_linked", "staff_unit": "planned_or_side_task", "staff_unit_fte": 40}
    asked = context(pack, engine, {**LAB, **known, "months_to_next_budget": 1, "budget_lead_time_months": 8})
    item = next(each for each in asked.outcome.path if len(each.expenses) > 1)
    assert [each.label for each in item.expenses] == ["Stabs- oder Fachstelle", "Ämterübergreifender Kredit"]
    told = amount_in_parts(asked, item)
    assert "Stabs- oder Fachstelle: einmalig höchstens CHF\N{NO-BREAK SPACE}4000 und jährlich CHF" in told
    assert told.partition(" (")[2].removesuffix(")") in " ".join(
        line["text"] for each in plan.items(asked) for line in each["after"]
    )
