"""What makes a path provisional: answers that contradict each other, and those on which respondents disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.answers import question_of
from advisor.reports.chapters.cutting import first_sentence, in_whole
from advisor.reports.chapters.voices import shares_said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from advisor.reasoning.outcome import DisputeState, FindingState, PathStep
    from advisor.reports.context import Context

Ranked = tuple[int, str]
"""How much hangs on it, and the sentence."""

_MOST = 420
"""How many characters of what was said stand in a paper."""

_PATH = 100


def contradicting(context: Context) -> list[FindingState]:
    """Return the findings that say that answers contradict each other."""
    return [state for state in context.outcome.findings if state.kind == "contradiction"]


def contradictions(context: Context) -> int:
    """Return how many contradictions there are between the answers."""
    return len(context.outcome.contradictions) + len(contradicting(context))


def deciding(context: Context) -> list[DisputeState]:
    """Return the disputes that decide the status of an approach, or the path."""
    return [each for each in context.outcome.disputes if each.decides_path or _statuses(context, each.decides)]


def first_asked(context: Context, item: PathStep) -> list[str]:
    """Return what is answered before anything is planned: what is open, and what is settled at the same sitting."""
    return list(dict.fromkeys([*item.questions, *(each.question for each in deciding(context))]))


def beside(context: Context) -> list[str]:
    """Return the disputed questions that decide neither a status nor the path."""
    decisive = {each.question for each in deciding(context)}
    return [each.question for each in context.outcome.disputes if each.question not in decisive]


def provisional(context: Context) -> str | None:
    """Say why nothing is certain yet, or nothing where it is."""
    words, told = context.words, list(causes(context))
    is_planned = any(item.kind == "step" for item in context.outcome.path) and not begins_open(context)
    names = [context.name(each) for each in touched(context)]
    form = ("until_both" if names else "until" if is_planned else "until_way") if defers(context) else "beside"
    until = words(f"council.provisional.{form}", names=words.join(names))
    return " ".join([*told, until]) if told else None


def causes(context: Context, *, contradicted: bool = True) -> Iterator[str]:
    """Yield at how many places answers contradict each other, and how many questions that decide something are disputed."""
    counts = {"contradictions": contradictions(context) if contradicted else 0, "disputes": len(deciding(context))}
    yield from (context.words.counted(f"council.provisional.{name}", count) for name, count in counts.items() if count)


def defers(context: Context) -> bool:
    """Tell whether a verdict or the path hangs on what has to be settled, so that no step can be decided on before."""
    against = [[each.question, *each.answers] for each in context.outcome.contradictions]
    against += [each.answers for each in contradicting(context)]
    return bool(deciding(context)) or any(_resting_on(context, questions) for questions in against)


def begins_open(context: Context) -> bool:
    """Tell whether it hangs on unknown answers how the path begins."""
    return context.pack.is_bound and bool(context.outcome.forks)


def touched(context: Context) -> list[str]:
    """Return the approaches aimed at whose status can still change with what has to be settled."""
    disputed = {name for each in deciding(context) for name in each.decides}
    against = {name for each in context.outcome.contradictions for name in (each.question, *each.answers)}
    against |= {name for each in contradicting(context) for name in each.answers}
    resting = set(_resting_on(context, against))
    states = context.outcome.approaches
    return [name for name, state in states.items() if name in resting or (state.aimed and name in disputed)]


def to_settle(context: Context, *, in_short: bool = False) -> list[str]:
    """Return what is to be settled before anything is decided, each with what was said; in full also with what hangs on it.

    What decides most comes first, but no kind of it is left out for another: where few are shown, one of each kind is.
    """
    told = [list(_disputed(context, in_short=in_short)), list(_against(context, in_short=in_short))]
    kinds = [sorted(each, key=_weight) for each in told if each]
    heads, others = [each[0] for each in kinds], [told for each in kinds for told in each[1:]]
    return [text for _, text in [*sorted(heads, key=_weight), *sorted(others, key=_weight)]]


def _weight(ranked: Ranked) -> int:
    return -ranked[0]


def _disputed(context: Context, *, in_short: bool) -> Iterator[Ranked]:
    words = context.words
    for each in deciding(context):
        question = context.pack.question(each.question)
        names = [name for name in context.outcome.approaches if name in each.decides]
        hangs = [*_standing(context, names), *([words("dispute.path")] if each.decides_path else [])]
        said = shares_said(words, question, context.answers)
        ask = first_sentence(context.text(question.ask))
        told = words("council.provisional.disputed", label=question.label, ask=ask, said=said)
        yield _PATH * each.decides_path + len(names), _with_consequence(context, told, [] if in_short else hangs)


def _against(context: Context, *, in_short: bool) -> Iterator[Ranked]:
    words = context.words
    for state in context.outcome.contradictions:
        answers = [state.question, *state.answers]
        told = words("council.provisional.exclude", answers=_said(context, answers))
        yield _ranked(context, told, answers, in_short=in_short)
    for finding in contradicting(context):
        text = finding.text or _said(context, finding.answers)
        told = words("answer", label=context.titled(finding.id), value=text) if text else context.titled(finding.id)
        yield _ranked(context, told, finding.answers, in_short=in_short)


def _ranked(context: Context, told: str, answers: Sequence[str], *, in_short: bool) -> Ranked:
    names = _resting_on(context, answers)
    return len(names), _with_consequence(context, told, [] if in_short else _standing(context, names))


def _with_consequence(context: Context, told: str, hangs: Sequence[str]) -> str:
    """Add to what is to be settled what hangs on it; what was said is cut before that is."""
    words = context.words
    consequence = words("council.provisional.hangs", what=words.join(hangs)) if hangs else ""
    told = in_whole(told, _MOST - len(consequence))
    return " ".join(filter(None, [told if told.endswith((".", "?", "…")) else f"{told}.", consequence]))


def _standing(context: Context, names: Sequence[str]) -> list[str]:
    told = context.words.join([context.name(name) for name in names])
    return [context.words("council.provisional.standing", names=told)] if names else []


def _said(context: Context, questions: Sequence[str]) -> str:
    words = context.words
    answers = [
        words("council.provisional.said", label=context.question_label(name), value=context.answer(name)) for name in questions
    ]
    return words.join(answers)


def _statuses(context: Context, decided: list[str]) -> int:
    """Return how many statuses of approaches are among what something decides."""
    return sum(name in context.outcome.approaches for name in decided)


def _resting_on(context: Context, questions: Collection[str]) -> list[str]:
    """Return the approaches that the city aims at and that rest on any of these answers."""
    states = context.outcome.approaches
    return [
        name
        for name, state in states.items()
        if state.aimed and {question_of(each.fact) for each in state.requirements} & set(questions)
    ]
