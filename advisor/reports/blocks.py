"""Which blocks of the reports a case shows: every ``for`` and ``if`` of a template opens one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.reports.compose import template_for
from advisor.reports.context import Context
from advisor.reports.language import load_words
from advisor.reports.options import AUDIENCES
from advisor.reports.pictures.gallery import figures
from advisor.reports.templating import fill_in_changed, included
from advisor.reports.view import everything_shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome

_OPENING = re.compile(r"{%-? (?:for|if) (.+?) -?%}")
"""What opens a block, with its head: ``row in rows``, or the name of what has to be there."""

_ENTER = "block_is_entered"
"""What marked blocks call."""


class Block(msgspec.Struct, frozen=True, order=True):
    """A ``for`` or an ``if`` in a template: what stands in it is shown once, or more often, or not at all."""

    template: str
    line: int
    head: str


def blocks(templates: Path) -> tuple[Block, ...]:
    """Return every block that a report for any audience can show."""
    return tuple(sorted({block for audience in AUDIENCES for block in _blocks_of(templates, template_for(audience))}))


def _blocks_of(templates: Path, name: str) -> Iterator[Block]:
    source = (templates / name).read_text(encoding="utf-8")
    for opening in _OPENING.finditer(source):
        yield _block(name, source, opening)
    for section in included(templates, name):
        yield from _blocks_of(templates, section)


def _block(name: str, source: str, opening: re.Match[str]) -> Block:
    return Block(name, source.count("\n", 0, opening.start()) + 1, opening[1])


def blocks_shown(templates: Path, pack: Pack, answers: Answers, outcome: Outcome) -> frozenset[Block]:
    """Return the blocks that the reports of one case show."""
    context = Context(pack, answers.complete(pack), outcome, load_words(templates, pack.info.language))
    shown = everything_shown(context, figures(context))
    entered: set[Block] = set()

    def enter(template: str, line: int, head: str) -> str:
        entered.add(Block(template, line, head))
        return ""

    for audience in AUDIENCES:
        fill_in_changed(templates, template_for(audience), {**shown, _ENTER: enter}, context.words.in_template, _marked)
    return frozenset(entered)


def _marked(name: str, source: str) -> str:
    """Return a template in which every block says that it is entered."""

    def marked(opening: re.Match[str]) -> str:
        block = _block(name, source, opening)
        return f"{opening[0]}{{{{ {_ENTER}({block.template!r}, {block.line}, {block.head!r}) }}}}"

    return _OPENING.sub(marked, source)
