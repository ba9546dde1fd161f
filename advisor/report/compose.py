"""Compose the report: everything a template shows, as plain values, then the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from advisor.report import course, evidence, standing
from advisor.report.context import Context
from advisor.report.language import load_words
from advisor.report.summary import summary
from advisor.report.templating import render

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome
    from advisor.report.tree import Node

T = TypeVar("T")

_SHORT_HASH = 12


def compose(templates: Path, pack: Pack, answers: Answers, outcome: Outcome) -> Node:
    """Return the report as a document tree."""
    context = Context(pack, answers, outcome, load_words(templates, pack.info.language))
    return render(templates, "report/report.html.j2", view(context), context.words.in_template)


def view(context: Context) -> dict[str, object]:
    """Return everything the report's templates show."""
    pack, outcome, first_page = context.pack, context.outcome, summary(context)
    return {
        "city": outcome.city.name,
        "date": context.words.date(outcome.date),
        "pack": {
            "title": pack.info.title,
            "id": pack.info.id,
            "version": pack.info.version,
            "hash": pack.hash[:_SHORT_HASH],
            "about": context.text(pack.info.about),
            "origin": context.text(pack.info.origin),
            "limits": context.text(pack.info.limits),
        },
        "product": outcome.product,
        "reading_notes": [context.answers.note] if context.answers.note else [],
        "summary": first_page,
        "matrix": standing.matrix(context),
        "poles": standing.poles(context),
        "approaches": standing.approaches(context),
        "findings": _optional(standing.findings(context)),
        "cards": course.cards(context),
        "path_line": first_page["path"],
        "schedules": _optional(course.schedule(context)),
        "alternatives": _optional(course.alternatives(context)),
        "open_questions": evidence.open_questions(context),
        "balance": {
            "reached": context.text(pack.balance.reached),
            "renewal": context.text(pack.balance.renewal),
            "checks": [
                {"watch": context.text(each.watch), "means": context.text(each.means), "act": context.text(each.act)}
                for each in pack.balance.yearly_check
            ],
        },
        "conclusions": evidence.conclusions(context),
        "criteria": evidence.criteria(context),
        "notes": _optional(evidence.notes(context)),
        "disputes": _optional(evidence.disputes(context)),
        "sources": evidence.sources(context),
    }


def _optional(rows: list[T]) -> list[list[T]]:
    """Return the rows as one section, or no section where there are none: templates only loop."""
    return [rows] if rows else []
