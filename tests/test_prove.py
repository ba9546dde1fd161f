"""What is proved is what trying every city shows, and what fails is shown in a city."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import paths
from advisor.cli import main
from advisor.knowledge.loader import load_pack
from advisor.reasoning.deductions import deductions
from advisor.reasoning.diagnosis import status_of
from advisor.reasoning.propagation import Reading, ReadingEngine
from advisor.workshop.proving.claims import aims_of
from advisor.workshop.proving.proofs import CLAIMS, proved
from advisor.workshop.proving.reading import to_read
from tests.support.cities import city, every_city, planned
from tests.support.sampling import in_full
from tests.support.small_pack import load_small, reduced_pack, small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers

    Change = Callable[[dict[str, Any]], object]

SENTENCES = list(CLAIMS)
STATUS, OCCURS, RAISING, FIRES, _, _, COMES, REACHES, KEEPS, LEADS = SENTENCES[:10]
RANK = ["absent", "emerging", "established"]


def failing(pack: Pack) -> dict[str, set[str]]:
    """Return the entries for which each kind of claim fails."""
    return {proof.claim: {each.about.partition("/")[2] for each in proof.failures} for proof in proved(pack)}


class Tried:
    """Every city of a small pack with every aim, as the planner sees it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.engine = ReadingEngine(pack, Reading(deductions(pack)))
        self.cities = [city(pack, full) for full in every_city(pack)]
        self.statuses = [self._statuses(each) for each in self.cities]
        aimed = [msgspec.structs.replace(each, aim=aim) for each in self.cities for aim in aims_of(pack)]
        self.plans = [planned(pack, self.engine, each) for each in aimed]

    def _statuses(self, answers: Answers) -> dict[str, str]:
        start = planned(self.pack, self.engine, answers).start
        return {each.id: status_of(each.id, start) for each in self.pack.approaches}

    def unreached(self) -> set[str]:
        seen = {(name, status) for statuses in self.statuses for name, status in statuses.items()}
        return {each.id for each in self.pack.approaches for status in RANK if (each.id, status) not in seen}

    def steady(self) -> set[str]:
        """Return the findings that always or never fire."""
        found = set()
        for finding in self.pack.findings:
            fired = {planned(self.pack, self.engine, each).start.concluded(finding.id, "present") for each in self.cities}
            found |= {finding.id} if len(fired) == 1 else set()
        return found

    def lowered(self) -> set[str]:
        """Return the approaches that lose their status when one answer rises."""
        found = set()
        for full, before in zip(every_city(self.pack), self.statuses, strict=True):
            for question in self.pack.questions:
                names = [level.name for level in question.levels]
                if question.type != "ordinal" or full[question.id] == names[-1]:
                    continue
                higher = names[names.index(str(full[question.id])) + 1]
                after = self._statuses(city(self.pack, {**full, question.id: higher}))
                found |= {name for name, status in after.items() if RANK.index(status) < RANK.index(before[name])}
        return found

    def never_next(self) -> set[str]:
        return {each.id for each in self.pack.steps} - {plan.steps[0].step.id for plan in self.plans if plan.steps}

    def dead_ends(self) -> bool:
        return any(plan.blocked_by == "no_step" and not plan.steps for plan in self.plans)

    def all_arrive(self) -> bool:
        return all(plan.arrives for plan in self.plans)


def drop_step(index: int) -> Change:
    return lambda data: data["steps"].pop(index % len(data["steps"]))


def drop_action(index: int) -> Change:
    def change(data: dict[str, Any]) -> None:
        several = [step for step in data["steps"] if len(step["actions"]) > 1]
        several[index % len(several)]["actions"].pop()

    return change


def open_only(index: int) -> Change:
    return lambda data: data["steps"][index % len(data["steps"])].update(opens=True)


def other_threshold(index: int) -> Change:
    conditions = ["circle_people is some", "open_now is no", "network_people is most", {"any": ["shelf_people is some"]}]
    approach, condition = divmod(index, len(conditions))
    return lambda data: data["approaches"][approach % 4].update(established_when=conditions[condition])


def other_finding(index: int) -> Change:
    conditions = ["circle is absent", {"all": ["shelf is established", "shelf_people is some"]}, "counter >= emerging"]
    return lambda data: data["findings"][index % 2].update(when=conditions[index % 3])


def no_preparation(index: int) -> Change:
    def change(data: dict[str, Any]) -> None:
        step = data["steps"][index % len(data["steps"])]
        step["preconditions"] = [{"when": "open_now is yes", "text": "It is open."}]

    return change


CHANGES = (drop_step, drop_action, open_only, other_threshold, other_finding, no_preparation)


@pytest.mark.long
@pytest.mark.parametrize("examples", [in_full(60, beside_a_change=12)])
def test_what_is_proved_is_what_trying_every_city_shows(examples: int, tmp_path: Path) -> None:
    some = st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 30)), max_size=3)
    settings(max_examples=examples)(given(some)(lambda changes: check_what_is_proved(changes, tmp_path)))()


def check_what_is_proved(changes: list[tuple[Callable[[int], Change], int]], folder: Path) -> None:
    data = reduced_pack()
    for change, index in changes:
        change(index)(data)
    pack = load_small(folder / "pack", data).pack
    found, tried = failing(pack), Tried(pack)
    assert found[STATUS] == set()
    assert found[OCCURS] == tried.unreached()
    assert found[RAISING] == tried.lowered()
    assert found[FIRES] == tried.steady()
    assert found[COMES] == tried.never_next()
    assert bool(found[LEADS]) == tried.dead_ends()
    arrives = not (found[REACHES] or found[KEEPS] or found[LEADS])
    assert not arrives or tried.all_arrive()


@pytest.mark.long
@pytest.mark.parametrize("changes", [(drop_step(0), drop_action(0), no_preparation(2))])
def test_a_path_that_does_not_arrive_is_never_proved_to(changes: tuple[Change, ...], tmp_path: Path) -> None:
    for change in changes:
        data = reduced_pack()
        change(data)
        pack = load_small(tmp_path / "pack", data).pack
        found = failing(pack)
        assert Tried(pack).all_arrive() == (not (found[REACHES] or found[KEEPS] or found[LEADS]))


@pytest.mark.parametrize("folder", paths.shipped_packs(), ids=lambda folder: folder.name)
def test_everything_is_proved_about_a_shipped_pack(folder: Path) -> None:
    assert failing(load_pack(folder).pack) == {sentence: set() for sentence in SENTENCES}


def entry(data: dict[str, Any], section: str, name: str) -> dict[str, Any]:
    return next(each for each in data[section] if each["id"] == name)


def less_is_more(data: dict[str, Any]) -> None:
    entry(data, "approaches", "themenlab")["established_when"] = "staff_proposals <= occasional"


def never_established(data: dict[str, Any]) -> None:
    entry(data, "approaches", "themenlab")["established_when"] = {
        "all": ["staff_proposals is none", "staff_proposals >= regular"]
    }


def never_absent(data: dict[str, Any]) -> None:
    entry(data, "approaches", "themenlab")["emerging_when"] = {
        "any": ["staff_proposals is none", "staff_proposals >= occasional"]
    }


def dead_finding(data: dict[str, Any]) -> None:
    entry(data, "findings", "paper_strategy")["when"] = {
        "all": ["themenlab is absent", "moeglichkeitsraum is absent", "bottom_up is covered"]
    }


def loud_finding(data: dict[str, Any]) -> None:
    entry(data, "findings", "paper_strategy")["when"] = {"any": ["themenlab is absent", "themenlab >= emerging"]}


def dead_through_others(data: dict[str, Any]) -> None:
    tests = ["top_down is covered", "executive_decision is none", "office_head_commitment is rejects"]
    entry(data, "findings", "paper_strategy")["when"] = {"all": tests}


def repeated_finding(data: dict[str, Any]) -> None:
    first = entry(data, "findings", "paper_strategy")
    data["findings"].append(
        {**first, "id": "paper_strategy_again", "when": {"all": [first["when"], "topic_owner_budget is none"]}}
    )


def contradicting_findings(data: dict[str, Any]) -> None:
    first = entry(data, "findings", "paper_strategy")
    data["findings"].append({**first, "id": "good_strategy", "kind": "strength"})


def half_a_step(data: dict[str, Any]) -> None:
    entry(data, "steps", "sektoralbereich_from_themenlab")["actions"].pop(0)


def half_a_raise(data: dict[str, Any]) -> None:
    for action in entry(data, "steps", "sektoralbereich_from_themenlab")["actions"]:
        for fact in action["raises"]:
            if fact == "topic_owner_budget":
                action["raises"][fact] = "case_by_case"


def weak_preparation(data: dict[str, Any]) -> None:
    step = entry(data, "steps", "sektoralbereich_from_themenlab")
    asking = next(each for each in step["preconditions"] if "when" in each)
    asking["when"] = {"all": [asking["when"], "external_network >= active"]}


def locked_step(data: dict[str, Any]) -> None:
    entry(data, "steps", "sektoralbereich_from_themenlab")["preconditions"] = [
        {"when": {"all": ["themenlab is absent", "domain_expertise >= broad"]}, "text": "Geht nie."}
    ]


def missing_step(data: dict[str, Any]) -> None:
    data["steps"].remove(entry(data, "steps", "sektoralbereich_from_themenlab"))


def eager_springboard(data: dict[str, Any]) -> None:
    for step in data["steps"]:
        if step["target"] == "sektoralbereich" and step["springboard"] == "nothing":
            step["preconditions"] = [{"when": "office_head_commitment >= drives", "text": "Nur mit Antrieb."}]


def lossy_step(data: dict[str, Any]) -> None:
    entry(data, "approaches", "themenlab")["established_when"] = {
        "all": [entry(data, "approaches", "themenlab")["established_when"], "topic_owner_budget <= case_by_case"]
    }


def never_chosen(data: dict[str, Any]) -> None:
    first = entry(data, "steps", "sektoralbereich_from_themenlab")
    data["steps"].append({**first, "id": "sektoralbereich_from_themenlab_again"})


def repeated_criterion(data: dict[str, Any]) -> None:
    first = data["criteria"][0]
    data["criteria"].append({**first, "id": "once_more"})


SEEDED: dict[Change, tuple[str, str]] = {
    less_is_more: (RAISING, "themenlab"),
    never_established: (OCCURS, "themenlab"),
    never_absent: (OCCURS, "themenlab"),
    dead_finding: (FIRES, "paper_strategy"),
    loud_finding: (FIRES, "paper_strategy"),
    dead_through_others: (FIRES, "paper_strategy"),
    repeated_finding: (SENTENCES[4], "paper_strategy_again"),
    contradicting_findings: (SENTENCES[5], "good_strategy"),
    half_a_step: (REACHES, "sektoralbereich_from_themenlab"),
    half_a_raise: (REACHES, "sektoralbereich_from_themenlab"),
    weak_preparation: (REACHES, "sektoralbereich_from_themenlab"),
    locked_step: (COMES, "sektoralbereich_from_themenlab"),
    missing_step: (LEADS, ""),
    eager_springboard: (LEADS, ""),
    lossy_step: (KEEPS, "sektoralbereich_from_themenlab"),
    never_chosen: (COMES, "sektoralbereich_from_themenlab_again"),
    repeated_criterion: (SENTENCES[-1], "once_more"),
}


def seeded(folder: Path, change: Change) -> Path:
    """Return a copy of the real pack, in one file, with a defect."""
    data: dict[str, Any] = {}
    for file in sorted((paths.shipped("rules") / "smart-city").rglob("*.yaml")):
        if "translations" in file.parts or file.name == "cases.yaml":
            continue
        for section, content in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():  # noqa: S506 - texts only
            if isinstance(content, list):
                data.setdefault(section, []).extend(content)
            else:
                data[section] = {**data.get(section, {}), **content}
    change(data)
    return write_pack(folder, data)


FIRST = {claim: change for change, (claim, _) in reversed(SEEDED.items())}
"""The first defect against each claim."""


@pytest.mark.long
@pytest.mark.parametrize(
    "change",
    [*FIRST.values(), *(each for each in SEEDED if each not in FIRST.values())],
    ids=lambda change: change.__name__,
)
def test_a_seeded_defect_is_found_and_its_city_shows_it(change: Change, tmp_path: Path) -> None:
    folder, cases = seeded(tmp_path / "pack", change), tmp_path / "shown.yaml"
    done = CliRunner().invoke(main, ["prove", str(folder), "--format", "json", "--cases", str(cases)])
    assert done.exit_code == 1
    sentence, name = SEEDED[change]
    failures = {proof["claim"]: proof["failures"] for proof in json.loads(done.stdout)["proofs"]}
    assert name in {each["about"].partition("/")[2] for each in failures[sentence]}
    shown = json.loads(cases.read_text(encoding="utf-8"))["cases"] if cases.exists() else []
    assert len(shown) == sum(each["example"] is not None for found in failures.values() for each in found)
    asked = {each.id for each in load_pack(folder).pack.questions if each.type != "text"}
    assert all(case["answers"].keys() == asked for case in shown)
    if shown:
        fed_back = CliRunner().invoke(main, ["test", str(cases), "--pack", str(folder)])
        assert fed_back.exit_code == 1
        untold = [case["name"] for case in shown if f"'{case['name']}'" not in fed_back.stdout]
        assert untold == []


def test_a_failure_is_told_with_its_line_and_its_city_in_words(tmp_path: Path) -> None:
    data = reduced_pack()
    drop_action(0)(data)
    done = CliRunner().invoke(main, ["prove", str(write_pack(tmp_path / "pack", data))])
    assert f"{REACHES}: fails" in done.stdout
    assert "pack.yaml:" in done.stdout
    assert re.search(r"For example where [A-Z]\w+: «\w+»; ", done.stdout)
    assert "Assumed:" in done.stdout


def test_rules_in_a_circle_are_refused(tmp_path: Path) -> None:
    data = reduced_pack()
    data["findings"][0]["when"] = "crowd is present"
    data["findings"][1]["when"] = f"{data['findings'][0]['id']} is present"
    done = CliRunner().invoke(main, ["prove", str(write_pack(tmp_path / "pack", data))])
    assert done.exit_code == 2
    assert "[C317]" in done.stderr
    shutil.rmtree(tmp_path / "pack")


def test_the_cities_beside_a_sentence_are_told_in_words(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["tends_to"] = [
        {"text": "Soon.", "when": ["open_now is yes", "founded <= 12", "founded >= 0", "media includes some", "visitors >= 50"]},
        {"text": "Later.", "when": ["founded <= -1", "founded >= -1"]},
    ]
    done = CliRunner().invoke(main, ["prove", str(write_pack(tmp_path / "small", data)), "--read"])
    told = done.stdout.partition("findings/empty_shelf/tends_to/1\n")[2].splitlines()
    assert "Visitors: 50 people; Open_Now: ja; Founded: in diesem Monat; Media: «some», ja" in told[2]
    assert "Visitors: 100 people; Open_Now: ja; Founded: in 12 Monaten; Media: «some», ja" in told[3]
    assert "Founded: vor 1 Monat" in done.stdout


def test_a_line_for_90_days_is_read_where_it_is_said_under_its_day(tmp_path: Path) -> None:
    data = small_pack()
    lines = [
        {"day": 30, "text": "Asked."},
        {"day": 60, "text": "Heard.", "when": "open_now is yes"},
        {"day": 90, "text": "Paid."},
    ]
    data["measures"] = [
        {"raises": {"shelf_money": "some"}, "text": "Ask.", "in_90_days": lines, "months": [1, 2], "provenance": "proposal"}
    ]
    pack = load_small(tmp_path, data).pack
    read = {each.id: each for each in to_read(pack)}
    assert [read[f"measures/shelf_money.some/in_90_days/{day}"].text for day in (30, 60, 90)] == ["Asked.", "Heard.", "Paid."]
    assert read["measures/shelf_money.some/in_90_days/90"].when == "all: [shelf_money is none]"
    assert not [each.id for each in to_read(pack) if "any: []" in each.when]  # no line is read as if it were never said


def test_the_usual_words_of_a_measure_are_read_where_nothing_else_is_said(tmp_path: Path) -> None:
    data = small_pack()
    instead = [
        {"when": "visitors <= 10", "text": "Ask the visitors."},
        {"when": "open_now is yes", "text": "Ask.", "done": [{"text": "Shut.", "when": "open_now is no"}, "Open."]},
    ]
    measure = {"raises": {"shelf_money": "some"}, "text": "Usual.", "done": "Paid.", "months": [1, 2], "provenance": "proposal"}
    data["measures"] = [{**measure, "instead": instead}]
    all_read = [*to_read(load_small(tmp_path, data).pack)]
    read = {each.text: each.when for each in all_read}
    begin = "all: [shelf_money is none]"
    usual, open_now = f"{begin}, visitors >= 11", "all: [open_now is yes, visitors >= 11]"
    assert read["Ask the visitors."] == f"all: [{begin}, visitors <= 10]"
    assert read["Ask."] == f"all: [{begin}, {open_now}]"
    assert read["Open."] == f"all: [all: [{begin}, {open_now}], open_now is yes]"
    assert "Shut." not in read  # what no answers lead to is not laid before a reader
    assert read["Usual."].startswith(f"all: [{usual}, ")
    assert "visitors" in read["Paid."]  # whoever has few visitors is not told the other words, either
    assert read["Usual."] in {each.when for each in all_read if each.text == "Find money."}  # so a step words anew what is usual


def test_a_remedy_that_is_there_already_is_named_where_nothing_is_advised(tmp_path: Path) -> None:
    data = small_pack()
    data["measures"] = [{"raises": {"shelf_money": "some"}, "text": "Ask.", "months": [1, 2], "provenance": "proposal"}]
    data["findings"][0] |= {"remedy": {"shelf_money": "some"}}
    done = CliRunner().invoke(main, ["prove", str(write_pack(tmp_path / "small", data))])
    assert (
        "'empty_shelf' says nothing of what to do, for it is found where its remedy is there already (shelf_money: some)."
        in done.stdout
    )
