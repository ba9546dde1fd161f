"""Columns are as wide as what stands in them needs."""

from __future__ import annotations

from advisor.reports.tree import Node
from advisor.reports.writers.table_layout import measured

LINE = 104
"""How many characters fit side by side."""


def shares(*rows: tuple[str, ...]) -> list[float]:
    made = (Node("tr", tuple(Node("th" if at == 0 else "td", (text,)) for text in row)) for at, row in enumerate(rows))
    return [share * LINE for share in measured(Node("table", tuple(made))).shares]


def test_a_column_of_a_few_words_gets_room_from_one_that_has_too_much() -> None:
    when = "frühestens Dezember 2026, spätestens Januar 2027"
    what, end, cost = shares(("Was", "Ende", "Kosten"), ("Zuerst klären, was noch offen ist", when, "–"))
    assert end > what > cost
    assert end > len(when) * 0.8


def test_words_and_states_stay_on_a_line_wherever_there_is_room() -> None:
    long = "Im Querschnittszentrum koordiniert eine Stelle die Vorhaben aller Bereiche. " * 3
    name, _, state = shares(("Herangehensweise", "Was sie ausmacht", "Heute"), ("Querschnittszentrum", long, "nicht vorhanden"))
    assert name > len("Querschnittszentrum")
    assert state > len("nicht vorhanden")


def test_a_sum_with_a_fixed_blank_is_one_word() -> None:
    long = "Eine Stelle koordiniert die Vorhaben. " * 9
    assert shares(("A", "B"), ("CHF\u00a0200\u00a0000\u2013600\u00a0000", long))[0] > len("CHF 200 000–600 000")
