"""Every conclusion of a report with its rule, its reason and whose idea it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

from advisor.knowledge.findings import Finding, NamedCondition
from advisor.knowledge.model import Approach, Pole
from advisor.reasoning.answers import question_of
from advisor.reports.chapters.standing import status_words
from advisor.reports.context import origin_in_full

if TYPE_CHECKING:
    from advisor.reasoning.outcome import TraceEntry
    from advisor.reports.context import Context
    from advisor.reports.remembering import Common


class Conclusion(TypedDict):
    """A conclusion with the id of its rule, its reason and origin."""

    concluded: str
    rule: str
    reason: str
    origin: str
    answers: NotRequired[str]
    """The answers behind it, for the templates of a city: those of the product show them beside the steps."""


def conclusions(context: Context, *, in_full: bool = False) -> list[Conclusion]:
    """Return every conclusion with its rule, its reason and its origin; ``in_full`` with the answers behind it."""
    found = []
    for entry in context.outcome.trace:
        about, value = context.common.entries[entry.rule], entry.concluded.rpartition(" ")[2]
        if isinstance(about, Finding) and not context.is_told(about.id):
            continue
        if isinstance(about, Approach):
            value = status_words(context, context.outcome.approaches[about.id])
        row, is_filled = context.once(_row, context.common, entry.rule, value)
        if not is_filled:
            row = {**row, "reason": context.text(row["reason"]), "origin": context.text(row["origin"])}
        found.append({**row, "answers": _answers_behind(context, entry)} if in_full else row)
    return found


def _row(common: Common, rule: str, value: str) -> tuple[Conclusion, bool]:
    """Return what a rule concluded, and whether it is the same for each city: whether its reason and its origin name no role."""
    text, reason = _meaning(common, rule, value)
    origin = origin_in_full(common.words, common.entries[rule])
    row: Conclusion = {"concluded": text, "rule": rule, "reason": reason, "origin": origin}
    return row, "{" not in f"{reason}{origin}"


def _answers_behind(context: Context, entry: TraceEntry) -> str:
    answers = [
        context.words("answer", label=context.question_label(name), value=context.answer(name))
        for name in dict.fromkeys(question_of(fact) for fact in entry.answers)
    ]
    return "; ".join(answers) or context.words("no_answers")


def _meaning(common: Common, rule: str, value: str) -> tuple[str, str]:
    """Say in words what a rule concluded, and why; of an approach the value is its status in words."""
    pack, words = common.pack, common.words
    match about := common.entries[rule]:
        case Approach():
            return words("concluded.status", name=about.name, value=value), about.reason
        case Pole():
            carriers = [approach.name for approach in pack.approaches if about.id in approach.poles]
            reason = words("concluded.pole_reason", approaches=words.join(carriers, "or"))
            return words("concluded.pole", name=about.name, value=words(f"pole.{value}")), reason
        case Finding():
            kind = words(f"kind_one.{about.kind}")
            return words("concluded.finding", kind=kind, title=about.title), about.reason
        case NamedCondition():
            name = f"{about.name[:1].upper()}{about.name[1:]}"
            return words("concluded.status", name=name, value=words(f"value.{value}")), ""
        case _:
            return words("concluded.balance", value=words(f"balance.{value}")), pack.balance.reason
