"""What an outcome tells beside its verdicts: sentences, costs, contradictions between answers, and the forks of an open path.

These are parts of the contract that ``reasoning/outcome.py`` puts together.
"""

from __future__ import annotations

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
    """What is paid: the least and the most, once, and every year from then on."""

    currency: str
    once: tuple[int, int]
    yearly: tuple[int, int]


class Grant(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A role that decides on money by the proposal.

    ``up_to`` is the amount up to which it does, ``within`` says that it does as far as its own competence goes, which nobody
    told; without either it decides on the whole amount, or on what is above. ``proposed_by`` is who puts it to the vote.
    """

    role: str
    up_to: int | None = None
    within: bool = False
    proposed_by: str | None = None


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
