"""What 'advisor new' writes is sound at once, whatever pack it is written into, and never in the way of what is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor import paths
from advisor.cli import main
from advisor.knowledge.loader import load_pack
from advisor.reports.templating import fill_in, fill_in_plain
from tests.support.sampling import sampled

KINDS = ("ordinal", "choice", "several", "number", "yes_no", "text", "date")


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def done(*words: object) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    done("new", "pack", "tea-house", "--in", tmp_path)
    return tmp_path / "tea-house"


@pytest.fixture
def real(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.shipped("rules") / "smart-city", tmp_path / "smart-city"))


def test_a_new_pack_is_checked_tested_and_gives_a_report(fresh: Path) -> None:
    assert done("check", fresh) == "tea-house: no problems.\n"
    assert "none fails" in done("test", fresh)
    report = done("advise", fresh.parent / "tea-house.answers.yaml", "--pack", fresh)
    assert "Niemand hat entschieden" in report
    assert "**Der Weg.** heute → 1. Eigeninitiative" in report


def test_the_title_of_a_new_pack_is_what_was_typed(tmp_path: Path) -> None:
    title = 'Tee: "gut" & {heiss} # – nicht <kalt>'
    assert run("new", "pack", "tea", "--in", tmp_path, "--title", title).exit_code == 2  # braces stand for roles
    assert not (tmp_path / "tea").exists()
    title = title.replace("{heiss} ", "")
    done("new", "pack", "tea", "--in", tmp_path, "--title", title)
    assert load_pack(tmp_path / "tea").pack.info.title == title


@pytest.mark.parametrize("kind", sampled(2, KINDS))
@pytest.mark.parametrize("pack", ["fresh", pytest.param("real", marks=pytest.mark.long)])
def test_a_new_question_is_sound(kind: str, pack: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(pack)
    file = done("new", "question", "new_one", "--pack", folder, "--type", kind).partition(":")[0]
    assert load_pack(folder).pack.question("new_one").type == kind
    assert Path(file).read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../pack.schema.json\n")
    assert done("check", folder, "--lang", "de").endswith("no problems.\n")


@pytest.mark.parametrize(
    ("pack", "when"),
    sampled(
        5,
        [
            ("fresh", "mandate_practice >= some"),
            ("fresh", "{all: [mandate is established, {any: [steering is absent, exchange_backing is agreed]}]}"),
            ("fresh", "nobody_decided is present"),
            ("fresh", "balance is not reached"),
            ("real", "{all: [themenlab is established, staff_unit_fte <= 50]}"),
            ("fresh", "led is missing"),
            ("real", "{all: [political_occasion includes crisis, legislature_ends <= 12]}"),
        ],
    ),
)
def test_a_new_rule_has_examples_that_are_true(pack: str, when: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(pack)
    done("new", "rule", "new_one", "--pack", folder, "--kind", "advice", "--when", when)
    assert done("check", folder, "--lang", "de").endswith("no problems.\n")


@pytest.mark.parametrize("origin", sampled(2, ["nothing", "begun", "exchange"]))
def test_a_new_step_has_an_action_for_each_fact_its_target_needs(fresh: Path, origin: str) -> None:
    old = "mandate_begun" if origin == "begun" else f"mandate_from_{origin}"
    new = ("new", "step", "new_one", "--pack", fresh, "--target", "mandate", "--from", origin)
    refusal = run(*new)
    assert refusal.exit_code == 2
    assert f"'{old}' can never be chosen" in refusal.output  # because there is one already
    steps = fresh / "steps.yaml"
    before, _, after = steps.read_text(encoding="utf-8").partition(f"  - id: {old}\n")
    steps.write_text(f"{before}  - id: {after.partition('  - id: ')[2]}", encoding="utf-8")
    done(*new)
    step = next(each for each in load_pack(fresh).pack.steps if each.id == "new_one")
    assert [action.raises for action in step.actions] == [{"mandate_practice": "usual"}, {"mandate_backing": "informal"}]
    assert done("check", fresh) == "tea-house: no problems.\n"


@pytest.mark.long
def test_a_new_step_fits_into_a_shipped_pack(real: Path) -> None:
    done("new", "step", "new_one", "--pack", real, "--target", "themenlab", "--from", "begun")
    assert done("check", real, "--lang", "de").endswith("no problems.\n")


@pytest.mark.parametrize(
    "name", sampled(3, ["Tee", "tee_ä", "tee\u202ee", "tee\u200b", "tее", "../tee", "tee\n", "", "t" * 81, "１"])
)
@pytest.mark.parametrize("what", [("question",), ("rule", "--when", "mandate_practice >= some")])
def test_odd_names_are_refused(fresh: Path, name: str, what: tuple[str, ...]) -> None:
    before = sorted(fresh.rglob("*"))
    result = run("new", what[0], "--pack", fresh, *what[1:], "--", name)
    assert result.exit_code == 2
    assert "cannot be an id" in result.output
    assert sorted(fresh.rglob("*")) == before
    assert run("new", "pack", "--in", fresh, "--", name).exit_code == 2


@pytest.mark.parametrize("name", ["nobody_decided", "mandate", "led", "mandate_practice", "lead"])
def test_an_id_that_is_there_is_refused_with_its_line(fresh: Path, name: str) -> None:
    result = run("new", "question", name, "--pack", fresh)
    assert result.exit_code == 2
    file, line = result.output.split(":")[:2]
    assert name in Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_nothing_is_written_over(fresh: Path) -> None:
    assert run("new", "pack", "tea-house", "--in", fresh.parent).exit_code == 2
    file = fresh / "questions" / "new_one.yaml"
    file.parent.mkdir()
    file.write_text("questions: []\n", encoding="utf-8")
    assert run("new", "question", "new_one", "--pack", fresh).exit_code == 2
    assert file.read_text(encoding="utf-8") == "questions: []\n"


def test_what_would_not_be_sound_leaves_nothing_behind(fresh: Path) -> None:
    for when in ("nothing is known", "{all: [mandate_practice", "{any: [mandate_practice >= some, mandate_practice is none]}"):
        assert run("new", "rule", "new_one", "--pack", fresh, "--when", when).exit_code == 2
    assert not list(fresh.glob("findings/*"))
    assert done("check", fresh) == "tea-house: no problems.\n"


def test_a_measure_that_would_make_things_worse_is_refused_with_what_to_do_instead(fresh: Path) -> None:
    file = fresh / "questions.yaml"
    name = load_pack(fresh).pack.questions[0].id
    file.write_text(
        file.read_text(encoding="utf-8").replace(f"- id: {name}", f"- reverse: true\n    id: {name}"), encoding="utf-8"
    )
    before = sorted(fresh.rglob("*"))
    refused = run("new", "measure", name, load_pack(fresh).pack.questions[0].levels[1].name, "--pack", fresh)
    assert refused.exit_code
    assert f"'{name}', of which a higher level is worse" in refused.output
    assert sorted(fresh.rglob("*")) == before


def test_the_whole_walk_from_an_empty_folder_ends_in_a_report_with_ones_own_words(tmp_path: Path) -> None:
    done("new", "pack", "harbour", "--in", tmp_path, "--title", "Hafen-Balance")
    folder, answers = tmp_path / "harbour", tmp_path / "harbour.answers.yaml"
    done("new", "question", "pilot_present", "--pack", folder, "--topic", "practice", "--type", "yes_no", "--title", "Lotse")
    rule = ("--when", "{all: [pilot_present is no, steering is absent]}", "--title", "Niemand lotst")
    file = Path(done("new", "rule", "no_pilot", "--pack", folder, *rule).partition(":")[0])
    text = file.read_text(encoding="utf-8")
    said = "Schiffe warten vor der Mole."
    file.write_text(text.replace("Was «no_pilot» für die Beteiligten bedeutet, in ein bis zwei Sätzen.", said), encoding="utf-8")
    answers.write_text(answers.read_text(encoding="utf-8") + "  pilot_present: no\n", encoding="utf-8")
    assert done("check", folder) == "harbour: no problems.\n"
    assert "none fails" in done("test", folder)
    assert "no_pilot" in done("try", folder, answers, "--once")
    report = done("advise", answers, "--pack", folder)
    assert "# Hafen-Balance: Bericht" in report
    assert "Niemand lotst" in report
    assert said in report


def test_a_template_that_changed_is_read_anew_and_only_markup_is_escaped(tmp_path: Path) -> None:
    file = tmp_path / "told.j2"
    file.write_text("{{ told }}", encoding="utf-8")
    assert fill_in_plain(tmp_path, "told.j2", {"told": "<a>"}) == "<a>"
    assert fill_in(tmp_path, "told.j2", {"told": "<a>"}) == "&lt;a&gt;"
    file.write_text("so: {{ told }}", encoding="utf-8")
    os.utime(file, (0, 0))
    assert fill_in_plain(tmp_path, "told.j2", {"told": "<a>"}) == "so: <a>"


@pytest.mark.long
def test_a_new_rule_says_that_its_activity_is_still_to_be_chosen(real: Path) -> None:
    activity = load_pack(real).pack.activities[0].id
    done = run("new", "rule", "nobody_decided", "--when", "external_network is none", "--pack", str(real))
    assert done.exit_code == 0, done.output
    text = (real / "findings" / "nobody_decided.yaml").read_text(encoding="utf-8")
    assert f"does: [{activity}]" in text
    assert f"choose the activity ('{activity}' is only the first of the pack)" in text
