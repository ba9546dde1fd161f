"""How many lines a question takes on a terminal, with its menu: shared by the tests of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import paths
from advisor.reports.language import load_words
from advisor.sittings import glance, showing
from advisor.sittings.consultation import consultation
from advisor.sittings.sitting import begun
from advisor.terminal import presenting, telling
from advisor.terminal.menus import option_lines
from advisor.terminal.surface import command_lines, wrapped
from tests.support.cities import city

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack


def heights(pack: Pack) -> dict[tuple[str, bool], int]:
    """Return how many lines each question takes with all that can be done at it; also as it is presented to a room (True)."""
    words, desk = load_words(paths.shipped("templates"), pack.info.language), consultation(pack)
    sitting = begun(city(pack, {}), (), "x")
    commands = {words(f"ask.key.{name}"): words(f"ask.command.{name}") for name in showing.ACTS}
    found = {}
    for question in pack.questions:
        interview = sitting.interview.choose(question.id)
        turn = desk.turn(interview)
        shown = showing.shown(pack, interview, turn, question, None)
        told = telling.Told(pack, words, interview)
        in_a_menu = question.type in {"ordinal", "choice", "yes_no"}
        names = [(level.name, level.label) for level in question.levels] or [
            (name, words(f"value.{name}")) for name in ("yes", "no")
        ]
        meanings = {level.name: told.text(level.behaviour) for level in question.levels if level.behaviour}
        menu = [wrapped(words("ask.choose")), *option_lines(names, meanings)] if in_a_menu else [words("ask.type")]
        placed = glance.placed(pack, turn)
        large = presenting.question(told, shown, placed, with_levels=not in_a_menu)
        small = telling.question(told, shown, with_levels=not in_a_menu)
        hint = wrapped(words("sitting.present.keys"), "  ")
        how, how_large = ([telling.how_to_type(told, question, commands, each)] for each in ("", hint))
        below = command_lines(commands) if in_a_menu else []
        found[question.id, False] = count(small, *menu, *(below if in_a_menu else how))
        found[question.id, True] = count(large, *menu, *([hint] if in_a_menu else how_large))
    return found


def count(*parts: str) -> int:
    return sum(len(part.split("\n")) for part in parts)
