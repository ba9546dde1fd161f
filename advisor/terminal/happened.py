"""Say in words what happened in a sitting: where it stopped, and what can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.lookup import called
from advisor.reports.chapters.voices import who
from advisor.reports.wording import answer_in_words
from advisor.sittings import events as did
from advisor.terminal.surface import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.sittings.events import Event
    from advisor.terminal.telling import Told


def where_we_were(told: Told, outside: Iterable[str]) -> str:
    """Return what a sitting left open when it stopped, and what was changed outside of it; nothing where all is new."""
    words, interview = told.words, told.interview
    known = {each.id for each in told.pack.questions}
    topics = [called("topic", each.topic, told.pack.topics).name for each in interview.skips]
    put_off = [each.id for each in told.pack.questions if each.id in interview.put_off]
    elsewhere = [name for name in outside if name in known]
    lines = [words("ask.where.outside", questions=told.labels(elsewhere))] if elsewhere else []
    lines += [words("ask.where.last", label=told.pack.question(interview.asked[-1]).label)] if interview.asked else []
    lines += [words("ask.where.skipped", topics=words.join(topics))] if topics else []
    lines += [words("ask.where.put_off", questions=told.labels(put_off))] if put_off else []
    lines += [words("ask.where.goal")] if interview.goal == "findings" else []
    return "\n".join(map(wrapped, lines))


def act(told: Told, event: Event) -> str:
    """Return one thing that happened, as it is offered to be taken back."""
    words, pack = told.words, told.pack
    by = words("ask.did.by", who=who(words, told.interview.answers, event.by)) if event.by else ""
    match event:
        case did.Answered(question=question, value=value) | did.Settled(question=question, value=value):
            asked = pack.question(question)
            said = words("answer", label=asked.label, value=answer_in_words(words, asked, did.from_value(value)))
            return words(f"ask.did.{'settled' if isinstance(event, did.Settled) else 'answered'}", answer=said, by=by)
        case did.Noted(question=question, note=note):
            label = pack.question(question).label
            return words("ask.did.noted", label=label, note=note, by=by) if note else words("ask.did.unnoted", label=label, by=by)
        case did.Skipped(topic=topic):
            return words("ask.did.skipped", topic=called("topic", topic, pack.topics).name)
        case did.PutOff(question=question):
            return words("ask.did.put_off", label=pack.question(question).label)
        case did.TakenUp():
            return words("ask.did.taken_up")
        case _:
            return words("ask.did.went_on")
