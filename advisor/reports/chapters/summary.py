"""The first page: where the city stands, what is missing, the path in one line, the first 90 days."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import renewing, settling
from advisor.reports.chapters.cutting import first_sentence, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.reasoning.outcome import FindingState
    from advisor.reports.context import Context

_STATUSES = ("established", "emerging", "absent", "undetermined")
_MOST_URGENT = 3
_QUESTIONS_SHOWN = 4
_LINES_SHOWN = 3


class Urgent(TypedDict):
    """A finding that cannot wait, with what to do about it."""

    title: str
    text: str


class Texts(TypedDict):
    """Texts with what they have in common."""

    label: str
    texts: list[str]


class FirstPage(TypedDict):
    """The texts of the first page."""

    standing: str
    missing: str | None
    """None where nothing can be said yet."""
    provisional: str | None
    """That answers contradict each other or are disputed, so that nothing here is certain yet."""
    urgent: list[Urgent]
    more_urgent: str | None
    """How many more findings cannot wait."""
    path: str
    """The whole path in one line, or that it is open where it begins."""
    forks: list[str]
    """How it begins otherwise, by the one or two unknown answers that decide that."""
    first_90_days: list[str]
    """What to do at once."""
    from_first_step: Texts | None
    """The first 90 days of a first step that has to be prepared."""


def summary(context: Context) -> FirstPage:
    """Return the texts of the first page."""
    at_once, later = _first_90_days(context)
    return {
        "standing": _standing(context),
        "missing": _missing(context),
        "provisional": " ".join(_provisional(context)) or None,
        "urgent": [*_ending(context), *(_urgent(context, state) for state in urgent(context))],
        "more_urgent": _counted(context, "more_urgent", len(_pressing(context)) - len(urgent(context))),
        "path": context.words("summary.path_forks") if settling.begins_open(context) else path_line(context),
        "forks": forks(context),
        "first_90_days": at_once,
        "from_first_step": later,
    }


def urgent(context: Context) -> list[FindingState]:
    """Return the findings that can wait least for the path."""
    found = {state.id: state for state in context.outcome.findings}
    return [found[name] for name in _pressing(context)[: _MOST_URGENT - len(_ending(context))]]


def _pressing(context: Context) -> list[str]:
    """Return the findings that cannot wait, without one in whose place the day is told on which money ends."""
    return [name for name in context.outcome.urgent if not renewing.tells(context, name)]


def _ending(context: Context) -> list[Urgent]:
    """Return that money ends, where more has to be asked for in the next round."""
    is_urgent = renewing.is_urgent(context)
    return [{"title": renewing.title(context), "text": renewing.advice(context)}] if is_urgent else []


def _counted(context: Context, word: str, count: int) -> str | None:
    return context.words.counted(f"summary.{word}", count) if count > 0 and context.pack.is_bound else None


def _provisional(context: Context) -> Iterator[str]:
    """Say that answers are disputed or contradict each other, and whether all waits until that is settled."""
    causes = list(settling.causes(context, contradicted=context.pack.is_bound))
    yield from causes
    if causes:
        yield context.words("summary.until_settled" if settling.defers(context) else "summary.beside")


def _urgent(context: Context, state: FindingState) -> Urgent:
    advice = state.advice or [state.text]
    return {"title": context.titled(state.id), "text": " ".join([*advice, *removed(context, state)])}


def removed(context: Context, state: FindingState) -> Iterator[str]:
    """Yield with which step of the path a risk is gone at the latest; nothing while it is open how the path begins."""
    if not context.pack.is_bound or settling.begins_open(context):
        return
    number = 0
    for item in context.outcome.path:
        number += item.kind == "step"
        if item.step == state.removed_by:
            is_prepared = item.kind == "preparation"
            yield context.words("summary.removed_prepared" if is_prepared else "summary.removed", number=number + is_prepared)


def _standing(context: Context) -> str:
    words, outcome = context.words, context.outcome
    if nothing_settled(context):
        form = "summary.nothing_settled_disputed" if outcome.disputes else "summary.nothing_settled"
        return words(form, which=words("summary.which_all" if aims_at_all(context) else "summary.which_aimed"))
    found = [words("summary.balanced")] if outcome.balanced else []
    if not context.approaches_with("established"):
        found.append(words("summary.established_open" if may_be_there(context) else "summary.established_none"))
    for status in _STATUSES:
        names = context.approaches_with(status)
        if names:
            form = _open_form(context) if status == "undetermined" else status
            joined = words.join([context.pack.introduced(name) for name in names])
            found.append(words.counted(f"summary.{form}", len(names), names=joined))
    if not aims_at_all(context):
        found.append(words("summary.aim", names=words.join([context.name(name) for name in outcome.aim])))
    return " ".join(found)


def _open_form(context: Context) -> str:
    """Return whether statuses are open because answers are missing, because they are disputed, or both."""
    states = context.outcome.approaches.values()
    facts = {fact for state in states if state.status == "undetermined" for fact in state.unknown}
    disputed = {fact for fact in facts if context.disputed(fact)}
    if not disputed:
        return "undetermined"
    return "undetermined_all_disputed" if disputed == facts else "undetermined_disputed"


def aims_at_all(context: Context) -> bool:
    """Tell whether the city aims at every approach, as one does that chose none."""
    return len(context.outcome.aim) == len(context.outcome.approaches)


def may_be_there(context: Context, *, aimed: bool = False) -> bool:
    """Tell whether anything, or anything that the city aims at, is open and may turn out to be established."""
    states = context.outcome.approaches.values()
    return any(each.status == "undetermined" and "established" in each.possible for each in states if each.aimed or not aimed)


def nothing_settled(context: Context) -> bool:
    """Tell whether no approach that the city aims at can be judged yet."""
    states = context.outcome.approaches.values()
    return all(state.status == "undetermined" for state in states if state.aimed)


def _missing(context: Context) -> str | None:
    """Return what is missing, or nothing where nothing can be said."""
    return " ".join(missing_lines(context)) or None


def missing_lines(context: Context) -> list[str]:
    """Return what is missing among what the city aims at, a sentence each; none where nothing can be said.

    Which approaches are not there at all stands beside it: in the sentence on today, or in the table of all approaches.
    """
    words, outcome = context.words, context.outcome
    if nothing_settled(context):
        return []
    found = []
    for name, state in outcome.approaches.items():
        if state.status == "emerging" and state.aimed and state.missing:
            facts = words.join([context.question_label(fact) for fact in state.missing])
            found.append(words("summary.facts_missing", approach=context.declined(name), facts=facts))
    uncovered = _uncovered(context)
    if len(uncovered) == len(context.pack.poles()):
        found.append(words("summary.poles_missing_all"))
    elif uncovered:
        found.append(words("summary.poles_missing", poles=words.join(uncovered)))
    if outcome.balanced:
        found.append(words("summary.nothing_missing_all" if aims_at_all(context) else "summary.nothing_missing"))
    return found


def _uncovered(context: Context) -> list[str]:
    """Return the poles that certainly nothing carries; only those of approaches aimed at.

    By name alone: what a pole brings may be there in part, and that is denied by no word here.
    """
    outcome = context.outcome
    wanted = {pole for each in context.pack.approaches if outcome.approaches[each.id].aimed for pole in each.poles}
    return [pole.name for pole in context.pack.poles() if pole.id in wanted and outcome.poles[pole.id] is False]


def path_line(context: Context) -> str:
    """Return the whole path in one line."""
    words, outcome = context.words, context.outcome
    steps = [item for item in outcome.path if item.kind == "step"]
    if not steps:
        return words("summary.no_path") if outcome.arrives else words("summary.no_path_yet")
    there = context.approaches_with("established")
    today = words("summary.path_start", names=words.join(there)) if there else words("summary.path_start_nothing")
    places = [today]
    for number, item in enumerate(steps, start=1):
        form = "summary.path_opens" if item.opens else "summary.path_step"
        names = [context.name(name) for name in (item.target or "", *context.also_established(item))]
        places.append(words(form, number=number, target=words.join(names)))
    if outcome.arrives:
        places.append(words("summary.path_end" if aims_at_all(context) else "summary.path_end_aim"))
    way = " → ".join(places)
    if settling.begins_open(context):
        line = words("summary.path_if", open=words("summary.path_forks"), steps=way)
    elif outcome.months is None and context.pack.is_bound:
        line = words("summary.path_open", steps=way)
    else:
        line = words("summary.path", steps=way, months=context.lasts(steps[-1].timeframe.ends))
    return line if outcome.arrives else f"{line} {blocked(context)}"


def forks(context: Context) -> list[str]:
    """Return for each answer that decides it how the path begins; answers that lead to the same are told together."""
    lines = []
    for fork in context.outcome.forks if context.pack.is_bound else ():
        question = context.pack.question(fork.question)
        labels = {level.name: context.words("value.quoted", value=level.label) for level in question.levels}
        ways: dict[str, list[str]] = {}
        for answer in fork.answers:
            if answer.next is not None:
                ways.setdefault(answer.next, []).append(labels[answer.value])
        for step, answers in ways.items():
            values = context.words.join(answers, "or")
            first = context.text(context.step(step).title)
            lines.append(context.words("summary.fork", label=question.label, values=values, first=first))
    return lines


def blocked(context: Context) -> str:
    """Say what keeps the path from arriving."""
    by = context.outcome.blocked_by
    known = {step.id: step.title for step in context.pack.steps}
    reason = (
        context.words("summary.blocked_step", step=context.text(known[by]))
        if by in known
        else context.words("summary.blocked_no_step")
    )
    return context.words("summary.blocked", reason=reason)


def _first_90_days(context: Context) -> tuple[list[str], Texts | None]:
    """Return what to do at once; those of a step that waits for something are counted from its own beginning."""
    words, path = context.words, context.outcome.path
    disputed = [each.question for each in context.outcome.disputes if each.decides or each.decides_path]
    found = [words("summary.settle", questions=_listed(context, disputed))] if disputed else []
    ahead = list(takewhile(lambda item: item.kind != "step", path))
    if settling.begins_open(context):  # what begins is open, and nothing is prepared for it
        ahead, path = [item for item in ahead if item.kind == "clarify"], []
    for item in ahead:
        if item.kind == "clarify":
            unknown = [name for name in item.questions if not context.disputed(name)]
            found += [words("summary.clarify", questions=_listed(context, unknown))] if unknown else []
        else:
            found += [words("summary.prepare", action=context.once(first_sentence, action)) for action in item.actions]
    first = next((item for item in path if item.kind == "step"), None)
    own = first.in_90_days[:_LINES_SHOWN] if first else []
    later: Texts | None = None
    waits = context.pack.is_bound and settling.defers(context)
    if waits and settling.contradictions(context):
        found.append(words("summary.settle_contradictions"))
    if first and (ahead or waits or first.timeframe.begins[0] > 0):
        window = words("council.after_answers") if waits and not ahead else context.begins(first)
        label = words("summary.from_step", window=window)
        later, own = {"label": label, "texts": own}, []
    at_once = [*found, *own] or [
        words("summary.keep_urgent" if context.outcome.urgent and context.pack.is_bound else "summary.keep")
    ]
    return at_once, later


def _listed(context: Context, questions: Sequence[str]) -> str:
    """Return the labels of the first questions, and how many more there are."""
    return listed(context.words, [context.question_label(name) for name in questions], _QUESTIONS_SHOWN)
