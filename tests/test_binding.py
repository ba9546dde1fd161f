"""The check knows what is never said, what is advised against itself, and what nobody uses; it says so in words that mend it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.errors import UnusableInputError
from advisor.logic.values import only
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.deductions import deductions
from advisor.reasoning.repertoire import Repertoire
from advisor.reasoning.speaker import Speaker
from advisor.reasoning.speech import is_needed, of_finding, of_work
from advisor.reasoning.unfolding import Verdicts
from advisor.workshop.checks.check import check_pack
from advisor.workshop.checks.sentences import sentence_problems
from advisor.workshop.checks.world import World
from tests.support.small_pack import LEVELS, Data, load_small, small_pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.errors import Problem
    from advisor.knowledge.loader import LoadedPack
    from advisor.logic.values import Value

MEASURE: Data = {"raises": {"shelf_money": "some"}, "text": "Ask for money.", "months": [1, 2], "provenance": "proposal"}
TESTS = ("shelf_money is none", "shelf_money >= some", "shelf_money is most", "open_now is yes", "open_now is no")
BOUND = st.fixed_dictionaries({"text": st.just("")}, optional={"when": st.sampled_from(TESTS), "unless": st.sampled_from(TESTS)})
PLACES = st.sampled_from(["text", "missing", "in_90_days", "instead"])


def problems(folder: Path, data: Data) -> list[Problem]:
    try:
        return check_pack(load_small(folder, data))
    except UnusableInputError as error:
        return list(error.problems)


def told(folder: Path, data: Data, code: str) -> list[str]:
    return [f"{each.what} {each.hint}" for each in problems(folder, data) if each.code == code]


def measured(**more: object) -> Data:
    """Return the small pack with a measure for money, which a remedy uses."""
    data = small_pack()
    data["measures"] = [{**MEASURE, **more}]
    data["findings"][0] |= {"when": "shelf_money is none", "remedy": {"shelf_money": "some"}}
    data["findings"][0]["examples"] = {"fires": {"shelf_money": "none"}, "silent": {"shelf_money": "some"}}
    return data


def speakers(loaded: LoadedPack) -> Iterator[Speaker]:
    """Yield whoever can be spoken of: with each of the two answers, or without."""
    repertoire = Repertoire(loaded.pack, Verdicts(deductions(loaded.pack)))
    for money, opened in product((None, "none", "some", "most"), (None, "no", "yes")):
        known_here: dict[str, Value] = {
            name: value for name, value in (("shelf_money", money), ("open_now", opened)) if value is not None
        }
        known = {name: only(value) for name, value in known_here.items()}
        yield Speaker(repertoire, Conclusions(known_here, known), known, {})


@pytest.mark.long
@settings(max_examples=30)
@given(one=BOUND, other=BOUND, place=PLACES)
def test_what_is_told_never_to_be_said_is_said_of_nobody(
    one: Data, other: Data, place: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    variants = [one | {"text": "One."}, other | {"text": "Other."}, {"text": "Last."}]
    if place == "instead":
        instead = [{"text": each["text"], "when": each.get("when", TESTS[3])} for each in variants[:2]]
        data = measured(instead=instead)
    else:
        data = measured(**{place: variants})
    folder = tmp_path_factory.mktemp("bound")
    loaded = load_small(folder, data)
    lines = (folder / "pack.yaml").read_text(encoding="utf-8").splitlines()
    never = {
        text
        for problem in sentence_problems(loaded.pack, loaded.places, World(loaded.pack, deductions(loaded.pack)))
        if problem.code == "K515"
        for text in ("One.", "Other.", "Last.")
        if text in " ".join(lines[problem.place.line - 1 : problem.place.line + 1])
    }
    said = {
        each.text
        for speaker in speakers(loaded)
        if is_needed(speaker, work := speaker.repertoire.of_work(loaded.pack.measures[0], ""))
        for spoken in of_work(speaker, work).values()
        for each in spoken
    }
    assert not {text for text in never if text in said}


@pytest.mark.parametrize(
    ("variants", "never"),
    [
        (["One.", {"text": "Other.", "when": "open_now is yes"}], 1),
        ([{"text": "One.", "when": "open_now is yes"}, {"text": "Other.", "when": "open_now is no"}, "Last."], None),
        ([{"text": "One.", "unless": "open_now is yes"}, {"text": "Other.", "when": "open_now is no"}, "Last."], 1),
        ([{"text": "One.", "when": "open_now is yes", "unless": "open_now is yes"}, "Last."], 0),
    ],
)
@pytest.mark.parametrize("place", ["text", "goes_wrong"])
def test_a_variant_of_a_measure_that_can_never_be_said_is_told_with_its_line(
    variants: list[object], never: int | None, place: str, tmp_path: Path
) -> None:
    data = measured(**{place: variants})
    found = [problem for problem in problems(tmp_path, data) if problem.code == "K515"]
    lines = (tmp_path / "pack.yaml").read_text(encoding="utf-8").splitlines()
    texts = ["One.", "Other.", "Last."]
    assert [next(text for text in texts if text in " ".join(lines[each.place.line - 1 :])) for each in found] == (
        [] if never is None else [texts[never]]
    )
    assert all(f"under '{place}' of 'shelf_money.some'" in each.what for each in found)


def test_what_is_missing_is_said_only_where_it_certainly_is(tmp_path: Path) -> None:
    variants = [{"text": "None.", "when": "shelf_money is none"}, "Perhaps."]
    assert told(tmp_path / "missing", measured(missing=variants), "K515")  # where it is missing there is none
    assert not told(tmp_path / "text", measured(text=variants), "K515")  # where nobody knows it may be


@pytest.mark.parametrize(
    ("bound", "found"),
    [
        (
            {"when": "shelf_money <= some"},
            "'when: shelf_money <= some' binds nothing under 'tends_to' of 'empty_shelf': it is always so",
        ),
        ({"unless": "shelf_money is most"}, "'unless: shelf_money is most' silences nothing under 'tends_to' of 'empty_shelf'"),
        ({"when": "circle_money is none"}, None),
        ({"unless": "circle_money is none"}, None),
        ({"when": "shelf_people is none", "unless": "circle_money is most"}, None),
    ],
)
def test_a_condition_that_decides_nothing_where_its_sentence_stands_is_told(
    bound: Data, found: str | None, tmp_path: Path
) -> None:
    data = measured()
    data["findings"][0] |= {"when": "shelf_money is none", "tends_to": [{"text": "Nobody comes.", **bound}]}
    data["findings"][0]["examples"] = {"fires": {"shelf_money": "none"}, "silent": {"shelf_money": "some"}}
    notes = told(tmp_path, data, "K520")
    assert [each.startswith(found) for each in notes] == [True] if found else notes == []


def test_a_remedy_that_leaves_its_finding_is_told_with_what_to_ask_for(tmp_path: Path) -> None:
    data = measured()
    assert told(tmp_path / "ends", data, "K518") == []
    data["findings"][0] |= {"when": "open_now is yes", "examples": {"fires": {"open_now": "yes"}, "silent": {"open_now": "no"}}}
    (found,) = told(tmp_path / "stays", data, "K518")
    assert found == (
        "'empty_shelf' is found, and advises nothing, where its remedy is there already (shelf_money: some). "
        "Let its condition ask for 'shelf_money is none' as well, or name a remedy that ends it."
    )
    speaking = next(speakers(load_small(tmp_path / "stays", data)))
    known = {"open_now": only("yes"), "shelf_money": only("most")}
    there = Speaker(speaking.repertoire, Conclusions({}, known), known, speaking.words)
    assert of_finding(there, there.pack.findings[0])["advice"] == []  # so it is as the check says


@pytest.mark.parametrize(
    ("remedy", "told_of"),
    [
        (
            {"shelf_money": "none"},
            "the remedy of 'empty_shelf' is there wherever the finding is (shelf_money: none). Name a higher",
        ),
        ({"shelf_people": "none", "shelf_money": "some"}, "Let its condition ask for 'shelf_money is none' as well"),
        ({"shelf_people": "some"}, "the remedy of 'empty_shelf' is there wherever the finding is (shelf_people: some)."),
    ],
)
def test_a_remedy_is_told_what_to_ask_for_that_somebody_could_answer(remedy: Data, told_of: str, tmp_path: Path) -> None:
    data = measured()
    examples = {"fires": {"shelf_people": "most"}, "silent": {"shelf_people": "some"}}
    data["findings"][0] |= {"when": "shelf_people is most", "examples": examples, "remedy": remedy}
    (found,) = told(tmp_path, data, "K518")
    assert told_of in found


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("where", ["measure", "remedy"])
def test_what_is_worse_where_it_is_higher_is_not_to_be_raised_and_nothing_else_is_said_of_that(
    where: str, level: str, tmp_path: Path
) -> None:
    data = measured(raises={"circle_people": level}) if where == "measure" else measured()
    next(each for each in data["questions"] if each["id"] == "circle_people")["reverse"] = True
    data["steps"] = small_pack()["steps"]
    for step in data["steps"]:
        step["actions"] = [each for each in step["actions"] if "circle_people" not in each["raises"]]
    data["findings"][0]["remedy"] = {"shelf_people" if where == "measure" else "circle_people": level}
    data["findings"][0]["advice"] = "Do."
    found = [each for code in ("S630", "S628", "K518") for each in told(tmp_path, data, code) if "circle_people" in each]
    name = f"circle_people.{level}" if where == "measure" else "empty_shelf"
    hint = "Nothing lowers a fact: ask the question the other way round, or say what to do under 'advice:' alone."
    assert found == [f"'{name}' raises 'circle_people', of which a higher level is worse (reverse: true). {hint}"]


def test_a_finding_that_a_louder_one_silences_where_its_remedy_is_there_is_no_mistake(tmp_path: Path) -> None:
    data = measured()
    examples = {"fires": {"open_now": "yes"}, "silent": {"open_now": "no"}}
    data["findings"][0] |= {"when": "open_now is yes", "examples": examples}
    louder = {
        **data["findings"][0],
        "id": "louder",
        "title": "Louder",
        "when": {"all": ["open_now is yes", "shelf_money >= some"]},
    }
    del louder["remedy"]
    louder |= {"silences": ["empty_shelf"], "advice": "Close.", "text": "Louder."}
    data["findings"].append(louder)
    assert told(tmp_path, data, "K518") == []


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"effort": {"librarain": 2}}, "F209", "no role is called 'librarain'. Did you mean 'librarian'?"),
        ({"goes_wrong": [{"The mistake": "nobody comes."}]}, "F204", "a colon after 'The mistake' makes a key of it."),
        ({"in_90_days": {"day": 120, "text": "Done."}}, "F208", "Needed is a whole number from 1 to 90: By which"),
        ({"raises": {"shelf_money": "none"}}, "S628", "'shelf_money.none' is there whatever is answered"),
        ({"instead": [{"when": "visitors > 10"}]}, "S629", "nothing is different under 'instead' 1 of 'shelf_money.some'."),
        ({"raises": {"shelf_money": "most"}}, "U709", "no step or remedy uses the measure 'shelf_money.most'."),
    ],
)  # fmt: skip
def test_a_slip_in_a_measure_is_told_in_words_that_mend_it(change: Data, code: str, words: str, tmp_path: Path) -> None:
    assert [each for each in told(tmp_path, measured(**change), code) if words in each]


def test_a_number_without_the_bound_of_months_is_no_time(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["deadline"] = "visitors"
    assert told(tmp_path / "bound", data, "S615") == []
    del next(each for each in data["questions"] if each["id"] == "visitors")["maximum"]
    (found,) = told(tmp_path / "free", data, "S615")
    assert found == (
        "'empty_shelf' waits for 'visitors', which can be more than 600 and is no number of months. Name the question that says "
        "how long it takes; one about months has a 'maximum:' of 600 or less."
    )


@pytest.mark.parametrize("where", ["question", "level"])
def test_what_presupposes_a_named_condition_is_told_what_to_write_out(where: str, tmp_path: Path) -> None:
    data = small_pack()
    data["conditions"] = [{"id": "busy", "name": "Busy", "when": "visitors > 50", "provenance": "proposal"}]
    question = next(each for each in data["questions"] if each["id"] == "shelf_money")
    (question if where == "question" else question["levels"][2])["presupposes"] = "busy is yes"
    about = "whether 'shelf_money' arises" if where == "question" else "what 'most' of 'shelf_money' presupposes"
    assert told(tmp_path, data, "Q416") == [
        f"{about} rests on the named condition 'busy'. Write out what it stands for: visitors >= 51."
    ]


def test_a_role_and_a_question_that_only_a_measure_names_are_used(tmp_path: Path) -> None:
    data = measured(**{"with": ["treasurer"], "waits_for": "lead_time"})
    data["roles"].append({"id": "treasurer", "article": "die", "name": "Kasse", "about": "Who pays."})
    data["questions"].append({**data["questions"][8], "id": "lead_time", "label": "Lead time", "ask": "How long?"})
    assert [each for each in told(tmp_path, data, "U705") if "treasurer" in each] == []
    assert [each for each in told(tmp_path, data, "Q409") if "lead_time" in each] == []


def test_named_conditions_and_activities_that_nothing_calls_are_noted(tmp_path: Path) -> None:
    data = small_pack()
    data["conditions"] = [{"id": "busy", "name": "Busy", "when": "visitors > 50", "provenance": "proposal"}]
    data["activities"] = [{"id": "buying", "label": "Buying"}, {"id": "asking", "label": "Asking"}]
    data["findings"][0]["advice"] = {"text": "Buy books.", "does": ["buying"]}
    assert told(tmp_path, data, "U709") == [
        "nothing asks for the condition 'busy'. Use it, or remove it.",
        "no advice does or pauses 'asking'. Use it, or remove it.",
    ]
