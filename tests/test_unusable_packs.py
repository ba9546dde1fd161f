"""What no command can use is refused when a pack is read: by all commands with the same problem, with code, file and line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main
from advisor.knowledge.loader import load_pack
from advisor.knowledge.lookup import UnknownIdError
from tests.support.damage import remove_all
from tests.support.sampling import sampled
from tests.support.small_pack import Data, load_small, small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from advisor.knowledge.model import Pack


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def third_axis(data: Data) -> None:
    data["axes"].append(json.loads(json.dumps(data["axes"][0]).replace('"id": "', '"id": "third_')))


def third_axis_with_poles(data: Data) -> None:
    third_axis(data)
    for approach in data["approaches"]:
        approach["poles"].append("third_near")


def one_axis(data: Data) -> None:
    del data["axes"][1]
    for approach in data["approaches"]:
        approach["poles"] = [approach["poles"][0], "far"]


def third_pole(data: Data) -> None:
    data["axes"][0]["poles"].append({**data["axes"][0]["poles"][0], "id": "middle"})


def three_approaches(data: Data) -> None:
    remove_all(data, "network")


def five_approaches(data: Data) -> None:
    data["approaches"].append({**data["approaches"][0], "id": "rack"})


def poles_of_one_axis(data: Data) -> None:
    data["approaches"][0]["poles"] = ["near", "far"]


def status_on_a_status(data: Data) -> None:
    data["approaches"][0]["emerging_when"] = "counter is not absent"


def question_after_a_status(data: Data) -> None:
    data["questions"][0].update({"ask_when": "counter is established", "otherwise": data["questions"][0]["levels"][0]["name"]})


def circle(data: Data) -> None:
    first = data["findings"][0]
    data["findings"] = [{**first, "when": "other is not present"}, {**first, "id": "other", "when": "empty_shelf is present"}]


def tangle(data: Data) -> None:
    tests = [f"{name}_{part} is some" for name in ("shelf", "counter", "circle", "network") for part in ("people", "money")]
    pairs = [{"all": [one, f"visitors > {10 * place}"]} for place, one in enumerate(tests)]
    data["findings"][0]["when"] = {"at_least": 4, "of": [*tests, *pairs]}


def foreign_language(data: Data) -> None:
    data["pack"]["language"] = "es"


def language_without_its_articles(data: Data) -> None:
    data["pack"]["language"] = "en"


def question_called_aim(data: Data) -> None:
    data["questions"][8]["id"] = "aim"


def id_with_a_meaning(data: Data) -> None:
    data["questions"][8]["id"] = "balance"


UNUSABLE: dict[str, tuple[Callable[[Data], None], str, str, str]] = {
    "a third axis": (third_axis, "F203", '"id": "third_reach"', "'axes' has 3 entries. Give exactly 2."),
    "a third axis with its poles": (third_axis_with_poles, "F203", '"poles"', "'poles' has 3 entries. Give exactly 2."),
    "a single axis": (one_axis, "F203", '"id": "reach"', "'axes' has 1 entry. Give exactly 2."),
    "a third pole": (third_pole, "F203", '"poles"', "'poles' has 3 entries. Give exactly 2."),
    "a corner without an approach": (three_approaches, "S620", '"id": "far"', "no approach has the poles 'far' and 'shared'."),
    "two approaches in a corner": (five_approaches, "S601", '"poles"', "'shelf' has the same poles as 'rack'."),
    "both poles of an axis": (poles_of_one_axis, "S602", '"poles"', "does not have one pole of each axis."),
    "a status that rests on a status": (status_on_a_status, "S603", '"emerging_when"', "depends on 'counter'"),
    "a question that arises from a status": (question_after_a_status, "Q416", '"ask_when"', "depends on 'counter'"),
    "rules in a circle": (circle, "C317", '"when"', "in a circle"),
    "a tangled rule": (tangle, "C313", '"when"', "more than 128 branches"),
    "a language that reports do not have": (foreign_language, "F217", '"language"', "cannot be written in the language 'es'."),
    "articles of another language": (language_without_its_articles, "F216", '"der"', "the form 'the' of names."),
    "a question that is called like the aims": (question_called_aim, "F218", '"id": "aim"', "no question can be called 'aim'"),
    "a word of the rules as an id": (id_with_a_meaning, "F218", '"id": "balance"', "no question can be called 'balance'"),
}


@pytest.mark.parametrize("kind", sampled(2, UNUSABLE))
def test_what_the_check_refuses_is_refused_alike_by_every_command(kind: str, tmp_path: Path) -> None:
    bend, code, blamed, said = UNUSABLE[kind]
    data = small_pack()
    bend(data)
    folder = write_pack(tmp_path / "small", data)
    answers = tmp_path / "city.answers.yaml"
    answers.write_text("pack: small\ncity: {name: X}\ndate: 2026-01-01\nanswers: {}\n", encoding="utf-8")
    checked = run("check", folder)
    assert checked.exit_code in {1, 2}
    line = next((each for each in checked.stderr.splitlines() if each.endswith(f"[{code}]")), checked.stderr)
    assert said in line
    number = int(line.removeprefix(f"{folder / 'pack.yaml'}:").partition(":")[0])
    lines = (folder / "pack.yaml").read_text(encoding="utf-8").splitlines()
    assert blamed in "".join(lines[number - 1 : number + 1])  # an entry begins with a brace on a line of its own
    for words in (
        ("advise", answers, "--pack", folder),
        ("advise", answers, "--pack", folder, "--format", "pdf", "-o", tmp_path / "x.pdf"),
        ("explain", answers, "--pack", folder),
        ("ask", answers, "--pack", folder, "--plain"),
        ("compare", answers, answers, "--pack", folder),
        ("docs", folder, "-o", tmp_path / "pages"),
        ("test", folder, "--coverage"),
    ):
        refused = run(*words)
        assert (refused.exit_code, type(refused.exception)) == (2, SystemExit), (words, refused.exception)
        assert line in refused.stderr.splitlines(), words


def test_nothing_can_be_called_like_a_springboard_or_the_city(tmp_path: Path) -> None:
    text = json.dumps(small_pack(), indent=1)
    folder = write_pack(tmp_path / "a", text.replace('"shelf"', '"begun"').replace("shelf is", "begun is"))
    assert "no approach can be called 'begun'" in run("check", folder).stderr
    folder = write_pack(tmp_path / "b", text.replace('"librarian"', '"city"').replace("librarian}", "city}"))
    assert "no role can be called 'city'" in run("check", folder).stderr


def test_a_section_that_is_no_list_is_said_to_be_none(tmp_path: Path) -> None:
    data = small_pack()
    data["sources"] = data["sources"][0]
    told = run("check", write_pack(tmp_path / "small", data)).stderr
    assert "a list is needed under 'sources'. Start each entry with a dash. [F202]" in told


def test_a_comment_cannot_ignore_what_keeps_a_pack_from_being_used(tmp_path: Path) -> None:
    data = small_pack()
    circle(data)
    comment = "# advisor: ignore C317 because we like circles"
    text = json.dumps(data, indent=1).replace('"when": "other is not', f'{comment}\n"when": "other is not')
    folder = write_pack(tmp_path / "small", text)
    assert run("check", folder).exit_code == 1
    assert "[C317]" in run("check", folder).stderr


def test_packs_extend_each_other_in_a_row_of_bounded_length(tmp_path: Path) -> None:
    data = small_pack()
    write_pack(tmp_path / "p0", {**data, "pack": {**data["pack"], "id": "p0"}})
    for number in range(1, 60):
        extends = {"pack": f"p{number - 1}", "version": "1.0.0"}
        write_pack(tmp_path / f"p{number}", {"pack": {**data["pack"], "id": f"p{number}"}, "extends": extends})
    assert load_pack(tmp_path / "p15").pack.info.id == "p15"
    refused = run("check", tmp_path / "p59")
    assert refused.exit_code == 2
    assert "more than 20 packs extend each other in a row." in refused.stderr


def test_an_unknown_id_is_one_error_with_a_suggestion_and_cuts_no_list_short(tmp_path: Path) -> None:
    pack = load_small(tmp_path / "small").pack
    with pytest.raises(UnknownIdError, match=r"there is no question 'shelf_peple'\. Did you mean 'shelf_people'"):
        pack.question("shelf_peple")
    with pytest.raises(UnknownIdError, match=r"there is no approach 'nope'\. Known are: shelf, counter, circle, network\."):
        list(map(pack.approach, ["shelf", "nope", "circle"]))


def test_each_kind_of_entry_is_found_by_its_id(pack: Pack) -> None:
    found: list[tuple[Callable[[str], object], Sequence[Any]]] = [
        (pack.question, pack.questions),
        (pack.approach, pack.approaches),
        (pack.finding, pack.findings),
        (pack.step, pack.steps),
        (pack.criterion, pack.criteria),
    ]
    for look_up, entries in found:
        assert entries
        assert [look_up(entry.id) for entry in entries] == list(entries)
        with pytest.raises(UnknownIdError, match="there is no"):
            look_up("?")
