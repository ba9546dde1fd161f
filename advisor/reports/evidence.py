"""What stands behind the report: open questions, every conclusion with its rule and answers, the rules of choice, the sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.knowledge.condition import leaves
from advisor.reasoning.answers import question_of
from advisor.reports.disagreement import all_notes
from advisor.reports.standing import status_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.fields import Sourced
    from advisor.reasoning.outcome import TraceEntry
    from advisor.reports.context import Context

Row = dict[str, str]

_MENTION = re.compile(r"\b[A-Z][A-Za-z]*[0-9]+\b")
"""What a source's id looks like in a sentence."""


def open_questions(context: Context) -> list[dict[str, object]]:
    """Return the open questions: those that could change statuses or the path in full, the labels of the others."""
    asked = [context.pack.question(name) for name in context.outcome.open_questions]
    if not asked:
        return []
    decisive = set(_decisive(context))
    rows = [
        {"label": question.label, "ask": context.text(question.ask), "why": context.text(question.why)}
        for question in asked
        if question.id in decisive
    ]
    others = [question.label for question in asked if question.id not in decisive]
    return [{"tables": [rows] if rows else [], "others": [context.words.join(others)] if others else []}]


def _decisive(context: Context) -> Iterator[str]:
    """Yield the questions that statuses and the preconditions of the path's steps hang on."""
    for item in context.outcome.path:
        yield from item.questions
        if item.kind == "step":
            conditions = [each.when for each in context.step(item.step).preconditions]
            yield from (question_of(test.fact) for condition in conditions for test in leaves(condition))


def conclusions(context: Context) -> list[Row]:
    """Return every conclusion with its rule, its reason, its origin and the answers behind it."""
    return [row for entry in context.outcome.trace for row in _conclusion(context, entry)]


def _conclusion(context: Context, entry: TraceEntry) -> Iterator[Row]:
    for text, reason, origin in _meaning(context, entry):
        answers = [
            context.words("answer", label=context.question_label(name), value=context.answer(name))
            for name in dict.fromkeys(question_of(fact) for fact in entry.answers)
        ]
        yield {
            "concluded": text,
            "rule": entry.rule,
            "reason": context.text(reason),
            "origin": context.origin_in_full(origin),
            "answers": "; ".join(answers) or context.words("no_answers"),
        }


def _meaning(context: Context, entry: TraceEntry) -> Iterator[tuple[str, str, Sourced]]:
    """Say in words what an entry concluded, why, and whose idea it is."""
    pack, words = context.pack, context.words
    value = entry.concluded.rpartition(" ")[2]
    for approach in pack.approaches:
        if approach.id == entry.rule:
            status = status_words(context, context.outcome.approaches[approach.id])
            yield words("concluded.status", name=approach.name, value=status), approach.reason, approach
    for pole in pack.poles():
        if pole.id == entry.rule:
            carriers = [approach.name for approach in pack.approaches if pole.id in approach.poles]
            reason = words("concluded.pole_reason", approaches=words.join(carriers, "or"))
            yield words("concluded.pole", name=pole.name, value=words(f"pole.{value}")), reason, pole
    for finding in pack.findings:
        if finding.id == entry.rule:
            kind = words(f"kind_one.{finding.kind}")
            yield words("concluded.finding", kind=kind, title=finding.title), finding.reason, finding
    if entry.rule == "balance":
        yield words("concluded.balance", value=words(f"balance.{value}")), pack.balance.reason, pack.balance


def criteria(context: Context) -> list[Row]:
    """Return the rules by which steps were chosen, most important first."""
    return [
        {"title": rule.title, "rule": rule.id, "reason": context.text(rule.reason), "origin": context.origin(rule)}
        for rule in context.pack.criteria
    ]


def sources(context: Context) -> list[dict[str, object]]:
    """Return the sources that the report cites, in the order of the pack."""
    cited = {*_cited(context), *_MENTION.findall(" ".join(_running_texts(context)))}
    return [
        {"id": source.id, "title": source.title, "urls": list(source.urls)}
        for source in context.pack.sources
        if source.id in cited
    ]


def _running_texts(context: Context) -> Iterator[str]:
    """Yield texts that may name a source in passing: what is said of the balance, and what people noted."""
    balance, answers = context.pack.balance, context.answers
    yield from (balance.reached, balance.renewal)
    yield from (text for each in balance.yearly_check for text in (each.watch, each.means, each.act))
    yield from (text for text in (answers.note, *all_notes(context)) if text)


def _cited(context: Context) -> Iterator[str]:
    pack, outcome = context.pack, context.outcome
    yield from (name for entry in (*pack.approaches, *pack.poles(), *pack.criteria, pack.balance) for name in entry.sources)
    yield from (name for state in outcome.findings for name in state.sources)
    for item in outcome.path:
        if item.kind == "step":
            step = context.step(item.step)
            yield from step.sources
            example = context.example(step)
            yield from example.sources if example else ()
