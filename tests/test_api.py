"""The front door for programs: few names, what each of them promises, and what it says where something cannot be used."""

from __future__ import annotations

import contextlib
import datetime
import doctest
import pkgutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import advisor
from advisor import workshop
from tests.support.sampling import examples, sampled

ROOT = Path(__file__).parent.parent
START = ROOT / "examples/seed-start.answers.yaml"
CITY = {"pack": "smart-city", "city": {"name": "Seldwyla"}, "date": "2026-11-22", "answers": {"staff_proposals": "regular"}}


@pytest.fixture(scope="module")
def ready() -> advisor.KnowledgeBase:
    return advisor.load_pack("smart-city")


def test_the_door_is_small_and_every_name_is_described() -> None:
    assert len(advisor.__all__) <= 25
    assert sorted(advisor.__all__) == advisor.__all__
    for name in advisor.__all__:
        assert getattr(advisor, name).__doc__, name
    assert set(advisor.__all__) < set(dir(advisor))


def test_the_door_for_authors_tools_is_small_and_every_name_is_described() -> None:
    assert len(workshop.__all__) <= 30
    assert sorted(workshop.__all__) == workshop.__all__ == dir(workshop)
    for name in workshop.__all__:
        assert getattr(workshop, name).__doc__, name


def test_no_name_of_the_door_for_authors_tools_is_that_of_a_module_behind_it() -> None:
    behind = {module.name for module in pkgutil.iter_modules(workshop.__path__)}
    assert behind >= {"coverage", "difference"}
    assert behind.isdisjoint(workshop.__all__)


def test_a_name_that_is_not_there_is_missing_as_python_says_it() -> None:
    with pytest.raises(AttributeError, match="no attribute 'advice'"):
        _ = advisor.advice
    with pytest.raises(AttributeError, match="no attribute 'proof'"):
        _ = workshop.proof


@pytest.mark.parametrize("door", ["advisor", "advisor.workshop"])
def test_importing_the_door_loads_no_engine_and_no_templates(door: str) -> None:
    code = f"import sys, {door}; print([n for n in ('experta', 'jinja2', 'yaml', 'click', 'typst', 'z3') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.long
def test_every_example_of_the_page_does_what_it_says() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs/api.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried > 50
    assert failed == 0


def test_a_mapping_says_what_its_file_says(ready: advisor.KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "city.yaml"
    file.write_text(
        "pack: smart-city\ncity: {name: Seldwyla, population: 4200}\ndate: 2026-11-22\n"
        "answers:\n  staff_proposals: 2\n  political_occasion: [none]\n  budget_lead_time_months: 8\n"
        "  staff_unit: {value: none, note: so}\n"
    )
    mapping = {
        "pack": "smart-city",
        "city": {"name": "Seldwyla", "population": 4200},
        "date": datetime.date(2026, 11, 22),
        "answers": {
            "staff_proposals": 2,
            "political_occasion": ["none"],
            "budget_lead_time_months": 8,
            "staff_unit": {"value": "none", "note": "so"},
        },
    }
    assert advisor.read_answers(mapping, ready) == advisor.read_answers(file, ready)


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"answers": {"staff_proposal": "regular"}}, "answers.answers.staff_proposal", "Did you mean 'staff_proposals'"),
        ({"answers": {"staff_proposals": 3.5}}, "answers.answers.staff_proposals", "type 'float'"),
        ({"answers": {"staff_proposals": b"regular"}}, "answers.answers.staff_proposals", "bytes"),
        ({"city": {}}, "answers.city", "'name' is missing"),
        ({"pack": "smart-cty"}, "advisor", "Did you mean 'smart-city'"),
        ({"date": "yesterday"}, "answers.date", "not a date"),
    ],
)
def test_what_cannot_be_used_is_said_with_the_keys_that_lead_there(change: dict[str, object], where: str, what: str) -> None:
    with pytest.raises(advisor.UnusableInputError) as refused:
        advisor.read_answers({**CITY, **change})
    assert where in {problem.place.file for problem in refused.value.problems}
    assert what in str(refused.value)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*CITY, "note", "respondents", "x"]), VALUES, max_size=4))
@examples(30)
def test_whatever_a_mapping_holds_it_is_read_or_refused(change: dict[str, object]) -> None:
    with contextlib.suppress(advisor.AdvisorError):
        assert advisor.read_answers({**CITY, **change}, _READY).city.name


_READY = advisor.load_pack("unit-leadership")


def test_a_form_that_refers_to_itself_is_refused(ready: advisor.KnowledgeBase) -> None:
    endless: dict[str, object] = {}
    endless["value"] = endless
    with pytest.raises(advisor.UnusableInputError, match="nested"):
        advisor.read_answers({**CITY, "answers": {"staff_proposals": endless}}, ready)


def test_the_answers_are_not_changed_by_what_is_asked_of_them(ready: advisor.KnowledgeBase) -> None:
    city = advisor.read_answers(START, ready)
    before = msgspec.json.encode(city.answers)
    advice = advisor.advise(city, ready)
    advisor.what_if(city, {"staff_proposals": None}, ready)
    advisor.explain(city, "themenlab", pack=ready)
    assert msgspec.json.encode(city.answers) == before
    assert advisor.advise(city, ready).outcome == advice.outcome


@pytest.mark.parametrize("form", sampled(4, ["md", "text", "html", "json"]))
def test_a_report_is_what_the_command_writes(form: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "advise", str(START), "--format", form], capture_output=True, check=True
    )
    assert advisor.report(advisor.advise(advisor.read_answers(START)), format=form) == done.stdout


def test_an_unknown_format_audience_goal_or_name_is_refused_with_what_is_known(ready: advisor.KnowledgeBase) -> None:
    city = advisor.read_answers(START, ready)
    advice = advisor.advise(city, ready)
    for attempt, said in (
        (lambda: advisor.report(advice, format="dox"), "docx"),
        (lambda: advisor.report(advice, audience="counsel"), "council"),
        (lambda: advisor.report(advice, format="json", audience="council"), "team"),
        (lambda: advisor.report(advisor.explain(city, pack=ready), format="pfd"), "pdf"),
        (lambda: advisor.next_question(city, "coarse", ready), "course"),  # type: ignore[arg-type]
        (lambda: advisor.explain(city, "themenlap", pack=ready), "themenlab"),
        (lambda: advisor.what_if(city, {"staff_proposal": 1}, ready), "staff_proposals"),
        (lambda: advisor.load_pack("smart-cities"), "smart-city"),
        (lambda: advisor.merge({}), "none to merge"),
    ):
        with pytest.raises(advisor.UnusableInputError, match=said):
            attempt()


def test_a_level_of_another_pack_is_refused(ready: advisor.KnowledgeBase) -> None:
    with pytest.raises(advisor.UnusableInputError, match="pack"):
        advisor.read_answers({**CITY, "pack": "unit-leadership"}, ready)


def test_the_next_question_is_the_one_that_a_session_asks(ready: advisor.KnowledgeBase) -> None:
    city = advisor.read_answers({**CITY, "answers": {}}, ready)
    asked: list[str] = []
    while (question := advisor.next_question(city, pack=ready)) is not None and len(asked) < 60:
        asked.append(question.id)
        given = {name: answer.value or "unknown" for name, answer in city.answers.items()}
        city = advisor.read_answers({**CITY, "answers": {**given, question.id: "unknown"}}, ready)
    assert len(asked) == len(set(asked))
    assert question is None
