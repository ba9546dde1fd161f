"""An edit replaces the characters of a value and nothing else, in whatever way somebody laid the file out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from advisor.answers.text import changed_text, edited_data, edited_text, migrated_text, new_text
from advisor.yaml_source.nodes import Node, compose
from advisor.yaml_source.read import read_text
from advisor.yaml_source.write import on_one_line, plain
from tests.support.sampling import examples, in_full

NAMES = ("one", "two", "three", "four")
ODD = (
    *("+41791234567", "Null", "True", "-0", "1__0", "1e400", "!!bool yes", "3.14159265358979323846", "2026-02-30", "0x1F"),
    *("'it''s'", '"a\\u00e4 \\"b\\""', "a b  c", "&x yes", "!t no", "'zwei\n\n    Zeilen'", '"zwei\\\n    Zeilen"'),
)
FLAT = st.sampled_from([*ODD, "none", "[a, b]", "{value: x, note: 'a, b'}", "", "[ ]", "{ }", "[a, # c\n     b]"])
BELOW = st.sampled_from(["|", "|-", "|+", ">", ">-", "|  # warum"])
COMMENT = st.sampled_from(["", "  # Notiz", "\t# tab", " #", "   # a: b, {c}"])
NEW: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(
            "none",
            "unknown",
            5,
            True,
            "a: b, {c}",
            "+41",
            "null",
            "über\nzwei",
            " blank ",
            "don't",
            "#x",
            "",
            "1.2.0",
            "é\u2028\U0001f600",
        ),
        *(
            ["a", "b"],
            [],
            {"value": "x", "note": "weil: so", "by": "me"},
            {"value": ["a"], "said": [{"value": "a", "by": "x"}, {"value": 3}]},
        ),
        {"role": "office_head", "name": "X"},
    ]
)


@st.composite
def entry(draw: st.DrawFn, name: str, indent: int) -> str:
    """Write an entry in lines as somebody would: odd values, comments, values below their key."""
    blank = " " * indent
    above = draw(st.sampled_from(["", f"{blank}# davor\n", "\n", "# am Rand\n\n"]))
    behind, style = draw(COMMENT), draw(st.integers(0, 5))
    if style == 0:
        return f"{above}{blank}{name}: {draw(BELOW)}\n{blank}  Text # kein Kommentar\n\n{blank}  mehr\n" + draw(
            st.sampled_from(["", "\n\n"])
        )
    if style == 1:
        inner = blank + " " * draw(st.integers(1, 4))
        note = draw(st.sampled_from(["", f"{inner}# innen\n", f"{inner}note: weil  # darum\n"]))
        return f"{above}{blank}{name}:{behind}\n{inner}value: {draw(FLAT)}{draw(COMMENT)}\n{note}"
    if style == 2:
        dash = blank + " " * draw(st.integers(0, 2))
        return f"{above}{blank}{name}:{behind}\n" + "".join(f"{dash}- {each}{draw(COMMENT)}\n" for each in ("a", "b", "{c: d}"))
    gap = draw(st.sampled_from([" ", "   ", "\t"]))
    return f"{above}{blank}{name}:{gap}{draw(FLAT)}{behind}\n"


@st.composite
def brackets(draw: st.DrawFn, names: list[str]) -> str:
    """Write entries in brackets, on one line or on several, with comments and commas as they come."""
    plain_ones: bool = draw(st.booleans())
    values = [f"{name}:   x" if plain_ones else f"{name}: {draw(FLAT)}" for name in names]
    if draw(st.booleans()):
        return "{" + ", ".join(values) + draw(st.sampled_from(["", " ", ", "])) + "}"
    lines = [f"  {each},{draw(COMMENT)}\n" for each in values]
    if draw(st.booleans()) and lines:
        lines[-1] = f"  {values[-1]}{draw(COMMENT)}\n"
    return "{" + draw(COMMENT) + "\n" + "".join(lines) + draw(st.sampled_from(["}", "  }", "# zu\n}"]))


@st.composite
def files(draw: st.DrawFn) -> str:
    """Write a file with a block of answers, in lines or in brackets, empty or not."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    indent = draw(st.sampled_from([1, 2, 4]))
    if draw(st.booleans()) and names:
        answers = f"answers:{draw(COMMENT)}\n" + "".join(draw(entry(name, indent)) for name in names)
    elif names:
        answers = f"answers: {draw(brackets(names))}{draw(COMMENT)}\n"
    else:
        answers = draw(
            st.sampled_from(
                ["answers:\n", "answers: {}\n", "answers: {}  # leer\n", "answers: { # leer\n}\n", "answers: # leer\n"]
            )
        )
    before = draw(
        st.sampled_from(["pack: p\n", "# Kopf\npack: p   # das Paket\ncity: {name: A, canton: ZH}\n", "city:\n    name: A\n"])
    )
    after = draw(
        st.sampled_from(["", "# Schluss\n", "date: 2026-11-22\n", "\n\nnote: >\n  lang\n  und mehr\n", "...\n# danach\n"])
    )
    text = draw(st.sampled_from(["", "", "%YAML 1.1\n---\n", "---\n"])) + before + answers + after
    if draw(st.booleans()):
        text = text.rstrip("\n")
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    return draw(st.sampled_from(["", "\ufeff"])) + text


def read(text: str) -> Any:  # noqa: ANN401 - plain data
    source, problems = read_text(text, "x")
    assert not problems, f"{text}\n{problems}"
    return source.data


def written(text: str) -> Any:  # noqa: ANN401 - plain data
    """Return what a file says that somebody wrote; drawn files that are no YAML do not count."""
    source, problems = read_text(text, "x")
    assume(not problems)
    return source.data


def value_at(text: str, *path: str) -> Node | None:
    node = compose(text)
    for key in path:
        pairs = node.pairs() if node and node.kind == "mapping" else ()
        node = next((value for name, value in pairs if name.text == key), None)
    return node


def differs_in_one_place(text: str, edited: str) -> bool:
    """Tell whether an edited text is the old one with characters added in one place.

    A comma may have come elsewhere, and a sign by which folded lines at the end of a file do not grow by a line end.
    """

    def added(longer: str) -> bool:
        same = 0
        while same < min(len(text), len(longer)) and text[same] == longer[same]:
            same += 1
        return longer.endswith(text[same:]) and len(longer) >= len(text)

    signs = (place for place, sign in enumerate(edited) if sign in ",-")
    return added(edited) or any(added(edited[:place] + edited[place + 1 :]) for place in signs)


@given(files(), st.sampled_from(NAMES), NEW)
@example("answers:\n  one: |\n    x", "two", "y")
@example("answers:\n  one: |+\n    x\n\n\n", "two", "y")
@examples(250)
def test_the_file_says_what_it_said_with_that_one_change(text: str, name: str, value: Any) -> None:  # noqa: ANN401
    before = written(text)
    edited = changed_text(text, ("answers", name), value)
    assert read(edited) == edited_data(before, {("answers", name): value}), edited


@pytest.mark.long
@given(files(), st.sampled_from(NAMES), NEW)
@settings(max_examples=in_full(5_000, beside_a_change=1_500))
def test_many_files_say_what_they_said_with_one_change(text: str, name: str, value: Any) -> None:  # noqa: ANN401
    before = written(text)
    edited = changed_text(text, ("answers", name), value)
    assert read(edited) == edited_data(before, {("answers", name): value}), edited


@given(files(), st.sampled_from(NAMES), NEW)
@example("pack: p\nanswers: {\n  one: 1,\n  three: \n}\n", "three", "none")
@examples(250)
def test_what_stands_around_a_single_value_stays_to_the_byte(text: str, name: str, value: Any) -> None:  # noqa: ANN401
    before = written(text)
    node = value_at(text, "answers", name)
    edited = changed_text(text, ("answers", name), value)
    if node is None:
        closed = text[-1] in "\r\n" or not any(sign in text for sign in "|>")  # else their sign says that they do not grow
        if before["answers"] and closed:
            assert differs_in_one_place(text, edited), edited
    elif node.is_empty:  # its mark may lie behind blanks and line ends
        if on_one_line(value) and not isinstance(value, dict):
            assert differs_in_one_place(text, edited), edited
    elif node.kind == "scalar" and node.style not in {"|", ">"} and on_one_line(value) and not isinstance(value, dict):
        assert edited.startswith(text[: node.start]), edited
        assert edited.endswith(text[node.end :]), edited


@given(files(), st.sampled_from(["yes", 7, "a: b", "null", "é"]))
@examples(200)
def test_an_edit_taken_back_gives_the_file_as_it_was(text: str, value: Any) -> None:  # noqa: ANN401
    before = written(text)
    for name, was in (before["answers"] or {}).items():
        node = value_at(text, "answers", name)
        if node and node.kind == "scalar" and text[node.start : node.end] == was == on_one_line(was):
            there = changed_text(text, ("answers", name), value)
            assert changed_text(there, ("answers", name), was) == text


KEEPING = "answers:\n three: |+\n   Text\n four: |\n   Text\n\n\nnote: x\n"
"""The blank lines below the last answer would become part of the one before it."""
UNENDED = "pack: p\nanswers:\n two: |+\n   Text\n three: |\n   Text"
"""No blank line may stay where the last line goes."""


@given(files(), st.sampled_from(NAMES))
@example(KEEPING, "four")
@examples(300)
def test_an_answer_is_taken_away_alone(text: str, name: str) -> None:
    before = written(text)
    edited = edited_text(text, {("answers", name): None})
    expected = {key: value for key, value in (before["answers"] or {}).items() if key != name}
    assert (read(edited)["answers"] or {}) == expected, edited
    assert {key: value for key, value in read(edited).items() if key != "answers"} == {
        key: value for key, value in before.items() if key != "answers"
    }


@given(files(), st.sampled_from(NAMES), st.sampled_from(["answers", "retired"]))
@example(f"pack: p\n{KEEPING}", "four", "retired")
@example(UNENDED, "three", "retired")
@examples(300)
def test_an_answer_moves_with_its_value(text: str, name: str, block: str) -> None:
    before = written(text)
    if not before.get("pack") or name not in (before["answers"] or {}):
        return
    edited = migrated_text(text, {("answers", name): (block, "new")}, {}, "2.0.0")
    moved = {"new": before["answers"][name]}
    rest = {key: value for key, value in before["answers"].items() if key != name}
    expected = {"answers": rest | moved} if block == "answers" else {"answers": rest, "retired": moved}
    assert read(edited) == {**before, "pack_version": "2.0.0", **expected}, edited


@given(
    st.recursive(
        NEW, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab: é#", min_size=1), inner, max_size=3)
    )
)
@examples(300)
def test_a_new_file_says_what_it_was_written_for(value: Any) -> None:  # noqa: ANN401
    assert read(new_text({"a": value, "b": [value, "x"]})) == plain({"a": value, "b": [value, "x"]})


@given(st.text(st.characters(exclude_categories=["Cs"])))
@examples(300)
def test_any_text_comes_back_as_it_was_typed(typed: str) -> None:
    assert read(new_text({"note": typed, "list": [typed, {"value": typed}]})) == {
        "note": typed,
        "list": [typed, {"value": typed}],
    }


LAID_OUT = {
    "a sign of a number": (
        "answers:\n    one: {value: +41791234567, by: Null}  # c\n    two: 1",
        "answers:\n    one: {value: +41791234567, by: Null}  # c\n    two: x",
    ),
    "line ends and a byte order mark": ("\ufeffanswers:\r\n  two: 1 # c\r\n", "\ufeffanswers:\r\n  two: x # c\r\n"),
    "a new line in the way of the file": (
        "answers:\r\n    one: 1\r\n\r\ndate: x",
        "answers:\r\n    one: 1\r\n    two: x\r\n\r\ndate: x",
    ),
    "brackets over several lines": (
        "answers: {\n  one: 1,  # c\n  three: 3  # d\n}\n",
        "answers: {\n  one: 1,  # c\n  three: 3,  # d\n  two: x\n}\n",
    ),
    "what follows the end": (
        "%YAML 1.1\n---\nanswers:\n  one: 1\n...\n# c\n",
        "%YAML 1.1\n---\nanswers:\n  one: 1\n  two: x\n...\n# c\n",
    ),
    "the first answer": ("answers: {}  # noch keine\ndate: x\n", "answers:  # noch keine\n  two: x\ndate: x\n"),
    "no answer and no line end": ("answers:", "answers:\n  two: x"),
    "a comment of what comes next": (
        "answers:\n  one: 1\n\n# der Tag\ndate: x\n",
        "answers:\n  one: 1\n  two: x\n\n# der Tag\ndate: x\n",
    ),
    "tabs": ("answers:\n  two:\t1\t# c\n", "answers:\n  two:\tx\t# c\n"),
}


@pytest.mark.parametrize(("text", "expected"), LAID_OUT.values(), ids=LAID_OUT)
def test_an_answer_is_written_in_the_way_of_its_file(text: str, expected: str) -> None:
    assert changed_text(text, ("answers", "two"), "x") == expected


def test_of_an_answer_with_its_note_only_what_differs_is_written() -> None:
    text = "answers:\n  two:\n    # gefragt im Mai\n    value: a   # sicher\n    note: 'so'\n  one: 1\n"
    edited = changed_text(text, ("answers", "two"), {"value": "b", "note": "so", "by": "me"})
    assert edited == text.replace("value: a ", "value: b ").replace("note: 'so'\n", "note: 'so'\n    by: me\n")


def test_lists_keep_the_comments_of_what_stays() -> None:
    text = "a:\n  - x  # erstes\n  - y\n  # vor z\n  - z  # letztes\n"
    assert edited_text(text, {("a",): ["x", "z", "w"]}) == "a:\n  - x  # erstes\n  # vor z\n  - z  # letztes\n  - w\n"
    assert edited_text("a: [x, y, z]  # c\n", {("a",): ["y"]}) == "a: [y]  # c\n"


def test_an_item_whose_first_entries_go_keeps_its_place_and_its_others() -> None:
    text = "cases:\n  - name: a  # c\n    aim: [x]\n    answers: {b: 1}  # d\n  - name: e\n"
    edited = edited_text(text, {("cases", 0, "name"): None, ("cases", 0, "aim"): None, ("cases", 0, "expect"): {"steps": []}})
    assert edited == "cases:\n  - answers: {b: 1}  # d\n    expect:\n      steps: []\n  - name: e\n"
