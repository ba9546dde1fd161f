"""Every conclusion of a report with its rule, its reason and whose idea it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

from advisor.knowledge.findings import Finding, NamedCondition
from advisor.knowledge.model import Approach, Pole
from advisor.reasoning.answers import question_of
from advisor.reports.chapters.standing import status_words

if TYPE_CHECKING:
    from advisor.knowledge.fields import Sourced
    from advisor.reasoning.outcome import TraceEntry
    from advisor.reports.context import Context


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
    pack = context.pack
    known: dict[str, Sourced] = {each.id: each for each in (*pack.approaches, *pack.poles(), *pack.findings, *pack.conditions)}
    known["balance"] = pack.balance
    found = []
    for entry in context.outcome.trace:
        about = known[entry.rule]
        meaning = _meaning(context, about, entry.concluded.rpartition(" ")[2])
        if meaning is None:
            continue
        text, reason = meaning
        row: Conclusion = {
            "concluded": text,
            "rule": entry.rule,
            "reason": context.text(reason),
            "origin": context.origin_in_full(about),
        }
        found.append({**row, "answers": _answers_behind(context, entry)} if in_full else row)
    return found


def _answers_behind(context: Context, entry: TraceEntry) -> str:
    answers = [
        context.words("answer", label=context.question_label(name), value=context.answer(name))
        for name in dict.fromkeys(question_of(fact) for fact in entry.answers)
    ]
    return "; ".join(answers) or context.words("no_answers")


def _meaning(context: Context, about: Sourced, value: str) -> tuple[str, str] | None:
    """Say in words what a rule about something concluded, and why; None of a finding that is not told."""
    pack, words = context.pack, context.words
    match about:
        case Approach():
            status = status_words(context, context.outcome.approaches[about.id])
            return words("concluded.status", name=about.name, value=status), about.reason
        case Pole():
            carriers = [approach.name for approach in pack.approaches if about.id in approach.poles]
            reason = words("concluded.pole_reason", approaches=words.join(carriers, "or"))
            return words("concluded.pole", name=about.name, value=words(f"pole.{value}")), reason
        case Finding():
            kind = words(f"kind_one.{about.kind}")
            told = words("concluded.finding", kind=kind, title=about.title), about.reason
            return told if context.is_told(about.id) else None
        case NamedCondition():
            name = f"{about.name[:1].upper()}{about.name[1:]}"
            return words("concluded.status", name=name, value=words(f"value.{value}")), ""
        case _:
            return words("concluded.balance", value=words(f"balance.{value}")), pack.balance.reason
