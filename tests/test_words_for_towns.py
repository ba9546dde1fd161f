"""What smart-city says fits the town it is said to: its size, who decides there, who said no, and what is there already."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from advisor.reasoning.deductions import deductions
from advisor.reasoning.propagation import Reading, ReadingEngine
from advisor.workshop.cases.run import Said
from tests.support.cities import TODAY, by_chance, city
from tests.support.shipped import shipped_pack

ROOT = Path(__file__).parent.parent
VILLAGE = {
    "population": 900,
    "has_parliament": "no",
    "domain_expertise": "missing",
    "staff_proposals": "none",
    "topic_owners": "none",
    "office_head_commitment": "tolerates",
    "topic_owner_budget": "none",
    "topic_owner_decision_rights": "none",
    "cross_office_working_group": "none",
    "cross_topic_view": "isolated",
    "cross_topic_projects": "none",
    "executive_decision": "none",
    "executive_sponsor": "benevolent",
    "staff_unit": "none",
    "pilot_experience": "none",
    "innovation_time": "none",
    "strategy_status": "none",
    "political_occasion": ("crisis",),
}
"""A village in which nothing has begun."""
REFUSED = {"staff_proposals": "regular", "office_head_commitment": "rejects", "topic_owners": "named", "innovation_time": "none"}
"""A city whose people propose things, and hear no."""
LAB = {
    "domain_expertise": "several_topics",
    "staff_proposals": "regular",
    "topic_owners": "named",
    "experiment_seed_money": "nothing",
}
"""A city whose people propose things and try them out, and get no money for it."""
GROUP = {"cross_office_working_group": "mandated", "cross_topic_view": "customary", "activity_complexity": "many_linked"}
"""A city whose offices work together, and need somebody who coordinates."""
Answered = dict[str, object]
CITY_WORDS = (
    "Fraktion",
    "die Stadt ",
    "der Stadt ",
    "Städte",
    "Dachstrategie",
    "Stadtspitze",
    "Intranet",
    "mindestens 50 Stellenprozente",
    "Amtsleitung",
)


@cache
def engine() -> ReadingEngine:
    return ReadingEngine(shipped_pack("smart-city"), Reading(deductions(shipped_pack("smart-city"))))


def told(answers: Answered) -> str:
    """Return everything that is said to a town with these answers, without the names of bodies, which the town gives itself."""
    pack = shipped_pack("smart-city")
    return "\n".join(each.text for each in Said(pack, engine(), city(pack, answers)).sentences)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answers", "said", "unsaid"),
    [
        pytest.param(
            VILLAGE,
            ("setzt im nächsten Budget die Stellenprozente", "Die Leitung der Verwaltung sagt allen", "Die zwei Seiten"),
            ("vereinbart mit der vorgesetzten Person", "gibt die Koordination einer bestehenden Stelle oder"),
            id="a village is asked for one post once, and for working time by who is there",
        ),
        pytest.param(
            REFUSED,
            ("Wer zweimal ein Nein hört", "entsteht dann oft am Feierabend", "klärt mit der Amtsleitung, wie viele Stunden"),
            ("Wer zweimal keine Antwort erhält", "nur in ruhigen Wochen", "Die Vorgesetzten bestätigen das schriftlich"),
            id="where an office head says no, nobody waits for an answer",
        ),
        pytest.param(
            {"population": 4500, "staff_unit": "planned_or_side_task", "staff_unit_fte": 10},
            ("Jemand koordiniert Smart City nebenbei.", "zum Beispiel die Stellvertretung"),
            ("Eine Stelle für die Koordination ist beantragt", "mit Nachbargemeinden über eine gemeinsame Stelle"),
            id="who coordinates on the side is not told to let somebody do it on the side",
        ),
        pytest.param(
            {"budget_lead_time_months": 18, "existing_strategies_overlap": "unsettled"},
            ("vergeht ein Jahr oder mehr", "erwähnen einander nicht"),
            ("mehr als ein halbes Jahr",),
            id="a long time is not called half a year",
        ),
        pytest.param(
            {"strategy_status": "adopted", "measurable_goals": "none"},
            ("Legen Sie drei Ziele fest",),
            ("Wählen Sie drei Ziele",),
            id="goals that are not there are not chosen from",
        ),
        pytest.param(
            {"executive_sponsor": "named_and_active"},
            ("In der politischen Führung ist jemand",),
            ("Ein Mitglied der Exekutive ist für Smart City zuständig",),
            id="a leadership of one person has no members",
        ),
        pytest.param(
            REFUSED
            | {
                "failure_culture": "punished",
                "topic_owners": "none",
                "silo_thinking": "strong",
                "activity_complexity": "many_linked",
                "cross_office_working_group": "mandated",
            },
            ("bringt jene an einen Tisch", "stellt ihn ein Mitglied der Exekutive samt", "klärt mit den Vorgesetzten"),
            ("lassen Sie die Verantwortlichen", "stellt ihn die Amtsleitung", "vereinbaren Sie dafür mit den Vorgesetzten"),
            id="where an office head says no, somebody above talks to them first",
        ),
        pytest.param(
            GROUP | {"office_head_commitment": "rejects", "cooperation_effort_funded": "unfunded", "interfaces_known": "unclear"},
            ("klärt mit den Vorgesetzten, was davon gilt", "legen Sie der Exekutive vor"),
            ("unterschreiben diese Regel", "geht an die Vorgesetzten"),
            id="no rule waits for the signature of who says no",
        ),
        pytest.param(
            {
                "population": 1400,
                "staff_proposals": "occasional",
                "experiment_seed_money": "nothing",
                "cross_topic_projects": "none",
            },
            ("Wer eine Idee hat, vereinbart mit der vorgesetzten Person",),
            ("Thementragende vereinbaren mit ihrer vorgesetzten Person",),
            id="owners of whom nobody knows agree on nothing",
        ),
        pytest.param(
            LAB | {"pilot_experience": "one", "innovation_time": "scarce", "office_head_commitment": "tolerates"},
            ("Die Amtsleitung wählt mit den Thementragenden drei Vorschläge", "bitten Sie die Exekutive"),
            ("geben Sie jedem", "gibt jedem einige Arbeitsstunden, einen kleinen Betrag"),
            id="hours are given by the office, and money by those who have some to give",
        ),
        pytest.param(
            LAB | {"pilot_experience": "several", "innovation_time": "none"},
            ("Für neue Ideen fehlen aber fest abgemachte Stunden",),
            ("Ohne neue Versuche",),
            id="a city with several trials does not lack their experience",
        ),
        pytest.param(
            GROUP | {"population": 20000, "parliament_support": "rejects", "pilot_experience": "one"},
            ("vor Ort ein Ergebnis, das der Bevölkerung nützt, sobald es eines gibt",),
            ("zwei Ergebnisse, die",),
            id="who made one trial is not asked to show two",
        ),
        pytest.param(
            {
                "population": 4500,
                "staff_unit": "staffed",
                "staff_unit_fte": 40,
                "change_champions": "none",
                "key_person_dependency": "medium",
            },
            ("eine zweite Person aus einem anderen Bereich oder einer Nachbargemeinde",),
            ("Gewinnen Sie in zwei Ämtern",),
            id="a village is not asked for a second office",
        ),
        pytest.param(
            GROUP | {"population": 20000, "refused_before": ("vote",), "parliament_support": "benevolent"},
            ("gibt für ein Jahr einen begrenzten Betrag frei, der in der eigenen Finanzkompetenz liegt",),
            ("stellt einen jährlichen Betrag für Vorhaben von zwei oder mehr Ämtern",),
            id="where voters said no, nobody asks for more than the executive may release itself",
        ),
        pytest.param(
            GROUP | {"refused_before": ("vote",), "budget_lead_time_months": 9, "pilot_experience": "several_evaluated"},
            ("kommt erst, wenn die Einwände aufgenommen sind",),
            ("wenn sich Ergebnisse zeigen lassen", "Beantragen Sie einen mehrjährigen Rahmenkredit"),
            id="who has results to show already is not told to wait for them",
        ),
        pytest.param(
            LAB | {"population": 9000, "topic_owner_budget": "none", "pilot_experience": "one"},
            ("Die Bereichsleitung sagt innert eines Monats schriftlich zu",),
            ("Amtsleitung",),
            id="a small town reads of heads of areas",
        ),
        pytest.param(
            LAB | {"topic_owners": "none", "office_head_commitment": "supports", "topic_owner_decision_rights": "none"},
            ("Wer an einem Thema arbeitet, entscheidet",),
            ("entscheiden Thementragende in ihrem Vorhaben nicht selbst",),
            id="where nobody carries a topic, no sentence is about those who do",
        ),
        pytest.param(
            {"cross_cutting_budget": "framework_credit", "post_or_credit_ends": TODAY.replace(year=2027)},
            ("Legen Sie der Exekutive den Antrag auf Verlängerung zu einer Budgetrunde vor",),
            ("Beginnen Sie ein Jahr vor dem Ablauf",),
            id="who says when the credit ends is not told to begin a year before",
        ),
        pytest.param(
            GROUP | {"population": 20000, "staff_unit": "planned_or_side_task", "staff_unit_fte": 20},
            ("was heute zu 50 Stellenprozenten fehlt",),
            ("beantragt mit dem nächsten Budget mindestens 50 Stellenprozente",),
            id="a part of a post that is there is not applied for again",
        ),
        pytest.param(
            GROUP | {"population": 20000, "staff_unit": "planned_or_side_task", "staff_unit_fte": 80},
            ("Der Antrag für das Pflichtenheft ist traktandiert.",),
            ("Der Antrag für Pflichtenheft und Stellenprozente",),
            id="hours that are there are not applied for",
        ),
        pytest.param(
            {
                "executive_decision": "taken",
                "staff_unit": "staffed",
                "staff_unit_scope": "most",
                "staff_unit_budget_authority": "up_to_limit",
                "cross_cutting_budget": "yearly_credit",
                "budget_state": "savings",
                "goals_cascaded": "none",
                "topic_owner_budget": "none",
                "topic_owner_decision_rights": "none",
                "office_head_commitment": "tolerates",
                "topic_owners": "none",
                "staff_proposals": "none",
                "domain_expertise": "missing",
                "cross_office_working_group": "none",
                "cross_topic_view": "isolated",
                "cross_topic_projects": "none",
            },
            ("Die Stabsstelle teilt die Ziele", "Aus dem Kredit für gemeinsame Vorhaben", "Die Zusage aus dem bestehenden"),
            ("aus dem laufenden Budget zusammen", "Die Beträge sind gefunden"),
            id="what is done with a credit is one measure, from its text to what has happened by which day",
        ),
        pytest.param(
            VILLAGE | GROUP | {"cross_topic_projects": "several", "innovation_time": "agreed"},
            ("schreibt den Auftrag in deren Stellenbeschrieb", "steht der Auftrag im Stellenbeschrieb einer Person"),
            ("für ein gemeinsames Vorhaben vorschlägt", "Hinter jedem gemeinsamen Vorhaben"),
            id="what a village does is one measure, from its text to how its end is seen",
        ),
    ],
)
def test_a_town_reads_what_its_own_answers_say(answers: Answered, said: tuple[str, ...], unsaid: tuple[str, ...]) -> None:
    everything = told(answers)
    assert [words for words in said if words not in everything] == []
    assert [words for words in unsaid if words in everything] == []


@pytest.mark.parametrize(
    ("who", "words"), [({"has_parliament": "no"}, ("Fraktion",)), ({"population": 900, "has_parliament": "no"}, CITY_WORDS)]
)
@pytest.mark.parametrize("seed", [*range(8), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(8, 200))])
def test_no_town_is_told_of_what_towns_like_it_do_not_have(seed: int, who: Answered, words: tuple[str, ...]) -> None:
    dice = random.Random(seed)
    answers = {name: value for name, value in by_chance(shipped_pack("smart-city"), dice).items() if dice.random() > 0.2}
    everything = told(answers | who)
    assert [word for word in words if word in everything] == []


@pytest.mark.parametrize("catalogue", sorted(ROOT.glob("*/**/translations/fr.po")), ids=lambda file: file.parent.parent.name)
def test_no_french_text_says_before_the_name_of_a_city_what_would_melt_into_its_article(catalogue: Path) -> None:
    """In French one is not «à Le Locle» but «au Locle»; a name that a town types stands where nothing melts."""
    with catalogue.open("rb") as file:
        texts = [message.string for message in read_po(file) if isinstance(message.string, str)]
    assert [text for text in texts if re.search(r"\b(à|de) \{(\{ )?city", text, re.IGNORECASE)] == []
