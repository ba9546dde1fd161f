"""What the check prints: lines, JSON, SARIF and annotations, the weight of problems, and what authors ignore with a reason."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from advisor import paths
from advisor.cli import main
from advisor.codes import CODES
from advisor.errors import Place, Problem
from advisor.workshop.checks.check import without_ignored
from advisor.workshop.checks.formats import FORMATS, as_github, as_sarif, problems_as
from advisor.yaml_source.read import read_source
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parent.parent
SHIPPED = str(paths.shipped("rules") / "smart-city")
EXTRA = "topics:\n{before}  - {{id: reading, name: Reading, about: Who reads.}}{behind}\n"
REASON = "because its questions follow next year"


def check(*options: str) -> Result:
    return CliRunner().invoke(main, ["check", *options])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the small pack with an error, a warning and a note."""
    data = small_pack()
    data["findings"][0]["when"] = ["visitors > 10", "visitors < 5"]
    data["questions"][8]["reverse"] = True
    data["steps"][0]["example"] = {"city": "Alexandria", "date": "2020", "text": "Books.", "sources": ["S1"]}
    return write_pack(tmp_path / "small", data)


def found(small: Path) -> list[dict[str, Any]]:
    problems: list[dict[str, Any]] = json.loads(check(str(small), "--format", "json").stdout)["problems"]
    return problems


def test_lines_go_to_standard_error_and_end_with_the_code(small: Path) -> None:
    done = check(str(small))
    assert (done.exit_code, done.stdout) == (1, "")
    assert {line[-5:-1] for line in done.stderr.splitlines()} >= {"C310", "Q412", "K505"}


def test_many_texts_that_a_catalogue_lacks_are_one_line_and_all_of_them_data() -> None:
    here, line = Place("it.po"), Place("it.po", 3)
    many = [Problem(here, f"'text {number}' is not in the catalogue.", "Run it.", "T902") for number in range(36)]
    few = [Problem(line, f"'text {number}' is not translated.", "Translate it.", "T904") for number in range(5)]
    told = problems_as("text", [*many, *few]).splitlines()
    assert told == ["it.po: 'text 0' is not in the catalogue. Nor are 35 others. Run it. [T902]", *map(str, few)]
    assert len(json.loads(problems_as("json", [*many, *few]))["problems"]) == 41
    assert problems_as("text", many[:3]).splitlines() == [*map(str, many[:3])]


def test_notes_are_shown_when_asked_for_and_change_no_exit_code(tmp_path: Path) -> None:
    folder = str(write_pack(tmp_path / "small", small_pack()))
    quiet, told = check(folder), check(folder, "--notes")
    assert (quiet.exit_code, quiet.output) == (0, "small: no problems.\n")
    assert (told.exit_code, told.stdout) == (0, "small: no problems.\n")
    assert {CODES[code].severity for code in re.findall(r"\[(\w+)\]$", told.stderr, re.MULTILINE)} == {"note"}


def test_json_says_everything_and_counts(small: Path) -> None:
    done = check(str(small), "--format", "json")
    written = json.loads(done.stdout)
    assert done.exit_code == 1
    assert written["counts"] == {
        severity: sum(each["severity"] == severity for each in written["problems"]) for severity in ("error", "warning", "note")
    }
    first = next(each for each in written["problems"] if each["code"] == "C310")
    line = (small / "pack.yaml").read_text(encoding="utf-8").splitlines()[first["line"] - 1]
    assert line.strip().startswith('"when"')
    assert (first["severity"], first["name"]) == ("error", "A condition can never be true")


def test_what_cannot_be_read_is_written_in_every_format(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "broken", "pack: {id: x\n")
    for form in FORMATS:
        done = check(str(folder), "--format", form)
        assert done.exit_code == 2
        assert "R102" in done.output


def test_all_packs_are_checked_and_the_worst_exit_code_counts(small: Path, tmp_path: Path) -> None:
    broken = write_pack(tmp_path / "broken", "pack: {id: x\n")
    done = check(str(small), str(broken), SHIPPED)
    assert done.exit_code == 2
    assert {"C310", "R102"} <= set(re.findall(r"\[(\w+)\]$", done.stderr, re.MULTILINE))
    assert done.stdout.startswith("smart-city: no problems")


def test_sarif_names_rules_levels_and_places(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.parent)
    written = json.loads(check("small", "--format", "sarif").stdout)
    assert written["version"] == "2.1.0"
    (run,) = written["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({each["code"] for each in found(small)})
    assert all(rule["help"]["text"].startswith(f"# {rule['id']} · ") for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == rules[result["ruleIndex"]]["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "small/pack.yaml"}
        assert place["region"]["startLine"] >= 1
        assert result["message"]["text"]


def test_sarif_is_as_its_published_schema_says(small: Path) -> None:
    for written in (
        check(str(small), "--format", "sarif").stdout,
        as_sarif([Problem(Place("a pack"), "x.", "y.", "R110")]),
        as_sarif([]),
    ):
        Sarif.model_validate_json(written)  # the model is made from the schema, and allows no other keys


def test_sarif_has_no_line_where_a_problem_has_none_and_names_files_elsewhere_in_full() -> None:
    problem = Problem(Place("/elsewhere/a pack/pack.yaml"), "x.", "y.", "R110")
    place = json.loads(as_sarif([problem]))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "file:///elsewhere/a%20pack/pack.yaml"}}


def test_github_shows_each_problem_beside_its_line(small: Path) -> None:
    lines = check(str(small), "--format", "github").stdout.splitlines()
    assert len(lines) == len(found(small))
    file = str(small / "pack.yaml").replace(":", "%3A").replace(",", "%2C")
    assert any(line.startswith(f"::error file={file},line=") and ",title=C310%3A A condition can never" in line for line in lines)
    assert {line.split(" ")[0] for line in lines} == {"::error", "::warning", "::notice"}


@given(file=st.text(), what=st.text(), hint=st.text())
@example(file="a,b:c%\r\n::d", what="::error::%0A\n", hint="")
def test_nothing_in_a_problem_breaks_out_of_its_annotation(file: str, what: str, hint: str) -> None:
    written = as_github([Problem(Place(file, 3), what, hint, "C310")])
    assert written.count("\n") == 1
    assert "\r" not in written
    command, properties, message = re.fullmatch(r"::(\w+) (.*?)::(.*)\n", written, re.DOTALL).groups()  # type: ignore[union-attr]
    assert command == "error"
    named = dict(each.split("=", 1) for each in properties.split(","))
    assert (unescaped(named.get("file", "")), named["line"], unescaped(message)) == (file, "3", f"{what} {hint}")


def unescaped(text: str) -> str:
    for escaped, sign in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escaped, sign)
    return text


IGNORE = f"# advisor: ignore U704 {REASON}"


@pytest.mark.parametrize(
    ("before", "behind", "codes"),
    [
        ("", "", {"U704"}),
        (f"  {IGNORE}\n", "", set()),
        ("", f"  {IGNORE}", set()),
        (f"  {IGNORE}\n  # Another remark stands between.\n\n", "", set()),
        (f"  # advisor: ignore U704, U703 {REASON}\n", "", {"I002"}),
        ("  # advisor: ignore U704\n", "", {"I001"}),
        ("  # advisor: ignore U704 because\n", "", {"U704", "I003"}),
        (f"  # advisor: ignore U999 {REASON}\n", "", {"U704", "I003"}),
        (f"  # advisor: ignor U704 {REASON}\n", "", {"U704", "I003"}),
        (f"  # An advisor: ignore U704 {REASON}\n", "", {"U704"}),
    ],
)
def test_a_problem_is_ignored_on_its_line_or_the_one_above_with_a_reason(
    before: str, behind: str, codes: set[str], tmp_path: Path
) -> None:
    folder = write_pack(tmp_path / "small", small_pack())
    (folder / "more.yaml").write_text(EXTRA.format(before=before, behind=behind), encoding="utf-8")
    problems = [each for each in found(folder) if each["file"].endswith("more.yaml")]
    assert {each["code"] for each in problems} == codes


def test_an_ignored_problem_is_ignored_only_there(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", small_pack())
    entry = "  - {{id: {0}, name: {0}, about: Who.}}\n"
    text = f"topics:\n  {IGNORE}\n{entry.format('reading')}{entry.format('writing')}"
    (folder / "more.yaml").write_text(text, encoding="utf-8")
    assert [(each["code"], each["line"]) for each in found(folder) if each["file"].endswith("more.yaml")] == [("U704", 4)]


TEXTS = (
    "plain # advisor: x",
    "'# advisor: x'",
    '"a\n    # advisor: x"',
    "|\n    a\n    # advisor: x",
    ">-\n    # advisor: x\n    b",
)


@pytest.mark.parametrize("text", TEXTS[1:])
def test_what_looks_like_a_comment_inside_a_text_is_text(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"a:\n  b: {text}\n  c: d\n", encoding="utf-8")
    source, problems = read_source(file, "a.yaml")
    assert (problems, source.comments) == ([], ())
    assert "# advisor: x" in str(source.data)


def test_a_comment_behind_a_text_or_below_a_block_is_a_comment(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"a:\n  b: {TEXTS[0]}\n  c: |\n    text\n  # advisor: y\n  d: e\n", encoding="utf-8")
    source, _ = read_source(file, "a.yaml")
    assert [(each.place.line, each.about, each.text) for each in source.comments] == [(2, 2, "x"), (5, 6, "y")]


def test_problems_without_comments_stay_as_they_are() -> None:
    problems = [Problem(Place("b.yaml", 2), "x.", "y.", "C310"), Problem(Place("a.yaml", 2), "x.", "y.", "C310")]
    assert without_ignored(problems, []) == sorted(problems)


def test_the_hook_runs_the_check() -> None:
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "id: advisor-check" in hook
    assert "entry: advisor check" in hook
