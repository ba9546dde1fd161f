"""Tell a comparison: what moved between two states of a city, what was done, what decayed, and the path from today."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.context import Context
from advisor.reports.language import load_words
from advisor.reports.templating import render

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.comparison import Case, Comparison
    from advisor.reports.tree import Node


class Compared(TypedDict):
    """What the template of a comparison shows: each list has a chapter of its own, none where it is empty."""

    title: str
    dates: str | None
    """None where both states are of the same day."""
    nothing: str | None
    """What to say where nothing is different."""
    taken: list[str]
    statuses: list[str]
    decayed: list[str]
    came: list[str]
    gone: list[str]
    unsettled: list[str]
    path: list[str]
    answers: list[str]
    unasked: str | None
    """The questions that had an answer and have none today, in one sentence: that is no change."""


def comparison(templates: Path, pack: Pack, cases: tuple[Case, Case], found: Comparison, title: str) -> Node:
    """Return a comparison as a document; ``title`` names the words for its title."""
    words = load_words(templates, pack.info.language)
    before, now = (Context(pack, case.answers.complete(pack), case.outcome, words) for case in cases)
    titles = {step.id: now.text(step.title) for step in pack.steps}
    unasked = [now.question_label(name) for name in found.unasked]
    days = (before.outcome.date, now.outcome.date)
    view: Compared = {
        "title": words(title, city=now.outcome.city.name),
        "dates": words("compare.dates", before=words.date(days[0]), now=words.date(days[1])) if days[0] != days[1] else None,
        "nothing": words("compare.nothing") if found.is_empty else None,
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
        "decayed": [now.titled(name) for name in found.decayed],
        "came": [now.titled(name) for name in found.came],
        "gone": [now.titled(name) for name in found.gone],
        "unsettled": [now.titled(name) for name in found.unsettled],
        "path": [titles[name] for name in found.path],
        "answers": [
            words(
                "compare.answer",
                label=now.question_label(each.question),
                before=before.answer_with_names(each.question),
                now=now.answer_with_names(each.question),
            )
            for each in found.answers
        ],
        "unasked": words("compare.unasked", questions=words.join(unasked)) if unasked else None,
    }
    return render(templates, "explain/compare.html.j2", view, words.in_template)
