"""Ask one question: show it, take what is typed, and say why something is no answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.desk.session import (
    UNREADABLE,
    AnswerValue,
    UnknownRoleNameError,
    ValueReader,
    fitting,
    folded,
    plain_answer,
    role_named,
    typed_day,
)
from advisor.terminal import presenting, telling
from advisor.terminal.surface import HELP, Menu, command, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.desk.session import Question
    from advisor.sittings.glance import Placed
    from advisor.sittings.showing import Row, Shown
    from advisor.terminal.keeping import Room


class Given(msgspec.Struct, frozen=True):
    """A value that was given for a question."""

    value: AnswerValue


class Command(msgspec.Struct, frozen=True):
    """Something else than an answer, by the name of its command."""

    name: str


_IN_A_MENU = ("ordinal", "choice", "yes_no")


def asked(
    room: Room, told: telling.Told, shown: Shown, placed: tuple[Placed, ...] = (), news: tuple[str, ...] = ()
) -> Given | Command:
    """Return what is said to a question; what is no answer is refused below it, until something is.

    Where it is presented to a room, ``placed`` is the map beside it; ``news`` are told above the question.

    Raises:
        EOFError: the input has ended.

    """
    question = shown.question
    commands = {room.words(f"ask.key.{name}"): room.words(f"ask.command.{name}") for name in shown.acts}
    in_a_menu = question.type in _IN_A_MENU
    with_levels = not (in_a_menu and room.surface.prints_meanings)
    if room.present:
        room.surface.clear()
    if news:
        room.surface.show("\n".join(news))
    show = presenting.question(told, shown, placed, with_levels=with_levels) if room.present else None
    room.surface.show(show or telling.question(told, shown, with_levels=with_levels))
    hint = room.words("sitting.present.keys") if room.present else ""
    if not in_a_menu:
        room.surface.show(telling.how_to_type(told, question, commands, hint))
    while True:
        typed = _choose(room, told, shown, commands) if in_a_menu else room.surface.ask(room.words("ask.type")).strip()
        if hint and typed == HELP:
            room.surface.show(telling.how_to_type(told, question, commands))
            continue
        letter = command(commands, typed)
        if letter:
            return Command(next(name for name in shown.acts if room.words(f"ask.key.{name}") == letter[0]))
        if not typed and shown.before is not None:
            return Given(shown.before)
        value = _read(room, told, question, typed)
        if value is not None:
            return Given(value)


def _choose(room: Room, told: telling.Told, shown: Shown, commands: Mapping[str, str]) -> str:
    question = shown.question
    levels = tuple((level.name, level.label) for level in question.levels)
    menu = Menu(
        message=room.words("ask.choose"),
        options=levels or tuple((name, room.words(f"value.{name}")) for name in ("yes", "no")),
        commands=commands,
        default=shown.before if isinstance(shown.before, str) else None,
        shown=bool(levels),
        meanings={level.name: told.text(level.behaviour) for level in question.levels if level.behaviour},
        hint=room.words("sitting.present.keys") if room.present else "",
        refusal=lambda typed: telling.refusal(told, question, typed),
    )
    return room.surface.choose(menu)


def _read(room: Room, told: telling.Told, question: Question, typed: str) -> AnswerValue | None:
    """Return the value that was typed; None after having told that it is none."""
    if UNREADABLE in typed:
        room.surface.show(telling.undecodable(room.words, typed))
        return None
    problems: list[str] = []
    reader = ValueReader(lambda _, code, *__, **___: problems.append(code))
    value = reader.read(question, plain_answer(question, typed, telling.tongue(room.words)) or None, ())
    if problems or value is None:
        room.surface.show(telling.refusal(told, question, typed))
        return None
    if question.names_role and not is_named(room, str(value)):
        return None
    day = typed_day(typed, telling.tongue(room.words)) if question.type == "date" else None
    if day is not None and not day.exact:
        meant = wrapped(room.words("ask.meant", answer=room.words.date(day.date)))
        room.surface.page(meant, lambda _, __: room.words("ask.page"))
    return value


def is_named(room: Room, name: str) -> bool:
    """Tell whether a role can be called by a name in every sentence, and say what is missing if it cannot."""
    try:
        role_named(room.pack, name)
    except UnknownRoleNameError:
        articles = [article for article, forms in room.pack.articles.items() if article in forms.values()]
        room.surface.show(wrapped(room.words("ask.article", articles=", ".join(articles))))
        return False
    return True


def question_meant(told: telling.Told, typed: str, found: Sequence[Row] = ()) -> str | None:
    """Return the question that was picked in the review: by its number, by its label, or as the only one that was ``found``."""
    labels = [(each.id, each.label) for each in told.pack.questions]
    meant = fitting(labels, typed) if typed.isdigit() else [name for name, label in labels if folded(label) == folded(typed)]
    meant = meant or [row.question.id for row in found]
    return meant[0] if len(meant) == 1 else None


def noted_on(told: telling.Told, typed: str) -> str | None:
    """Return the question whose note is meant by the letter of notes and its number, as in ``n 12``; None where none is."""
    letter = told.words("ask.key.note")
    number = typed.removeprefix(letter).strip() if typed.startswith(letter) else ""
    return question_meant(told, number) if number.isascii() and number.isdigit() else None
