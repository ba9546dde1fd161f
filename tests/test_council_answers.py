"""Whoever has the first page of a council paper alone can tell who decides, by when, what it costs, and what is uncertain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from advisor.answers.read import read_answers
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.chapters import pressing, timing
from advisor.reports.chapters.cutting import counted
from advisor.reports.chapters.deadlines import month_of, sitting
from advisor.reports.chapters.message import decide
from advisor.reports.chapters.motion import resolutions
from advisor.reports.chapters.plan import items
from advisor.reports.chapters.resolution import title
from advisor.reports.chapters.second_page import second_page
from advisor.reports.chapters.settling import provisional, to_settle
from advisor.reports.chapters.short_answers import short_answers
from advisor.reports.chapters.situation import first_step, situation, steps_of
from advisor.reports.chapters.summary import summary
from tests.support.reports import EXAMPLES, context, engine_of, imagined, name_of, pack_of, report
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reports.context import Context

CITIES = 25
SITTING = "(?:an der nächsten Sitzung )?im "
MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) \d{4}"
LAB = "domain_expertise: several_topics, staff_proposals: regular, topic_owners: named"
NO_SECTOR = "office_head_commitment: supports, topic_owner_budget: none, topic_owner_decision_rights: within_project"
NO_CENTRE = "executive_decision: none, staff_unit: none, cross_office_working_group: none, cross_topic_projects: none"
SECTOR = f"{LAB}, {NO_SECTOR}, {NO_CENTRE}"
DISPUTED = "{value: unknown, said: [{value: supports, by: executive}, {value: tolerates, by: topic_owner}]}"
SITUATIONS = {
    "step": f"answers: {{{SECTOR}}}",
    "settle": f"answers: {{{SECTOR.replace('office_head_commitment: supports', f'office_head_commitment: {DISPUTED}')}}}",
    "clarify": "answers: {strategy_status: adopted, staff_unit: staffed, staff_unit_scope: some}",
}


def told_of(answers: str, folder: Path, city: str = "name: Lindental") -> Context:
    file = folder / "city.answers.yaml"
    file.write_text(f"pack: smart-city\ncity: {{{city}}}\ndate: 2026-11-28\n{answers}\n", encoding="utf-8")
    pack = pack_of(file)
    asked = read_answers(file, pack)
    return context(pack, asked, assess(KnowledgeBase(pack, engine_of(file)), asked))


def answered(found: Context) -> dict[str, str]:
    return {each["label"]: each["text"] for each in short_answers(found)}


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_there_is_an_answer_to_every_question_in_every_city(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    told = answered(found)
    assert list(told) == ["Wer entscheidet", "Bis wann", "Was es kostet", "Was unsicher ist"]
    assert any(found.role(role.id) in told["Wer entscheidet"] for role in pack.roles)
    assert re.search(f"(?:Entscheid|angesetzt) {SITTING}{MONTH}", told["Bis wann"])
    assert re.search("CHF|kein zusätzliches Geld|nicht beziffert|noch nicht sagen", told["Was es kostet"])
    assert told["Was unsicher ist"]


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_page_one_says_who_decides_on_the_money_of_every_step_and_how_much_work_its_own_staff_has(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    found = imagined(pack, engine, number)
    steps, told = steps_of(found), answered(found)
    if first_step(found) is None:
        return
    later = {place for place, item in enumerate(steps[1:], start=2) if item.grants}
    named = re.findall(r"Über das Geld für (?:Schritt|die Schritte) ([\d, und]+) entscheidet", told["Wer entscheidet"])
    assert {int(each) for text in named for each in re.findall(r"\d+", text)} == later
    days = sum(found.outcome.effort.values())
    assert ("Arbeitstage des eigenen Personals" in told["Was es kostet"]) == (days > 1)


@pytest.mark.parametrize("asks", SITUATIONS)
def test_a_paper_that_is_provisional_has_a_date_and_a_price_as_well(asks: str, tmp_path: Path) -> None:
    found = told_of(SITUATIONS[asks], tmp_path)
    assert situation(found) == asks
    told = answered(found)
    if asks == "step":
        return
    assert "an der nächsten Sitzung im Dezember 2026 (Datum einsetzen)" in told["Bis wann"]
    assert "bis Ende Januar 2027 (Vorschlag)" in told["Bis wann"]
    assert re.search("danach.* frühestens im Februar 2027", told["Bis wann"])
    begins = [item.timeframe.begins[0] for item in found.outcome.path if item.kind != "clarify"]
    assert month_of(found, min(begins)) == "Februar 2027"  # so says the timetable
    assert told["Was es kostet"].startswith("Klären: kein zusätzliches Geld.")
    who = "Die Exekutive setzt die Klärungssitzung an." if asks == "settle" else "es antworten alle Befragten."
    assert who in told["Wer entscheidet"]
    assert told["Was unsicher ist"].startswith("Was unter «Vorläufig» steht" if asks == "settle" else "Offen ist «")
    if asks == "settle":
        assert "Der Weg, wie er hier steht, dauert " in told["Bis wann"]
        assert "Der Weg, wie er hier steht: " in told["Was es kostet"]


def test_whoever_has_page_one_knows_whether_the_status_hangs_on_what_is_to_be_settled(tmp_path: Path) -> None:
    found = told_of(SITUATIONS["settle"], tmp_path)
    assert "Stand und Weg können sich damit ändern" in answered(found)["Was unsicher ist"]
    assert "Der Stand (Sektoralbereich) und der Weg gelten erst, wenn das geklärt ist:" in (provisional(found) or "")
    assert "Noch offen, weil Antworten umstritten sind: Sektoralbereich." in summary(found)["standing"]


def test_what_is_disputed_is_named_with_what_hangs_on_it(tmp_path: Path) -> None:
    told = " ".join(to_settle(told_of(SITUATIONS["settle"], tmp_path)))
    assert "Was tut seine Leitung konkret dafür? Geantwortet wurde «duldet» (1 von 2, Thementragende) und «unterstützt" in told
    assert "Davon hängt ab: der Stand (Sektoralbereich) und die Wahl des nächsten Schritts." in told


def test_an_answer_that_somebody_did_not_know_says_who_and_one_that_nobody_gave_says_so(tmp_path: Path) -> None:
    unknown = SECTOR.replace("office_head_commitment: supports", "office_head_commitment: {value: unknown, by: executive}")
    told = answered(told_of(f"answers: {{{unknown.replace(', topic_owner_budget: none', '')}}}", tmp_path))["Was unsicher ist"]
    assert re.search(r"Was tut seine Leitung konkret dafür\?» \(nicht bekannt laut Exekutive\)", told)
    assert re.search(r"das Geld für ihr Vorhaben\?» \(nicht beantwortet\)", told)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_every_resolution_says_who_decides_how_much_when_and_what_happens_without_it(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    for each in resolutions(imagined(pack, engine, number)):
        details = each["details"]
        assert re.match(r"(?:Zuerst: .+?[.…] )?Entscheid: [^(]+ \(.+?\)\. ", details)
        assert details.startswith("Zuerst: ") == bool(re.search(r"ausgelöst: |Von Schritt \d wird Kenntnis", each["what"]))
        assert details.count("Betrag: ") == 1
        assert re.search(f"Termin: (?:Entscheid|Antrag) .*{MONTH}", details)
        assert re.search(r"[Oo]hne dies|Geschieht nichts: |erst beantragt|kommt nicht ans Ziel", details)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_what_a_motion_has_no_room_for_is_counted_as_a_reader_counts_it(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    asked, urgent = resolutions(found, own=0), pressing.left(found)
    about = [each for each in asked if any(title in each["what"] for title in urgent)]
    assert sum(each["points"] for each in about) == len(urgent)
    page = second_page(found, 12.0, noted=False)
    assert all(each["details"] for each in page["motion"])  # nobody votes on what stands elsewhere
    left = sum(each["points"] for each in asked[len(page["motion"]) :])
    told = counted(found.words, "resolutions", left)
    assert page["reservations"][: len(told)] == told


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_a_step_is_decided_on_in_one_month_wherever_that_is_told(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    if situation(found) != "step":
        return
    by = re.match(f"Entscheid {SITTING}({MONTH})", answered(found)["Bis wann"])
    begins = re.compile(r"(?:Von )?Schritt (\d) wird (?:ausgelöst|Kenntnis)|Das Geld für Schritt (\d) wird .*freigegeben")
    own = {int(match[1] or match[2]): each for each in resolutions(found) if (match := begins.match(each["what"]))}
    assert by is not None
    assert re.search(f"Termin: Entscheid {SITTING}{by[1]}", own[1]["details"])


@pytest.mark.parametrize("number", sampled(6, range(CITIES)))
def test_what_the_first_step_mends_has_no_resolution_of_its_own(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    first, asked = first_step(found), resolutions(found)
    own = {title for each in asked for title in re.findall(r"Für («.+?») ist \[Name\] zuständig", each["what"])}
    mended = set(pressing.mended(found))
    assert not own & mended
    assert own <= set(pressing.left(found))
    if mended and first is not None:
        begun = next(each for each in asked if f"«{found.text(found.step(first.step).title)}»" in each["what"])
        assert all(title in begun["details"] for title in mended)


@pytest.mark.parametrize(
    ("limits", "said", "asked_for"),
    [
        (
            "",
            "Legislative (Antrag: Exekutive; mit dem Budget; nach Ihrer Kompetenzordnung zu prüfen)",
            "Das Geld für Schritt 1 wird beantragt, bevor er beginnt.",
        ),
        (
            "office_head_spending_limit: 100, executive_spending_limit: 900000",
            "Exekutive (einmalig bis CHF\N{NO-BREAK SPACE}900\N{NO-BREAK SPACE}000 nach Ihrer Angabe)",
            "Das Geld für Schritt 1 wird freigegeben und der Schritt ausgelöst",
        ),
        (
            "office_head_spending_limit: 900000",
            "Amtsleitung (einmalig bis CHF\N{NO-BREAK SPACE}900\N{NO-BREAK SPACE}000 nach Ihrer Angabe)",
            "Von Schritt 1 wird Kenntnis genommen; der Entscheid über Geld und Beginn liegt bei der Amtsleitung",
        ),
        (
            "office_head_spending_limit: 0, executive_spending_limit: 0",
            "Legislative (Antrag: Exekutive; ",
            "Das Geld für Schritt 1 wird beantragt, bevor er beginnt.",
        ),
    ],
)
def test_an_amount_is_held_against_what_somebody_may_spend_and_money_at_hand_is_released(
    limits: str, said: str, asked_for: str, tmp_path: Path
) -> None:
    found = told_of(f"answers: {{{SECTOR}{', ' if limits else ''}{limits}}}", tmp_path)
    assert said in answered(found)["Wer entscheidet"]
    assert any(each["what"].startswith(asked_for) for each in resolutions(found))
    assert not any("Schritt 2" in each["what"] for each in resolutions(found))  # it is due in another month
    reserved = any("unter Vorbehalt des Budgets" in each["in_short"] for each in resolutions(found))
    assert reserved == ("beantragt" in asked_for)


def test_a_step_that_follows_at_the_same_sitting_begins_only_once_the_one_before_is_done(tmp_path: Path) -> None:
    begun = (
        "domain_expertise: several_topics, staff_proposals: occasional, pilot_experience: one, office_head_commitment: supports"
    )
    others = "staff_unit: planned_or_side_task, staff_unit_scope: some, staff_unit_budget_authority: recommends"
    more = "topic_owner_budget: case_by_case, cross_topic_view: occasional, cross_topic_projects: one, population: 7000"
    found = told_of(f"answers: {{{begun}, {others}, {more}, office_head_spending_limit: 5000}}", tmp_path)
    second = next(each for each in resolutions(found) if "Schritt 2" in each["what"])
    assert "Schritt 2 beginnt erst, wenn Schritt 1 abgeschlossen ist." in second["in_short"]


ENDING = "post_or_credit_ends: 2028-12-31, months_to_next_budget: 5, budget_lead_time_months: 10"


def test_money_that_ends_is_asked_for_in_the_last_round_in_time_and_no_path_is_said_to_cost_nothing_every_year(
    tmp_path: Path,
) -> None:
    found = told_of(f"answers: {{{SECTOR}, {ENDING}}}", tmp_path)
    told, asked = answered(found), [each for each in resolutions(found) if "Anschluss" in each["what"]]
    assert "Letzte Budgetrunde, die für einen Anschluss reicht: die nächste, April 2027." in told["Bis wann"]
    assert "keine jährlichen Kosten" not in told["Was es kostet"].partition("Ganzer Weg")[2]
    assert len(asked) == 1
    assert "Legislative (Antrag: Exekutive; mit dem Budget)" in asked[0]["details"]
    assert "erst im Februar 2029 da, nach dem Ende" in asked[0]["details"]
    assert summary(found)["urgent"][0]["title"] == "Ende der Stelle oder des Kredits"


def test_beside_every_request_for_money_stands_that_there_is_no_budget_and_what_to_ask_first(tmp_path: Path) -> None:
    found = told_of(
        f"answers: {{{SECTOR}, budget_state: rejected, months_to_next_budget: 1, budget_lead_time_months: 2}}", tmp_path
    )
    paid = [each["details"] for each in resolutions(found) if "Betrag: einmalig CHF" in each["details"]]
    asked = [details for details in paid if "darüber wird eigens entschieden" not in details]
    assert asked
    told = "Das Budget wurde abgelehnt oder zurückgewiesen. Fragen Sie die Finanzverwaltung, welche Ausgaben zulässig sind"
    assert all(told in details for details in asked)


def test_where_savings_are_decided_a_step_begins_with_money_that_is_there_and_the_cost_says_why(tmp_path: Path) -> None:
    ends = "savings_end: 2028-12-31, months_to_next_budget: 8, budget_lead_time_months: 5"
    found = told_of(f"answers: {{{SECTOR}, budget_state: savings, {ends}}}", tmp_path)
    cost = answered(found)["Was es kostet"]
    assert "Schritt 1 samt Vorbereitung: kein zusätzliches Geld." in cost
    assert "Ein Sparprogramm gilt, oder neue Stellen sind gesperrt." in cost
    held = "erst für die Zeit nach dem Termin «Ende des Sparprogramms oder des Stellenstopps» (Dezember 2028) eingeplant."
    assert held in answered(found)["Bis wann"]
    assert held in str(timing.notes(found))


TRIAL = (
    "domain_expertise: several_topics, staff_proposals: regular, topic_owners: none, pilot_experience: none,"
    " failure_culture: punished, innovation_time: none, office_head_commitment: tolerates, cross_topic_view: isolated,"
    " experiment_seed_money: time_tolerated, topic_owner_budget: none, topic_owner_decision_rights: none,"
    f" {NO_CENTRE}"
)


def test_beyond_a_limit_a_paper_says_how_it_goes_with_a_vote_and_the_step_ends_as_late_as_that(tmp_path: Path) -> None:
    limits = (
        "office_head_spending_limit: 0, executive_spending_limit: 5000, months_to_next_budget: 5, budget_lead_time_months: 10"
    )
    found = told_of(f"answers: {{{TRIAL}, {limits}}}", tmp_path)
    step = first_step(found)
    assert step is not None
    assert step.timeframe.above is not None
    ends = found.window(step, step.timeframe.above.ends or (0, 0), "council.when")
    early, _, latest = ends.removeprefix("frühestens ").partition(", spätestens ")
    money = "Antrag April 2027, Geld Februar 2028, Ende des Schritts"
    told = f"Für eine Ausgabe über CHF\N{NO-BREAK SPACE}5000: frühestens {money} {early}. Spätestens {money} {latest}."
    assert told in answered(found)["Bis wann"]
    assert "Antrag April 2027" not in resolutions(found)[0]["details"]  # said once in a paper, where it is asked by when
    assert told in " ".join(line["text"] for item in items(found) for line in item["before"])
    assert found.ends(step, "council.when").endswith(latest)


def test_the_end_of_the_term_stands_on_the_first_page(tmp_path: Path) -> None:
    known = f"{SECTOR}, budget_lead_time_months: 10, legislature_ends: 2044-12-31"
    told = answered(told_of(f"answers: {{{known}}}", tmp_path))["Bis wann"]
    assert told.endswith("Ende der Amtszeit: Dezember 2044.")
    assert "Der ganze Weg dauert " in told


@pytest.mark.parametrize("file", sampled(4, EXAMPLES), ids=name_of)
def test_the_four_questions_stand_before_the_map(file: Path) -> None:
    page = report(file, "md", "--audience", "council").decode().partition("### Wo wir stehen")[0]
    places = [page.index(f"- **{label}:** ") for label in ("Wer entscheidet", "Bis wann", "Was es kostet", "Was unsicher ist")]
    assert places == sorted(places)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_what_a_step_lacks_is_counted_and_called_a_condition_and_no_fact(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    step = first_step(found)
    lacking = [each.text for each in step.preconditions if each.state == "missing"] if step is not None else []
    told = decide(found)
    count = {0: "", 1: "muss etwas gelten, was heute noch nicht gilt: «"}.get(
        len(lacking), f"müssen {len(lacking)} Dinge gelten, die heute noch nicht gelten"
    )
    assert (count in told) if situation(found) == "step" and count else ("noch nicht gelten" not in told)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_only_a_body_decides_at_a_meeting(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    persons = {each.role for each in pack.info.competences if each.one_person}
    for item in found.outcome.path:
        if item.decides and {*item.decides, *(grant.role for grant in item.grants)} <= persons:
            assert "Sitzung" not in sitting(found, 0, item)
            own = [each["what"] for each in resolutions(found) if item.kind == "step" and title(found, item) in each["what"]]
            assert all("wird Kenntnis genommen" in what for what in own)
    assert "an der nächsten Sitzung" in sitting(found, 0)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_the_days_of_work_in_a_team_report_add_up_to_the_total_of_a_council_paper(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    found = imagined(pack, engine, number)
    lines = [line["text"] for item in items(found) for line in item["after"] if line["label"] == found.words("label.effort")]
    assert sum(int(days) for text in lines for days in re.findall(r"(\d+) Tag", text)) == sum(found.outcome.effort.values())
