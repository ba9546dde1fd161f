"""Tell an explanation and a comparison: sentences made from the answers, the levels and the author's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.condition import Test
from advisor.knowledge.values import Allowed, Levels, Span
from advisor.reasoning.answers import question_of
from advisor.report.context import Context
from advisor.report.language import load_words
from advisor.report.templating import render
from advisor.report.wording import needed_in_words

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.fields import Says
    from advisor.knowledge.model import Pack
    from advisor.reasoning.comparison import Case, Comparison
    from advisor.reasoning.explanation import Change, Explained, Explanation, NearMiss
    from advisor.report.tree import Node

_SHOWN = 4
"""How many of the smallest changes are written out."""

_DISTANCES = (1, 2, 3)


def explanation(templates: Path, pack: Pack, case: Case, explained: Explained) -> Node:
    """Return an explanation as a document."""
    context = Context(pack, case.answers.complete(pack), case.outcome, load_words(templates, pack.info.language))
    misses = {each.about: each for each in explained.near_misses}
    told = [_verdict(context, each, misses) for each in explained.verdicts]
    opened = [
        {
            "title": context.words(
                "concluded.status", name=context.pack.introduced(context.name(name)), value=context.words("status.undetermined")
            ),
            "lines": [context.words("explain.open", questions=_labels(context, questions))],
            "changes": [],
        }
        for name, questions in explained.open.items()
    ]
    near = [
        {"title": _title(context, each.about), "lines": [_missing(context, each)], "changes": []}
        for each in explained.near_misses
        if each.kind == "finding" and len(each.smallest) > 0 and _size(each.smallest[0]) == 1
    ]
    count = sum(each.kind == "status" for each in explained.verdicts)
    view = {
        "city": case.outcome.city.name,
        "statuses": [*told[:count], *opened],
        "findings": [told[count:]] if told[count:] else [],
        "near": [near] if near else [],
    }
    return render(templates, "explain/explain.html.j2", view, context.words.in_template)


def _verdict(context: Context, verdict: Explanation, misses: dict[str, NearMiss]) -> dict[str, object]:
    words = context.words
    lines = [_how(context, verdict), words(f"explain.distance_{verdict.distance if verdict.distance in _DISTANCES else 'more'}")]
    for weakness in ("no_note", "old", "disputed", "implied"):
        weak = [each.question for each in verdict.rests_on if weakness in each.weak]
        if weak:
            lines.append(words(f"explain.{weakness}", questions=_labels(context, weak)))
    if verdict.kind == "status" and verdict.about in misses:
        lines.append(_missing(context, misses[verdict.about]))
    shown = [_changes(context, each) for each in verdict.smallest[:_SHOWN]]
    if len(verdict.smallest) > _SHOWN:
        shown.append(words("explain.more", count=len(verdict.smallest) - _SHOWN))
    title = _title(context, verdict.about)
    if verdict.kind == "status":
        title = words("concluded.status", name=context.pack.introduced(title), value=words(f"status.{verdict.verdict}"))
    return {"title": title, "lines": lines, "changes": [shown] if shown else []}


def _how(context: Context, verdict: Explanation) -> str:
    own = _says(context, verdict.about).how
    if own is not None:
        return context.text(own)
    answers = [
        context.words("explain.change_quiet", label=context.question_label(each.question), value=context.answer(each.question))
        for each in verdict.rests_on
    ]
    return context.words("explain.how", answers=context.words.join(answers)) if answers else context.words("explain.how_nothing")


def _missing(context: Context, miss: NearMiss) -> str:
    own = _says(context, miss.about).why_not
    if own is not None:
        return context.text(own)
    if not miss.smallest:
        return context.words("explain.why_not_far")
    return context.words("explain.why_not", change=_changes(context, miss.smallest[0]))


def _says(context: Context, about: str) -> Says:
    found = {each.id: each.says for each in context.pack.approaches} | {each.id: each.says for each in context.pack.findings}
    return found[about]


def _title(context: Context, about: str) -> str:
    found = {each.id: each.title for each in context.pack.findings} | {each.id: each.name for each in context.pack.approaches}
    return found[about]


def _labels(context: Context, questions: list[str]) -> str:
    return context.words.join([context.question_label(name) for name in questions])


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


def comparison(templates: Path, pack: Pack, cases: tuple[Case, Case], found: Comparison, title: str) -> Node:
    """Return a comparison as a document; ``title`` names the words for its title."""
    words = load_words(templates, pack.info.language)
    before, now = (Context(pack, case.answers.complete(pack), case.outcome, words) for case in cases)
    titles = {step.id: now.text(step.title) for step in pack.steps}
    lists = {
        "taken": [words(f"compare.{each.state}", title=titles[each.step]) for each in found.taken],
        "statuses": [
            words(
                "compare.status",
                name=now.name(each.approach),
                before=words(f"status.{each.before}"),
                now=words(f"status.{each.now}"),
            )
            for each in found.statuses
        ],
        "decayed": [_title_of(now, name) for name in found.decayed],
        "came": [_title(now, name) for name in found.came],
        "gone": [_title(now, name) for name in found.gone],
        "path": [titles[name] for name in found.path],
        "answers": [
            words(
                "compare.answer",
                label=now.question_label(each.question),
                before=before.answer(each.question),
                now=now.answer(each.question),
            )
            for each in found.answers
        ],
    }
    days = (before.outcome.date, now.outcome.date)
    view = {
        "title": words(title, city=now.outcome.city.name),
        "dates": [words("compare.dates", before=words.date(days[0]), now=words.date(days[1]))] if days[0] != days[1] else [],
        "nothing": [words("compare.nothing")] if found.is_empty else [],
        **{name: [entries] if entries else [] for name, entries in lists.items()},
    }
    return render(templates, "explain/compare.html.j2", view, words.in_template)


def _title_of(context: Context, name: str) -> str:
    approaches = {each.id: each.name for each in context.pack.approaches}
    return approaches[name] if name in approaches else context.question_label(name)
