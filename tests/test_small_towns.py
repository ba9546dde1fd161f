"""What a role is called hangs on the size of a town, and no post that is half filled waits for its money."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.answers.changes import with_values
from advisor.answers.merging import merge
from advisor.answers.read import read_answers
from advisor.answers.roles import labels
from advisor.errors import UnusableInputError
from advisor.i18n.articles import read_grammar
from advisor.i18n.localise import pack_in
from advisor.knowledge.measures import here
from advisor.logic.values import Span, only
from advisor.sittings import events as did
from advisor.sittings.naming import named_anew
from advisor.sittings.sitting import begun
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.reasoning.answers import Answers

ROOT = Path(__file__).parent.parent
PACK = shipped_pack("smart-city")
SMALL = {"population": only(9999), "office_count": only(1)}
CALLED = {
    "de": "Leitung der Verwaltung",
    "fr": "direction de l’administration",
    "it": "direzione dell’amministrazione",
    "en": "head of the administration",
}


@pytest.mark.parametrize("language", CALLED)
def test_a_small_town_reads_of_the_head_of_its_administration_in_every_language(language: str) -> None:
    pack = pack_in(ROOT / "rules" / "smart-city", language)
    assert labels(pack, "X", None, {}, SMALL)["office_head"][""] == CALLED[language]
    assert labels(pack, "X", None, {}, {"population": only(10000)})["office_head"][""] != CALLED[language]


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"population": only(5400), "office_count": only(5)}, "Bereichsleitung"),
        ({"population": only(800), "office_count": only(3)}, "Bereichsleitung"),
        ({"population": only(800)}, "Leitung der Verwaltung"),
        ({"population": only(5400)}, "Bereichsleitung"),
    ],
    ids=["a town with offices", "a village with offices", "a village", "a town that may have offices"],
)
def test_only_where_one_person_can_lead_all_of_it_is_an_office_head_the_head_of_the_administration(
    known: dict[str, Span], name: str
) -> None:
    assert labels(PACK, "X", None, {}, known)["office_head"][""] == name


def test_a_town_of_unknown_or_disputed_size_reads_the_common_name() -> None:
    for known in ({}, {"population": Span(4000, 20000)}):
        assert labels(PACK, "X", None, {}, known)["office_head"][""] == "Amtsleitung"


def test_a_town_that_names_its_own_role_keeps_that_name() -> None:
    own = {"office_head": "Bereichsleitung"}
    assert labels(PACK, "X", None, own, SMALL)["office_head"]["dem"] == "der Bereichsleitung"


def test_a_language_without_the_name_for_small_towns_is_refused(tmp_path: Path) -> None:
    written = (ROOT / "rules" / "smart-city" / "translations" / "en.roles.yaml").read_text("utf-8")
    file = tmp_path / "en.roles.yaml"
    file.write_text(written.replace("      - {article: the, name: head of the administration}\n", ""), "utf-8")
    with pytest.raises(UnusableInputError, match="'office_head' has 2 other names under 'instead'; in the pack it has 3"):
        read_grammar(file, PACK)


@pytest.mark.parametrize(
    ("raises", "known"),
    [
        ({"staff_unit": "staffed"}, {"population": only(20000), "staff_unit_fte": only(50)}),
        ({"staff_unit": "staffed"}, {"population": only(5000), "staff_unit_fte": only(10)}),
        ({"topic_owner_budget": "project_budget"}, {"population": only(20000), "office_head_spending_limit": only(20000)}),
        ({"topic_owner_budget": "project_budget"}, {"population": only(5000), "office_head_spending_limit": only(5000)}),
    ],
    ids=[
        "a post that is there",
        "hours that are there in a small town",
        "a sum that the head may release",
        "a small sum that the head of a small town may release",
    ],
)
def test_what_is_there_waits_for_no_budget(raises: dict[str, str], known: dict[str, Span]) -> None:
    measure = next(each for each in PACK.measures if each.raises == raises)
    facts = {**known, "small_town": only("yes" if known["population"] == only(5000) else "no")}
    assert measure.waits_for == "budget_lead_time_months"
    assert here(measure, facts).waits_for is None
    assert here(measure, {"population": only(20000)}).waits_for == "budget_lead_time_months"


def test_whoever_says_how_large_a_town_is_is_spoken_to_as_a_town_of_that_size(tmp_path: Path) -> None:
    file = tmp_path / "trub.answers.yaml"
    file.write_text("pack: smart-city\ncity: {name: Trub}\ndate: 2026-11-29\n", encoding="utf-8")
    unsaid = read_answers(file, PACK)
    village = with_values(PACK, unsaid, {"population": "1500"})
    names = [called(each) for each in (unsaid, village, with_values(PACK, village, {"population": "60000"}))]
    assert names == ["Amtsleitung", "Leitung der Verwaltung", "Amtsleitung"]
    sitting = begun(unsaid, (), file.name)
    asked = named_anew(PACK, sitting.after(did.Answered(question="population", value=1500)))
    assert called(asked.interview.answers) == "Leitung der Verwaltung"
    assert called(named_anew(PACK, begun(village, (), file.name)).interview.answers) == "Leitung der Verwaltung"
    assert called(merge([("one", unsaid), ("two", village)], PACK)) == "Leitung der Verwaltung"


def called(answers: Answers) -> str:
    return answers.city.labels["office_head"][""]
