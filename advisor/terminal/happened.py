"""Say in words what happened in a sitting: where it stopped, and what can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.desk.session import act_in_words, called, who
from advisor.sittings.showing import left_open
from advisor.terminal.surface import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.sittings.events import Event
    from advisor.terminal.telling import Told


def where_we_were(told: Told, outside: Iterable[str]) -> str:
    """Return what a sitting left open when it stopped, and what was changed outside of it; nothing where all is new."""
    words, open_still = told.words, left_open(told.pack, told.interview, outside)
    topics = [called("topic", each, told.pack.topics).name for each in open_still.skipped]
    lines = [words("ask.where.outside", questions=told.labels(open_still.outside))] if open_still.outside else []
    lines += [words("ask.where.last", label=told.pack.question(open_still.last).label)] if open_still.last else []
    lines += [words("ask.where.skipped", topics=words.join(topics))] if topics else []
    lines += [words("ask.where.put_off", questions=told.labels(open_still.put_off))] if open_still.put_off else []
    lines += [words("ask.goal.disputed", questions=told.labels(open_still.divided))] if open_still.divided else []
    lines += [words("ask.where.goal")] if open_still.goal == "findings" else []
    return "\n".join(map(wrapped, lines))


def act(told: Told, event: Event) -> str:
    """Return one thing that happened, and who did it, as it is offered to be taken back."""
    said = act_in_words(told.words, told.pack, event)
    return told.words("ask.did.by", act=said, who=who(told.words, told.interview.answers, event.by)) if event.by else said
