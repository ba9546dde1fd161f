"""The protocol of a sitting: who said what when, what was taken back, what was settled, and what stands in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers.value import fits
from advisor.knowledge.lookup import called
from advisor.reports.chapters.voices import everything_said, value_said, who, who_and_when
from advisor.reports.plain import About, document_of, table, text
from advisor.reports.tree import Node
from advisor.reports.wording import answer_in_words
from advisor.sittings import events as did
from advisor.sittings.folding import in_force

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reports.document import Document
    from advisor.reports.words import Words
    from advisor.sittings.events import Event
    from advisor.sittings.sitting import Sitting

_LOOKED_AT = (did.WentBack, did.Chosen)


def protocol(sitting: Sitting, pack: Pack, words: Words, *, recorded: bool) -> Document:
    """Return the protocol of a sitting; ``recorded`` tells whether there is a history, or only what the file says."""
    answers = sitting.interview.answers
    parts = [text("h1", words("protocol.title", city=answers.city.name)), *_told(sitting, pack, words, recorded=recorded)]
    standing = list(_standing(pack, words, answers))
    heads = [words(f"protocol.column.{name}") for name in ("question", "answer", "who", "note")]
    parts += [text("h2", words("protocol.standing")), table(heads, standing)] if standing else []
    return document_of(Node("article", tuple(parts)), "protocol", pack, words, About(answers.city.name, answers.date))


def appendix(sitting: Sitting, pack: Pack, words: Words, *, recorded: bool) -> tuple[Node, ...]:
    """Return the protocol as a chapter of a report, which lists all answers itself."""
    return (text("h2", words("protocol.appendix")), *_told(sitting, pack, words, recorded=recorded, heading="h3"))


def _told(sitting: Sitting, pack: Pack, words: Words, *, recorded: bool, heading: str = "h2") -> list[Node]:
    """Return what a protocol tells below its title: who took part, what happened, what was settled and why."""
    answers = sitting.interview.answers
    parts = [text("p", words("protocol.about" if recorded else "protocol.none"))]
    people = [who(words, answers, each) for each in sitting.people()]
    parts += [text("p", words("protocol.people", people=", ".join(dict.fromkeys(people))))] if people else []
    if recorded:
        heads = [words(f"protocol.column.{name}") for name in ("number", "when", "who", "what")]
        parts += [text(heading, words("protocol.events")), table(heads, _happened(sitting, pack, words, answers))]
    settled = list(_settled(pack, words, answers))
    heads = [
        words("protocol.column.question"),
        *(words(f"protocol.agreed.{name}") for name in ("said", "value")),
        words("protocol.column.who"),
        words("protocol.agreed.why"),
    ]
    parts += [text(heading, words("protocol.settled")), table(heads, settled)] if settled else []
    return parts


def _happened(sitting: Sitting, pack: Pack, words: Words, answers: Answers) -> Iterator[list[str]]:
    """Yield what happened, numbered without a gap: where a number is missing, something seems to have been cut out."""
    alive = in_force(sitting.events)
    there = [number for number, event in enumerate(sitting.events, start=1) if not isinstance(event, _LOOKED_AT)]
    rows = {number: row for row, number in enumerate(there, start=1)}
    taken = {number: rows[place] for place, event in alive.items() if isinstance(event, did.Undone) for number in event.events}
    for number, row in rows.items():
        event = sitting.events[number - 1]
        if isinstance(event, did.Undone):
            event = msgspec.structs.replace(event, events=tuple(rows[each] for each in event.events if each in rows))
        told = act_in_words(words, pack, event)
        told = words("protocol.undone", what=told, number=taken[number]) if number in taken else told
        day = words.date(event.on) if event.on else ""
        yield [str(row), f"{day}{_hour(event.at)}", who(words, answers, event.by) if event.by else "", told]


def _hour(at: datetime.datetime | None) -> str:
    """Return the hour that the room's clock showed, kept with the event; of an hour that was kept in UTC it is said."""
    return f", {at:%H:%M}{'' if at.utcoffset() else ' UTC'}" if at else ""


def _settled(pack: Pack, words: Words, answers: Answers) -> Iterator[list[str]]:
    """Yield what the room agreed on where people had said different things: what was said, what holds, by whom, and why."""
    for asked in pack.questions:
        given = answers.answers.get(asked.id)
        if given is not None and given.settled:
            said = everything_said(words, asked, answers, given)
            value = value_said(words, asked, answers, given)
            yield [asked.label, said, value, who_and_when(words, answers, given), given.note or words("protocol.no_reason")]


def _standing(pack: Pack, words: Words, answers: Answers) -> Iterator[list[str]]:
    for asked in pack.questions:
        given = answers.answers.get(asked.id) or answers.waiting.get(asked.id)
        if given is None:
            continue
        value = words("value.unanswered") if given.unanswered else value_said(words, asked, answers, given)
        said = everything_said(words, asked, answers, given) if given.said else ""
        notes = dict.fromkeys(each.note for each in (given, *given.said) if each.note)
        how = who_and_when(words, answers, given)
        yield [asked.label, value, "; ".join(filter(None, (how, said))), "; ".join(notes)]


def act_in_words(words: Words, pack: Pack, event: Event) -> str:  # noqa: PLR0911 - a sentence for each kind
    """Return one thing that happened; what it was about and is no longer asked is called by its id."""
    match event:
        case did.Answered() | did.Settled():
            return _answer_in_words(words, pack, event)
        case did.Noted(question=question, note=note):
            label = _label(pack, question)
            return words("ask.did.noted", label=label, note=note) if note else words("ask.did.unnoted", label=label)
        case did.Skipped(topic=topic):
            known = {each.id for each in pack.topics}
            return words("ask.did.skipped", topic=called("topic", topic, pack.topics).name if topic in known else topic)
        case did.PutOff(question=question):
            return words("ask.did.put_off", label=_label(pack, question))
        case did.TimeBoxed(questions=count):
            return words("ask.did.time_free") if count is None else words("ask.did.time_boxed", count=count)
        case did.AskedAlike(role=role, questions=questions):
            name = next((each.name for each in pack.roles if each.id == role), role)
            return words("ask.did.asked_alike", role=name, count=len(questions))
        case did.Imported(source=source, answers=answers, earlier=earlier):
            return words("protocol.earlier" if earlier else "protocol.imported", source=source, count=len(answers))
        case did.ChangedOutside(answers=changed):
            return words("ask.where.outside", questions=_labels(words, pack, changed))
        case did.Undone(events=events):
            return words("protocol.took_back", numbers=words.join([str(each) for each in events]))
        case _:
            return words(f"ask.did.{type(event).__struct_config__.tag.replace(' ', '_')}")  # type: ignore[union-attr]


def _answer_in_words(words: Words, pack: Pack, event: did.Answered | did.Settled) -> str:
    if isinstance(event, did.Settled) and event.value is None:
        return words("ask.did.left_open", label=_label(pack, event.question))
    asked = next((each for each in pack.questions if each.id == event.question), None)
    value = did.from_value(event.value)
    told = answer_in_words(words, asked, value) if asked is not None and fits(asked, value) else str(value)
    said = words("answer", label=_label(pack, event.question), value=told)
    said = words("ask.did.with_note", answer=said, note=event.note) if event.note else said
    return words("ask.did.settled", answer=said) if isinstance(event, did.Settled) else said


def _label(pack: Pack, question: str) -> str:
    return next((each.label for each in pack.questions if each.id == question), question)


def _labels(words: Words, pack: Pack, names: Iterable[str]) -> str:
    return words.join([_label(pack, name) for name in names])
