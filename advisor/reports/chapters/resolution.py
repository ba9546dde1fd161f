"""A resolution: what is to be decided, who decides by what competence, the amount, the date, and what happens without it.

Every resolution says all of that, always in the same order, for a council can do nothing with one that leaves it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import competence, deadlines
from advisor.reports.chapters.cutting import first_sentence, sentences, shortened
from advisor.reports.chapters.spending import cost_in_words, in_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


_LONG, _LONG_WHAT, _SHORT = 1200, 420, 480
"""How many characters the details of a resolution and what is decided have at most, and details where there is little room."""

_HALF_A_LINE = 200
"""How many characters of what is done first are said."""

_LONG_TITLE = 140
"""How many characters of the title of a step are said."""


class Resolution(TypedDict):
    """What is to be decided, and who decides, by when, how much money it takes and what happens without it."""

    what: str
    details: str
    in_short: str
    """The details where there is little room: fewer of the sentences that explain them, and all that has to be said."""
    points: int
    """How many things it is about, each of which a reader counts."""


def asked(  # noqa: PLR0913 - what every resolution has to say
    context: Context,
    what: str,
    *,
    who: str,
    amount: str,
    date: str,
    without: str,
    begins_with: str = "",
    leads: str = "",
    conditions: Sequence[str] = (),
    more: str = "",
) -> Resolution:
    """Return a resolution with all that a council has to know of it, always in the same order.

    ``begins_with`` is what is done first. Of ``more`` as many whole sentences are said as there is room for; all the rest is
    always said.
    """
    words = context.words
    told = [
        words("council.motion.begins_with", action=shortened(first_sentence(begins_with), _HALF_A_LINE)) if begins_with else "",
        words("council.motion.who", who=who),
        words("council.motion.leads", who=leads) if leads else "",
        words("council.motion.amount", amount=amount),
        words("council.motion.date", when=date),
        *conditions,
    ]
    taken = sum(len(part) + 1 for part in (*told, without))
    full, in_short = (
        " ".join(part for part in (*told, sentences(more, most - taken), without) if part) for most in (_LONG, _SHORT)
    )
    return {"what": shortened(what, _LONG_WHAT), "details": full, "in_short": in_short, "points": 1}


def answered(context: Context, what: str, without: str) -> Resolution:
    """Return that something is answered by everybody concerned: the first role sets the date, and nothing is spent."""
    words = context.words
    return asked(
        context,
        what,
        who=competence.for_nothing(context),
        amount=nothing(context),
        date=words("council.motion.due", by=deadlines.at_once(context), due=deadlines.answers_due(context)),
        more=words("council.motion.who_answers", who=words("item.everyone")),
        without=without,
    )


def title(context: Context, item: PathStep) -> str:
    """Return the title of a step, shortened where names in it are long."""
    return shortened(context.text(context.step(item.step).title), _LONG_TITLE)


def amount(context: Context, item: PathStep) -> str:
    """Return what an item costs; that it costs nothing more is said only where costs are known at all."""
    money = [] if item.cost is None else cost_in_words(context.words, item.cost)
    return context.words.join(money) if money else nothing(context)


def amount_in_parts(context: Context, item: PathStep) -> str:
    """Return what an item costs, and each of the things that are paid for by itself."""
    return in_parts(context.words, item, amount(context, item))


def nothing(context: Context) -> str:
    """Return that no more money is needed, or that nobody has put it in figures where a pack counts no money."""
    return context.words("council.no_money" if context.pack.info.currency else "council.unknown_money")
