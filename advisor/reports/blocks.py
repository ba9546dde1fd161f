"""Which blocks of the reports a case shows: every loop of a template is one, for templates only loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.compose import everything_shown, template_for
from advisor.reports.context import Context
from advisor.reports.language import load_words
from advisor.reports.options import AUDIENCES
from advisor.reports.pictures.gallery import figures
from advisor.reports.templating import Loop, loops, loops_entered

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome


def blocks(templates: Path) -> tuple[Loop, ...]:
    """Return every block that a report for any audience can show."""
    return tuple(sorted({loop for audience in AUDIENCES for loop in loops(templates, template_for(audience))}))


def blocks_shown(templates: Path, pack: Pack, answers: Answers, outcome: Outcome) -> frozenset[Loop]:
    """Return the blocks that the reports of one case show."""
    context = Context(pack, answers, outcome, load_words(templates, pack.info.language))
    shown = everything_shown(context, figures(context))
    entered = [loops_entered(templates, template_for(audience), shown, context.words.in_template) for audience in AUDIENCES]
    return frozenset().union(*entered)
