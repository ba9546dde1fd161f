"""Every kind of mistake in a pack gets its file, its line, what is wrong, and what to do."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from advisor.cli import main
from tests.support.small_pack import Data, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

Keys = tuple[str | int, ...]
FINDING: Keys = ("findings", 0)
STEP: Keys = ("steps", 0)
QUESTION: Keys = ("questions", 0)
APPROACH: Keys = ("approaches", 0)


def changed(keys: Keys, value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return the small pack with one value replaced, as text."""
    data = small_pack()
    place: Any = data
    for key in keys[:-1]:
        place = place[key]
    if value is None:
        del place[keys[-1]]
    else:
        place[keys[-1]] = value
    return json.dumps(data, indent=1)


def doubled(section: str) -> str:
    data: Data = small_pack()
    data[section].append(data[section][0])
    return json.dumps(data, indent=1)


WHEN = (*FINDING, "when")
MISTAKES: dict[str, tuple[str, str, str]] = {
    # kind of mistake: the pack, a text of the line that is blamed, what the message says
    "bad indentation": ("pack:\n  id: x\n title: y\n", " title: y", "cannot be understood here"),
    "tab": ("pack:\n\tid: x\n", "\tid: x", "cannot be understood here"),
    "duplicate key": ("pack: {id: x}\npack: {id: y}\n", "pack: {id: y}", "'pack' is given twice, first in line 1"),
    "alias": ("topics: &a [x]\nroles: *a\n", "topics: &a [x]", "reused through an alias"),
    "key that is a list": ("? [a, b]\n: c\n", "? [a, b]", "a key must be a plain word"),
    "not a mapping": ("- a\n- b\n", "- a", "must start with a section"),
    "unknown section": ("quesions: []\n", "quesions", "'quesions' is not a section of a pack. Did you mean 'questions'?"),
    "missing section": (changed(("tie",), None), "", "the pack has no section 'tie'"),
    "unknown key": (changed((*FINDING, "titel"), "x"), '"titel"', "'titel' is not known here. Did you mean 'title'?"),
    "missing key": (changed((*FINDING, "reason"), None), '"id": "empty_shelf"', "'reason' is missing in 'empty_shelf'"),
    "empty value": (changed((*FINDING, "title"), ""), '"title": ""', "does not fit here"),
    "null for a text": (changed((*FINDING, "title"), "null"), '"title": "null"', "a value is missing here"),
    "null for a label": (changed((*QUESTION, "label"), "~"), '"label": "~"', "a value is missing here"),
    "list for a text": (changed((*FINDING, "title"), ["x"]), '"title"', "a single value is needed here"),
    "text for a list": (changed((*APPROACH, "poles"), "x"), '"poles"', "a list is needed here"),
    "text for a mapping": (changed((*FINDING, "examples"), "x"), '"examples"', "keys and values are needed here"),
    "id with a capital": (changed((*FINDING, "id"), "Empty"), '"id": "Empty"', "lower_case_with_underscores"),
    "version of no text": (changed(("pack", "version"), {}), '"version"', "a single value is needed here"),
    "unknown kind": (changed((*FINDING, "kind"), "riks"), '"riks"', "'riks' is not one of the words allowed here"),
    "unknown provenance": (changed((*FINDING, "provenance"), "seeds"), '"seeds"', "Did you mean 'seed'?"),
    "unknown type": (changed((*QUESTION, "type"), "scale"), '"scale"', "'scale' is not one of the words allowed here"),
    "unknown topic": (changed((*QUESTION, "topic"), "lendign"), '"lendign"', "no topic is called 'lendign'"),
    "unknown pole": (changed((*APPROACH, "poles"), ["near", "alnoe"]), '"alnoe"', "no pole is called 'alnoe'"),
    "one pole only": (changed((*APPROACH, "poles"), ["near"]), '"poles"', "'poles' has 1 entry."),
    "unknown target": (changed((*STEP, "target"), "self"), '"self"', "no approach is called 'self'. Did you mean 'shelf'?"),
    "unknown springboard": (changed((*STEP, "springboard"), "nowhere"), '"nowhere"', "no springboard is called 'nowhere'"),
    "unknown role": (changed((*STEP, "actor"), "libraian"), '"libraian"', "no role is called 'libraian'"),
    "unknown source": (changed((*FINDING, "sources"), ["S9"]), '"S9"', "no source is called 'S9'"),
    "unknown question": (changed((*STEP, "waits_for"), "visitor"), '"visitor"', "Did you mean 'visitors'?"),
    "unknown article": (changed(("roles", 0, "article"), "das"), '"das"', "no article is called 'das'"),
    "unknown role name": (
        changed(("presets", 0, "labels", "librarian"), "Vorstan"),
        '"Vorstan"',
        "no role name is called 'Vorstan'. Did you mean 'Vorstand'?",
    ),
    "duration turned around": (changed((*STEP, "months"), [3, 1]), '"months"', "[3, 1] is not a duration"),
    "status on a conclusion": (
        changed((*APPROACH, "emerging_when"), "counter is absent"),
        '"emerging_when": "counter is absent"',
        "depends on 'counter', which rules conclude",
    ),
    "twin approaches": (changed((*APPROACH, "poles"), ["far", "alone"]), '"poles"', "has the same poles as"),
    "duration of one number": (changed((*STEP, "months"), [3]), '"months"', "'months' has 1 entry. Give exactly 2"),
    "duration in words": (
        changed((*STEP, "months"), ["long", 3]),
        '"long"',
        "'long' does not fit here. Needed is a whole number",
    ),
    "raised fact unknown": (
        changed((*STEP, "actions", 0, "raises"), {"shelf_peple": "most"}),
        '"shelf_peple"',
        "nothing is called 'shelf_peple'. Did you mean 'shelf_people'?",
    ),
    "raised level unknown": (
        changed((*STEP, "actions", 0, "raises"), {"shelf_people": "lots"}),
        '"lots"',
        "'shelf_people' has no level 'lots'",
    ),
    "placeholder unknown": (changed((*FINDING, "text"), "{der librarain}"), "librarain", "Did you mean 'librarian'?"),
    "form unknown": (changed((*FINDING, "text"), "{des librarian}"), "{des", "'des' is not a form of a role's name"),
    "form named after the name's own article": (
        changed((*FINDING, "text"), "{Die librarian}"),
        "{Die",
        "'Die' is not a form of a role's name. Write {Der librarian}: forms are named after the article 'der'.",
    ),
    "article without a form": (
        changed(("articles", "die"), {"der": "die", "beim": "bei der"}),
        '"die": {',
        "the article 'die' does not say what 'dem' becomes. Add 'dem:'",
    ),
    "brace alone": (changed((*FINDING, "text"), "a { b"), "a { b", "a brace stands alone"),
    "condition without verb": (changed(WHEN, "shelf"), '"when"', "Say what it has to be: 'shelf is LEVEL'."),
    "condition that names only yes or no": (changed(WHEN, "open_now"), '"when"', "Say what it has to be: 'open_now is yes'."),
    "text of anybody under a condition": (
        changed((*FINDING, "title"), {"text": "X", "when": "open_now is yes"}),
        '"title"',
        "a single value is needed here. This text is said of anybody and takes no condition",
    ),
    "condition on nothing": (changed(WHEN, "shelff is absent"), '"when"', "nothing is called 'shelff'. Did you mean 'shelf'?"),
    "condition level unknown": (changed(WHEN, "shelf is missing"), '"when"', "'shelf' has no level 'missing'"),
    "condition verb unfit": (changed(WHEN, "place >= some"), '"when"', "the levels of 'place' cannot be compared"),
    "condition number in words": (changed(WHEN, "visitors > many"), '"when"', "'visitors' is compared with 'many'"),
    "condition number with is": (changed(WHEN, "visitors is 3"), '"when"', "'is' does not fit the number 'visitors'"),
    "condition option unknown": (changed(WHEN, "media includes books"), '"when"', "'media' has no option 'books'"),
    "condition option with is": (changed(WHEN, "media is some"), '"when"', "'is' does not fit 'media'"),
    "condition beyond the scale": (changed(WHEN, "shelf_people > most"), '"when"', "no level of 'shelf_people' is > 'most'"),
    "condition join unknown": (changed(WHEN, {"al": ["shelf is absent"]}), '"al"', "'al' does not join conditions"),
    "condition joins mixed": (changed(WHEN, {"all": ["shelf is absent"], "any": []}), '"when"', "cannot stand together"),
    "condition list empty": (changed(WHEN, {"all": []}), '"all"', "a list of conditions is empty"),
    "condition count too high": (
        changed(WHEN, {"at_least": "3", "of": ["shelf is absent"]}),
        '"at_least"',
        "'at_least' must be a number from 1 to 1",
    ),
    "id twice": (doubled("findings"), '"id": "empty_shelf"', "the finding 'empty_shelf' is defined twice"),
}

UNSOUND: dict[str, tuple[str, str, str]] = {
    "question with one level": (
        changed((*QUESTION, "levels"), [{"name": "most", "label": "most"}, {"name": "some", "label": "some"}]),
        "",
        "",
    ),
    "question that may not arise and leaves it at that": (
        changed((*QUESTION, "ask_when"), "counter_people >= some"),
        '"questions"',
        "has ask_when and no otherwise",
    ),
    "no such level to follow": (
        changed((*QUESTION, "otherwise"), "lots"),
        '"questions"',
        "has no level 'lots' to follow",
    ),
    "risk without advice": (changed((*FINDING, "advice"), None), '"findings"', "says what is wrong and not what to do"),
    "source without source": (changed((*FINDING, "provenance"), "source"), '"findings"', "claims a source and cites none"),
    "condition never true": (
        changed(WHEN, ["visitors > 10", "visitors < 5"]),
        '"findings"',
        "the condition of 'empty_shelf' can never be true",
    ),
    "test that decides nothing": (changed(WHEN, "shelf_people >= none"), '"findings"', "decides nothing"),
    "example that does not fire": (
        changed((*FINDING, "examples", "fires", "visitors"), "9"),
        '"findings"',
        "does not fire on its example 'fires'",
    ),
    "example that fires": (
        changed((*FINDING, "examples", "silent", "visitors"), "12"),
        '"findings"',
        "fires on its example 'silent'",
    ),
    "example of nothing": (
        changed((*FINDING, "examples", "fires"), {"nobody": "x"}),
        '"findings"',
        "nothing that can be answered is called 'nobody'",
    ),
    "step that does not establish": (
        changed((*STEP, "actions"), [{"raises": {"shelf_people": "most"}, "text": "x"}]),
        '"steps"',
        "does not establish 'shelf'. Raise what it needs (shelf_money)",
    ),
    "preparation that does not prepare": (
        changed(
            (*STEP, "preconditions"),
            [
                {
                    "when": "place is most",
                    "text": "x",
                    "prepare": {"text": "x", "actor": "librarian", "raises": {"place": "some"}, "months": [1, 1]},
                }
            ],
        ),
        '"steps"',
        "does not provide its precondition",
    ),
    "place without a way on": (changed(STEP, None), '"approaches"', "no step leads to 'shelf' from 'counter'"),
    "rules in a circle": (changed(WHEN, "empty_shelf is absent"), '"findings"', "conclude from each other in a circle"),
    "number without a unit": (changed(("questions", 8, "unit"), None), '"questions"', "has no unit"),
}
del UNSOUND["question with one level"]
LINE = re.compile(r"^(?P<file>.+?pack\.yaml)(:(?P<line>\d+))?: (?P<what>.+?\.) (?P<hint>\S.+) \[(?P<code>[A-Z]\d{3})\]$")


def checked(folder: Path, text: str) -> tuple[int, list[re.Match[str]], list[str]]:
    """Run the check on a pack; every line it prints must have a place, a reason, a hint and a code."""
    done = CliRunner().invoke(main, ["check", str(write_pack(folder, text))])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    lines = done.stderr.splitlines()
    matches = [match for line in lines if (match := LINE.match(line))]
    assert len(matches) == len(lines), lines
    return done.exit_code, matches, text.splitlines()


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_pack_with_a_mistake_is_refused_with_line_reason_and_hint(kind: str, tmp_path: Path) -> None:
    text, blamed, said = MISTAKES[kind]
    code, problems, lines = checked(tmp_path, text)
    assert code == 2
    found = [problem for problem in problems if said in problem[0]]
    assert found, [problem[0] for problem in problems]
    assert not blamed or any(blamed in "".join(lines[max(0, int(each["line"]) - 2) : int(each["line"]) + 1]) for each in found)


@pytest.mark.parametrize("kind", UNSOUND)
def test_a_pack_that_cannot_be_right_has_findings(kind: str, tmp_path: Path) -> None:
    text, blamed, said = UNSOUND[kind]
    code, problems, lines = checked(tmp_path, text)
    assert code == 1
    found = [problem for problem in problems if said in problem[0]]
    assert found, [problem[0] for problem in problems]
    assert all(int(each["line"]) >= next(n for n, line in enumerate(lines) if blamed in line) for each in found)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["kind"] = "riks"
    data["steps"][0]["target"] = "self"
    data["questions"][0]["topic"] = "lendign"
    _, problems, _ = checked(tmp_path, json.dumps(data, indent=1))
    assert len(problems) == 3


def test_the_sound_pack_has_no_problems(tmp_path: Path) -> None:
    code, problems, _ = checked(tmp_path, json.dumps(small_pack(), indent=1))
    assert (code, problems) == (0, [])


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert done.exit_code == 2
    assert done.stderr == f"{tmp_path}: this is not a pack: it has no pack.yaml. Name the folder that holds pack.yaml. [R107]\n"
