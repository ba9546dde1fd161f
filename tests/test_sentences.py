"""A sentence is said of a city only where its answers make it certain, and none where they deny it."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml
from click.testing import CliRunner

from advisor.cli import main
from advisor.logic.condition import every, leaves, opposite, some
from advisor.logic.evaluate import holds
from advisor.logic.parse import ConditionParser
from advisor.logic.satisfy import can_hold
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.assess import assess, outcome_of
from advisor.reasoning.conclusions import possible_values
from advisor.reasoning.effects import raised, raised_sets, reached
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.presupposed import presuppositions
from advisor.reasoning.repertoire import called
from advisor.workshop.cases.spoken import places
from tests.support.cities import by_chance, city, planned
from tests.support.sampling import in_full
from tests.support.shipped import shipped_pack
from tests.support.small_pack import Data, small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Pack
    from advisor.logic.condition import Condition
    from advisor.reasoning.answers import Answers, AnswerValue
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.planner import Plan
    from advisor.reasoning.told import Said

CITIES = {
    "smart-city": in_full(4_000, beside_a_change=1_000),
    "unit-leadership": in_full(1_000, beside_a_change=250),
}
GROUPS = 200
"""Into how many groups the cities fall; the first of them is quick."""
UNKNOWN = (0.0, 0.2, 0.5)
"""Which share of the answers nobody knows."""


def said_of(folder: Path, data: Data, answers: str) -> dict[str, str]:
    """Return what is said by a pack of somebody with these answers, by its place in the pack."""
    pack = write_pack(folder / "small", data)
    file = folder / "city.answers.yaml"
    file.write_text(f"pack: small\ncity: {{name: X}}\ndate: 2026-01-01\nanswers: {answers}\n", encoding="utf-8")
    told = CliRunner().invoke(main, ["advise", str(file), "--pack", str(pack), "--format", "json"])
    assert told.exit_code == 0, told.stderr
    return {said["id"]: said["text"] for said in json.loads(told.stdout)["said"]}


def with_text(text: object) -> Data:
    data = small_pack()
    data["findings"][0]["when"] = "open_now is yes"
    data["findings"][0]["examples"] = {"fires": {"open_now": "yes"}, "silent": {"open_now": "no"}}
    data["findings"][0]["tends_to"] = text
    return data


TENDENCY = "findings/empty_shelf/tends_to/1"


@pytest.mark.parametrize(
    ("bound", "answers", "is_said"),
    [
        ({"text": "It is so."}, "{open_now: yes}", True),
        ({"text": "It is so.", "when": "shelf_money is none"}, "{open_now: yes, shelf_money: none}", True),
        ({"text": "It is so.", "when": "shelf_money is none"}, "{open_now: yes, shelf_money: most}", False),
        ({"text": "It is so.", "when": "shelf_money is none"}, "{open_now: yes}", False),
        ({"text": "It is so.", "unless": "shelf_money is most"}, "{open_now: yes, shelf_money: most}", False),
        ({"text": "It is so.", "unless": "shelf_money is most"}, "{open_now: yes, shelf_money: some}", True),
        ({"text": "It is so.", "unless": "shelf_money is most"}, "{open_now: yes}", True),
    ],
)
def test_a_claim_needs_certainty_and_a_tendency_only_no_denial(
    bound: object,
    answers: str,
    is_said: bool,  # noqa: FBT001 - what is expected
    tmp_path: Path,
) -> None:
    assert (TENDENCY in said_of(tmp_path, with_text([bound]), answers)) == is_said


def test_the_first_variant_that_may_be_said_is_said(tmp_path: Path) -> None:
    data = with_text([])
    data["findings"][0]["text"] = [
        {"text": "Nothing.", "when": "shelf_money is none"},
        {"text": "Little.", "when": "shelf_money <= some"},
        "Whatever.",
    ]
    for answer, wanted in {", shelf_money: none": "Nothing.", ", shelf_money: some": "Little.", "": "Whatever."}.items():
        assert said_of(tmp_path, data, f"{{open_now: yes{answer}}}")["findings/empty_shelf/text"] == wanted


def explained(folder: Path, data: Data, answers: str) -> dict[str, Data]:
    """Return what is told of each sentence that is said, by its place in the pack."""
    said_of(folder, data, answers)
    told = CliRunner().invoke(
        main, ["advise", str(folder / "city.answers.yaml"), "--pack", str(folder / "small"), "--format", "json"]
    )
    return {said["id"]: said for said in json.loads(told.stdout)["said"]}


def test_a_variant_tells_what_kept_those_before_it_from_being_said(tmp_path: Path) -> None:
    data = with_text([])
    data["findings"][0]["text"] = [
        {"text": "Much.", "when": "shelf_money is most"},
        {"text": "Not yet.", "unless": "shelf_people >= some"},
        "There is {circle_money}.",
        "Whatever.",
    ]
    told = explained(tmp_path, data, "{open_now: yes, shelf_people: most}")["findings/empty_shelf/text"]
    assert (told["text"], told["when"]) == ("Whatever.", "open_now is yes")
    assert told["passed_over"] == [
        {"when": "shelf_money is most"},
        {"unless": "shelf_people >= some"},
        {"unknown": ["circle_money"]},
    ]
    assert told["answers"] == ["open_now", "shelf_people"]
    file = str(tmp_path / "city.answers.yaml")
    table = (
        CliRunner().invoke(main, ["explain", file, "--sentences", "--pack", str(tmp_path / "small"), "--format", "text"]).stdout
    )
    for word in (
        "Davor weggelassen wegen",
        "unless: shelf_people >= some",
        "when: shelf_money is most",
        "{circle_money}: nicht bekannt",
    ):
        assert word in " ".join(table.split()), table


@pytest.mark.parametrize(
    ("answers", "text", "when", "passed_over"),
    [
        ("visitors: 5", "Ask the visitors.", "visitors <= 10", []),
        ("visitors: 50", "Ask for money.", "", [{"when": "visitors <= 10"}]),
        ("place: most", "Ask for money.", "", [{"when": "visitors <= 10"}]),
    ],
)
def test_what_is_said_instead_tells_the_condition_that_made_it_so(
    answers: str, text: str, when: str, passed_over: list[object], tmp_path: Path
) -> None:
    data = small_pack()
    instead = [{"when": "visitors <= 10", "text": "Ask the visitors."}, {"when": "open_now is yes", "done": "Open."}]
    measure = {"raises": {"shelf_money": "some"}, "text": "Ask for money.", "done": "Paid.", "months": [1, 2], "instead": instead}
    data["measures"] = [{**measure, "provenance": "proposal"}]
    for step in data["steps"]:
        step["actions"] = [{"raises": each["raises"]} if "shelf_money" in each["raises"] else each for each in step["actions"]]
    facts = [each["id"] for each in data["questions"] if each["id"].endswith(("_people", "_money"))]
    nothing = ", ".join(f"{fact}: none" for fact in facts)
    told = explained(tmp_path, data, f"{{{nothing}, {answers}}}")
    said = told["measures/shelf_money.some/text"]
    assert (said["text"], said.get("when", ""), said.get("passed_over", [])) == (text, when, passed_over)
    assert ("visitors" in said.get("answers", [])) == ("visitors" in answers)


def test_a_sentence_prints_the_answer_of_the_city_and_is_silent_where_there_is_none(tmp_path: Path) -> None:
    data = with_text(["There is {shelf_money}."])
    label = next(question for question in data["questions"] if question["id"] == "shelf_money")["levels"][1]["label"]
    assert said_of(tmp_path, data, "{open_now: yes, shelf_money: some}")[TENDENCY] == f"There is {label}."
    assert TENDENCY not in said_of(tmp_path, data, "{open_now: yes}")


def imagined(pack: Pack, number: int) -> Answers:
    """Return a city by chance of which some answers are unknown; the same number is the same city."""
    dice = random.Random(f"sentences {number}")
    answers: Mapping[str, AnswerValue | None] = by_chance(pack, dice)
    share = UNKNOWN[number % len(UNKNOWN)]
    return city(pack, {name: value for name, value in answers.items() if dice.random() >= share})


class Advised(NamedTuple):
    """A city by chance with its path and its outcome."""

    number: int
    base: KnowledgeBase
    answers: Answers
    plan: Plan
    outcome: Outcome


def advised(base: KnowledgeBase, number: int) -> Advised:
    answers = imagined(base.pack, number).complete(base.pack)
    plan = planned(base.pack, base.engine, answers)
    return Advised(number, base, answers, plan, outcome_of(base, answers, plan))


BASES = [KnowledgeBase(shipped_pack(name)) for name in ("smart-city", "unit-leadership")]
SOME = [
    pytest.param((base, first), id=f"{base.pack.info.id} {first}", marks=() if first == 0 else pytest.mark.long)
    for base in BASES
    for first in range(GROUPS)
]


@pytest.fixture(scope="module", params=SOME)
def cities(request: pytest.FixtureRequest) -> list[Advised]:
    """Return some of the cities, each advised once for all that is asked of it."""
    base, first = request.param
    return [advised(base, number) for number in range(first, CITIES[base.pack.info.id], GROUPS)]


def test_nothing_is_urged_that_is_there_and_nothing_said_to_be_missing_that_may_be(cities: list[Advised]) -> None:
    for number, base, _, found, outcome in cities:
        pack = base.pack
        for step in found.steps:
            begun = {**step.before.given, **step.prepared}
            urged = [said for said in outcome.said if said.at.startswith(f"path/{step.step.id}/")]
            for said in urged:
                place, key = said.id.rsplit("/", 1)[0], said.at.rsplit("/", 1)[1]
                fact, _, level = place.rsplit("/", 1)[1].partition(".")
                if "." not in place or "+" in place or key not in {"missing", "text"}:
                    continue
                raises = {fact: level}
                assert raised(pack, begun, raises), f"{number}: {said.id} is urged though {fact} is there"
                if key == "missing":
                    known = step.before.known
                    assert holds(reached(pack, fact, level), known) is False, f"{number}: {said.id} is said though {fact} is open"


def test_every_step_says_what_to_do_what_happens_in_90_days_and_how_its_end_is_seen(cities: list[Advised]) -> None:
    for number, _, _, _, outcome in cities:
        for item in outcome.path:
            if item.kind == "step":
                assert item.actions, (number, item.step)
                assert item.in_90_days, (number, item.step)
                assert item.signs, (number, item.step)


def test_no_path_walks_into_a_risk_that_no_step_of_it_accepts(cities: list[Advised]) -> None:
    """What is unknown may be any answer that the others leave; what a step raises from there is at least so high."""
    for number, base, _, found, _ in cities:
        pack = base.pack
        risks = {each.id: base.verdicts.finding(each.id) for each in pack.findings if each.kind == "risk"}
        common = [some(opposite(chosen), presupposed) for _, chosen, presupposed in presuppositions(pack) if chosen is not None]
        possible = dict(found.start.known)
        for step in found.steps:
            before = dict(possible)
            for work in step.works:
                possible |= raised_sets(pack, possible, work.raises)
            accepted = {pair.risk for pair in step.step.accepts}
            for name, fires in risks.items():
                if name not in accepted and holds(fires, possible) is True and holds(fires, before) is not True:
                    was_silent = every(opposite(fires), *common)
                    assert not can_hold(was_silent, before), f"{number}: {step.step.id} lets {name} fire"


def test_nobody_acts_who_refuses_or_is_not_there_before_they_are_won_or_named(cities: list[Advised]) -> None:
    for number, base, _, found, _ in cities:
        pack = base.pack
        cannot = {role.id: base.verdicts.grounded(role.cannot_act) for role in pack.roles}
        for step in found.steps:
            known = dict(step.before.known)
            for work in step.works:
                who = work.actor or step.step.actor
                assert holds(cannot[who], known) is not True, f"{number}: {step.step.id} lays {work.raises} on {who}, who cannot"
                for fact, value in raised(pack, step.before.given, work.raises).items():
                    known[fact] = frozenset({value}) if isinstance(value, str) else known.get(fact, frozenset())


def test_what_is_different_under_a_condition_is_never_said_in_its_usual_form_there(cities: list[Advised]) -> None:
    for number, base, _, found, _ in cities:
        pack = base.pack
        for step in found.steps:
            for work in step.works:
                measure = next((measure for measure in pack.measures if measure.raises == work.raises), None)
                other = pack.different(measure, step.before.known) if measure else None
                if other is not None and other.text:
                    own = [o.text for action in step.step.actions if action.raises == work.raises for o in action.instead]
                    told = (work.text, work.text[-len(other.text) :])  # what the step itself binds to answers stands before it
                    assert {*told} & {other.text, *own}, f"{number}: {step.step.id} says of {work.raises} what does not hold here"


def test_what_is_said_because_it_is_different_here_tells_the_condition_of_that(cities: list[Advised]) -> None:
    for number, base, _, found, outcome in cities:
        for step in found.steps:
            for work in step.step.actions:
                other = base.pack.different(base.pack.in_full(work), step.before.known)
                for said in spoken_of(work, f"path/{step.step.id}", outcome) if other is not None else ():
                    if other is not None and getattr(other, said.at.rsplit("/", 1)[-1]):
                        assert said.when, f"{number}: {said.id} is said without its condition"
                        told = leaves(condition(base.pack, said.when))
                        assert {*leaves(other.when)} <= {*told}, f"{number}: {said.id} tells another condition"


def spoken_of(work: Work, place: str, outcome: Outcome) -> list[Said]:
    """Return what is said at a place of the path of something that is done."""
    name = called(work)
    return [
        said
        for said in outcome.said
        if said.at == f"{place}/{(key := said.at.rsplit('/', 1)[-1])}" and f"/{name}/{key}" in said.id
    ]


def test_the_condition_that_is_told_of_a_sentence_is_certain_and_its_denial_is_not(cities: list[Advised]) -> None:
    for number, base, answers, found, outcome in cities:
        known = found.start.known
        said = [each for each in outcome.said if not each.at.startswith("path/")]
        for each in said:
            assert not each.when or holds(condition(base.pack, each.when), known) is True, (number, each)
            assert not each.unless or holds(condition(base.pack, each.unless), known) is not True, (number, each)
            assert {question.split(".")[0] for question in each.answers} <= answers.answers.keys()
            for over in each.passed_over:
                assert over.when or over.unless or over.unknown, (number, each)
                assert not over.when or holds(condition(base.pack, over.when), known) is not True, (number, each)
                assert not over.unless or holds(condition(base.pack, over.unless), known) is True, (number, each)


def condition(pack: Pack, written: str) -> Condition:
    """Read a condition as it is told in an outcome."""
    problems: list[object] = []
    parser = ConditionParser(pack.vocabulary, lambda *told: problems.append(told))
    read = parser.parse(yaml.load(written, Loader=yaml.BaseLoader), ())  # noqa: S506 - it makes nothing but texts
    assert not problems
    return read


def test_a_status_that_is_open_is_no_reason_for_a_sentence_about_what_is_there() -> None:
    for base in BASES:
        nobody = city(base.pack, {})
        outcome = assess(base, nobody)
        assert not [said for said in outcome.said if said.at.startswith("approaches/")]
        assert all(len(possible_values(name, STATUS, {})) > 1 for name in outcome.approaches)


def test_a_case_can_name_every_place_at_which_something_is_said(cities: list[Advised]) -> None:
    for number, base, _, _, outcome in cities:
        known = set(places(base.pack))
        assert {said.id for said in outcome.said} | {said.at for said in outcome.said} <= known, number
