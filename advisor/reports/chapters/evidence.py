"""What a report rests on: criteria, sources and notes, what is disputed and what was settled, as tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters.voices import everything_said, single, who_and_when
from advisor.reports.wording import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.outcome import DisputeState
    from advisor.reports.context import Context
    from advisor.reports.remembering import Common

_FINDINGS_SHOWN = 3


_MENTION = re.compile(r"\b[A-Z][A-Za-z]*[0-9]+\b")
"""What a source's id looks like in a sentence."""


class DisputeRow(TypedDict):
    """What respondents disagree on, what each said, and what depends on it."""

    label: str
    said: str
    decides: str


class SettledRow(TypedDict):
    """What was said of a question, and what was agreed on by whom and when; the note says where there is none."""

    label: str
    said: str
    value: str
    who: str
    note: str


class Settled(TypedDict):
    """What was agreed on in the room; ``noted`` says whether anything was noted about it."""

    rows: list[SettledRow]
    noted: bool


class NoteRow(TypedDict):
    """A note beside an answer; who wrote it and when is empty where nobody is named."""

    label: str
    answer: str
    note: str
    who: str


class Notes(TypedDict):
    """What was noted beside answers; ``named`` says whether anybody is named with a note."""

    rows: list[NoteRow]
    named: bool


class CriterionRow(TypedDict):
    """A criterion by which steps are chosen, with its id."""

    title: str
    rule: str
    reason: str
    origin: str


class SourceShown(TypedDict):
    """A source that the report cites."""

    id: str
    title: str
    urls: tuple[str, ...]


def told_disputes(context: Context) -> list[DisputeRow]:
    """Return what respondents disagree on, with what depends on it; those that decide something come first."""
    return [
        {
            "label": context.question_label(state.question),
            "said": _everything(context, state.question),
            "decides": _decides(context, state),
        }
        for state in context.outcome.disputes
    ]


def _everything(context: Context, question: str) -> str:
    return everything_said(context.words, context.pack.question(question), context.answers, context.answers.answers[question])


def _decides(context: Context, state: DisputeState) -> str:
    """Say what a dispute decides: approaches and the path by name, findings by name where they are few."""
    words, names = context.words, {each.id: each.name for each in context.pack.approaches}
    found = [names[name] for name in state.decides if name in names]
    found += [words("dispute.path")] if state.decides_path else []
    titles = [context.titled(name) for name in state.decides if name not in names]
    if len(titles) > _FINDINGS_SHOWN:
        titles = [words("dispute.findings", count=len(titles))]
    may_change = state.question in context.outcome.open_questions
    return "; ".join([*found, *titles]) or words("dispute.details" if may_change else "dispute.nothing")


def told_settled(context: Context) -> Settled | None:
    """Return what was agreed on although respondents had said something else; the note has a column where there is one."""
    states = context.outcome.settled
    rows = [_agreed(context, state.question) for state in states]
    return {"rows": rows, "noted": any(state.note for state in states)} if rows else None


def _agreed(context: Context, name: str) -> SettledRow:
    question, answer = context.pack.question(name), context.answers.answers[name]
    return {
        "label": question.label,
        "said": _everything(context, name),
        "value": answer_in_words(context.words, question, answer.value),
        "who": who_and_when(context.words, context.answers, answer) or context.words("dispute.somebody"),
        "note": answer.note or context.words("source_none"),
    }


def notes(context: Context) -> Notes | None:
    """Return what was noted beside answers, by all who did; who and when has a column where somebody is named."""
    noted = context.notes
    found = [(question, answer) for question in context.pack.questions for answer in noted.get(question.id, ())] if noted else []
    rows: list[NoteRow] = [
        {
            "label": question.label,
            "answer": single(context.words, question, answer.value, unanswered=answer.unanswered),
            "note": answer.note or "",
            "who": who_and_when(context.words, context.answers, answer),
        }
        for question, answer in found
    ]
    return {"rows": rows, "named": any(answer.by or answer.on for _, answer in found)} if rows else None


def criteria(context: Context) -> list[CriterionRow]:
    """Return the rules by which steps were chosen, most important first."""
    return [
        {"title": rule.title, "rule": rule.id, "reason": context.text(rule.reason), "origin": context.origin(rule)}
        for rule in context.pack.criteria
    ]


def sources(context: Context) -> list[SourceShown]:
    """Return the sources that the report cites, in the order of the pack."""
    cited = {*context.once(_always_cited, context.common), *_cited(context), *_MENTION.findall(" ".join(_noted(context)))}
    return [
        {"id": source.id, "title": source.title, "urls": tuple(source.urls)}
        for source in context.pack.sources
        if source.id in cited
    ]


def _noted(context: Context) -> Iterator[str]:
    """Yield what people noted, which may name a source in passing."""
    notes = (str(each.note) for noted in context.notes.values() for each in noted)
    yield from (text for text in (context.answers.note, *notes) if text)


def _always_cited(common: Common) -> frozenset[str]:
    """Return the sources of what every report tells, with those that it names in passing."""
    pack, balance = common.pack, common.pack.balance
    checks = (text for each in balance.yearly_check for text in (each.watch, each.means, each.act))
    told = " ".join([balance.reached, balance.renewal, *checks])
    entries = (*pack.approaches, *pack.poles(), *pack.criteria, balance)
    return frozenset({*(name for entry in entries for name in entry.sources), *_MENTION.findall(told)})


def _cited(context: Context) -> Iterator[str]:
    outcome = context.outcome
    yield from (name for state in outcome.findings for name in state.sources)
    for item in outcome.path:
        if item.kind == "step":
            step = context.step(item.step)
            yield from step.sources
            example = context.example(step)
            yield from example.sources if example else ()
