"""Every kind of mistake in an answers file gets its file, its line, what is wrong, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import advisor
from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.errors import UnusableInputError
from tests.support.shipped import shipped_pack
from tests.support.small_pack import load_small, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "pack: small\ncity: {name: Aba}\ndate: 2026-11-22\n"
MISTAKES: dict[str, tuple[str, int, str]] = {
    # kind of mistake: the file, the line that is blamed, what the message says
    "no pack": ("city: {name: Aba}\ndate: 2026-11-22\n", 1, "'pack' is missing"),
    "other pack": (HEAD.replace("small", "large"), 1, "these answers are for the pack 'large', not 'small'"),
    "no city": ("pack: small\ndate: 2026-11-22\n", 1, "'city' is missing"),
    "city without a name": ("pack: small\ncity: {canton: AX}\ndate: 2026-11-22\n", 2, "'name' is missing"),
    "no date": ("pack: small\ncity: {name: Aba}\n", 1, "'date' is missing"),
    "date in words": ("pack: small\ncity: {name: Aba}\ndate: today\n", 3, "'today' is not a date"),
    "date that does not exist": ("pack: small\ncity: {name: Aba}\ndate: 2026-02-30\n", 3, "'2026-02-30' is not a date"),
    "unknown key": (HEAD + "answer:\n  shelf_people: most\n", 4, "'answer' is not known here. Did you mean 'answers'?"),
    "unknown city key": ("pack: small\ncity: {nme: Aba}\ndate: 2026-11-22\n", 2, "Did you mean 'name'?"),
    "city with an empty name": ("pack: small\ncity: {name: ''}\ndate: 2026-11-22\n", 2, "Needed is a text: The name of whoever"),
    "city named by a blank": ("pack: small\ncity: {name: ' '}\ndate: 2026-11-22\n", 2, "Needed is a text: The name of whoever"),
    "unknown aim": ("pack: small\ncity: {name: Aba, aim: [shlef]}\ndate: 2026-11-22\n", 2, "no approach 'shlef'"),
    "empty aim": ("pack: small\ncity: {name: Aba, aim: []}\ndate: 2026-11-22\n", 2, "the city aims at nothing"),
    "unknown role": ("pack: small\ncity: {name: Aba, roles: {boss: x}}\ndate: 2026-11-22\n", 2, "there is no role 'boss'"),
    "role without article": (
        "pack: small\ncity: {name: Aba, roles: {librarian: Chefin}}\ndate: 2026-11-22\n",
        2,
        "the article of 'Chefin' is not known. Write it with its article",
    ),
    "role label without article": (HEAD + "answers:\n  librarian_label: Chefin\n", 5, "the article of 'Chefin' is not known"),
    "start that is no date": ("pack: small\ncity: {name: Aba, start: soon}\ndate: 2026-11-22\n", 2, "'soon' is not a date"),
    "unknown question": (HEAD + "answers:\n  shelf_peple: most\n", 5, "Did you mean 'shelf_people'?"),
    "unknown level": (HEAD + "answers:\n  shelf_people: mots\n", 5, "'shelf_people' has no level 'mots'. Did you mean 'most'?"),
    "level number too high": (HEAD + "answers:\n  shelf_people: 4\n", 5, "Numbers go from 0 to 2"),
    "level out of a list": (HEAD + "answers:\n  shelf_people: [most]\n", 5, "takes one value"),
    "no value": (HEAD + "answers:\n  shelf_people:\n", 5, "'shelf_people' has no value. Give a value, or 'unknown'."),
    "yes or no": (HEAD + "answers:\n  open_now: maybe\n", 5, "Answer yes, no or unknown"),
    "number in words": (HEAD + "answers:\n  visitors: many\n", 5, "Give a whole number (people) or unknown"),
    "number out of bounds": (HEAD + "answers:\n  visitors: 101\n", 5, "Give a number from 0 to 100"),
    "half a number": (HEAD + "answers:\n  visitors: 1.5\n", 5, "Give a whole number"),
    "unknown option": (HEAD + "answers:\n  media: [most, books]\n", 5, "'media' has no option 'books'"),
    "unknown choice": (HEAD + "answers:\n  place: here\n", 5, "'place' has no option 'here'"),
    "answer that is no date": (HEAD + "answers:\n  founded: long ago\n", 5, "'long ago' is not a date"),
    "answer block without value": (
        HEAD + "answers:\n  shelf_people: {by: x}\n",
        5,
        "the answer to 'shelf_people' has no value",
    ),
    "answer block with nothing but an empty note": (
        HEAD + "answers:\n  shelf_people: {note: ~}\n",
        5,
        "the answer to 'shelf_people' has no value. Add 'value:'",
    ),
    "answer that is nothing": (HEAD + "answers:\n  shelf_people: null\n", 5, "'shelf_people' has no value. Give a value"),
    "answer block with odd key": (HEAD + "answers:\n  shelf_people: {value: most, nte: x}\n", 5, "Did you mean 'note'?"),
    "answer block with odd date": (HEAD + "answers:\n  shelf_people: {value: most, on: x}\n", 5, "'x' is not a date"),
    "week of a year": (HEAD + "answers:\n  founded: 2026-W47-7\n", 5, "'2026-W47-7' is not a date"),
    "date without dashes": (HEAD + "answers:\n  founded: 20261122\n", 5, "'20261122' is not a date"),
    "answers in a list": (HEAD + "answers:\n  - shelf_people\n", 4, "the answers need ids and values"),
    "answered twice": (HEAD + "answers:\n  visitors: 1\n  visitors: 2\n", 6, "'visitors' is given twice, first in line 5"),
    "bad indentation": (HEAD + "answers:\n  visitors: 1\n open_now: yes\n", 6, "cannot be understood here"),
    "alias": ("pack: small\ncity: &c {name: Aba}\ndate: 2026-11-22\nnote: *c\n", 4, "reused through an alias"),
    "not a mapping": ("- pack\n", 1, "keys and values are needed here"),
    "empty file": ("", 0, "the file is empty"),
}
LINE = re.compile(r"^(?P<file>.+?\.answers\.yaml)(:(?P<line>\d+))?: (?P<what>.+?\.) (?P<hint>\S.+)$")


@pytest.mark.parametrize("kind", MISTAKES)
def test_answers_with_a_mistake_are_refused_with_line_reason_and_hint(kind: str, tmp_path: Path) -> None:
    text, line, said = MISTAKES[kind]
    pack, file = write_pack(tmp_path / "small", small_pack()), tmp_path / "aba.answers.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInputError) as error:
        advisor.read_answers(file, advisor.load_pack(pack))
    told = str(error.value).splitlines()
    problems = [match for each in told if (match := LINE.match(each))]
    assert len(problems) == len(told), told
    found = [problem for problem in problems if said in problem[0]]
    assert [int(problem["line"] or 0) for problem in found] == [line], told
    done = CliRunner().invoke(main, ["advise", str(file), "--pack", str(pack)])
    assert (done.exit_code, done.stdout) == (2, ""), done.exception
    places = [problem[0].partition(": ")[0] for problem in problems]
    assert [each.partition(": ")[0] for each in done.stderr.splitlines()] == places


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "aba.answers.yaml"
    file.write_bytes(b"pack: \xff\n")
    done = CliRunner().invoke(main, ["advise", str(file)])
    assert (done.exit_code, done.stderr) == (
        2,
        f"{file}: the file is not UTF-8 text (byte 6). Save it with the encoding UTF-8. [R101]\n",
    )


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["advise", str(tmp_path / "x")]).stderr.endswith("there is no such file. Check the path. [R101]\n")
    assert "this is a folder" in runner.invoke(main, ["advise", str(tmp_path)]).stderr


def test_a_pack_that_is_not_shipped_is_refused_with_a_hint(tmp_path: Path) -> None:
    file = tmp_path / "aba.answers.yaml"
    file.write_text(HEAD.replace("small", "smart-cty"), encoding="utf-8")
    done = CliRunner().invoke(main, ["advise", str(file)])
    assert done.exit_code == 2
    assert done.stderr == f"{file}: there is no pack 'smart-cty'. Did you mean 'smart-city'? [A105]\n"


def test_an_output_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    pack, file = write_pack(tmp_path / "small", small_pack()), tmp_path / "aba.answers.yaml"
    file.write_text(HEAD, encoding="utf-8")
    target = tmp_path / "nowhere" / "report.md"
    done = CliRunner().invoke(main, ["advise", str(file), "--pack", str(pack), "-o", str(target)])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{target}: the report cannot be written")


def test_answers_may_be_names_numbers_yes_no_and_unknown(tmp_path: Path) -> None:
    pack = load_small(tmp_path / "small").pack
    file = tmp_path / "aba.answers.yaml"
    file.write_text(
        HEAD
        + "answers:\n  shelf_people: 2\n  shelf_money: some\n  open_now: no\n  visitors: 7\n  media: [most, some]\n"
        + "  founded: 2027-03-01\n  place: unknown\n  circle_people: {value: unknown, note: 'ask Ida', by: librarian}\n",
        encoding="utf-8",
    )
    answers = read_answers(file, pack)
    assert answers.facts(pack) == {
        **{f"aim.{name}": "yes" for name in ("shelf", "counter", "circle", "network")},
        "shelf_people": "most",
        "shelf_money": "some",
        "open_now": "no",
        "visitors": 7,
        "media.none": "no",
        "media.some": "yes",
        "media.most": "yes",
        "founded": 3,
    }
    assert answers.answers["circle_people"].note == "ask Ida"
    assert answers.answers["circle_people"].value is None


def test_an_empty_list_says_that_none_applies_where_that_is_an_option(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("pack: smart-city\ncity: {name: X}\ndate: 2026-11-22\nanswers: {political_occasion: []}\n", encoding="utf-8")
    assert read_answers(file, shipped_pack("smart-city")).answers["political_occasion"].value == ("none",)


def test_answers_to_a_later_version_of_the_pack_are_refused_and_earlier_ones_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    text = "pack: smart-city\npack_version: {version}\ncity: {{name: X}}\ndate: 2026-11-22\nanswers: {{staff_unit: 1}}\n"
    for version, code in (("0.9.0", 0), ("1.1.0", 0), ("99.0.0", 2), ("neu", 2)):
        file.write_text(text.format(version=version), encoding="utf-8")
        done = CliRunner().invoke(main, ["advise", str(file)])
        assert done.exit_code == code, version
    file.write_text(text.format(version="99.0.0"), encoding="utf-8")
    assert (
        "a.yaml:2: Diese Antworten gehören zur Fassung 99.0.0 der Wissensbasis"
        in CliRunner().invoke(main, ["advise", str(file)]).output
    )
