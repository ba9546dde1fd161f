"""What an outcome tells beside its verdicts: sentences, costs, contradictions between answers, and the forks of an open path.

These are parts of the contract that ``reasoning/outcome.py`` puts together.
"""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the outcome."""


class PassedOver(Part, frozen=True, kw_only=True, omit_defaults=True):
    """Why a variant was not said before the one that is.

    Its ``when`` is not certain, its ``unless`` is, or the answers to the questions it prints are ``unknown``.
    """

    when: str = ""
    unless: str = ""
    unknown: list[str] = []


class Said(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence that is said: where it stands in the pack, and where it is said.

    ``when`` is the condition that makes it certain, ``unless`` the one that would have silenced it, both as authors write them;
    ``passed_over`` are the variants before it that were not said; ``answers`` are the questions behind all of these. A sentence
    that is true of anybody has none of them. ``day`` is the one of the first 90 days by which it is to be so.
    """

    id: str
    text: str
    at: str
    when: str = ""
    unless: str = ""
    passed_over: list[PassedOver] = []
    answers: list[str] = []
    day: int | None = None


class CostState(Part, frozen=True, kw_only=True):
    """What is paid: the least and the most, once, and every year from then on.

    ``for_a_time`` says that some of what is paid once lasts for a time, and is to be granted anew if it is to go on.
    """

    currency: str
    once: tuple[int, int]
    yearly: tuple[int, int]
    for_a_time: bool = False


class Grant(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A role that decides on money by the proposal.

    ``up_to`` is the amount up to which it does, ``within`` says that it does as far as its own competence goes, which nobody
    told; without either it decides on the whole amount, or on what is above. ``proposed_by`` is who puts it to the vote, and
    ``later_years`` says that it decides, with the budget, on what is paid after the first year.
    """

    role: str
    up_to: int | None = None
    within: bool = False
    proposed_by: str | None = None
    later_years: bool = False


class Expense(Part, frozen=True, kw_only=True):
    """One thing that is paid for, decided on by itself: its name, the facts it raises, what it costs, and who grants that."""

    label: str
    raises: dict[str, str | int]
    cost: CostState
    grants: list[Grant]


class Above(Part, frozen=True, kw_only=True):
    """How it goes where a part of the amount is more than those below may grant, in months from the start.

    When that is asked for, when the money is there, and when the step ends then; the last two are null where nobody knows how
    long money takes.
    """

    asked: tuple[int, int]
    money: tuple[int, int] | None = None
    ends: tuple[int, int] | None = None


class Renewal(Part, frozen=True, kw_only=True):
    """The day on which money ends that was granted for a time, and the last round in which more can be asked for in time.

    ``state``: ``now`` where that is the next round, ``later`` where it is one after that, ``missed`` where the money of the next
    round is there too late, ``open`` where nobody knows the rounds or how long money takes. ``round`` and ``money`` are months of
    that round (of the next one, where it is too late), ``next_money`` is when that of the round after it is there.
    """

    ends: datetime.date
    state: Literal["now", "later", "missed", "open"]
    round: datetime.date | None = None
    money: datetime.date | None = None
    next_money: datetime.date | None = None


class ContradictionState(Part, frozen=True, kw_only=True):
    """An answer that presupposes what other answers deny."""

    question: str
    answers: list[str]
    presupposes: str


class ForkAnswer(Part, frozen=True, kw_only=True):
    """An answer, and the step with which the path begins then; null where none does, but no such question is told."""

    value: str
    next: str | None


class Fork(Part, frozen=True, kw_only=True):
    """A question that nobody could answer, and how the path begins with each answer."""

    question: str
    answers: list[ForkAnswer]
