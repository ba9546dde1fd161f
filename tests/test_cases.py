"""Cases say what the rules should say: each is a test of its own, read strictly, told as a sentence, and kept up to date."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from click.testing import Result as Done

from advisor import paths
from advisor.answers.text import edited_text
from advisor.cli import main
from advisor.codes import CODES
from advisor.knowledge.loader import load_pack
from advisor.reasoning.pack_engine import build_engine
from advisor.workshop.cases.read import Case, read_cases
from advisor.workshop.cases.run import Said, deviations
from advisor.workshop.coverage.mutation import mutation
from tests.support.shipped import shipped_packs
from tests.support.small_pack import Data, small_pack, write_pack

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.pack_engine import PackEngine

SHIPPED = [
    pytest.param(folder, case, id=f"{folder.name}: {case.name}", marks=() if at % 4 == 0 else pytest.mark.long)
    for folder in paths.shipped_packs()
    if (folder / "cases.yaml").is_file()
    for at, case in enumerate(read_cases(folder / "cases.yaml", load_pack(folder).pack))
]
"""The cases of all shipped packs; one in four is quick, and 'advisor test' runs all of them."""
GOOD = """# of the shelf
cases:
  # the least there is
  - name: A full shelf is there   # said in May
    answers:
      {shelf_people: most,
       shelf_money: 1, visitors: 5}
    aim: [shelf]
    expect: {statuses: {shelf: established}, absent: [empty_shelf], steps: [], arrives: true}
"""
BAD = """cases:
  - name: A shelf without money
    answers: {shelf_people: most, shelf_money: none, visitors: 11}
    aim: [shelf, counter]
    expect:
      statuses: {shelf: established}   # for a while
      absent: [empty_shelf]
      first_step: counter_from_shelf
      details:
        shelf_from_nothing: {raises: {shelf_people: some}}
"""


@pytest.fixture(scope="module")
def engines() -> dict[str, tuple[Pack, PackEngine]]:
    packs = shipped_packs()
    return {name: (pack, build_engine(pack)) for name, pack in packs.items()}


def run(folder: Path, text: str, *options: str) -> Done:
    pack, file = write_pack(folder / "small", small_pack()), folder / "some.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["test", str(file), "--pack", str(pack), *options])


@pytest.mark.parametrize(("folder", "case"), SHIPPED)
def test_the_rules_say_what_a_case_expects(folder: Path, case: Case, engines: dict[str, tuple[Pack, PackEngine]]) -> None:
    pack, engine = engines[folder.name]
    assert list(deviations(case, Said(pack, engine, case.answers))) == []


def test_cases_that_hold_are_counted(tmp_path: Path) -> None:
    done = run(tmp_path, GOOD)
    assert (done.exit_code, done.output) == (0, "small: 2 examples and 1 case, none fails.\n")


def test_each_difference_is_a_sentence_with_its_line_and_its_reason(tmp_path: Path) -> None:
    done = run(tmp_path, BAD)
    start = f"{tmp_path / 'some.yaml'}:"
    told = [line.removeprefix(start).replace("'A shelf without money': expected ", "") for line in done.output.splitlines()]
    springs = "shelf, from which counter_from_shelf springs, is emerging."
    assert done.exit_code == 1
    assert told == [
        "6: shelf established, the rules say emerging, because shelf_money is none (needed: >= some).",
        "7: empty_shelf absent, the rules say present, because shelf_money is none and shelf_people is most and visitors is 11.",
        "8: counter_from_shelf first, the rules say shelf_from_nothing, because " + springs,
        "10: that shelf_from_nothing raises shelf_people to some, the rules say it does not.",
        "small: 2 examples and 1 case, 1 fails.",
    ]


MISTAKES: dict[str, tuple[str, int, str]] = {
    # kind of mistake: the file, the line that is blamed, what the message says
    "no cases": ("case: []\n", 1, "these are no cases"),
    "another key": (GOOD + "more: 1\n", 10, "'more' is not known here"),
    "no list": ("cases: none\n", 1, "a list of cases is needed here"),
    "no name": (GOOD.replace("name: A full shelf is there", "note: x"), 4, "'name' is missing"),
    "the same name twice": (GOOD + GOOD.partition("cases:\n")[2], 4, "is the name of several cases"),
    "an unknown question": (GOOD.replace("visitors: 5", "visitor: 5"), 7, "no question 'visitor'. Did you mean 'visitors'?"),
    "an unknown level": (GOOD.replace("shelf_people: most", "shelf_people: mots"), 6, "has no level 'mots'"),
    "a number out of bounds": (GOOD.replace("visitors: 5", "visitors: 101"), 7, "outside what 'visitors' can be"),
    "an unknown aim": (GOOD.replace("aim: [shelf]", "aim: [shlef]"), 8, "no approach is called 'shlef'"),
    "no aim": (GOOD.replace("aim: [shelf]", "aim: []"), 8, "the city aims at nothing"),
    "an unknown approach": (GOOD.replace("{shelf: est", "{shlef: est"), 9, "no approach is called 'shlef'"),
    "an unknown status": (GOOD.replace("shelf: established", "shelf: there"), 9, "'there' is not one of the words"),
    "an unknown finding": (GOOD.replace("[empty_shelf]", "[empty]"), 9, "no finding is called 'empty'"),
    "an unknown step": (GOOD.replace("steps: []", "steps: [shelf]"), 9, "no step is called 'shelf'"),
    "details of an unknown step": (GOOD.replace("steps: []", "details: {x: {fits: true}}"), 9, "no step is called 'x'"),
    "an effect on nothing": (
        GOOD.replace("steps: []", "details: {shelf_from_nothing: {raises: {shelf: most}}}"),
        9,
        "'shelf' has no level 'most'",
    ),
    "nothing expected": (re.sub(r"expect: .*", "expect: {}", GOOD), 9, "the case expects nothing"),
    "present and absent": (GOOD.replace("absent:", "present: [empty_shelf], absent:"), 9, "cannot be present and absent"),
    "a place at which nothing is said": (
        GOOD.replace("steps: []", "said: [findings/empty_shelf/advise]"),
        9,
        "nothing is ever said at 'findings/empty_shelf/advise'. Did you mean 'findings/empty_shelf/advice'? [F209]",
    ),
    "a place of an entry that is not there": (
        GOOD.replace("steps: []", "unsaid: [findings/full_shelf/text]"),
        9,
        "nothing is ever said at 'findings/full_shelf/text'.",
    ),
    "said and unsaid": (
        GOOD.replace("steps: []", "said: [findings/empty_shelf/text], unsaid: [findings/empty_shelf/text]"),
        9,
        "'findings/empty_shelf/text' cannot be said and unsaid. Keep one of them. [X001]",
    ),
    "an unknown risk to avoid": (
        GOOD.replace("steps: []", "details: {shelf_from_nothing: {avoids: [full_shelf]}}"),
        9,
        "no finding is called 'full_shelf'.",
    ),
    "an unknown role to spare": (
        GOOD.replace("steps: []", "details: {shelf_from_nothing: {spares: [janitor]}}"),
        9,
        "no role is called 'janitor'.",
    ),
    "a date without a day": (GOOD.replace("visitors: 5", "founded: 2000-01-01"), 7, "'founded' is read from a day on"),
    "a day that is none": (GOOD.replace("aim: [shelf]", "date: today"), 8, "'today' is not a date"),
    "not YAML": ("cases: [\n", 2, "cannot be understood here"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_cases_with_a_mistake_are_refused_with_line_reason_and_hint(kind: str, tmp_path: Path) -> None:
    text, line, said = MISTAKES[kind]
    done = run(tmp_path, text)
    assert (done.exit_code, done.stdout) == (2, "")
    found = [problem for problem in done.stderr.splitlines() if said in problem]
    assert found, done.stderr
    assert found[0].startswith(f"{tmp_path / 'some.yaml'}:{line}: ")
    assert is_for_authors(done.stderr)


def is_for_authors(told: str) -> bool:
    """Tell whether every line ends with a code that has a page."""
    return all(re.search(rf" \[({'|'.join(CODES)})\]$", line) for line in told.strip().splitlines())


@pytest.mark.parametrize("kind", MISTAKES)
def test_check_and_try_say_of_cases_with_a_mistake_what_the_test_says(kind: str, tmp_path: Path) -> None:
    text, _, said = MISTAKES[kind]
    pack = write_pack(tmp_path / "small", small_pack())
    (pack / "cases.yaml").write_text(text, encoding="utf-8")
    checked = CliRunner().invoke(main, ["check", str(pack)])
    tried = CliRunner().invoke(main, ["try", str(pack), "--once"])
    assert (checked.exit_code, tried.exit_code) == (1, 2)  # no city can be run
    for told in (checked.stderr, tried.output):
        assert said in told
        assert is_for_authors(told)


def test_an_update_accepts_what_the_rules_say_and_leaves_the_rest_as_it_is_laid_out(tmp_path: Path) -> None:
    done = run(tmp_path, GOOD + BAD.partition("cases:\n")[2], "--update")
    text = (tmp_path / "some.yaml").read_text(encoding="utf-8")
    assert done.exit_code == 0
    assert "some.yaml:14: 'A shelf without money': shelf established → emerging" in done.output
    assert text.startswith(GOOD)
    assert re.search(r"statuses: \{shelf: emerging\} +# for a while\n", text)
    assert "present: [empty_shelf]\n" in text
    again = CliRunner().invoke(main, ["test", str(tmp_path / "some.yaml"), "--pack", str(tmp_path / "small")])
    assert again.output == "small: 2 examples and 2 cases, none fails.\n"


def test_what_is_no_longer_on_the_path_is_expected_no_longer(tmp_path: Path) -> None:
    text = GOOD.replace("steps: [], arrives: true", "first_step: circle_from_shelf, details: {circle_from_shelf: {fits: true}}")
    run(tmp_path, text, "--update")
    after = (tmp_path / "some.yaml").read_text(encoding="utf-8")
    assert "first_step" not in after
    assert "circle_from_shelf" not in after
    assert "steps: []" in after


SPOKEN = """cases:
  - name: A shelf is to come, and the librarian does not want to
    answers: {shelf_people: none, shelf_money: none, visitors: 50, open_now: no, media: none}
    aim: [shelf]
    expect:
      said: [findings/empty_shelf/text, path/shelf_from_nothing/text, measures/shelf_money.some/missing]   # all of it
      unsaid: [findings/empty_shelf/tends_to]
      details:
        shelf_from_nothing: {avoids: [empty_shelf, crowd], spares: [librarian]}
"""
"""What is expected of sentences, of the risks of a step, and of those who refuse."""


def speaking_pack() -> Data:
    """Return the small pack with a measure, a leaning, a risk that people bring, and somebody who refuses."""
    data = small_pack()
    data["measures"] = [{"raises": {"shelf_money": "some"}, "missing": "No money.", "text": "Ask.", "months": [1, 2],
                         "provenance": "proposal"}]  # fmt: skip
    data["findings"][0]["tends_to"] = [{"text": "Nobody comes.", "unless": "visitors > 40"}]
    crowd = {**data["findings"][0], "id": "crowd", "title": "Crowd", "when": "shelf_people is most"}
    crowd |= {"examples": {"fires": {"shelf_people": "most"}, "silent": {"shelf_people": "some"}}, "tends_to": []}
    data["findings"].append(crowd)
    data["roles"][0]["refuses"] = "open_now is no"
    return data


def told_of(folder: Path, text: str, *options: str) -> Done:
    pack, file = write_pack(folder / "small", speaking_pack()), folder / "some.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["test", str(file), "--pack", str(pack), *options])


def test_a_case_tells_what_is_said_what_a_step_avoids_and_whom_it_spares(tmp_path: Path) -> None:
    done = told_of(tmp_path, SPOKEN)
    begins = f"{tmp_path}/some.yaml:9: 'A shelf is to come, and the librarian does not want to': expected that shelf_from_nothing"
    assert done.output.splitlines() == [
        f"{begins} avoids crowd, the rules say it does not.",
        f"{begins} spares librarian, who cannot act, the rules say it does not.",
        "small: 4 examples and 1 case, 1 fails.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("visitors: 50", "visitors: 5", "findings/empty_shelf/text said, the rules say unsaid"),
        ("shelf_money: none", "shelf_money: most", "measures/shelf_money.some/missing said, the rules say unsaid"),
        ("visitors: 50", "visitors: 30", "findings/empty_shelf/tends_to unsaid, the rules say said"),
        ("aim: [shelf]", "aim: [counter]", "path/shelf_from_nothing/text said, the rules say unsaid"),
    ],
)
def test_what_is_not_said_as_expected_is_told_by_its_place(before: str, after: str, expected: str, tmp_path: Path) -> None:
    done = told_of(tmp_path, SPOKEN.replace(before, after))
    assert f"expected {expected}" in done.output


def test_what_is_expected_of_sentences_and_steps_is_brought_up_to_date(tmp_path: Path) -> None:
    changed = SPOKEN.replace("visitors: 50", "visitors: 30").replace("unsaid: [", "unsaid: [findings/empty_shelf/advice, ")
    assert told_of(tmp_path, changed, "--update").exit_code == 0
    text = (tmp_path / "some.yaml").read_text(encoding="utf-8")
    assert "# all of it\n" in text
    assert "unsaid" not in text
    assert {"findings/empty_shelf/tends_to", "findings/empty_shelf/advice"} <= set(re.findall(r"[\w./]+", text))
    assert "avoids: [empty_shelf]" in text
    assert "spares" not in text
    assert told_of(tmp_path, text).output == "small: 4 examples and 1 case, none fails.\n"


def test_a_place_is_said_where_one_of_its_lines_is(tmp_path: Path) -> None:
    text = SPOKEN.replace("visitors: 50", "visitors: 30").replace("unsaid: [findings/empty_shelf/tends_to]", "unsaid: []")
    for place in ("findings/empty_shelf/tends_to", "path/shelf_from_nothing/in_90_days", "path/shelf_from_nothing/done"):
        done = told_of(tmp_path, text.replace("said: [", f"said: [{place}, ", 1))
        assert place not in done.output


AGAINST = """cases:
  - name: People without money
    answers: {shelf_people: most, shelf_money: none}
    expect: {contradictions: [shelf_people], arrives: true}   # as long as that is so
"""


def presupposing_pack() -> Data:
    """Return the small pack in which most people presuppose some money."""
    data = small_pack()
    question = next(each for each in data["questions"] if each["id"] == "shelf_people")
    question["levels"][2]["presupposes"] = "shelf_money >= some"
    return data


def told_against(folder: Path, text: str, *options: str) -> Done:
    pack, file = write_pack(folder / "small", presupposing_pack()), folder / "some.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["test", str(file), "--pack", str(pack), *options])


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", None),
        ("shelf_people: most", "shelf_people: unknown", "[], because shelf_people is unknown"),
        ("money: none", "money: some", "[], because shelf_people presupposes shelf_money >= some, which is not denied"),
        ("[shelf_people]", "[]", "[shelf_people], because shelf_people presupposes shelf_money >= some and shelf_money is none"),
        ("[shelf_people]", "[shelf_people, media]", "[shelf_people], because media presupposes nothing"),
    ],
)
def test_a_case_can_expect_which_answers_presuppose_what_others_deny(
    before: str, after: str, told: str | None, tmp_path: Path
) -> None:
    done = told_against(tmp_path, AGAINST.replace(before, after, 1))
    assert done.exit_code == (1 if told else 0), done.output
    assert f"the rules say {told}." in done.output if told else "none fails" in done.output


def test_what_answers_presuppose_is_brought_up_to_date(tmp_path: Path) -> None:
    assert told_against(tmp_path, AGAINST.replace("money: none", "money: some"), "--update").exit_code == 0
    text = (tmp_path / "some.yaml").read_text(encoding="utf-8")
    assert "contradictions: []" in text
    assert "# as long as that is so" in text


def test_an_unknown_question_cannot_be_contradicted(tmp_path: Path) -> None:
    assert (
        "no question is called 'shelf_folk'" in told_against(tmp_path, AGAINST.replace("[shelf_people]", "[shelf_folk]")).stderr
    )


ENOUGH = "  - {name: Enough, answers: {shelf_people: most, shelf_money: some}, expect: {contradictions: []}}\n"


@pytest.mark.parametrize(
    ("text", "unnoticed"),
    [
        (AGAINST.replace("contradictions: [shelf_people], ", ""), 0),  # nobody asks, so it is not tried
        (AGAINST, 1),
        (AGAINST + ENOUGH, 0),
    ],
)
def test_what_a_level_presupposes_is_changed_where_a_case_expects_it_contradicted(
    text: str, unnoticed: int, tmp_path: Path
) -> None:
    pack, file = load_pack(write_pack(tmp_path / "small", presupposing_pack())).pack, tmp_path / "some.yaml"
    file.write_text(text, encoding="utf-8")
    survivors = [each.words for each in mutation(pack, read_cases(file, pack)).survivors]
    assert survivors.count("in 'levels 3 presupposes' 'shelf_money >= some' reads 'is most'") == unnoticed


def test_an_edit_changes_no_line_but_its_own() -> None:
    text = (paths.shipped("rules") / "smart-city" / "cases.yaml").read_text(encoding="utf-8")
    assert edited_text(text, {}) == text
    edited = edited_text(text, {("cases", 3, "name"): "Anders"})
    assert [line for line in edited.splitlines() if line not in text.splitlines()] == ["  - name: Anders"]
    assert len(edited.splitlines()) == len(text.splitlines())


def test_cases_are_no_knowledge(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(paths.shipped("rules") / "smart-city", tmp_path / "copy"))
    before = load_pack(folder)
    (folder / "cases.yaml").write_text("cases: [broken\n", encoding="utf-8")
    assert load_pack(folder) == before


def test_cases_that_lie_in_no_pack_need_one_to_be_named(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(GOOD, encoding="utf-8")
    done = CliRunner().invoke(main, ["test", str(tmp_path / "some.yaml")])
    assert (done.exit_code, done.stderr) == (2, f"{tmp_path / 'some.yaml'}: these cases lie in no pack. Name it with --pack.\n")


def test_a_file_that_is_not_there_is_refused() -> None:
    done = CliRunner().invoke(main, ["test", "nowhere.yaml"])
    assert (done.exit_code, done.stderr) == (2, "nowhere.yaml: there is no such file. Check the path.\n")


def test_an_update_leaves_a_file_alone_that_is_write_protected(tmp_path: Path) -> None:
    write_pack(tmp_path / "small", small_pack())
    file = tmp_path / "small" / "cases.yaml"
    file.write_text(GOOD.replace("emerging", "absent").replace("established", "absent"), encoding="utf-8")
    before = file.read_bytes()
    assert CliRunner().invoke(main, ["test", str(tmp_path / "small")]).exit_code == 1
    file.chmod(0o444)
    done = CliRunner().invoke(main, ["test", str(tmp_path / "small"), "--update"])
    assert (done.exit_code, file.read_bytes()) == (2, before)
    assert f"{file}: the file cannot be written: it is write-protected." in done.stderr


def test_rules_that_cannot_be_run_are_refused(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"] = [{**data["findings"][0], "when": "empty_shelf is present"}]
    done = CliRunner().invoke(main, ["test", str(write_pack(tmp_path / "small", data))])
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        "pack.yaml:535: rules conclude from each other in a circle: empty_shelf → empty_shelf. Break the circle." in done.stderr
    )


def test_an_example_that_is_not_true_fails(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["examples"]["fires"]["visitors"] = "10"
    done = CliRunner().invoke(main, ["test", str(write_pack(tmp_path / "small", data))])
    assert done.exit_code == 1
    told = "'empty_shelf' does not fire on its example 'fires', because visitors is 10 (needed: >= 11)."
    assert told in done.output
