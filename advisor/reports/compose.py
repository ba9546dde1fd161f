"""Compose the report: everything a template shows, as plain values, then the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from advisor.errors import printable
from advisor.reports.chapters import evidence, path, standing
from advisor.reports.chapters.decisions import decisions
from advisor.reports.chapters.summary import summary
from advisor.reports.chapters.why import chains
from advisor.reports.context import Context
from advisor.reports.document import Document, Imprint, imprint
from advisor.reports.language import load_words
from advisor.reports.pictures.gallery import figures
from advisor.reports.templating import render
from advisor.reports.tree import Node, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome
    from advisor.reports.pictures.drawing import Figure

T = TypeVar("T")

_SHORT_HASH = 12

_KINDS = {"team": ("report", None), "council": ("brief", 2)}
"""For each audience its kind of report, and how many pages that may take."""


def compose(templates: Path, audience: str, pack: Pack, answers: Answers, outcome: Outcome, own: Path | None = None) -> Document:
    """Return the report for an audience, laid out and ready for any format; ``own`` holds a city's own templates."""
    context = Context(pack, answers, outcome, load_words(templates, pack.info.language))
    translate = context.words.in_template
    drawn = figures(context)
    kind, pages = _KINDS[audience]
    template, shown = template_for(audience), everything_shown(context, drawn)
    if own is None:
        told = render(templates, template, shown, translate)
    else:
        from advisor.reports.sandbox.custom_templates import render_with  # noqa: PLC0415 - few cities write sections of their own

        told = render_with(own, templates, template, shown, context.words, drawn)
    made = imprint(told, answers, outcome, f"{pack.info.language} {audience}")
    ending = render(templates, f"report/{kind}_imprint.html.j2", {"imprint": _imprint_rows(context, made)}, translate)
    tree = Node("article", (*told.children, *ending.children))
    title = text_of(next(node for node in tree.children if isinstance(node, Node) and node.tag == "h1"))
    return Document(
        tree=tree,
        title=title,
        city=printable(outcome.city.name),
        language=pack.info.language,
        date=outcome.date,
        figures=drawn,
        imprint=made,
        words=context.words,
        pages=pages,
    )


def template_for(audience: str) -> str:
    """Return the template of the report for an audience."""
    return f"report/{_KINDS[audience][0]}.html.j2"


def everything_shown(context: Context, drawn: dict[str, Figure]) -> dict[str, object]:
    """Return everything that templates show, with the figures there are."""
    return {**view(context), **_pictured(context, drawn)}


def _pictured(context: Context, drawn: dict[str, Figure]) -> dict[str, object]:
    """Return the captions of the figures there are, and the chains of reasons with the same data as their pictures."""
    return {
        "captions": {name: [drawn[name].caption] if name in drawn else [] for name in ("map", "profile", "timeline")},
        "reasons": _optional(
            [
                {
                    "figure": f"#reasons-{chain.number}",
                    "title": chain.title,
                    "caption": drawn[f"reasons-{chain.number}"].caption,
                    "links": [
                        {"concluded": link.concluded, "answers": "; ".join(link.answers) or context.words("source_none")}
                        for link in chain.links
                    ],
                }
                for chain in chains(context)
            ]
        ),
        "decisions": decisions(context),
    }


def _imprint_rows(context: Context, made: Imprint) -> list[dict[str, str]]:
    words = context.words
    values = msgspec.structs.asdict(made) | {
        "layout": words("document.imprint.layout_value", layout=made.layout, typst=made.typst)
    }
    return [
        {
            "label": words(f"document.imprint.{name}"),
            "value": value,
            "short": value[:_SHORT_HASH] if name.endswith("hash") else value,
        }
        for name, value in values.items()
        if name != "typst"
    ]


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
        "cards": path.cards(context),
        "path_line": first_page["path"],
        "schedules": _optional(path.schedule(context)),
        "preparations_end": path.preparations_end(context),
        "alternatives": _optional(path.alternatives(context)),
        "first_questions": _optional(path.first_questions(context)),
        "open_questions": evidence.open_questions(context),
        "balance": {
            "reached": context.text(pack.balance.reached),
            "renewal": context.text(pack.balance.renewal),
            "checks": [
                {"watch": context.text(each.watch), "means": context.text(each.means), "act": context.text(each.act)}
                for each in pack.balance.yearly_check
            ],
        },
        "conclusions": _optional(evidence.conclusions(context)),
        "criteria": evidence.criteria(context),
        "notes": evidence.notes(context),
        "disputes": evidence.told_disputes(context),
        "settled": evidence.told_settled(context),
        "sources": evidence.sources(context),
    }


def _optional(rows: list[T]) -> list[list[T]]:
    """Return the rows as one section, or no section where there are none: templates only loop."""
    return [rows] if rows else []
