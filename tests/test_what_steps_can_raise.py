"""Steps raise levels, options, numbers, and yes or no: what asks them for more is told where it is asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main
from tests.support.small_pack import Data, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def codes(told: Result) -> list[str]:
    return [line.rpartition("[")[2].rstrip("]") for line in told.stderr.splitlines()]


def needing(condition: object, part: str = "established_when") -> Data:
    data = small_pack()
    data["approaches"][0][part] = condition
    return data


@pytest.mark.parametrize("test", ["visitors <= 5", "founded <= 12"])
def test_an_approach_cannot_need_what_no_step_can_raise(test: str, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", needing({"all": ["shelf_people is most", test]}))
    checked = run("check", folder)
    assert {"S621"} == {code for code in codes(checked) if code[0] == "S"}  # nothing about the steps: none could be mended
    lines = (folder / "pack.yaml").read_text(encoding="utf-8").splitlines()
    told = next(line for line in checked.stderr.splitlines() if "S621" in line)
    number = int(told.removeprefix(f"{folder / 'pack.yaml'}:").partition(":")[0])
    assert test in lines[number - 1]
    assert f"'shelf' needs '{test}', which no step can bring about." in told


def test_an_approach_may_rest_on_a_number_where_steps_have_another_way(tmp_path: Path) -> None:
    ways = {"any": [{"all": ["shelf_people is most", "shelf_money >= some"]}, "visitors <= 9"]}
    assert "S621" not in codes(run("check", write_pack(tmp_path / "small", needing(ways))))


def test_a_preparation_cannot_provide_a_lower_number(tmp_path: Path) -> None:
    data = small_pack()
    prepare = {"text": "Do.", "actor": "librarian", "raises": {"open_now": "yes"}, "months": [1, 2]}
    data["steps"][0]["preconditions"] = [{"when": "visitors <= 5", "text": "Come.", "prepare": prepare}]
    found = codes(run("check", write_pack(tmp_path / "small", data)))
    assert "S621" in found
    assert "S609" not in found


def test_a_day_that_is_raised_is_refused_for_what_it_is(tmp_path: Path) -> None:
    data = small_pack()
    data["steps"][0]["actions"][0]["raises"] = {"founded": 5}
    told = run("check", write_pack(tmp_path / "small", data))
    assert (told.exit_code, codes(told)) == (2, ["S621"])
    assert "'founded' is a date, which no step can raise. Steps raise levels, options, numbers, and yes or no" in told.stderr


@pytest.mark.parametrize("raised", [">= 5", "some", "5 visitors"])
def test_a_number_is_raised_to_a_number(raised: object, tmp_path: Path) -> None:
    data = small_pack()
    data["steps"][0]["actions"][0]["raises"] = {"visitors": raised}
    told = run("check", write_pack(tmp_path / "small", data))
    assert (told.exit_code, codes(told)) == (2, ["C308"])


@pytest.mark.parametrize(("answered", "raised"), [(2, 5), (None, 5), (5, None), (9, None)])
def test_a_step_raises_a_number_to_at_least_a_value(answered: int | None, raised: int | None, tmp_path: Path) -> None:
    data = needing({"all": ["shelf_people is most", "visitors >= 5"]})
    for way in data["steps"]:
        if way["target"] == "shelf":
            way["actions"].append({"raises": {"visitors": 5}, "text": "Open every day."})
    folder = write_pack(tmp_path / "small", data)
    assert not {"C307", "S606", "S621"} & set(codes(run("check", folder)))
    known = "" if answered is None else f", visitors: {answered}"
    answers = tmp_path / "city.answers.yaml"
    answers.write_text(
        f"pack: small\ncity: {{name: X}}\ndate: 2026-01-01\nanswers: {{shelf_people: some, shelf_money: none{known}}}\n",
        encoding="utf-8",
    )
    outcome = json.loads(run("advise", answers, "--pack", folder, "--format", "json").stdout)
    step = next(item for item in outcome["path"] if item["target"] == "shelf")
    assert step["raises"].get("visitors") == raised
    assert ("Open every day." in step["actions"]) == (raised is not None)


def test_an_action_raises_one_option_and_says_so(tmp_path: Path) -> None:
    data = small_pack()
    data["steps"][0]["actions"].append({"raises": {"media": "some"}, "text": "Buy some."})
    assert run("check", write_pack(tmp_path / "one", data)).exit_code == 0
    data["steps"][0]["actions"][-1]["raises"] = {"media": ["some"]}
    told = run("check", write_pack(tmp_path / "list", data)).stderr
    assert "an action raises one option of 'media'. Write 'media: option'; another option is raised by an action" in told


def test_a_scaffold_of_a_step_names_the_real_reason_and_leaves_no_file(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", needing({"all": ["shelf_people is most", "visitors <= 5"]}))
    refused = run("new", "step", "more", "--pack", folder, "--target", "shelf", "--from", "nothing")
    assert (refused.exit_code, codes(refused)) == (2, ["S621"])
    assert refused.stderr in run("check", folder).stderr
    assert not list(folder.rglob("more.yaml"))


def rules(*conditions: object) -> Data:
    data = small_pack()
    first = {**data["findings"][0], "examples": {"fires": {"visitors": "90"}, "silent": {"visitors": "0"}}}
    data["findings"] = [
        {**first, "id": f"rule_{n}", "title": f"Title {n}", "text": f"Text {n}.", "advice": f"Do {n}.", "when": condition}
        for n, condition in enumerate(conditions)
    ]
    return data


def test_a_rule_that_names_another_adds_to_it(tmp_path: Path) -> None:
    both = {"all": ["rule_0 is present", "rule_1 is present"]}
    assert "K503" not in codes(run("check", write_pack(tmp_path / "near", rules("visitors > 20", "open_now is yes", both))))
    chain = ({"all": ["rule_0 is present", "media includes some"]}, {"all": ["rule_1 is present", "open_now is yes"]})
    assert "K503" not in codes(run("check", write_pack(tmp_path / "far", rules("visitors > 20", *chain))))


def test_following_the_hint_about_an_implied_rule_leads_to_a_sound_pack(tmp_path: Path) -> None:
    told = run("check", write_pack(tmp_path / "small", rules("visitors > 20", "visitors > 60"))).stderr
    assert "wherever 'rule_1' holds, 'rule_0' holds too and says so as well. Let 'rule_0' exclude that case" in told
    mended = rules({"all": ["visitors > 20", "rule_1 is not present"]}, "visitors > 60")
    mended["findings"][0]["examples"]["fires"] = {"visitors": "40"}
    assert not {"K503", "C317"} & {*codes(run("check", write_pack(tmp_path / "mended", mended)))}


def test_levels_with_numbers_of_their_own_are_drawn_at_their_place(tmp_path: Path) -> None:
    pictures = []
    for numbers in ((0, 1, 2), (10, 20, 30), (-3, 0, 7)):
        data = small_pack()
        for question in data["questions"]:
            if question["type"] == "ordinal":
                for level, number in zip(question["levels"], numbers, strict=True):
                    level["number"] = number
        folder = write_pack(tmp_path / "small", data)
        answers = tmp_path / "city.answers.yaml"
        known = "{shelf_people: some, shelf_money: none, circle_money: most}"
        answers.write_text(f"pack: small\ncity: {{name: X}}\ndate: 2026-01-01\nanswers: {known}\n", encoding="utf-8")
        report = run("advise", answers, "--pack", folder, "--format", "html").stdout
        pictures.append(report[report.index("<svg") : report.rindex("</svg>")])
    assert pictures[0].count("<circle")
    assert pictures[0] == pictures[1] == pictures[2]
