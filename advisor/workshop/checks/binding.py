"""Check what packs say and advise: whether something is said of all that is done, and whether it is bound to answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem
from advisor.knowledge.fields import MOST_MONTHS
from advisor.knowledge.measures import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.drafts import Draft
    from advisor.knowledge.findings import Finding
    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.knowledge.steps import Step
    from advisor.yaml_source.read import KeyPath

_ADVISED = {"contradiction", "risk", "blind_spot"}
_TIMES = ("number", "date")
_NOTHING = Wording()


def binding_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what is left unsaid of what is done, and what is said of everybody though it is about some."""
    for key in ("next_round", "term_ends", "money_ends", "freeze_ends"):
        yield from _waits(pack, getattr(pack.info, key), f"pack/{pack.info.id}", (key,), at)
    for place, each in enumerate(pack.info.competences):
        yield from _waits(pack, each.waits_for, f"pack/{pack.info.id}", ("competences", place, "waits_for"), at)
    for step in pack.steps:
        yield from _of_step(pack, step, at)
    for measure in pack.measures:
        yield from _told(pack, measure, f"measures/{measure.id}", (), at)
    for finding in pack.findings:
        yield from _of_finding(pack, finding, at)
    for draft in pack.drafts:
        yield from _of_draft(draft, at)


def _of_step(pack: Pack, step: Step, at: Places) -> Iterator[Problem]:
    key = f"steps/{step.id}"
    for place, precondition in enumerate(step.preconditions):
        here: KeyPath = ("preconditions", place)
        if precondition.when is None and precondition.unless is None:
            what = f"precondition {place + 1} of '{step.id}' asks for nothing."
            yield Problem(
                at.of(key, *here), what, "Say under 'when' what must be there, or what must not under 'unless'.", "S624"
            )
        if precondition.prepare is not None:
            yield from _done(pack, precondition.prepare, key, (*here, "prepare"), at)
            yield from _time(pack, step, precondition.prepare, key, (*here, "prepare"), at, alone=True)
    for place, action in enumerate(step.actions):
        yield from _done(pack, action, key, ("actions", place), at)
        yield from _time(pack, step, action, key, ("actions", place), at, alone=False)
    yield from _waits(pack, step.waits_for, key, ("waits_for",), at)
    said = len(step.first_90_days) + len(step.pitfall) + len(step.indicator)
    loose = said - sum(sentence.bound for sentence in (*step.first_90_days, *step.pitfall, *step.indicator))
    if loose:
        what = f"'{step.id}' says {loose} texts of its own, whatever of it is done already."
        hint = "Say 'in_90_days', 'goes_wrong' and 'done' of its actions, or of the measures that they use."
        yield Problem(at.of(key), what, hint, "K516")


def _done(pack: Pack, work: Work, key: str, here: KeyPath, at: Places) -> Iterator[Problem]:
    if not pack.in_full(work).text:
        facts = ", ".join(f"{fact}: {level}" for fact, level in work.raises.items()) or "nothing"
        what = f"'{key.partition('/')[2]}' does not say what is done to raise {facts}."
        yield Problem(at.of(key, *here), what, "Write 'text:', or a measure for this fact and level.", "S622")
    yield from _told(pack, work, key, here, at)


def _told(pack: Pack, work: Work, key: str, here: KeyPath, at: Places) -> Iterator[Problem]:
    """Yield what is wrong with the figures of something that is done, and with what is different under a condition."""
    yield from _costs(pack, work, key, here, at)
    yield from _lacking(pack, work, key, here, at)
    yield from _waits(pack, work.waits_for, key, (*here, "waits_for"), at)
    for place, other in enumerate(work.instead):
        yield from _waits(pack, other.waits_for, key, (*here, "instead", place, "waits_for"), at)
        if all(getattr(other, name) == getattr(_NOTHING, name) for name in Wording.__struct_fields__):
            what = f"nothing is different under 'instead' {place + 1} of '{key.partition('/')[2]}'."
            hint = "Write beside its 'when' what is: a text, another actor, other months. Or remove it."
            yield Problem(at.of(key, *here, "instead", place), what, hint, "S629")


def _waits(pack: Pack, name: str | None, key: str, here: KeyPath, at: Places) -> Iterator[Problem]:
    """Find what is named as a time and is none: of numbers, those that go beyond any months."""
    if name is None:
        return
    asked = pack.question(name)
    waiting = f"'{key.partition('/')[2]}' waits for '{name}'"
    if asked.type not in _TIMES:
        what = f"{waiting}, which is neither a number of months nor a date."
        yield Problem(at.of(key, *here), what, "Name the question that says how long it takes.", "S615")
    elif asked.type == "number" and (asked.maximum is None or asked.maximum > MOST_MONTHS):
        what = f"{waiting}, which can be more than {MOST_MONTHS} and is no number of months."
        hint = f"Name the question that says how long it takes; one about months has a 'maximum:' of {MOST_MONTHS} or less."
        yield Problem(at.of(key, *here), what, hint, "S615")


def _time(pack: Pack, step: Step, work: Work, key: str, here: KeyPath, at: Places, *, alone: bool) -> Iterator[Problem]:  # noqa: PLR0913
    if pack.in_full(work).months is None and (alone or step.months is None):
        what = f"'{step.id}' does not say how long it takes to raise {', '.join(work.raises) or 'nothing'}."
        yield Problem(at.of(key, *here), what, "Write 'months: [shortest, longest]' here, or in a measure.", "S623")


def _costs(pack: Pack, work: Work, key: str, here: KeyPath, at: Places) -> Iterator[Problem]:
    if pack.info.currency is None and any(told.cost is not None for told in (work, *work.instead)):
        what = f"'{key.partition('/')[2]}' costs something, and nothing says in which currency."
        yield Problem(at.of(key, *here, "cost"), what, "Write 'currency:' under 'pack', as in 'currency: CHF'.", "S625")


def _lacking(pack: Pack, work: Work, key: str, here: KeyPath, at: Places) -> Iterator[Problem]:
    """Find what is to be paid for what lacks of something that is not counted."""
    for keys, told in [((), work), *((("instead", place), other) for place, other in enumerate(work.instead))]:
        lacking = told.cost.lacking if told.cost is not None else None
        if lacking is None or pack.question(lacking.number).type == "number":
            continue
        what = f"'{key.partition('/')[2]}' pays for what lacks of '{lacking.number}', which is no number."
        yield Problem(at.of(key, *here, *keys, "cost", "lacking"), what, "Name a question of the type number.", "S633")


def _of_draft(draft: Draft, at: Places) -> Iterator[Problem]:
    key = f"drafts/{draft.id}"
    if draft.title[-1].bound:
        what = f"where '{draft.id}' is asked for it may be that it has no title."
        hint = "Write a last variant without a condition."
        yield Problem(at.of(key, "title", len(draft.title) - 1), what, hint, "K519")
    for place, section in enumerate(draft.sections):
        if not (section.text or section.points or section.shows):
            what = f"nothing stands in section {place + 1} of '{draft.id}'."
            hint = "Write 'text:' or 'points:', or under 'shows:' what of the path stands there. Or remove it."
            yield Problem(at.of(key, "sections", place), what, hint, "K519")


def _of_finding(pack: Pack, finding: Finding, at: Places) -> Iterator[Problem]:
    key = f"findings/{finding.id}"
    yield from _waits(pack, finding.deadline, key, ("deadline",), at)
    known = {measure.id for measure in pack.measures if measure.text}
    unsaid = [f"{fact}: {level}" for fact, level in finding.remedy.items() if f"{fact}.{level}" not in known]
    if unsaid and not finding.advice:
        what = f"nothing says how '{finding.id}' is remedied by {', '.join(unsaid)}."
        begin = f"advisor new measure {unsaid[0].replace(':', '')}"
        hint = f"Name a level that a measure raises it to, write a measure for this one ('{begin}' begins it), or 'advice:'."
        yield Problem(at.of(key, "remedy"), what, hint, "K513")
    for place, advice in enumerate(finding.advice):
        if both := ", ".join(sorted({*advice.does} & {*advice.pauses})):
            what = f"the advice of '{finding.id}' does and pauses the same ({both})."
            yield Problem(at.of(key, "advice", place, "pauses"), what, "Name it once: what is done, or what should wait.", "K517")
        if finding.kind not in _ADVISED or finding.remedy or advice.does or advice.pauses:
            continue
        what = f"the advice of '{finding.id}' names neither a remedy nor an activity."
        hint = "Write 'remedy:' beside it, or 'does:' or 'pauses:' in it."
        yield Problem(at.of(key, "advice", place), what, hint, "K512" if pack.activities else "K516")
    if finding.text[-1].bound:
        what = f"where '{finding.id}' is found it may be that nothing can be said of it."
        hint = "Write a last variant without a condition, for where those before it are not said."
        yield Problem(at.of(key, "text", len(finding.text) - 1), what, hint, "K514")
