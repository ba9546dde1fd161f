"""Defects of every kind, put into copies of the shipped pack one by one, are found with their code, file and line."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from advisor import paths
from advisor.codes import CODES
from advisor.errors import UnusableInputError
from advisor.workshop.checks.folders import check_folder
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.errors import Problem

PACK = paths.shipped("rules") / "smart-city"
RISKS, STRENGTHS, CLASHES = "findings/risks.yaml", "findings/strengths.yaml", "findings/contradictions.yaml"
CONTEXT, MONEY, MANDATE, TOGETHER = (f"questions/{name}.yaml" for name in ("context", "budgets", "mandate", "coordination"))
MEASURES = "measures/mandate.yaml"
LAB, CENTRE = "steps/themenlab.yaml", "steps/querschnittszentrum.yaml"
KINDS, CHOICE, ROLES, SOURCES, TOP = "approaches.yaml", "choice.yaml", "roles.yaml", "sources.yaml", "pack.yaml"
FRENCH = "translations/fr.po"
CASES = "cases.yaml"
MEASURE = """measures:
  - raises: {{external_network: {}}}
    missing: {}
    text: Ein Amt ruft an.
    months: [0, 1]
    provenance: proposal
"""
TWIN = "  - {name: Twin, expect: {arrives: true}}\n"


class Defect(NamedTuple):
    """In ``file``, after the first ``after``, the first ``old`` becomes ``new``; blamed is the next line with ``blamed`` in it.

    Where another file is to be blamed, ``there`` names it; if there is none yet, the changed file is moved there.
    """

    code: str
    file: str
    after: str
    old: str
    new: str
    blamed: str
    there: str = ""


CREDIT = "    tends_to:\n      - text: >-\n          Ein Kredit über"
DEFECTS = {
    # reading and form
    "bad indentation": Defect("R102", RISKS, "id: pilot_trap", "    kind: risk", "   kind: risk", "   kind: risk"),
    "key twice": Defect("R106", RISKS, "id: pilot_trap", "    kind: risk", "    kind: risk\n    kind: advice", "kind: advice"),
    "section misspelt": Defect("R109", CHOICE, "", "criteria:", "critera:", "critera:"),
    "key misspelt": Defect("F204", RISKS, "id: pilot_trap", "    advice:", "    advise:", "advise:"),
    "reason missing": Defect("F205", CLASHES, "id: unit_position_without_unit", "    provenance: proposal\n", "", "id:"),
    "kind misspelt": Defect("F207", RISKS, "id: pilot_trap", "kind: risk", "kind: rsk", "kind: rsk"),
    "id with a capital": Defect("F208", RISKS, "id: pilot_trap", "pilot_trap", "PilotTrap", "PilotTrap"),
    "source unknown": Defect("F209", RISKS, "id: pilot_trap", "sources: [", "sources: [S99, ", "S99"),
    "role unknown": Defect(
        "F209", LAB, "id: themenlab_from_sektoralbereich", "actor: office_head", "actor: officehead", "officehead"
    ),
    "id twice": Defect("F210", RISKS, "id: lone_fighter", "lone_fighter", "pilot_trap", "pilot_trap"),
    "months turned around": Defect(
        "F211", LAB, "id: themenlab_from_sektoralbereich", "months: [2, 4]", "months: [4, 2]", "[4, 2]"
    ),
    "language that reports do not have": Defect("F217", TOP, "", "language: de", "language: es", "language:"),
    "id with a meaning": Defect("F218", RISKS, "id: pilot_trap", "pilot_trap", "balance", "balance"),
    "placeholder unknown": Defect("F212", RISKS, CREDIT, "{des executive}", "{des officer}", "- text: >-"),
    "form unknown": Defect("F213", RISKS, CREDIT, "{des executive}", "{wes executive}", "- text: >-"),
    # conditions
    "fact misspelt": Defect("C305", RISKS, "id: pilot_trap", "pilot_experience", "pilot_experiense", "pilot_experiense"),
    "level misspelt": Defect("C306", RISKS, "id: pilot_trap", "several", "severel", "severel"),
    "comparison of a choice": Defect("C307", RISKS, "id: unit_placed_in_it", "position is it", "position >= it", ">= it"),
    "number in words": Defect("C308", RISKS, "id: long_budget_lead", "> 6", "> six", "> six"),
    "beyond the scale": Defect("C309", RISKS, "id: lessons_not_recorded", ">= several", "> several_evaluated", "> several"),
    "tests that exclude each other": Defect(
        "C310", RISKS, "id: term_ends_soon", "legislature_ends >= 0", "legislature_ends > 12", "legislature_ends"
    ),
    "always true": Defect(
        "C311", RISKS, "id: long_budget_lead", "{all: [budget", "{any: [budget_lead_time_months <= 6, budget", "when:"
    ),
    "test that decides nothing": Defect(
        "C312",
        "findings/emphasis.yaml",
        "id: many_ideas_few_adopted",
        "staff_proposals >= regular",
        "staff_proposals >= none",
        ">= none",
    ),
    "test that decides nothing among several": Defect(
        "C312", KINDS, "at_least: 2", "staff_unit_scope >= most", "staff_unit_scope >= none", "staff_unit_scope >= none"
    ),
    "test twice": Defect(
        "C314",
        "findings/emphasis.yaml",
        "id: many_ideas_few_adopted",
        "        - operating",
        "        - staff_proposals >= occasional\n        - operating",
        ">= occasional",
    ),
    "threshold out of bounds": Defect("C315", RISKS, "id: long_budget_lead", "> 6", "> 60", "> 60"),
    "status against its own answers": Defect(
        "C316",
        "findings/emphasis.yaml",
        "id: many_ideas_few_adopted",
        "staff_proposals >= regular",
        "office_head_commitment is rejects",
        "when:",
    ),
    "question that does not arise": Defect(
        "C316",
        RISKS,
        "id: unit_coordinates_little",
        "staff_unit >= staffed, staff_unit_scope <= some",
        "staff_unit is none, staff_unit_scope is some",
        "when:",
    ),
    "rules in a circle": Defect("C317", RISKS, "id: pilot_trap", "{all: [", "{all: [pilot_trap is absent, ", "when:"),
    # questions
    "one level": Defect("Q401", CONTEXT, "id: parliament_label", "type: text", "type: choice", "type: choice"),
    "level called unknown": Defect("Q404", MONEY, "id: third_party_funding", "name: explored", "name: unknown", "name: unknown"),
    "level twice": Defect("Q403", MONEY, "id: third_party_funding", "name: explored", "name: none", "- name: none"),
    "half of when it arises": Defect(
        "Q405",
        TOGETHER,
        "id: staff_unit_scope",
        "    presupposes: staff_unit >= planned_or_side_task\n    otherwise: none\n",
        "    ask_when: staff_unit >= planned_or_side_task\n",
        "ask_when",
    ),
    "level to follow misspelt": Defect(
        "Q406", TOGETHER, "id: staff_unit_scope", "otherwise: none", "otherwise: nothing", "otherwise"
    ),
    "number without a unit": Defect("Q407", MONEY, "id: budget_lead_time_months", "    unit: Monate\n", "", "type: number"),
    "two labels alike": Defect(
        "Q408", MONEY, "id: third_party_funding", "label: geprüft", "label: keine", "        label: keine"
    ),
    "unused question": Defect(
        "Q409",
        CONTEXT,
        "id: population",
        "  - id: canton\n",
        "  - id: unread\n    topic: context\n    type: yes_no\n    label: Ungelesen\n    ask: Wer liest das?\n    why: Niemand.\n"
        "    provenance: proposal\n    sources: []\n\n  - id: canton\n",
        "id: unread",
    ),
    "bounds without room": Defect("Q410", MONEY, "id: budget_lead_time_months", "maximum: 60", "maximum: 0", "maximum: 0"),
    "numbers of levels fall": Defect(
        "Q411", MONEY, "id: third_party_funding", "{name: none,", "{name: none, number: 7,", "name: explored"
    ),
    "unit of a text": Defect(
        "Q412", CONTEXT, "id: parliament_label", "    names_role", "    unit: Namen\n    names_role", "unit: Namen"
    ),
    "place twice in the short run": Defect(
        "Q413", MONEY, "id: topic_owner_budget", "short_run: 7", "short_run: 1", "short_run: 1"
    ),
    "arises from itself": Defect(
        "Q414",
        TOGETHER,
        "id: staff_unit_scope",
        "presupposes: staff_unit >= planned_or_side_task",
        "presupposes: staff_unit_scope >= some",
        "presupposes",
    ),
    "arises from a conclusion": Defect(
        "Q416",
        TOGETHER,
        "id: staff_unit_scope",
        "presupposes: staff_unit >= planned_or_side_task",
        "presupposes: moeglichkeitsraum is established",
        "presupposes",
    ),
    "level without behaviour": Defect(
        "Q415", MONEY, "id: third_party_funding", ', behaviour: "Niemand hat sich um Beiträge bemüht."', "", "name: none"
    ),
    # findings and criteria
    "risk without advice": Defect(
        "K501", STRENGTHS, "id: operations_funded_from_start", "kind: strength", "kind: risk", "kind: risk"
    ),
    "same condition twice": Defect(
        "K502", RISKS, "id: group_without_time", "innovation_time is none", "cooperation_effort_funded is unfunded", "when:"
    ),
    "implied by another": Defect(
        "K503",
        RISKS,
        "id: group_without_time",
        "innovation_time is none",
        "cooperation_effort_funded is unfunded, silo_thinking >= considerable",
        "when:",
    ),
    "praise and warning at once": Defect(
        "K504",
        RISKS,
        "id: ideas_under_blame",
        "{all: [staff_proposals >= regular, failure_culture is punished]}",
        "experiment_seed_money is standing_programme",
        "when:",
    ),
    "example does not fire": Defect(
        "K505", RISKS, "id: ideas_under_blame", "fires: {staff_proposals: regular", "fires: {staff_proposals: none", "fires:"
    ),
    "silent example fires": Defect(
        "K506",
        RISKS,
        "id: ideas_under_blame",
        "regular, failure_culture: tolerated",
        "regular, failure_culture: punished",
        "silent:",
    ),
    "example of nothing": Defect(
        "K507", RISKS, "id: ideas_under_blame", "fires: {staff_proposals", "fires: {staff_proposal", "fires:"
    ),
    "example out of bounds": Defect(
        "K508", RISKS, "id: own_unit_in_small_town", "population: 9999", "population: -1", "population: -1"
    ),
    "example beside the point": Defect("K509", RISKS, "id: ideas_under_blame", "fires: {", "fires: {canton: zh, ", "canton: zh"),
    "criterion for all": Defect(
        "K510", CHOICE, "id: moment_has_come", "{all: [step is fitting]}", "{any: [step is ready, step is not ready]}", "when:"
    ),
    "criterion repeated": Defect("K511", CHOICE, "id: preconditions_met", "step is ready", "step is not diagonal", "when:"),
    "advice that does and pauses": Defect(
        "K517",
        RISKS,
        "id: ideas_under_blame",
        "        does: [set_rules]\n",
        "        does: [set_rules]\n        pauses: [talk, set_rules]\n",
        "pauses",
    ),
    "remedy that leaves the risk": Defect(
        "K518",
        RISKS,
        "id: ideas_under_blame",
        "remedy: {failure_culture: tolerated}",
        "remedy: {staff_proposals: regular}",
        "remedy",
    ),
    "sentence bound to what is so anyway": Defect(
        "K520",
        RISKS,
        "id: unit_without_money",
        "    tends_to:\n",
        "    tends_to:\n      - {text: Eben., when: staff_unit >= staffed}\n",
        "Eben.",
    ),
    "variant behind a plain one": Defect(
        "K515", MEASURES, "", "measures:", MEASURE.format("member", "[Geht., {text: Fehlt., when: small_town is yes}]"), "missing"
    ),
    "missing where it is there": Defect(
        "K515", MEASURES, "", "measures:", MEASURE.format("member", "{text: Fehlt., when: external_network >= member}"), "missing"
    ),
    "difference that never is": Defect(
        "K515",
        MEASURES,
        "raises: {executive_sponsor: benevolent}",
        "    actor:",
        "    instead:\n"
        "      - {when: small_town is yes, text: Klein.}\n"
        "      - {when: population < 5000, text: Kleiner.}\n"
        "    actor:",
        "population < 5000",
    ),
    "measure to the lowest level": Defect(
        "S628", MEASURES, "", "measures:", MEASURE.format("none", "Fehlt."), "external_network"
    ),
    "measure that makes worse": Defect(
        "S630",
        MEASURES,
        "",
        "measures:",
        MEASURE.format("none", "Fehlt.").replace("external_network: none", "key_person_dependency: high"),
        "key_person_dependency",
    ),
    "nothing different": Defect(
        "S629",
        MEASURES,
        "raises: {executive_sponsor: benevolent}",
        "    actor:",
        "    instead: [{when: small_town is yes}]\n    actor:",
        "instead",
    ),
    "actor who has nothing to do": Defect(
        "S632",
        MEASURES,
        "raises: {executive_sponsor: benevolent}",
        "    effort: {administration: 1}",
        "    effort: {executive: 1}",
        "executive_sponsor",
    ),
    "measure that nobody uses": Defect("U709", MEASURES, "", "measures:", MEASURE.format("member", "Fehlt."), "external_network"),
    "activity that nobody does": Defect(
        "U709", "conditions.yaml", "activities:", "activities:", "activities:\n  - {id: dance, label: Tanz}", "id: dance"
    ),
    "deadline in inhabitants": Defect(
        "S615", RISKS, "id: ideas_under_blame", "    remedy:", "    deadline: population\n    remedy:", "deadline"
    ),
    "work of a role that is not there": Defect(
        "F209", MEASURES, "raises: {executive_sponsor: benevolent}", "    effort: {", "    effort: {mayor: 1, ", "effort"
    ),
    "colon in a sentence": Defect(
        "F204",
        MEASURES,
        "raises: {executive_sponsor: benevolent}",
        "    goes_wrong:",
        "    if_refused:\n      - Der Fehler: niemand geht hin.\n    goes_wrong:",
        "Der Fehler",
    ),
    "day after the first 90": Defect(
        "F208", MEASURES, "raises: {executive_sponsor: benevolent}", "day: 30", "day: 120", "day: 120"
    ),
    "level that presupposes a name": Defect(
        "Q416",
        MONEY,
        "presupposes: cross_cutting_budget",
        "presupposes: cross_cutting_budget >= framework_credit",
        "presupposes: small_town is yes",
        "presupposes: small_town",
    ),
    # approaches and steps
    "corner empty": Defect(
        "S620",
        KINDS,
        "id: sektoralbereich",
        "poles: [top_down, monothematic]",
        "poles: [top_down, integrated]",
        "id: top_down",
        KINDS,
    ),
    "number in an approach": Defect(
        "S621",
        KINDS,
        "id: sektoralbereich\n",
        "- topic_owner_budget >= project_budget",
        "- staff_unit_fte <= 50",
        "staff_unit_fte",
    ),
    "poles twice": Defect(
        "S601", KINDS, "id: sektoralbereich", "poles: [top_down, monothematic]", "poles: [top_down, integrated]", "poles:"
    ),
    "two poles of one axis": Defect(
        "S602", KINDS, "id: sektoralbereich", "[top_down, monothematic]", "[top_down, bottom_up]", "poles:"
    ),
    "status on a status": Defect(
        "S603",
        KINDS,
        "id: sektoralbereich\n",
        "- topic_owner_budget >= project_budget",
        "- themenlab is established",
        "- themenlab is",
    ),
    "status never occurs": Defect(
        "S604",
        KINDS,
        "id: moeglichkeitsraum\n",
        "- cross_topic_projects >= one",
        "- cross_office_working_group is none",
        "emerging_when",
    ),
    "step from its target": Defect(
        "S605", LAB, "id: themenlab_from_sektoralbereich", "springboard: sektoralbereich", "springboard: themenlab", "springboard"
    ),
    "step does not establish": Defect(
        "S606",
        LAB,
        "id: themenlab_from_sektoralbereich",
        "{domain_expertise: several_topics}",
        "{domain_expertise: individuals}",
        "actions:",
    ),
    "opens and establishes": Defect(
        "S608",
        LAB,
        "id: themenlab_from_sektoralbereich",
        "    actions:",
        "    opens: true\n    actions:",
        "opens: true",
    ),
    "preparation falls short": Defect(
        "S609",
        CENTRE,
        "id: querschnittszentrum_from_moeglichkeitsraum",
        "raises: {executive_sponsor: named}",
        "raises: {executive_sponsor: benevolent}",
        "benevolent",
    ),
    "no way on": Defect(
        "S610",
        LAB,
        "id: themenlab_from_sektoralbereich",
        "springboard: sektoralbereich",
        "springboard: nothing",
        "id: themenlab",
        KINDS,
    ),
    "precondition always met": Defect(
        "S612",
        CENTRE,
        "id: querschnittszentrum_from_moeglichkeitsraum",
        "project_overview >= outdated",
        "cross_topic_view >= customary",
        "cross_topic_view >= customary",
    ),
    "action never shown": Defect(
        "S613",
        LAB,
        "id: themenlab_from_sektoralbereich",
        "{experiment_seed_money: committed}",
        "{topic_owner_budget: case_by_case}",
        "{topic_owner_budget: case_by_case}",
    ),
    "sign always there": Defect(
        "S614",
        LAB,
        "id: themenlab_from_sektoralbereich",
        "innovation_time >= scarce",
        "topic_owner_budget >= project_budget",
        "topic_owner_budget >= project_budget",
    ),
    "waits for what is no time": Defect(
        "S615",
        LAB,
        "id: themenlab_from_sektoralbereich",
        "    actions:",
        "    waits_for: canton\n    actions:",
        "waits_for",
    ),
    "money is applied for at no time": Defect(
        "S615", "pack.yaml", "", "next_round: months_to_next_budget", "next_round: canton", "next_round"
    ),
    "a limit that is no amount": Defect(
        "S631", "pack.yaml", "", "up_to: executive_spending_limit", "up_to: has_parliament", "has_parliament"
    ),
    "nobody grants what is above": Defect(
        "S631", "pack.yaml", "", "{role: parliament,", "{role: parliament, one_person: true,", "one_person: true, waits"
    ),
    "grants anything and is not the last": Defect(
        "S631", "pack.yaml", "", "{role: executive, up_to: executive_spending_limit}", "{role: executive}", "{role: executive}"
    ),
    "grants without a limit": Defect(
        "S631",
        "measures/budgets.yaml",
        "raises: {topic_owner_budget: project_budget}",
        "granted_by: office_head",
        "granted_by: parliament",
        "granted_by: parliament",
    ),
    "pays for what lacks of no number": Defect(
        "S633",
        "measures/coordination.yaml",
        "raises: {staff_unit: staffed}",
        "number: staff_unit_fte",
        "number: staff_unit",
        "lacking",
    ),
    "grants twice": Defect("S631", "pack.yaml", "", "{role: parliament,", "{role: executive,", "{role: executive, waits"),
    "role twice": Defect(
        "S616", LAB, "id: themenlab_from_sektoralbereich", "with: [topic_owner]", "with: [office_head]", "with:"
    ),
    # sources and uses
    "claims a source": Defect("U701", RISKS, "id: ideas_under_blame", "provenance: proposal", "provenance: source", "provenance"),
    "source twice": Defect("U702", RISKS, "id: lessons_not_recorded", "sources: [S1]", "sources: [S1, S1]", "sources:"),
    "source not cited": Defect(
        "U703",
        SOURCES,
        "",
        "  # advisor: ignore U703",
        "  - {id: S17a, title: Nirgends, note: Notiz}\n  # advisor: ignore U703",
        "S17a",
    ),
    "topic without questions": Defect(
        "U704", TOP, "topics:", "  - id: context", "  - {id: weather, name: Wetter, about: x}\n  - id: context", "weather"
    ),
    "role without a part": Defect(
        "U705",
        ROLES,
        "roles:",
        "  - id: office\n",
        "  - {id: mayor, article: das, name: Präsidium, about: x}\n  - id: office\n",
        "mayor",
    ),
    "source that cannot be found": Defect(
        "U706", SOURCES, "", "  # advisor: ignore U703", "  - {id: S17a, title: Nirgends}\n  # advisor: ignore U703", "S17a"
    ),
    "city twice": Defect("U707", ROLES, "city: Biel", "Biel", "Bern", "city: Bern"),
    "article unused": Defect(
        "U708",
        ROLES,
        "articles:",
        "  plural:",
        "  dual: {der: x, des: x, dem: x, den: x, vom: x, zum: x, beim: x}\n  plural:",
        "dual:",
    ),
    # cases
    "case of nothing known": Defect("X001", CASES, "", "answers: {", "answers: {nobody_asks: x, ", "answers: {"),
    "case twice": Defect("X002", CASES, "", "cases:\n", "cases:\n" + 2 * TWIN, "name: Twin"),
    "case that expects nothing": Defect("X003", CASES, "", "cases:\n", "cases:\n  - {name: Idle, expect: {}}\n", "Idle"),
    "case of an unknown finding": Defect(
        "F209", CASES, "", "cases:\n", "cases:\n  - {name: Odd, expect: {present: [pilot_trip]}}\n", "Odd"
    ),
    # wording
    "text copied": Defect(
        "W801",
        CONTEXT,
        "id: months_to_next_budget",
        "Wer den Termin verpasst, wartet ein Jahr.",
        "Das Gemeinderecht ist von Kanton zu Kanton verschieden, auch darin, wer Kredite bewilligt.",
        "why:",
    ),
    "title twice": Defect(
        "W802",
        STRENGTHS,
        "id: framework_credit",
        "Geld über mehrere Jahre",
        "Eine Stelle oder ein Kredit ist bewilligt",
        "title:",
    ),
    "name too long": Defect("W803", KINDS, "id: bottom_up", "name: Bottom-up", "name: Basisdemokratisches", "name:"),
    "sentences without a sentence": Defect(
        "W804", RISKS, "id: ideas_under_blame", "    provenance", "    says: {}\n    provenance", "says"
    ),
    # translations and versions
    "text changed": Defect(
        "T903",
        FRENCH,
        'msgctxt "axis viewpoint question"',
        "Wie weit reicht der Blick auf ein Vorhaben?",
        "Wie weit reicht er?",
        "msgid",
    ),
    "text not translated": Defect("T904", FRENCH, 'msgctxt "axis viewpoint name"', 'msgstr "Perspective"', 'msgstr ""', "msgid"),
    "language that no report speaks": Defect("T916", FRENCH, "", "Language: fr", "Language: es", "", "translations/es.po"),
    "role lost in translation": Defect(
        "T905",
        FRENCH,
        'msgctxt "step themenlab_from_sektoralbereich preconditions 1 text"',
        "{Le office_head}",
        "La direction",
        "msgid",
    ),
    "version too late": Defect("V002", TOP, "", "topics:", "changes:\n  - version: 9.0.0\ntopics:", "version: 9"),
    "old id used again": Defect(
        "V003", TOP, "", "topics:", "changes:\n  - version: 1.1.0\n    removed: {canton: x}\ntopics:", "removed"
    ),
    # comments
    "ignored without a reason": Defect(
        "I001", SOURCES, "", "U703 because it is background to the pack; no rule rests on it", "U703", "advisor:"
    ),
    "nothing to ignore": Defect(
        "I002", RISKS, "id: pilot_trap", "    kind: risk", "    kind: risk  # advisor: ignore K503 because of old habits", "kind"
    ),
}


def seeded(folder: Path, defect: Defect) -> int:
    """Put a defect into a pack, and return the line to be blamed."""
    file = folder / defect.file
    text = file.read_text(encoding="utf-8")
    start = text.index(defect.after)
    place = text.index(defect.old, start)
    text = text[:place] + defect.new + text[place + len(defect.old) :]
    file.write_text(text, encoding="utf-8")
    before = 0 if defect.there else text[:start].count("\n")
    if defect.there and not (folder / defect.there).exists():
        file.rename(folder / defect.there)
    if defect.there:
        text = (folder / defect.there).read_text(encoding="utf-8")
    return next(n for n, line in enumerate(text.splitlines()[before:], start=before + 1) if defect.blamed in line)


def problems_of(folder: Path, *, translated: bool) -> list[Problem]:
    try:
        return check_folder(folder, () if translated else ("de",)).problems
    except UnusableInputError as error:
        return list(error.problems)


@pytest.mark.long
def test_the_untouched_pack_gives_no_finding() -> None:
    assert problems_of(PACK, translated=True) == []


@pytest.mark.parametrize("kind", sampled(45, DEFECTS))
def test_a_defect_is_found_with_its_code_file_and_line(kind: str, tmp_path: Path) -> None:
    defect = DEFECTS[kind]
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder, ignore=None if defect.file == FRENCH else shutil.ignore_patterns("translations"))
    line = seeded(folder, defect)
    found = problems_of(folder, translated=defect.file == FRENCH)
    places = {(each.code, each.place.file, each.place.line) for each in found}
    assert (defect.code, str(folder / (defect.there or defect.file)), line) in places, [str(each) for each in found]


def test_the_defects_are_of_many_kinds() -> None:
    kinds = {defect.code for defect in DEFECTS.values()}
    assert len(kinds) >= 60
    assert kinds <= CODES.keys()
