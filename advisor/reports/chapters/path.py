"""The path: a card for each of its items, and what is said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reasoning.path import choice_text
from advisor.reports.chapters import settling, timing
from advisor.reports.chapters.settling import begins_open
from advisor.reports.chapters.spending import cost_in_words, days_in_words, in_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.reasoning.outcome import PathStep, PreconditionState
    from advisor.reports.context import Context


class Line(TypedDict):
    """A text with what it is about."""

    label: str
    text: str
    rules: tuple[str, ...]
    """Ids of the step and of the criterion that chose it, on the last line of a step."""


class Entries(TypedDict):
    """A list with what it is about: questions, preconditions or actions."""

    label: str
    entries: list[str]


class Card(TypedDict):
    """An item of the path: lines, lists, and lines again."""

    title: str
    before: list[Line]
    lists: list[Entries]
    after: list[Line]


def cards(context: Context) -> list[Card]:
    """Return one card for each item of the path."""
    found, number = list[Card](), 0
    for item in context.outcome.path:
        number += item.kind == "step"
        card: Card = {
            "title": item_title(context, item, number),
            "before": _before(context, item),
            "lists": _lists(context, item),
            "after": _after(context, item, number),
        }
        found.append(card)
    return found


def item_title(context: Context, item: PathStep, number: int) -> str:
    """Return the title of an item: its kind or number, and what it is about."""
    words = context.words
    if item.kind == "clarify":
        return words("item.title", label=words("item.clarify"), title=words("item.clarify_title"))
    if item.kind == "preparation":
        title = context.text(context.step(item.step.removesuffix(".preparation")).title)
        return words("item.title", label=words("item.preparation"), title=words("item.preparation_title", title=title))
    title = context.text(context.step(item.step).title)
    return words("item.title", label=words("item.step", number=number), title=title)


def _before(context: Context, item: PathStep) -> list[Line]:
    """Return what a reader wants to know before the list of actions: who, and why."""
    if item.kind != "step":
        return [line(context, "who", _actors(context, item))] if item.actor else []
    return [
        line(context, "who", _actors(context, item)),
        line(context, "why", item.because),
        line(context, "chosen", chosen_because(context, item)),
    ]


def _after(context: Context, item: PathStep, number: int) -> list[Line]:
    """Return what belongs after the list of actions: how long, how to tell, what can go wrong, what then."""
    words = context.words
    if item.kind != "step":
        return [line(context, "duration", words.months(*item.months))]
    step = context.step(item.step)
    lines = [
        line(context, "duration", timing.duration(context, item, number)),
        *_lines_if(context, {label: said for label, said in _told(item).items() if len(said) == 1}),
        *spent(context, item),
    ]
    example = context.example(step)
    if example:
        text = words("example", city=example.city, date=example.date, text=context.text(example.text))
        lines.append(line(context, "example", f"{text} ({', '.join(example.sources)})"))
    rules = (step.id, *([item.rule] if item.rule else []))
    return [
        *lines,
        line(context, "after", _effect(context, item)),
        line(context, "origin", context.origin_in_full(step)),
        {**line(context, "rules", ""), "rules": rules},
    ]


def _told(item: PathStep) -> dict[str, list[str]]:
    """Return what is said of an item by its labels: one sentence stands in a line, several stand in a list."""
    later = " ".join(each for each in item.a_year_later if each not in item.in_90_days)
    return {
        "indicator": item.signs,
        "a_year_later": [later] if later else [],
        "pitfall": item.pitfalls,
        "if_refused": item.if_refused,
    }


def _lines_if(context: Context, texts: Mapping[str, Sequence[str]]) -> list[Line]:
    """Return a line for each label of which there is something to say."""
    return [line(context, label, " ".join(said)) for label, said in texts.items() if said]


def spent(context: Context, item: PathStep) -> list[Line]:
    """Return what an item takes: the days of work of each role, and the money."""
    money = [] if item.cost is None else cost_in_words(context.words, item.cost)
    money = [in_parts(context.words, item, "; ".join(money))] if money else []
    return [*work(context, item), *_lines_if(context, {"cost": money})]


def work(context: Context, item: PathStep) -> list[Line]:
    """Return the days of work of each role that an item takes, if it takes any."""
    days = days_in_words(context, item.effort, item.nobody_yet)
    return [line(context, "effort", "; ".join(days))] if days else []


def line(context: Context, label: str, text: str) -> Line:
    """Return a text under one of the labels."""
    return {"label": context.words(f"label.{label}"), "text": text, "rules": ()}


def _lists(context: Context, item: PathStep) -> list[Entries]:
    words = context.words
    if item.kind == "clarify":
        return [{"label": words("label.questions"), "entries": _asked(context, settling.first_asked(context, item))}]
    entries = [words("item.provisional")] if item.provisional and item.kind == "step" else []
    if item.questions:
        labels = words.join([context.question_label(name) for name in item.questions])
        entries.append(words("item.confirm", questions=labels))
    lists = [
        _list(context, "preconditions", [precondition(context, each) for each in item.preconditions]),
        _list(context, "missing", item.missing),
        _list(context, "actions", [*entries, *item.actions]),
        _list(context, "days", _in_90_days(context, item)),
        _list(context, "look_up", item.look_up),
        *(_list(context, label, said) for label, said in _told(item).items() if len(said) > 1),
    ]
    return [shown for shown in lists if shown["entries"] or shown["label"] == words("label.actions")]


def _in_90_days(context: Context, item: PathStep) -> list[str]:
    """Return what a step has brought about after 90 days, where its actions say it; otherwise the first page says it all."""
    step = context.step(item.step) if item.kind == "step" else None
    return item.in_90_days if step is not None and not step.first_90_days else []


def _list(context: Context, label: str, entries: list[str]) -> Entries:
    return {"label": context.words(f"label.{label}"), "entries": entries}


def _asked(context: Context, questions: list[str]) -> list[str]:
    return [context.text(context.pack.question(name).ask) for name in questions]


def first_questions(context: Context) -> list[str]:
    """Return the questions to answer where nothing can be planned before; what is disputed is settled, and not asked again."""
    return _asked(context, [name for item in context.outcome.path for name in item.questions if not context.disputed(name)])


def precondition(context: Context, state: PreconditionState) -> str:
    """Return a precondition with how it stands: met, or after which step, or prepared for."""
    if state.state == "unknown" and not state.prepared:
        return context.words("item.precondition_open", text=state.text)
    if state.met_after:
        return context.words("item.precondition_met_after", text=state.text, number=state.met_after)
    return context.words(f"item.precondition_{state.state}", text=state.text)


def _actors(context: Context, item: PathStep) -> str:
    """Return who acts; in a preparation each has a task of its own, in a step one leads and the others help."""
    others = [context.role(role) for role in item.helpers]
    if item.kind == "preparation":
        return context.words.join([context.role(item.actor), *others])
    together = f" ({context.words('label.with')}: {context.words.join(others)})" if others else ""
    return f"{context.role(item.actor)}{together}"


def chosen_because(context: Context, item: PathStep) -> str:
    """Say why a step comes at its place, and what makes it fit."""
    step = context.step(item.step)
    if item.alternatives:
        chosen = choice_text(context.pack, context.answers, item.rule, step, step, chosen=True)
    else:
        is_open, target = context.approaches_with("undetermined", aimed=True), context.name(item.target or "")
        form = "only_target_unsure" if target in is_open else "only_target_open" if is_open else "only_target"
        chosen = context.words(f"item.{form}")
    return " ".join([chosen, *_sign(context, item)])


def _sign(context: Context, item: PathStep) -> list[str]:
    """Return the sign that a step fits, if there is one; one that earlier steps bring is said to come with them."""
    step = context.step(item.step)
    if item.fits_after is None or step.fits is None:
        return []
    sign = context.text(step.fits.because)
    return [context.words("item.sign_after", sign=sign, number=item.fits_after) if item.fits_after else sign]


def _effect(context: Context, item: PathStep) -> str:
    target = context.declined(item.target or "")
    form = "opens" if item.opens else "completes" if item.springboard == "begun" else "establishes"
    after = [context.name(name) for name, status in item.status_after.items() if status == "established"]
    also = [context.name(name) for name in context.also_established(item)]
    said = [context.words(f"item.{form}", target=target)]
    said += [context.words("item.also", names=context.words.join(also))] if also else []
    said += [context.words("item.then", names=context.words.join(after))] if len(after) > 1 else []
    return " ".join(said)


def month(context: Context, item: PathStep, window: str) -> str:
    """Return when an item begins, or ends: what comes after open answers has no month while they decide what that is."""
    undated = item.kind != "clarify" and begins_open(context)
    return context.words("window.open") if undated else window


def in_charge(context: Context, item: PathStep) -> str:
    """Return who leads an item; questions are for everybody who answered."""
    if item.kind == "clarify":
        return context.words("item.everyone")
    return _actors(context, item) if item.kind == "preparation" else context.role(item.actor)
