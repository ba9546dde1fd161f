"""Say in words what can be seen at a glance: what is ahead, who has answered what, what would be if, and what fits the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.desk.session import called, history_file, single, who
from advisor.sittings import glance
from advisor.terminal.surface import wrapped
from advisor.terminal.telling import Told, row_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advisor.desk import Pack
    from advisor.desk.session import Words
    from advisor.sittings.glance import Voice, Voices
    from advisor.sittings.showing import Progress, Row
    from advisor.sittings.supposing import Supposed, Supposing


def opening(words: Words, pack: Pack, file: Path) -> str:
    """Return what this is, who should be here, how long it takes, and what happens to the answers."""
    ahead, plain = glance.opening(pack), {role.id: role.name for role in pack.roles}
    approaches = [called("approach", each, pack.approaches).name for each in ahead.approaches]
    topics = [called("topic", each, pack.topics).name for each in ahead.topics]
    roles = words.join([plain[each] for each in ahead.roles])
    (low, high), (least, most) = ahead.questions, ahead.minutes
    texts = (
        pack.info.title,
        words("sitting.opening.what", approaches=words.join(approaches)),
        words("sitting.opening.who", topics=words.join(topics), roles=roles),
        words("sitting.opening.how_long", low=low, high=high, least=least, most=most),
        words("sitting.opening.answers", file=file.name, history=history_file(file).name),
    )
    return "\n\n".join(map(wrapped, texts))


def voices(told: Told, heard: Voices) -> str:
    """Return who has answered what, topic by topic, and on what they differ."""
    words = told.words
    spoken = [each for each in heard.each if each.answered or each.notes]
    lines = [words("sitting.voices.title" if spoken else "sitting.voices.none")]
    for each in spoken:
        lines.append(wrapped(_voice(told, each), "  ", "    "))
        topics = (
            words("sitting.voices.topic", topic=called("topic", one.topic, told.pack.topics).name, **_counts(one))
            for one in each.topics
            if one.answered
        )
        lines += [wrapped(", ".join(topics), "    ")] if each.answered else []
    lines += [wrapped(words("sitting.voices.divided", questions=told.labels(heard.divided)))] if heard.divided else []
    lines += [wrapped(words("sitting.voices.settled", questions=told.labels(heard.settled)))] if heard.settled else []
    return "\n".join(lines)


def _counts(progress: Progress) -> dict[str, int]:
    return {"answered": progress.answered, "questions": progress.questions}


def _voice(told: Told, voice: Voice) -> str:
    words, name = told.words, who(told.words, told.interview.answers, voice.person)
    told_of = words("sitting.voices.one", who=name, answered=voice.answered, unknown=voice.unknown, notes=voice.notes)
    return told_of if voice.last is None else words("sitting.voices.last", one=told_of, date=words.date(voice.last))


def supposed(told: Told, found: Supposing, *, asked: bool) -> str:
    """Return what each answer to the question that is ``asked`` would change, and which one other answer would change what."""
    words, lines = told.words, [told.words("sitting.supposed.kept")]
    if asked:
        lines += ["", wrapped(words("sitting.supposed.here" if found.here else "sitting.supposed.here_nothing"))]
    for each in found.here:
        lines.append(_item(words("sitting.supposed.here_one", values=_values(told, each), effects=_effects(told, each))))
    lines += ["", wrapped(words("sitting.supposed.others" if found.others else "sitting.supposed.others_nothing"))]
    lines += [_item(_other(told, each)) for each in found.others]
    return "\n".join(lines)


def _item(text: str) -> str:
    return wrapped(text, "  - ", "    ")


def _other(told: Told, each: Supposed) -> str:
    asked = told.pack.question(each.question)
    given = single(told.words, asked, each.given, unanswered=False)
    label, values = asked.label, _values(told, each)
    return told.words("sitting.supposed.other_one", label=label, values=values, given=given, effects=_effects(told, each))


def _values(told: Told, each: Supposed) -> str:
    asked = told.pack.question(each.question)
    return told.words.join([single(told.words, asked, value, unanswered=False) for value in each.values], "or")


def _effects(told: Told, each: Supposed) -> str:
    return "; ".join(_each_effect(told, each))


def _each_effect(told: Told, each: Supposed) -> Iterator[str]:
    words = told.words
    for moved in each.moved:
        name = called("approach", moved.approach, told.pack.approaches).name
        then, now = (words.join([words(f"status.{status}") for status in some], "or") for some in (moved.then, moved.now))
        how = "sitting.supposed.moved" if len(moved.now) == 1 else "sitting.supposed.decided"
        yield words(how, name=name, then=then, now=now)
    if not each.begins_alike:
        step = called("step", each.first, told.pack.steps) if each.first else None
        yield words("sitting.supposed.first", title=told.text(step.title)) if step else words("sitting.supposed.no_first")


def what_fits(told: Told, minutes: int, questions: Sequence[str], *, is_all: bool) -> str:
    """Return which questions fit into some minutes."""
    how = "sitting.time.all_fit" if is_all else "sitting.time.fit"
    lines = [wrapped(told.words(how, minutes=minutes, count=len(questions)))]
    labels = (told.pack.question(name).label for name in questions)
    return "\n".join([*lines, *(wrapped(label, f"  {place}. ", "     ") for place, label in enumerate(labels, start=1))])


def search(told: Told, typed: str, rows: Sequence[Row]) -> str:
    """Return what was found in a review, with numbers and answers."""
    lines = [wrapped(told.words("sitting.found", typed=typed, count=len(rows)))]
    return "\n".join([*lines, *(row_line(told, row) for row in rows)])
