"""What cannot be read comes first and once; what may follow from it is counted; and no list of problems is without end."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from advisor.cli import main
from advisor.desk.telling import told_lines
from advisor.errors import Place, Problem, UnusableInputError, coded
from advisor.portfolio.tables import Cell
from tests.support.counting import steps_of
from tests.support.small_pack import Data, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

FOLLOWING = re.compile(r"(\d+) problems? that may follow from it (?:is|are) not shown")


def split(folder: Path, data: Data, apart: str) -> Path:
    """Write a pack with one of its sections in a file of its own, and return that file."""
    rest = {section: content for section, content in data.items() if section != apart}
    write_pack(folder, rest)
    file = folder / f"{apart}.yaml"
    file.write_text(json.dumps({apart: data[apart]}, indent=1), encoding="utf-8")
    return file


def checked(folder: Path, form: str = "text") -> str:
    done = CliRunner().invoke(main, ["check", str(folder), "--format", form])
    assert done.exit_code == 2
    return done.output


@pytest.mark.parametrize("section", ["questions", "approaches", "roles", "sources", "findings", "pack", "articles"])
@pytest.mark.parametrize("broken", [b"a: b: c\n", b"label: L\xf6we\n", b"[" * 30 + b"]" * 30])
def test_a_file_that_cannot_be_read_is_the_only_problem_and_counts_the_others(
    section: str, broken: bytes, tmp_path: Path
) -> None:
    file = split(tmp_path / "small", small_pack(), section)
    file = file if section != "pack" else file.rename(tmp_path / "small" / "about.yaml")
    if section == "pack":
        (tmp_path / "small" / "pack.yaml").write_text(json.dumps({k: v for k, v in small_pack().items() if k != "pack"}))
    file.write_bytes(broken)
    (line,) = checked(tmp_path / "small").splitlines()
    assert line.startswith(str(file))
    assert re.search(r"\[R10[124]\]$", line)


def test_every_format_says_the_cause_and_the_count(tmp_path: Path) -> None:
    split(tmp_path / "small", small_pack(), "questions").write_text("a: b: c\n", encoding="utf-8")
    for form in ("text", "json", "sarif", "github"):
        written = checked(tmp_path / "small", form)
        (count,) = FOLLOWING.findall(written)
        assert int(count) > 5
    assert len(json.loads(checked(tmp_path / "small", "json"))["problems"]) == 1


def test_what_is_wrong_elsewhere_for_itself_is_still_shown_behind_the_cause(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["titel"] = "x"
    split(tmp_path / "small", data, "questions").write_text("a: b: c\n", encoding="utf-8")
    first, second = checked(tmp_path / "small").splitlines()
    assert first.endswith("[R102]")
    assert "'titel' is not known here" in second


def test_an_id_that_is_there_twice_is_said_once_and_first(tmp_path: Path) -> None:
    data = small_pack()
    copy: dict[str, Any] = json.loads(json.dumps(data["questions"][0]))
    copy["levels"] = [{"name": "low", "label": "L", "behaviour": "L."}, {"name": "top", "label": "T", "behaviour": "T."}]
    data["questions"].append(copy)
    lines = checked(write_pack(tmp_path / "small", data)).splitlines()
    assert len(lines) == 1
    assert "the question 'shelf_people' is defined twice" in lines[0]
    assert FOLLOWING.search(lines[0])


def test_an_id_that_a_question_and_a_finding_share_is_said_once(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["id"] = "shelf_people"
    assert sum("defined twice" in line for line in checked(write_pack(tmp_path / "small", data)).splitlines()) == 1


@pytest.mark.parametrize("key", ["id", "levels", "type"])
def test_a_misspelt_key_of_a_question_is_not_buried_under_its_uses(key: str, tmp_path: Path) -> None:
    data = small_pack()
    question = data["questions"][0]
    data["questions"][0] = {f"{key}x" if name == key else name: value for name, value in question.items()}
    found = checked(write_pack(tmp_path / "small", data))
    assert f"'{key}x' is not known here" in found
    assert FOLLOWING.search(found)
    assert "shelf_people' has no level" not in found
    assert "nothing is called" not in found


def test_a_wrong_label_of_a_question_hides_no_wrong_use_of_it(tmp_path: Path) -> None:
    data = small_pack()
    data["questions"][0]["lable"] = data["questions"][0].pop("label")
    data["findings"][0]["when"] = "shelf_people is lots"
    assert "'shelf_people' has no level 'lots'" in checked(write_pack(tmp_path / "small", data))


def test_of_many_problems_a_hundred_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    data = small_pack()
    finding = data["findings"][0]
    data["findings"] += [{**finding, "id": f"copy_{number}", "when": f"nobody_{number} is x"} for number in range(300)]
    folder = write_pack(tmp_path / "small", data)
    lines = checked(folder).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "Not shown: 200 more problems."
    annotations = checked(folder, "github").splitlines()
    assert len(annotations) == 101
    assert annotations[-1] == "::notice::Not shown: 200 more problems."
    assert len(json.loads(checked(folder, "json"))["problems"]) == 300


def test_of_many_wrong_answers_a_hundred_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    answers = "".join(f"  q{number}: 1\n" for number in range(5_000))
    file.write_text(f"pack: smart-city\ncity: {{name: A, canton: ZH}}\ndate: 2026-11-22\nanswers:\n{answers}", encoding="utf-8")
    done = CliRunner().invoke(main, ["advise", str(file)])
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 101
    assert done.stderr.endswith("Nicht gezeigt werden 4900 weitere Fehler.\n")


def test_a_problem_that_nobody_is_shown_is_put_into_no_words() -> None:
    """Counted, not timed: of thousands in a file of two megabytes a hundred are read."""
    found = [coded(Place("a.yaml", line), "A402", question="x") for line in range(1_000)]
    told_lines(found, "de")
    few, many = (steps_of(partial(told_lines, found[:count], "de")) for count in (200, 1_000))
    assert many - few < 800


def test_an_unquoted_comma_in_braces_is_named_as_such(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", small_pack())
    (folder / "more.yaml").write_text("topics:\n  - {id: reading, name: Reading, about: Who reads, and why}\n", encoding="utf-8")
    assert "If 'and why' belongs to the text before it, put that text in quotes." in checked(folder)


def test_no_hint_ends_with_two_stops(tmp_path: Path) -> None:
    data = small_pack()
    data["pack"]["language"] = "Deutsch"
    found = checked(write_pack(tmp_path / "small", data))
    assert "Needed is a text: A language code" in found
    assert ".." not in found.replace("...", "")


def test_an_id_that_is_gone_and_named_in_many_examples_is_one_problem_with_their_places(tmp_path: Path) -> None:
    data = small_pack()
    finding = data["findings"][0]
    more = {"examples": {"fires": {"gone": "some"}, "silent": {"gone": "none"}}}
    data["findings"] += [
        {**finding, **more, "id": f"copy_{number}", "title": f"T{number}", "when": f"visitors >= {number + 2}"}
        for number in range(4)
    ]
    done = CliRunner().invoke(main, ["check", str(write_pack(tmp_path / "small", data)), "--format", "json"])
    (said,) = [each["what"] for each in json.loads(done.stdout)["problems"] if each["code"] == "K507"]
    assert "nothing that can be answered is called 'gone'" in said
    assert "The same is wrong in 7 more: " in said
    assert said.endswith("and 2 more.")


def test_lines_of_files_and_cells_of_tables_are_put_in_one_order() -> None:
    places = [Cell("a.csv", 3, 1), Place("a.csv"), Place("b.yaml", 2), Cell("a.csv", 3, 0)]
    found = UnusableInputError([Problem(each, "this is wrong.", "Mend it.") for each in places]).problems
    assert [str(each.place) for each in found] == ["a.csv", "a.csv!A3", "a.csv!B3", "b.yaml:2"]
