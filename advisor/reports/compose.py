"""Compose the report: what templates show, the document they make of it, and its imprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import printable
from advisor.reports.context import Context
from advisor.reports.document import WITH_PROTOCOL, Document, Imprint, imprint
from advisor.reports.language import load_words
from advisor.reports.pictures.gallery import figures
from advisor.reports.remembering import Common, afresh
from advisor.reports.templating import render
from advisor.reports.tree import Node, text_of
from advisor.reports.view import SHORT_HASH, everything_shown, shown_to

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome
    from advisor.reports.remembering import Once

_KINDS = {"team": ("report", None), "council": ("brief", 2)}
"""For each audience its kind of report, and how many pages that may take."""


def compose(  # noqa: PLR0913 - all that a report is made from
    templates: Path,
    audience: str,
    pack: Pack,
    answers: Answers,
    outcome: Outcome,
    own: Path | None = None,
    *,
    protocol: tuple[Node, ...] = (),
    common: Common | None = None,
) -> Document:
    """Return the report for an audience, laid out and ready for any format.

    ``own`` holds a city's own templates; ``protocol`` is a chapter before the last one, which says where conclusions come from.
    ``common`` is what other reports from the same pack have left, if there are any.
    """
    common = common or in_common(templates, pack)
    context = Context(pack, answers.complete(pack), outcome, common.words, common)
    translate, once = context.words.in_template, common.once
    drawn = figures(context)
    kind, pages = _KINDS[audience]
    template = template_for(audience)
    if own is None:
        told = render(templates, template, shown_to(audience, context, drawn), translate, once)
    else:
        from advisor.reports.sandbox.custom_templates import render_with  # noqa: PLC0415 - few cities write sections of their own

        told = render_with(own, templates, template, everything_shown(context, drawn), context.words, drawn)
    told = _with_chapter(told, protocol)
    edition = f"{pack.info.language} {audience}{f' {WITH_PROTOCOL}' if protocol else ''}"
    made = imprint(told, answers, outcome, edition, once)
    ending = render(templates, f"report/{kind}_imprint.html.j2", {"imprint": _imprint_rows(context, made)}, translate, once)
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
        once=once,
    )


def in_common(templates: Path, pack: Pack, once: Once = afresh) -> Common:
    """Return what all reports from a pack have in common; with a memory what one of them leaves is there for the next."""
    return Common(pack, load_words(templates, pack.info.language), once)


def _with_chapter(tree: Node, chapter: tuple[Node, ...]) -> Node:
    """Return a report with one more chapter, before the last one."""
    heads = [place for place, node in enumerate(tree.children) if isinstance(node, Node) and node.tag == "h2"]
    at = heads[-1] if heads else len(tree.children)
    return Node(tree.tag, (*tree.children[:at], *chapter, *tree.children[at:])) if chapter else tree


def template_for(audience: str) -> str:
    """Return the template of the report for an audience."""
    return f"report/{_KINDS[audience][0]}.html.j2"


def _imprint_rows(context: Context, made: Imprint) -> list[dict[str, str]]:
    words = context.words
    audience = made.edition.split()[1]
    values = msgspec.structs.asdict(made) | {
        "edition": words(f"document.imprint.edition_value.{audience}", edition=made.edition),
        "layout": words("document.imprint.layout_value", layout=made.layout, typst=made.typst),
    }
    return [
        {
            "label": words(f"document.imprint.{name}"),
            "value": value,
            "short": value[:SHORT_HASH] if name.endswith("hash") else value,
        }
        for name, value in values.items()
        if name != "typst"
    ]
