"""The profile: for each topic the facts that approaches rest on, how far each has come and from where it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reasoning.diagnosis import from_readable
from advisor.reports.chapters.standing import state_of
from advisor.reports.pictures.arrows import points
from advisor.reports.pictures.drawing import WIDTH, Figure, Label, block, room, text_height
from advisor.reports.wording import requirement_tests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.outcome import Requirement
    from advisor.reports.context import Context

_NAME, _PIPS, _STATE, _APPROACH = (10.0, 286.0), (304.0, 424.0), (440.0, 548.0), (560.0, WIDTH)
_RADIUS, _PAD, _LEAST = 6.5, 5.0, 24.0
_TOPIC = Label(0, 0, "", 14.0, 700, tone="accent")
_TEXT = Label(0, 0, "", 13.0)
_QUIET = Label(0, 0, "", 12.5, tone="quiet")


class Fact(msgspec.Struct, frozen=True):
    """One fact that an approach rests on; ``levels`` are the pips, ``reached`` of them filled, enough from ``needed`` on."""

    label: str
    approach: str
    state: str
    levels: int
    reached: int | None
    needed: int | None


def profile_figure(context: Context) -> Figure:
    """Return the profile of a case."""
    groups = [(topic.name, facts) for topic in context.pack.topics if (facts := list(facts_of(context, topic.id)))]
    labels: list[Label] = []
    pips: dict[str, list[dict[str, float]]] = {"reached": [], "empty": [], "unknown": []}
    needed: list[dict[str, str]] = []
    rules: list[dict[str, float]] = []
    y = 0.0
    for name, facts in groups:
        labels += block(name, 0, y + _PAD, WIDTH, _TOPIC)
        y += text_height(name, WIDTH, _TOPIC) + 2 * _PAD
        rules.append({"y": y})
        for fact in facts:
            texts = _texts(context, fact, y + _PAD)
            tall = max(_LEAST, *(label.box()[3] - y + _PAD for label in texts))
            labels += texts
            _place(fact, y + _PAD + 5.5, pips, needed)
            y += tall
        y += 5
    y = _legend(context, y + 10, labels, pips, needed)
    shapes: dict[str, object] = {"pips": pips, "needed": needed, "rules": rules, "radius": _RADIUS, "right": WIDTH}
    title, caption = context.words("picture.profile.title"), context.words("picture.profile.caption")
    return Figure("profile", title, caption, context.words("picture.profile.alt"), y, tuple(labels), shapes)


def facts_of(context: Context, topic: str) -> Iterator[Fact]:
    """Yield the facts of a topic in the order of the approaches."""
    for approach in context.pack.approaches:
        tests = requirement_tests(context.pack, approach.id)
        for each in context.outcome.approaches[approach.id].requirements:
            question = context.pack.question(each.fact.partition(".")[0])
            if question.topic == topic:
                numbers = _levels(context.pack, question, each, tests[each.fact].allowed)
                yield Fact(question.label, approach.name, state_of(context, each), *numbers)


def _levels(pack: Pack, question: Question, requirement: Requirement, allowed: object) -> tuple[int, int | None, int | None]:
    """Return how many pips there are, how many are filled, and from which on it is enough."""
    names = [level.name for level in question.levels]
    if question.type != "ordinal" or not isinstance(allowed, frozenset):
        return 1, {"met": 1, "missing": 0}.get(requirement.state), 1
    today = requirement.answered if isinstance(requirement.answered, str | int) else ""
    level = from_readable(pack, requirement.fact, today)  # levels may have numbers of their own, which are no places
    reached = names.index(level) if isinstance(level, str) and level in names else None
    return len(names) - 1, reached, min(names.index(name) for name in allowed if name in names)


def _texts(context: Context, fact: Fact, top: float) -> list[Label]:
    state = context.words(f"state.{fact.state}")
    return [
        *block(fact.label, _NAME[0], top, _NAME[1] - _NAME[0], _TEXT),
        *block(state, _STATE[0], top, _STATE[1] - _STATE[0], msgspec.structs.replace(_TEXT, weight=600)),
        *block(fact.approach, _APPROACH[0], top, _APPROACH[1] - _APPROACH[0], _QUIET),
    ]


def _place(fact: Fact, y: float, pips: dict[str, list[dict[str, float]]], needed: list[dict[str, str]]) -> None:
    gap = min(26.0, (_PIPS[1] - _PIPS[0]) / max(fact.levels, 1))
    for level in range(1, fact.levels + 1):
        x = _PIPS[0] + _RADIUS + gap * (level - 1)
        kind = "unknown" if fact.reached is None else "reached" if level <= fact.reached else "empty"
        pips[kind].append({"x": x, "y": y})
        if level == fact.needed:
            needed.append({"points": _triangle(x, y + _RADIUS + 1.5)})


def _triangle(x: float, top: float) -> str:
    return points([(x, top), (x - 4, top + 6), (x + 4, top + 6)])


def _legend(
    context: Context, top: float, labels: list[Label], pips: dict[str, list[dict[str, float]]], needed: list[dict[str, str]]
) -> float:
    """Say what pips and triangles mean; return where the picture ends."""
    x, y = 0.0, top
    for kind, word in (("reached", "reached"), ("empty", "not_reached"), ("unknown", "not_known"), ("needed", "needed")):
        text = context.words(f"picture.profile.{word}")
        taken = 2 * _RADIUS + 7 + room(text, _QUIET.size)
        x, y = (0.0, y + 20) if x and x + taken > WIDTH else (x, y)
        if kind == "needed":
            needed.append({"points": _triangle(x + _RADIUS, y - 3)})
        else:
            pips[kind].append({"x": x + _RADIUS, "y": y})
        labels.append(msgspec.structs.replace(_QUIET, x=x + 2 * _RADIUS + 7, y=y + 4.2, text=text))
        x += taken + 20
    return y + 12
