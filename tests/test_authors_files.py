"""What the product writes for authors fits what they have: line ends, names of cases, first steps, only their own problems."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from advisor import paths
from advisor.cli import main
from advisor.codes import CODES
from advisor.errors import Place, Problem
from advisor.workshop.cases.accept import with_line_ends
from advisor.workshop.checks.formats import as_sarif
from tests.support.shipped import shipped_pack
from tests.support.small_pack import Data, small_pack, write_pack
from tests.test_extending_packs import both, extension

if TYPE_CHECKING:
    from click.testing import Result


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def found(folder: Path) -> list[dict[str, str]]:
    problems: list[dict[str, str]] = json.loads(run("check", folder, "--format", "json").stdout)["problems"]
    return [each for each in problems if each["severity"] != "note"]


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    assert run("new", "pack", "demo", "--in", tmp_path).exit_code == 0
    return tmp_path / "demo"


# Line ends

FAILING = """# Fälle
cases:
  - name: "Little is known"   # of anything
    answers: {shelf_people: some}
    expect:
      statuses:
        shelf: absent

        counter: undetermined
  # the end
"""


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_update_of_cases_touches_nothing_but_what_is_expected(end: str, mark: str, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", small_pack())
    before = (mark + FAILING.replace("\n", end)).encode()
    (folder / "cases.yaml").write_bytes(before)
    done = run("test", folder, "--update")
    assert done.exit_code == 0, done.output
    assert (folder / "cases.yaml").read_bytes() == before.replace(b"shelf: absent", b"shelf: emerging")
    assert run("test", folder).exit_code == 0


def test_an_update_of_a_file_with_both_line_ends_leaves_those_of_other_lines(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", small_pack())
    before = FAILING.replace("\n", "\r\n", 4).encode()
    (folder / "cases.yaml").write_bytes(before)
    assert run("test", folder, "--update").exit_code == 0
    now = (folder / "cases.yaml").read_bytes()
    assert now.count(b"\r\n") == 4
    assert now.startswith(FAILING.replace("\n", "\r\n", 4).encode().partition(b"expect")[0])


@given(st.text("ab\r\n", max_size=30))
def test_a_text_given_its_own_line_ends_is_itself(text: str) -> None:
    text = re.sub("\r(?!\n)", "", text)
    assert with_line_ends(text.replace("\r\n", "\n"), text) == text


def test_a_new_entry_of_a_pack_from_windows_ends_its_lines_as_the_pack_does(begun: Path) -> None:
    for file in begun.rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert run("new", "question", "mood", "--pack", begun).exit_code == 0
    text = (begun / "questions" / "mood.yaml").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") > 5
    assert run("check", begun).exit_code == 0


# Steps, and what is refused

STEPS = [("mandate", "nothing"), ("mandate", "initiative"), ("mandate", "exchange"), ("mandate", "begun")]


@pytest.mark.long
@pytest.mark.parametrize("first", range(len(STEPS)))
def test_the_first_step_of_a_pack_can_be_any(first: int, begun: Path) -> None:
    (begun / "steps.yaml").write_text("steps: []\n", encoding="utf-8")
    (begun / "cases.yaml").unlink()
    for number, (target, origin) in enumerate((*STEPS[first:], *STEPS[:first])):
        done = run("new", "step", f"step_{number}", "--pack", begun, "--target", target, "--from", origin)
        assert done.exit_code == 0, done.output
    assert {each["code"] for each in found(begun)} == {"S610"}  # steps to other approaches are missing, and that is said


def test_a_criterion_that_prefers_any_step_at_all_is_found_in_a_pack_of_one_step(tmp_path: Path) -> None:
    data = small_pack()
    data["steps"] = data["steps"][:1]
    data["criteria"][0]["when"] = {"any": ["step is ready", "step is not ready"]}
    assert "K510" in {each["code"] for each in found(write_pack(tmp_path / "small", data))}


@pytest.mark.parametrize("title", ["{x}", "a { b", "{Der lead}"])
def test_a_title_that_is_refused_is_named_and_not_a_file_that_is_gone(title: str, tmp_path: Path) -> None:
    done = run("new", "pack", "demo", "--in", tmp_path, "--title", title)
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "title" in done.stderr
    assert ".yaml:" not in done.stderr


def test_what_is_refused_for_an_entry_names_no_line_that_nobody_can_look_at(begun: Path) -> None:
    before = sorted(begun.rglob("*"))
    done = run("new", "rule", "odd", "--pack", begun, "--when", "mandate_practice is none", "--title", "{nobody}")
    assert (done.exit_code, sorted(begun.rglob("*"))) == (2, before)
    assert "'odd.yaml' would not be sound" in done.stderr
    assert "odd.yaml:" not in done.stderr


# Problems of the base

IGNORED = "  # advisor: ignore U704 because its questions follow next year\n"


def test_problems_in_the_files_of_a_base_are_not_those_of_a_pack_that_extends_it(tmp_path: Path) -> None:
    base = small_pack()
    base["questions"][8]["reverse"] = True  # a warning of its own
    folder = both(tmp_path, extension(), base)
    assert {each["code"] for each in found(tmp_path / "small")} == {"Q412"}
    assert found(folder) == []
    assert run("check", folder).exit_code == 0


def test_a_comment_in_a_base_is_its_own_even_where_what_it_ignores_is_written_anew(tmp_path: Path) -> None:
    topic = "{id: reading, name: Reading, about: Who reads.}"
    added = extension(topics=[{"id": "reading", "name": "Reading", "about": "Who reads, anew."}])
    added["extends"]["replaces"] = ["topics/reading"]
    added["questions"] = [{**small_pack()["questions"][0], "id": "readers", "topic": "reading", "label": "R", "ask": "R?"}]
    folder = both(tmp_path, added)
    (tmp_path / "small" / "more.yaml").write_text(f"topics:\n{IGNORED}  - {topic}\n", encoding="utf-8")
    assert found(tmp_path / "small") == []
    assert {each["code"] for each in found(folder)} <= {"W801", "W802"}  # nothing about the comment
    (folder / "own.yaml").write_text(f"topics:\n{IGNORED}{IGNORED}", encoding="utf-8")
    assert "I002" in {each["code"] for each in found(folder)} or run("check", folder).exit_code == 2


@pytest.mark.long
@pytest.mark.parametrize("own", ["", "    # advisor: ignore S612 because of nothing\n"])
def test_a_step_of_a_shipped_pack_can_be_copied_whole_with_its_comments(own: str, tmp_path: Path) -> None:
    """What its comments ignore is ignored in the copy; a comment too many is the copy's own, and the base has no part in it."""
    steps = (paths.shipped("rules") / "smart-city" / "steps" / "themenlab.yaml").read_text(encoding="utf-8")
    name, copied = re.split(r"^  - id: ", steps, flags=re.MULTILINE)[1].split("\n", 1)
    assert "# advisor: ignore" in copied
    version = shipped_pack().info.version
    extends = {"pack": "smart-city", "version": version, "replaces": [f"steps/{name}"]}
    info = {"id": "canton", "version": "1.0.0", "language": "de", "title": "K", "about": "K.", "origin": "K.", "limits": "K."}
    folder = write_pack(tmp_path / "canton", {"pack": info, "extends": extends})
    (folder / "steps.yaml").write_text(f"steps:\n  - id: {name}\n{own}{copied}", encoding="utf-8")
    problems = {(each["code"], each["file"], int(each["line"])) for each in found(folder)}
    assert problems == ({("I002", str(folder / "steps.yaml"), 3)} if own else set())


def test_what_a_pack_brings_about_in_its_base_is_its_own(tmp_path: Path) -> None:
    shelf = {**small_pack()["approaches"][0], "established_when": ["shelf_people >= most", "counter_people >= most"]}
    added: Data = extension(approaches=[shelf])
    added["extends"]["replaces"] = ["approaches/shelf"]
    folder = both(tmp_path, added)
    assert found(tmp_path / "small") == []
    assert ("S606", str(tmp_path / "small" / "pack.yaml")) in {(each["code"], each["file"]) for each in found(folder)}


# Proposed cases


@pytest.mark.long
def test_proposed_cases_have_names_in_words_of_their_own_and_can_be_pasted(begun: Path) -> None:
    done = run("test", begun, "--coverage")
    proposed = "".join(f"{line}\n" for line in done.output.splitlines() if re.match(r"  (- | )", line))
    names = re.findall(r"- name: \"(.*)\"$", proposed, re.MULTILINE)
    assert len(names) == len(set(names)) > 20
    assert not [name for name in names if "'" in name or "_" in name or ">=" in name or "captions" in name]
    own = (begun / "cases.yaml").read_text(encoding="utf-8")
    (begun / "cases.yaml").write_text(f"{own.rstrip()}\n{proposed}", encoding="utf-8")
    again = run("test", begun)
    assert (again.exit_code, "none fails" in again.output) == (0, True)
    assert run("check", begun).exit_code == 0


@pytest.mark.long
def test_a_proposed_case_is_not_called_like_one_that_is_there(begun: Path) -> None:
    first = re.search(r'- name: "(.*)"', run("test", begun, "--coverage").output)
    assert first is not None
    own = (begun / "cases.yaml").read_text(encoding="utf-8").rstrip()
    taken = f'  - {{name: "{first[1]}", expect: {{arrives: true}}}}\n'
    (begun / "cases.yaml").write_text(f"{own}\n{taken}", encoding="utf-8")
    assert f'- name: "{first[1]} (2)"' in run("test", begun, "--coverage").output


# What code scanning asks of SARIF


def test_every_rule_has_what_code_scanning_asks_for() -> None:
    written = json.loads(as_sarif([Problem(Place("a.yaml", 1), "x.", "y.", code) for code in CODES]))
    driver = written["runs"][0]["tool"]["driver"]
    assert {rule["id"] for rule in driver["rules"]} == set(CODES)
    for rule in driver["rules"]:
        assert re.fullmatch(r"[A-Z]\w{0,254}", rule["name"])
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["fullDescription"]["text"].endswith((".", ":"))
        assert not rule["fullDescription"]["text"].startswith(("#", "Severity", "*"))
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]


@given(st.lists(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=3))
def test_a_file_is_named_by_a_valid_reference_that_leads_back_to_it(parts: list[str]) -> None:
    name = "/".join(part for part in parts if part not in {".", ".."}) or "x"
    written = json.loads(as_sarif([Problem(Place(name), "x.", "y.", "R110")]))
    uri = written["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", uri)
    split = urlsplit(uri)
    assert (split.scheme, split.query, split.fragment) == ("", "", "")
    assert Path(unquote(split.path)) == Path(name)


# Differences


def test_a_question_that_changes_say_was_renamed_is_neither_gone_nor_new(tmp_path: Path) -> None:
    old, new = small_pack(), json.loads(json.dumps(small_pack()).replace("shelf_people", "shelf_staff"))
    new["pack"]["version"] = "1.1.0"
    new["changes"] = [{"version": "1.1.0", "renamed": {"shelf_people": "shelf_staff"}}]
    folders = [write_pack(tmp_path / name / "small", data) for name, data in (("old", old), ("new", new))]
    edits = json.loads(run("diff", *folders, "--format", "json").stdout)["edits"]
    assert [edit for edit in edits if edit["kind"] == "entry" and edit["entry"].startswith("questions/")] == []
    assert [edit["before"] for edit in edits if (edit["entry"], edit["where"]) == ("questions/shelf_staff", ["id"])] == [
        "shelf_people"
    ]
