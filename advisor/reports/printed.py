"""In which papers a sentence stands: it is looked up in what readers get, so that no list of that can grow old."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

from advisor.errors import printable
from advisor.reasoning.drafting import papers
from advisor.reasoning.planner import plan
from advisor.reports.chapters.cutting import first_sentence
from advisor.reports.chapters.worklist import tasks
from advisor.reports.compose import compose
from advisor.reports.context import Context
from advisor.reports.drafting import draft_of
from advisor.reports.language import load_words
from advisor.reports.tree import Node, elements, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from advisor.reasoning.answers import Answers
    from advisor.reasoning.knowledge_base import KnowledgeBase
    from advisor.reasoning.outcome import Outcome

Paper = Literal["report", "council", "worklist", "drafts"]
"""What readers get of a city: the whole report, the one for the council, the list of work, and papers to copy."""

Extent = Literal["whole", "beginning"]
"""How much of a sentence stands in a paper."""

PAPERS: tuple[Paper, ...] = get_args(Paper)

_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "p", "li", "th", "td", "figure"})
_HEAD = 40
"""How many letters of a text tell it from others where a paper cuts it short."""


def printed(templates: Path, base: KnowledgeBase, answers: Answers, outcome: Outcome) -> dict[Paper, list[str]]:
    """Return what each paper about a city says, paragraph by paragraph."""
    pack, complete = base.pack, answers.complete(base.pack)
    context = Context(pack, complete, outcome, load_words(templates, pack.info.language))
    planned = plan(pack, base.engine, complete.facts(pack), complete.aim, complete.disputed_facts(pack))
    drafted = papers(base.repertoire, complete, planned)
    return {
        "report": list(_blocks([compose(templates, "team", pack, answers, outcome).tree])),
        "council": list(_blocks([compose(templates, "council", pack, answers, outcome).tree])),
        "worklist": [_plain(text) for task in tasks(context) for text in (task.text, task.note) if text],
        "drafts": list(_blocks(draft_of(context, paper).tree for paper in drafted)),
    }


def stands_in(text: str, told: Mapping[Paper, list[str]]) -> dict[Paper, Extent]:
    """Return the papers in which a text stands, each with how much of it."""
    whole = _plain(text)
    found: dict[Paper, Extent] = {}
    for paper, blocks in told.items():
        if _within(whole, blocks):
            found[paper] = "whole"
        elif _within(first_sentence(whole), blocks) or _within(whole[:_HEAD], [each for each in blocks if "…" in each]):
            found[paper] = "beginning"
    return found


def _within(text: str, blocks: Iterable[str]) -> bool:
    """Tell whether a text stands in a paragraph, and not as a part of a longer word."""
    inside = re.compile(rf"(?<!\w){re.escape(text)}")
    return any(text in block and inside.search(block) for block in blocks)


def _blocks(trees: Iterable[Node]) -> Iterator[str]:
    return (_plain(text_of(node)) for tree in trees for node in elements(tree) if node.tag in _BLOCKS)


def _plain(text: str) -> str:
    return " ".join(printable(text).split())
