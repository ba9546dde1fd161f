"""A hint says what was meant, or what helps; it never turns a rule into its opposite, and looking for it ends."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import UnusableInputError, suggest
from advisor.knowledge.loader import load_pack
from advisor.logic.condition import leaves
from advisor.logic.parse import ConditionParser
from advisor.logic.values import YES_NO, Levels, WholeNumbers
from advisor.logic.vocabulary import STEP_SIGNS, Vocabulary
from advisor.yaml_source.read import read_source
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.yaml_source.read import Plain

WORDS = Vocabulary(
    facts={
        "filing": Levels(("none", "one", "several"), (0, 1, 2)),
        "shadowing": Levels(("none", "some"), (0, 1)),
        "share": WholeNumbers(),
        "mandate": Levels(("absent", "emerging", "established"), (0, 1, 2)),
        "written": YES_NO,
        "tools.mail": YES_NO,
        "tools.wiki": YES_NO,
    },
    several={"tools": ("mail", "wiki")},
)

OPPOSITES = [
    {"at_least", "at_most", "exactly"},
    {"all", "any", "none", "not", "not_all", "no"},
    {"is", "is not"},
    {"includes", "excludes"},
    {"known", "unknown", "none", "one"},
    {"absent", "present", "established", "emerging"},
    {"missing", "covered", "reached", "open"},
    {"yes", "no"},
    {"formal", "informal"},
    {"planned", "unplanned", "not_planned"},
    {"with_budget", "without_budget"},
    {"has_unit", "has_no_unit"},
    {"minimum", "maximum"},
    {"ready", "unready"},
    {"fires", "silent"},
    {"ever", "never"},
    {"erlaubt", "unerlaubt", "verboten"},
    {"active", "inactive"},
    {*STEP_SIGNS},
]


@pytest.mark.parametrize(("written", "other"), [pair for group in OPPOSITES for pair in permutations(sorted(group), 2)])
def test_a_word_is_never_taken_for_another_one_that_means_something_else(written: str, other: str) -> None:
    assert "Did you mean" not in suggest(written, [other])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("topic_owner", "topic_owners"),
        ("FILING", "filing"),
        ("Paper-Strategy", "paper_strategy"),
        ("paper strategy", "paper_strategy"),
        ("hihg", "high"),
        ("at_leats", "at_least"),
        ("proces_note", "process_notes"),
        ("rsk", "risk"),
    ],
)
def test_a_slip_is_recognised(written: str, meant: str) -> None:
    assert suggest(written, ["unit", meant, "budget"]) == f"Did you mean '{meant}'?"


@given(st.text(min_size=1, max_size=30), st.lists(st.text(max_size=30), max_size=5))
def test_a_suggestion_is_one_of_the_known_words_and_begins_as_what_was_written(name: str, known: list[str]) -> None:
    hint = suggest(name, known)
    if hint.startswith("Did you mean"):
        meant = hint.removeprefix("Did you mean '").removesuffix("'?")
        assert meant in known
        assert meant.casefold().replace("-", "_").replace(" ", "_")[:1] == name.casefold().replace("-", "_").replace(" ", "_")[:1]


def test_words_in_an_order_are_listed_in_that_order() -> None:
    assert suggest("often", ["none", "chance", "planned"]) == "Known are: none, chance, planned."


def hint_for(condition: Plain) -> str:
    """Return what the parser says about a condition that it cannot read."""
    said: list[str] = []
    ConditionParser(WORDS, lambda _path, what, hint, *_: said.append(f"{what} {hint}")).parse(condition, ())
    assert said
    return said[0]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ({"at_most": "2", "of": ["filing is one"]}, "not: {at_least: 3"),
        ({"none": ["filing is one"]}, "not: {any: [...]}"),
        ({"exactly": "2", "of": ["filing is one"]}, "There is no such word"),
        ({"and": ["filing is one"]}, "'all: [...]'"),
        ({"or": ["filing is one"]}, "'any: [...]'"),
        ({"Any": ["filing is one"]}, "Did you mean 'any'?"),
        ("shadowing is known", "No test asks whether something is known"),
        ("share >= unknown", "No test asks whether something is known"),
        ("filing >= shadowing", "two facts cannot be compared"),
        ("share >= filing", "two facts cannot be compared"),
        ("tools includes share", "two facts cannot be compared"),
        ("tools includes mail and filing is one", "one test in each text, and join them: 'all:"),
        ("filing is one or filing is none", "one test in each text, and join them: 'any:"),
        ("share >= 3 and share <= 5", "'all:"),
        ("FILING is one", "Did you mean 'filing'?"),
        ("filing is ONE", "Did you mean 'one'?"),
        ("filing == one", "Use 'is' for '==': 'filing is one'."),
        ("filing = one", "Use 'is' for '=': 'filing is one'."),
        ("filing != one", "Use 'is not' for '!=': 'filing is not one'."),
        ("share ≥ 30", "Use '>=' for '≥': 'share >= 30'."),
        ("share =< 30", "Use '<=' for '=<': 'share <= 30'."),
        ("share>=30", "Put a blank before and behind the sign: 'share >= 30'."),
        ("tools = mail", "'tools includes mail'"),
        ("share between 30 and 50", "['fact >= lowest', 'fact <= highest']"),
        ("share is between 30 and 50", "['fact >= lowest', 'fact <= highest']"),
    ],
)
def test_what_other_languages_write_gets_the_hint_that_says_the_same_here(condition: Plain, told: str) -> None:
    assert told in hint_for(condition)


def test_a_value_that_only_reads_like_two_tests_is_a_value() -> None:
    said: list[object] = []
    tree = ConditionParser(WORDS, lambda *given: said.append(given)).parse("filing is one or several", ())
    assert not said
    assert [sorted(test.allowed) for test in leaves(tree)] == [["one", "several"]]  # type: ignore[arg-type] # levels


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("label: Mitlaufen: so", "The text holds a colon. Put it in quotes."),
        ("label: Was gilt:", "The text holds a colon. Put it in quotes."),
        ("advice: {Der leader} sorgt dafür", "The text begins with '{'. Put all of it in quotes."),
        ("- [eins] zwei", "The text begins with '['. Put all of it in quotes."),
        ("label: „Mit: laufen“", "„ is no quote here."),
        ("label: “Mit: laufen”", "“ is no quote here."),
        ("label: 'it's so'", "Put all of it in double quotes."),
        ('label: "Ja" und nein', "Put all of it in single quotes."),
        ("label: @home", "The text begins with '@'. Put all of it in quotes."),
        ("label: *wichtig* ist", "The text begins with '*'."),
        ("\tlabel: x", "Indent with blanks"),
        ("label: {name: a: b}", "Close the bracket, or put each text inside it in quotes"),
        ('label: "C:\\dir"', "Use single quotes around a text with a backslash"),
        ('label: "offen', "a quote that opens here is never closed. Close it where the text ends."),
    ],
)
def test_a_line_that_is_not_yaml_gets_the_hint_for_its_slip(line: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    indent = "" if line.startswith("\t") else "  "
    file.write_text(f"entry:\n{indent}{line}\n{'' if 'offen' in line else '  more: y'}\n", encoding="utf-8")
    _, (problem,) = read_source(file, "a.yaml")
    assert (problem.place.line, problem.code) == (2, "R102")
    assert told in f"{problem.what} {problem.hint}"


@pytest.mark.parametrize(("key", "value"), [("language", "{}"), ("title", "[]"), ("version", "{}"), ("origin", "{}")])
def test_a_hint_about_a_value_is_one_sentence(key: str, value: str, tmp_path: Path) -> None:
    data = small_pack()
    data["pack"][key] = json.loads(value)
    with pytest.raises(UnusableInputError) as refused:
        load_pack(write_pack(tmp_path / "small", data))
    hints = [each.hint for each in refused.value.problems if each.code == "F208"]
    assert hints
    assert all(".:" not in hint and ".." not in hint for hint in hints), hints
