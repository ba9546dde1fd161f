"""The team report announces no list that is not there, and says of nothing that it is unknown and known at once."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.knowledge.steps import CityExample, years_in
from advisor.reasoning.answers import Answer
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.compose import compose
from advisor.reports.writers.markdown import to_markdown
from advisor.reports.writers.text import to_text
from tests.support.cities import city
from tests.support.reports import TEMPLATES

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers, AnswerValue
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reports.tree import Node

LAB = {"domain_expertise": "several_topics", "staff_proposals": "regular", "topic_owners": "named_with_time"}
SETTLED = LAB | {
    "office_head_commitment": "tolerates",
    "topic_owner_budget": "none",
    "topic_owner_decision_rights": "may_propose",
    "cross_office_working_group": "none",
    "cross_topic_view": "isolated",
    "staff_unit": "none",
}
NOTES = (("mandated", "administration", "Auftrag von 2024"), ("informal", "executive", "Getagt im Frühling"))
LAB_AND_OFFICE_AT_ONCE = {
    "domain_expertise": "missing",
    "staff_proposals": "collected",
    "topic_owners": "named_with_time",
    "office_head_commitment": "rejects",
    "topic_owner_budget": "recurring",
    "topic_owner_decision_rights": "with_financial_authority",
    "cross_office_working_group": "all_departments",
    "executive_decision": "taken_with_parliament",
    "initiative_origin": "none",
}


def report(pack: Pack, engine: PackEngine, answers: Answers, audience: str = "team") -> Node:
    outcome = assess(KnowledgeBase(pack, engine), answers)
    return compose(TEMPLATES, audience, pack, answers, outcome).tree


def markdown(pack: Pack, engine: PackEngine, answers: Answers, audience: str = "team") -> str:
    return to_markdown(report(pack, engine, answers, audience))


def dated(answers: Answers, year: int) -> Answers:
    day = datetime.date(year, 11, 22)
    return msgspec.structs.replace(answers, date=day, start=day)


def test_what_follows_from_another_answer_is_shown_with_its_value(pack: Pack, engine: PackEngine) -> None:
    told = markdown(pack, engine, city(pack, SETTLED))
    row = next(line for line in told.split("\n") if line.startswith("| Reichweite der Stelle"))
    assert "«keine» (folgt aus anderen Antworten)" in row
    assert not re.search(r"Reichweite der Stelle: nicht bekannt", told)


@pytest.mark.parametrize("kind", ["markdown", "text"])
def test_no_heading_stands_over_a_figure_that_is_not_shown(kind: str, pack: Pack, engine: PackEngine) -> None:
    tree = report(pack, engine, city(pack, SETTLED))
    told = to_markdown(tree) if kind == "markdown" else to_text(tree)
    assert "Profil nach Themen" not in told
    assert "Die vier Pole und was sie einbringen" in told


def test_open_answers_are_called_these_only_where_they_are_listed(pack: Pack, engine: PackEngine) -> None:
    listed = markdown(pack, engine, city(pack, LAB))
    assert "Jede dieser Antworten" in listed
    assert "Ausserdem offen" in listed
    answers = msgspec.structs.replace(city(pack, SETTLED | {"office_head_commitment": "supports"}), aim=("themenlab",))
    alone = markdown(pack, engine, answers)
    assert "Unbekannt gilt nirgends als Nein. Offen, mit Folgen" in alone
    assert not re.search("Jede dieser Antworten|Ausserdem offen", alone)


def test_approaches_are_said_to_be_aimed_at_only_where_a_city_chose_some(pack: Pack, engine: PackEngine) -> None:
    nothing = city(pack, {})
    assert "noch keine Herangehensweise abschliessend" in markdown(pack, engine, nothing)
    chosen = msgspec.structs.replace(nothing, aim=("themenlab", "sektoralbereich"))
    assert "noch keine der angestrebten Herangehensweisen abschliessend" in markdown(pack, engine, chosen)


def test_a_step_that_establishes_another_approach_on_its_way_says_so(pack: Pack, engine: PackEngine) -> None:
    answers = city(pack, SETTLED | LAB_AND_OFFICE_AT_ONCE)
    outcome = assess(KnowledgeBase(pack, engine), answers)
    statuses = {name: state.status for name, state in outcome.approaches.items()}
    several = []
    for item in outcome.path:
        new = [name for name, status in item.status_after.items() if status == "established" != statuses[name]]
        several += [new] if len(new) > 1 else []
        statuses = item.status_after
    told = markdown(pack, engine, answers)
    assert several
    assert told.count("Damit zugleich etabliert") == len(several)
    assert all(re.search(rf"→ \d\. .*{pack.approach(name).name}", told) for each in several for name in each)


def test_what_happened_after_the_day_of_a_report_is_no_example_in_it(pack: Pack, engine: PackEngine) -> None:
    answers = city(pack, SETTLED)
    examples = [step.example for step in pack.steps if step.example]
    for year in (2010, 2019, 2026):
        told = markdown(pack, engine, dated(answers, year))
        shown = re.findall(r"\*\*Beispiel:\*\* ([^(]+) \(", told)
        assert set(shown) <= {each.city for each in examples if (each.last_year or 0) <= year}
        assert bool(shown) == (year > 2010)
        assert ("Ereignisse, die nach dem Datum dieses Berichts liegen" in told) == (year < 2026)


def test_the_last_year_of_an_example_is_the_one_written_or_the_latest_named() -> None:
    told = CityExample(city="Aba", date="ab 2016", text="Bis 2019 waren CHF 200 000 im Budget.", sources=())
    assert told.last_year == 2019
    assert msgspec.structs.replace(told, year=2021).last_year == 2021
    assert msgspec.structs.replace(told, date="früher", text="Schon lange.").last_year is None
    assert years_in("2019–2021, CHF 2000.50 und 1'995'000") == [2019, 2021]


def test_what_is_disputed_is_not_told_again_as_unknown(pack: Pack, engine: PackEngine) -> None:
    answers = city(pack, {"domain_expertise": "several_topics"})
    said = tuple(Answer(value=value, by=by) for value, by in (("none", "executive"), ("project_budget", "office_head")))
    disputed = Answer(value=None, said=said)
    told = markdown(pack, engine, msgspec.structs.replace(answers, answers={**answers.answers, "topic_owner_budget": disputed}))
    chapters = {part.partition("\n")[0]: part for part in told.split("\n## ")}
    assert "| Budget der Thementragenden |" in chapters["Worin sich die Befragten uneinig sind"]
    assert "Ideen aus den Ämtern" in chapters["Was noch unbekannt ist"]
    assert "Budget der Thementragenden" not in chapters["Was noch unbekannt ist"]


def test_questions_to_clarify_are_listed_once_in_the_path(pack: Pack, engine: PackEngine) -> None:
    told = markdown(pack, engine, city(pack, {"domain_expertise": "several_topics"}))
    item = told.partition("\n### Zuerst klären")[2].partition("\n## ")[0].partition("\n### ")[0]
    listed = re.split(", | und ", item.partition("**Antworten auf:** ")[2].partition("\n")[0])
    assert "Ideen aus den Ämtern" in listed
    assert "Was zu tun ist" not in item
    assert all(item.count(label) == 1 for label in listed)


def test_who_and_what_was_noted_have_columns_only_where_many_rows_need_them(pack: Pack, engine: PackEngine) -> None:
    def told(by: str, count: int) -> str:
        answers = city(pack, SETTLED)
        given = dict(answers.answers)
        for name in list(SETTLED)[:count]:
            given[name] = msgspec.structs.replace(given[name], by=by, note="Protokoll 7")
        found = markdown(pack, engine, msgspec.structs.replace(answers, answers=given))
        return found.partition("\n## Alle Antworten\n")[2].partition("\n## ")[0]

    assert "| Frage | Antwort | Verwendet für |" in told("executive", 1)
    assert "– Exekutive; Protokoll 7" in told("executive", 1)
    assert "| Frage | Antwort | Wer, wann | Notiz | Verwendet für |" in told("executive", 6)


def test_what_two_people_noted_is_told_apart(pack: Pack, engine: PackEngine) -> None:
    said = tuple(Answer(value=value, by=by, note=note) for value, by, note in NOTES)
    answers = city(pack, SETTLED)
    given = answers.answers | {"cross_office_working_group": Answer(value=None, said=said)}
    told = markdown(pack, engine, msgspec.structs.replace(answers, answers=given))
    table = told.partition("\n## Alle Antworten\n")[2].split("\n")
    row = next(line for line in table if line.startswith("| Ämterübergreifende Arbeitsgruppe |"))
    assert "Verwaltung: Auftrag von 2024; Exekutive: Getagt im Frühling" in row


def test_what_an_answer_is_used_for_is_in_the_report(pack: Pack, engine: PackEngine) -> None:
    """A long way to the money is no risk where a credit over years is there; the months of a step rest on it all the same."""
    credit: dict[str, str | int] = {"cross_cutting_budget": "framework_credit", "budget_lead_time_months": 14}
    told = markdown(pack, engine, city(pack, {**SETTLED, **credit}))
    used = told.partition("\n## Alle Antworten\n")[2].partition("\n## ")[0]
    row = next(line for line in used.splitlines() if line.startswith("| Vorlauf bis zum Geld |"))
    assert "Langer Vorlauf" not in told.partition("\n## Befunde\n")[2].partition("\n## ")[0]
    assert "Schritt 3" in row
    assert "Langer Vorlauf" not in row


@pytest.mark.parametrize("audience", ["team", "council"])
def test_where_nobody_knows_when_money_comes_a_report_says_so_and_gives_no_month_for_the_end(
    audience: str, pack: Pack, engine: PackEngine
) -> None:
    told = markdown(pack, engine, city(pack, SETTLED), audience)
    row = next(line for line in told.splitlines() if line.startswith("| Schritt 1:")).split("|")
    assert row[4].strip() == "frühestens nach der nächsten Budgetrunde"
    assert "nicht vor dem nächsten Budget" in told
    total = next(line for line in told.splitlines() if line.startswith(("Der ganze Weg", "**Der Weg.**")))
    assert re.search(r"mindestens \d+ Monate", total)
    known = markdown(pack, engine, city(pack, {**SETTLED, "budget_lead_time_months": 14}), audience)
    assert "nicht vor dem nächsten Budget" not in known


def test_the_report_says_when_money_is_applied_for_and_what_goes_on_after_the_term(pack: Pack, engine: PackEngine) -> None:
    given: dict[str, AnswerValue] = {
        **SETTLED,
        "budget_lead_time_months": 14,
        "months_to_next_budget": 4,
        "legislature_ends": datetime.date(2027, 6, 30),
    }
    told = markdown(pack, engine, city(pack, given))
    assert "Reichen Sie den Antrag zum nächsten Termin ein: März 2027" in told
    assert "in den ersten 90 Tagen des Schritts" not in told
    assert "nach dem Termin «Ende der Amtszeit» (Juni 2027)" in told
    assert "Ende der Amtszeit: Juni 2027. Erst danach zu Ende: Schritt" in told
