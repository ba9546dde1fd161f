"""A brief tells a council what to decide, when, and nothing that the schedule or the city itself contradicts."""

from __future__ import annotations

import io
import random
import re
from typing import TYPE_CHECKING

import pypdf
import pytest

from advisor import paths
from advisor.answers import packs
from advisor.answers.read import read_answers
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.chapters import competence, pressing
from advisor.reports.chapters.council import council
from advisor.reports.chapters.cutting import listed
from advisor.reports.chapters.evidence import sources
from advisor.reports.chapters.motion import later, resolutions
from advisor.reports.chapters.settling import defers
from advisor.reports.chapters.summary import summary
from advisor.reports.language import load_words
from advisor.reports.options import Wish
from advisor.reports.pictures.drawing import WIDTH
from advisor.reports.pictures.map import map_figure
from advisor.reports.writers.markdown import to_markdown
from advisor.reports.writers.pdf import to_pdf
from tests.support.cities import by_chance, city
from tests.support.reports import EXAMPLES, TEMPLATES, context, document, engine_of, imagined, name_of, pack_of, report
from tests.support.sampling import in_full, sample_and_all, sampled

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.outcome import PathStep
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reports.chapters.council import Council
    from advisor.reports.context import Context

PAPERS = in_full(200, beside_a_change=32)
"""In each language."""
CITIES = 25
SCHAFFHAUSEN = paths.shipped("examples") / "schaffhausen-2021.answers.yaml"


def shown(file: Path) -> Context:
    pack, engine = pack_of(file), engine_of(file)
    asked = read_answers(file, pack)
    return context(pack, asked, assess(KnowledgeBase(pack, engine), asked))


def paper(found: Context) -> Council:
    return council(found, map_figure(found).height)


def possible(pack: Pack, dice: random.Random, share: float) -> dict[str, AnswerValue]:
    """Return answers by chance, of numbers only those that a question allows."""
    most = {question.id: question.maximum for question in pack.questions if question.maximum is not None}
    given = {name: value for name, value in by_chance(pack, dice).items() if dice.random() < share}
    return {name: min(value, most[name]) if isinstance(value, int) and name in most else value for name, value in given.items()}


def asked(found: Context) -> list[str]:
    """Return every resolution and every later decision, those of today first."""
    return [*(f"{each['what']} {each['details']}" for each in resolutions(found)), *later(found)]


def steps_of(found: Context) -> list[PathStep]:
    """Return the steps that a paper tells: none while it is open with which the path begins."""
    return [item for item in found.outcome.path if item.kind == "step" and not found.outcome.forks]


def told_by(answers: str, tmp_path: Path, audience: str = "council", city: str = "name: Lindental") -> str:
    file = tmp_path / "city.answers.yaml"
    file.write_text(f"pack: smart-city\ncity: {{{city}}}\ndate: 2026-11-28\n{answers}\n", encoding="utf-8")
    return report(file, "md", "--audience", audience).decode()


def first_page(told: str) -> str:
    return told.partition("## Das Wichtigste")[2].partition("\n## ")[0]


def motion_of(told: str) -> str:
    return told.partition("## Antrag")[2].partition("\n### ")[0]


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_every_step_is_asked_for_once_now_or_later_in_the_order_of_the_path(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    begun = [
        int(match[1])
        for text in asked(found)
        if (
            match := re.match(
                r"(?:Von )?Schritt (\d+)(?: wird (?:ausgelöst|Kenntnis)|, frühestens|, nach Schritt)"
                r"|Das Geld für Schritt \d+ wird (?:für das erste Jahr )?freigegeben",
                text,
            )
        )
        and match[1]
    ]
    released = r"Das Geld für Schritt (\d+) wird (?:für das erste Jahr )?freigegeben"
    granted = [int(each) for each in re.findall(released, " ".join(asked(found)))]
    assert sorted([*begun, *granted]) == list(range(1, len(steps_of(found)) + 1))
    assert begun == sorted(begun)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_money_that_is_waited_for_is_decided_on_apart_and_in_the_order_of_the_months(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    found = imagined(pack, engine, number)
    texts = asked(found)
    for place, item in enumerate(steps_of(found), start=1):
        asks = f"Das Geld für Schritt {place} wird "
        money = [text for text in texts if text.startswith(asks) and "freigegeben" not in text]
        begun = next(each for each in texts if re.match(rf"(?:Von |Das Geld für )?Schritt {place}(?:,| wird)", each))
        is_told_with_it = "Über das Geld: " in begun  # where both are decided on later, they have one line
        assert len(money) + is_told_with_it == (item.timeframe.money is not None and bool(item.grants))
        for text in money:
            rounds = item.timeframe.round
            is_earlier = rounds is None or rounds[0] < item.timeframe.begins[0]
            assert (texts.index(text) < texts.index(begun)) == is_earlier
            assert ("bevor er beginnt" in text) == (place == 1 and item.timeframe.round is None)
            assert ("Budgettermin" in text) == (item.timeframe.round is not None)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_the_first_page_says_which_step_costs_money_every_year(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    page, steps = paper(found), steps_of(found)
    if not steps or page["provisional"]:
        return
    cost = next(each["text"] for each in page["answers"] if each["label"] == "Was es kostet")
    yearly = [number for number, item in enumerate(steps, start=1) if item.cost is not None and item.cost.yearly[1]]
    later = [int(each) for each in re.findall(r"Jährliche Kosten erst ab Schritt (\d)", cost)]
    assert later == [first for first in yearly[:1] if first > 1]
    once = found.outcome.cost is not None and any(found.outcome.cost.once)
    whole = cost.partition("Ganzer Weg: ")[2] or cost
    ends = found.outcome.renewal is not None or any(item.cost is not None and item.cost.for_a_time for item in steps)
    assert ("keine neuen jährlichen Kosten." in whole) == (not yearly and once and not ends)


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_what_is_cut_is_counted(pack: Pack, engine: PackEngine, number: int) -> None:
    answers = city(pack, possible(pack, random.Random(number), 0.8))
    found = context(pack, answers, assess(KnowledgeBase(pack, engine), answers))
    page = paper(found)
    shown, total = page["next"]["rows"], page["next"]["total"] or ""
    steps = steps_of(found)
    left = len(steps) - len(shown)
    more = {1: "Ein weiterer Schritt steht im ganzen Bericht unter «Der Weg»."}.get(
        left, f"{left} weitere Schritte stehen im ganzen Bericht unter «Der Weg»."
    )
    assert total.endswith(more) == (left > 0)
    told = page["next"]["follows"] or ""
    titles, aims = (
        [found.text(found.step(item.step).title) for item in steps],
        [found.name(item.target or "") for item in steps],
    )
    by_aim = re.findall(r"(?:\d\. |sein Ziel: )([^,.«»]+?)(?=, \d|\.$| und \d)", told)  # where there is little room
    assert re.findall(r"«(.+?)»(?=, \d|\.$| und \d)", told) == titles or (by_aim == aims and "Ziel" in told)
    assert shown or not steps_of(found)


def test_where_it_is_open_how_the_path_begins_a_paper_asks_and_begins_nothing(tmp_path: Path) -> None:
    told = told_by("answers: {strategy_status: adopted, staff_unit: staffed, staff_unit_scope: some}", tmp_path)
    assert "Als Nächstes ist zu entscheiden, bis wann die offenen Fragen geklärt werden" in told
    assert "dann zuerst: " in told.partition("### Was zuerst zu beantworten ist")[2].partition("\n## ")[0]
    assert "Schritt 1" not in told
    team = told_by("answers: {strategy_status: adopted, staff_unit: staffed, staff_unit_scope: some}", tmp_path, "team")
    page = team.partition("## Der Stand heute")[0]
    assert "**Der Weg.** Womit der Weg beginnt, hängt an Antworten, die noch fehlen oder umstritten sind." in page
    assert "Schritt 1" not in page


def test_a_contradiction_on_which_a_verdict_rests_comes_first_and_defers_every_step(tmp_path: Path) -> None:
    lab = "domain_expertise: several_topics, staff_proposals: regular, topic_owners: named"
    others = "topic_owner_budget: none, office_head_commitment: tolerates, executive_decision: none, cross_topic_projects: none"
    told = told_by(f"answers: {{staff_unit: none, staff_unit_scope: most, {lab}, {others}}}", tmp_path)
    page = first_page(told)
    assert "Als Nächstes klären alle, die geantwortet haben, an einer gemeinsamen Sitzung, was gilt" in page
    assert "Der Stand (Querschnittszentrum) und der Weg gelten erst, wenn das geklärt ist:" in page
    assert "Nach einer anderen gibt es weder eine Stelle noch einen Antrag dafür." in page
    assert re.search(r"Querschnittszentrum \|.*, vorläufig \|", page)
    assert page.index("**Vorläufig.**") < page.index("### Wo wir stehen")
    assert "Schritt 1" not in motion_of(told)
    assert "Vom vorläufigen Stand wird Kenntnis genommen" in motion_of(told)
    assert "- Schritt 1, frühestens" in told.partition("### Später zu entscheiden")[2]


def test_one_status_that_is_open_keeps_a_path_from_nothing_but_being_called_whole(tmp_path: Path) -> None:
    lab = "domain_expertise: several_topics, staff_proposals: regular, topic_owners: named, office_head_commitment: supports"
    others = "cross_office_working_group: none, cross_topic_projects: none, executive_decision: none, staff_unit: none"
    told = told_by(f"answers: {{{lab}, {others}}}", tmp_path)
    assert "Mit Sicherheit etabliert ist heute eine der vier Herangehensweisen: Themenlab" in told
    asked_for = motion_of(told)
    assert "Die offenen Fragen werden geklärt, bevor Schritt 1 beginnt." in asked_for
    assert "Ohne diese Antworten bleibt offen, ob der Weg vollständig ist." in asked_for
    assert "kein Weg empfehlen" not in told
    assert "Schritt 1" in asked_for.partition("bevor Schritt 1 beginnt")[2]


def test_a_motion_begins_with_what_a_city_calls_the_matter_and_with_what_is_pending_in_parliament(tmp_path: Path) -> None:
    asked_for = motion_of(told_by("answers: {own_term: digital, political_occasion: [motion]}", tmp_path))
    above = asked_for.partition("\n1. ")[0]
    assert above.index("unter «Digitalisierung»") < above.index("Nennen Sie in der Antwort den nächsten Schritt")


def test_a_head_who_refuses_does_not_decide_on_what_the_executive_wins_them_over_for(tmp_path: Path) -> None:
    lab = "domain_expertise: several_topics, staff_proposals: regular, topic_owners: named, office_head_commitment: rejects"
    sector = "topic_owner_budget: none, topic_owner_decision_rights: none, pilot_experience: one"
    others = "cross_office_working_group: none, cross_topic_projects: none, executive_decision: none, staff_unit: none"
    told = told_by(f"answers: {{{lab}, {sector}, {others}}}", tmp_path, city="name: Lindental, aim: [sektoralbereich]")
    assert "Entscheid: Exekutive" in motion_of(told)
    assert not re.search(r"Entscheid: [^(]*Amtsleitung", motion_of(told))


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_whoever_decides_on_a_step_is_named_beside_those_who_grant_its_money(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    for item in found.outcome.path:
        for told in (competence.of_item(found, item)[""], competence.named(found, item)) if item.decides else ():
            assert all(found.role(role) in told for role in item.decides)


def test_nothing_open_is_called_missing(tmp_path: Path) -> None:
    told = told_by("answers: {domain_expertise: individuals}", tmp_path)
    assert "keine etabliert" not in told
    assert "keine Herangehensweise" not in told


def test_only_poles_of_approaches_aimed_at_are_called_missing(tmp_path: Path) -> None:
    lab = "domain_expertise: several_topics, staff_proposals: regular, topic_owners: named"
    nothing = "topic_owner_budget: none, office_head_commitment: rejects, staff_unit: none, cross_office_working_group: none"
    given = f"{{{lab}, {nothing}}}"
    aim = "name: Lindental, aim: [themenlab, sektoralbereich]"
    for audience in ("council", "team"):
        told = told_by(f"answers: {given}", tmp_path, audience, aim)
        page = told.partition("Was fehlt.")[2].partition("\n\n")[0]
        assert page.strip() == "** Noch nicht abgedeckt: Top-down."
        assert "Integriert" not in page


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_what_is_absent_is_named_once_and_so_is_each_pole_without_it(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    first_page = summary(found)
    page = first_page["missing"] or ""
    absent = found.approaches_with("absent", aimed=True)
    assert all(name in first_page["standing"] and f"Nicht vorhanden: {name}" not in page for name in absent)
    if not page:  # nothing can be said of poles yet
        return
    wanted = {pole for each in pack.approaches if found.outcome.approaches[each.id].aimed for pole in each.poles}
    uncovered = {pole.name for pole in pack.poles() if pole.id in wanted and found.outcome.poles[pole.id] is False}
    none, told = "Noch kein Pol ist abgedeckt." in page, page.partition("abgedeckt: ")[2]
    named = {pole.name for pole in pack.poles() if none or pole.name in told}
    assert named == uncovered


@pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
def test_what_is_there_missing_or_open_is_called_alike_in_sentences_tables_and_the_map(language: str) -> None:
    words = load_words(TEMPLATES, language)
    for status in ("established", "emerging", "absent", "undetermined"):
        said = words.counted(f"summary.{status}", 1, names="X").lower()  # of several in the plural
        assert said.startswith(words(f"status.{status}").lower())
    assert words("summary.poles_missing", poles="X").partition(":")[0].split()[-1] == words("pole.missing").split()[-1]


@sample_and_all("count", 1, PAPERS)
@pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
def test_any_city_has_a_paper_of_two_pages_in_nine_points_or_more(language: str, count: int) -> None:
    pack = packs.pack_for(SCHAFFHAUSEN, None, None if language == "de" else language)
    base = KnowledgeBase(pack)
    for number in range(count):
        dice = random.Random(f"{language} {number}")
        share = dice.choice((0.3, 0.6, 0.9, 1.0))
        answers = city(pack, possible(pack, dice, share))
        made = document(pack, answers, assess(base, answers), "council")
        written = to_pdf(made, Wish(form="pdf", templates=TEMPLATES))
        pages = pypdf.PdfReader(io.BytesIO(written.content)).pages
        assert len(pages) == 2, number
        assert written.notes == ()
        assert min(size for page in pages for size in sizes_of(page)) >= 8.99, number


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_everything_urgent_is_in_the_motion_and_three_things_at_most_have_a_resolution_of_their_own(
    pack: Pack, engine: PackEngine, number: int
) -> None:
    found = imagined(pack, engine, number)
    named = [f"«{title}»" for title in (found.titled(name) for name in found.outcome.urgent)]
    about = [each for each in resolutions(found) if any(title in each["what"] for title in named)]
    contradicting = {f"«{found.titled(each.id)}»" for each in found.outcome.findings if each.kind == "contradiction"}
    told = [f"{each['what']} {each['details']}" for each in resolutions(found)]
    assert all(any(title in each for each in told) for title in named if title not in contradicting)
    assert len(about) <= 4
    left, page = pressing.left(found), paper(found)["urgent"]
    assert page is None or all(title in page for title in left[:1])  # named on page one, the rest counted
    assert all("Entscheid: " in each["details"] for each in about)


def test_no_motion_is_cut_in_the_middle_of_a_sentence(pack: Pack, engine: PackEngine) -> None:
    for number in range(8):
        found = imagined(pack, engine, number)
        told = [each["what"] for each in resolutions(found) if "wird vorbereitet" in each["what"]]
        told += [text for each in resolutions(found) for text in (each["details"], each["in_short"])]
        assert all(text.endswith(".") for text in told)
        ends = [(each["in_short"], each["details"].rpartition(". ")[2]) for each in resolutions(found)]
        assert all(in_short.endswith(without) for in_short, without in ends)  # what happens without it is said in any case


def test_questions_have_the_room_that_the_motion_leaves() -> None:
    page = paper(shown(paths.shipped("examples") / "all-unknown.answers.yaml"))
    assert page["instead"] is None
    assert page["open"] is not None
    assert len(page["open"]["texts"]) == 10
    assert not any("ganzen Bericht" in text for text in page["open"]["texts"])


def test_a_note_stands_once_and_whole_where_it_has_room() -> None:
    for name in ("seed-start", "winterthur-2020"):
        found = shown(paths.shipped("examples") / f"{name}.answers.yaml")
        page, note = paper(found), found.answers.note
        assert note is not None
        assert [text.endswith(note) for text in (page["note"] or "", *page["reservations"])].count(True) == 1


def test_no_line_ends_between_a_currency_and_its_amount() -> None:
    told = report(SCHAFFHAUSEN, "md", "--audience", "council").decode()
    assert "CHF\N{NO-BREAK SPACE}200" in told
    assert not re.search(r"CHF +\d", told)


def test_one_more_is_named_instead_of_counted(pack: Pack, engine: PackEngine) -> None:
    words = imagined(pack, engine, 0).words
    assert listed(words, list("abcd"), 4) == "a, b, c und d"
    assert listed(words, list("abcde"), 4) == "a, b, c und 2 weitere"


def sizes_of(page: pypdf.PageObject) -> set[float]:
    """Return the sizes of all running text, in points."""
    found: set[float] = set()

    def seen(text: str, around: list[float], within: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.add(round(size * abs(around[3] * within[3]), 2))

    page.extract_text(visitor_text=seen)
    return found


def test_the_smallest_words_of_the_map_are_as_large_as_those_around_it(pack: Pack, engine: PackEngine) -> None:
    figure = map_figure(imagined(pack, engine, 1))
    across = 164 / 25.4 * 72
    assert min(label.size for label in figure.labels) * across / WIDTH >= 9


@pytest.mark.parametrize("number", sampled(3, range(CITIES)))
def test_the_first_90_days_hold_nothing_that_waits(pack: Pack, engine: PackEngine, number: int) -> None:
    found = imagined(pack, engine, number)
    first = next(iter(steps_of(found)), None)
    page = summary(found)
    own = first.in_90_days[:3] if first else []
    waits = first is not None and (found.outcome.path[0] is not first or defers(found))
    begun_at_once = [text for text in own if text in page["first_90_days"]]
    assert begun_at_once == ([] if waits else own)
    later = page["from_first_step"]
    assert (later["texts"] if later else None) == (own if waits else None)


@pytest.mark.parametrize("file", sampled(4, EXAMPLES), ids=name_of)
def test_every_source_that_a_report_names_is_listed(file: Path) -> None:
    found = shown(file)
    report = to_markdown(document(found.pack, found.answers, found.outcome).tree)
    known = {source.id for source in found.pack.sources}
    named = set(re.findall(r"\b[A-Z][A-Za-z]*[0-9]+\b", report)) & known
    assert named == {source["id"] for source in sources(found)}


def test_a_city_is_not_shown_as_an_example_to_itself() -> None:
    found = shown(SCHAFFHAUSEN)
    step = found.step(next(item.step for item in found.outcome.path if item.kind == "step"))
    assert step.example is not None
    assert step.example.city == found.outcome.city.name
    report = to_markdown(document(found.pack, found.answers, found.outcome).tree)
    assert found.text(step.example.text) not in report


@pytest.mark.long
def test_what_threatens_a_pole_has_a_column_only_where_one_stands_alone() -> None:
    heads = {}
    for file in EXAMPLES:
        found = shown(file)
        if found.pack.info.id != "smart-city":
            continue
        covered = found.outcome.poles
        alone = any(
            {covered[one.id], covered[other.id]} == {True, False} for one, other in (axis.poles for axis in found.pack.axes)
        )
        report = to_markdown(document(found.pack, found.answers, found.outcome).tree)
        assert ("Was ohne Gegenpol droht" in report) == alone
        heads[alone] = file
    assert len(heads) == 2
