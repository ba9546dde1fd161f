"""Tell an explanation: sentences made from the answers, the levels and the author's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.logic.condition import Test
from advisor.logic.values import Allowed, Levels, Span
from advisor.reasoning.answers import question_of
from advisor.reasoning.firmness import Firm
from advisor.reports.chapters import evidence
from advisor.reports.chapters.path import chosen_because
from advisor.reports.chapters.standing import certainty, conclusions_between
from advisor.reports.context import Context
from advisor.reports.language import load_words
from advisor.reports.templating import render
from advisor.reports.wording import needed_in_words

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.fields import Concluded, Says
    from advisor.knowledge.model import Pack
    from advisor.reasoning.comparison import Case
    from advisor.reasoning.explanation import Change, Explained, Explanation, NearMiss
    from advisor.reports.tree import Node

_SHOWN = 4
"""How many of the smallest changes are written out."""


class Section(TypedDict):
    """What is to be said of one thing, in sentences."""

    title: str
    lines: list[str]


class Verdict(Section):
    """What was concluded, with the smallest changes of answers that would lead to something else."""

    changes: list[str]


class Explanations(TypedDict):
    """What the template of an explanation shows: each list has a chapter of its own, none where it is empty."""

    city: str
    statuses: list[Verdict]
    steps: list[Verdict]
    findings: list[Verdict]
    near: list[Section]
    """Findings that one other answer would bring."""
    other_steps: list[Section]
    """Steps that one or two other answers would put next."""
    far: list[Section]
    """What was asked about by name and is further away than that."""
    disputes: list[evidence.DisputeRow]
    settled: evidence.Settled | None


def explanation(templates: Path, pack: Pack, case: Case, explained: Explained) -> Node:
    """Return an explanation as a document."""
    context = Context(pack, case.answers.complete(pack), case.outcome, load_words(templates, pack.info.language))
    misses = {each.about: each for each in explained.near_misses}
    told: dict[str, list[Verdict]] = {"status": [], "finding": [], "step": []}
    for verdict in explained.verdicts:
        told[verdict.kind].append(_verdict(context, verdict, misses))
    for name, questions in explained.open.items():
        name_once = context.pack.introduced(context.name(name))
        title = context.words("concluded.status", name=name_once, value=context.words("status.undetermined"))
        line = context.words("explain.open", questions=_labels(context, questions))
        told["status"].append({"title": title, "lines": [line], "changes": []})
    view: Explanations = {
        "city": case.outcome.city.name,
        "statuses": told["status"],
        "steps": told["step"],
        "findings": told["finding"],
        "near": _near(context, explained, "finding", 1),
        "other_steps": _near(context, explained, "step", 2),
        "far": _far(context, explained),
        "disputes": evidence.told_disputes(context),
        "settled": evidence.told_settled(context),
    }
    return render(templates, "explain/explain.html.j2", view, context.words.in_template)


def _verdict(context: Context, verdict: Explanation, misses: dict[str, NearMiss]) -> Verdict:
    words, says = context.words, _says(context, verdict.about)
    own = context.text(says.firm) if says.firm else None
    sure = certainty(words, context.pack, Firm(verdict.distance, verdict.rests_on, verdict.distance_unbacked), own)
    lines = [*_reason(context, verdict), *_how(context, verdict), *sure]
    if verdict.kind == "status" and verdict.about in misses:
        lines.append(_missing(context, misses[verdict.about]))
    shown = [_changes(context, each) for each in verdict.smallest[:_SHOWN] if each]
    if len(verdict.smallest) > _SHOWN:
        shown.append(words("explain.more", count=len(verdict.smallest) - _SHOWN))
    if says.change is not None:
        shown = [context.text(says.change)]
    title = context.titled(verdict.about)
    if verdict.kind == "status":
        title = words("concluded.status", name=context.pack.introduced(title), value=words(f"status.{verdict.verdict}"))
    return {"title": title, "lines": lines, "changes": shown}


def _reason(context: Context, verdict: Explanation) -> list[str]:
    """Say which rule it is: for a step, also what spoke for it against the others."""
    entry = _entry(context, verdict.about)
    reason = context.words("explain.reason", reason=context.text(entry.reason), origin=context.origin(entry))
    items = [item for item in context.outcome.path if item.kind == "step" and item.step == verdict.about]
    return [reason, *(chosen_because(context, item) for item in items)]


def _how(context: Context, verdict: Explanation) -> list[str]:
    own = _says(context, verdict.about).how
    if own is not None:
        return [context.text(own)]
    between = conclusions_between(context, verdict.because)
    answers = [
        context.words("explain.change_quiet", label=context.question_label(each.question), value=context.answer(each.question))
        for each in verdict.rests_on
    ]
    lines = [context.words("explain.follows", conclusions=context.words.join(between))] if between else []
    if answers:
        form = "explain.how_behind" if between else "explain.how"
        lines.append(context.words(form, answers=context.words.join(answers)))
    return lines or [context.words("explain.how_nothing")]


def _missing(context: Context, miss: NearMiss) -> str:
    own = _says(context, miss.about).why_not
    if own is not None:
        return context.text(own)
    if not miss.smallest:
        return context.words("explain.why_not_far")
    return context.words("explain.why_not", change=_changes(context, miss.smallest[0]))


def _near(context: Context, explained: Explained, kind: str, answers: int) -> list[Section]:
    """Return what would have come with so few other answers."""
    return [
        {"title": context.titled(each.about), "lines": [_missing(context, each)]}
        for each in explained.near_misses
        if each.kind == kind and each.smallest and _size(each.smallest[0]) <= answers and _all_known(each)
    ]


def _all_known(miss: NearMiss) -> bool:
    """Tell whether a near miss would need other answers; where answers are missing it is open and not near."""
    return all(change.today is not None for change in miss.smallest[0])


def _far(context: Context, explained: Explained) -> list[Section]:
    """Return what was asked about by name and is further away than a near miss; among everything it would be noise."""
    if explained.verdicts or len(explained.near_misses) != 1:
        return []
    return [
        {"title": context.titled(each.about), "lines": [_missing(context, each)]}
        for each in explained.near_misses
        if not each.smallest or _size(each.smallest[0]) > (1 if each.kind == "finding" else 2)
    ]


def _entry(context: Context, about: str) -> Concluded:
    entries = (*context.pack.approaches, *context.pack.findings, *context.pack.steps)
    return next(each for each in entries if each.id == about)


def _says(context: Context, about: str) -> Says:
    return _entry(context, about).says


def _labels(context: Context, questions: list[str]) -> str:
    """Return the labels of questions; with what was said of those on which respondents disagree."""
    told = []
    for name in questions:
        label = context.question_label(name)
        told.append(
            context.words("explain.change_quiet", label=label, value=context.answer(name)) if context.disputed(name) else label
        )
    return context.words.join(told)


def _size(changes: list[Change]) -> int:
    return len({question_of(change.fact) for change in changes})


def _changes(context: Context, changes: list[Change]) -> str:
    return context.words.join([_change(context, change) for change in changes])


def _change(context: Context, change: Change) -> str:
    domain = context.pack.vocabulary.facts[change.fact]
    label = context.question_label(change.fact)
    option = change.fact.partition(".")[2]
    if option:
        levels = context.pack.question(question_of(change.fact)).levels
        label = context.words("explain.option", label=label, option=next(each.label for each in levels if each.name == option))
    needed = needed_in_words(context.words, context.pack, Test(change.fact, _allowed(change, domain), domain))
    if change.today is None and context.disputed(change.fact):
        today = context.answer(question_of(change.fact))
        return context.words("explain.change_disputed", label=label, needed=needed, today=today)
    if change.today is None:
        return context.words("explain.change_unknown", label=label, needed=needed)
    today = context.words(f"value.{change.today}") if option else context.answer(question_of(change.fact))
    return context.words("explain.change", label=label, needed=needed, today=today)


def _allowed(change: Change, domain: object) -> Allowed:
    if not change.to:
        return Span(change.at_least, change.at_most)
    if isinstance(domain, Levels) and domain.numbers:
        return frozenset(domain.names[domain.numbers.index(int(value))] for value in change.to)
    return frozenset(str(value) for value in change.to)
