"""Which papers the path of a city asks for now, and what may be said in each.

A paper is for what is done next: in the next step, in its preparation, or about what cannot wait. Whether a sentence may be said
is decided in ``reasoning/speaker.py``, by the answers of today.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.measures import Work
from advisor.knowledge.placeholders import fill
from advisor.logic.evaluate import holds
from advisor.reasoning.diagnosis import told_findings
from advisor.reasoning.effects import raised_sets, reached
from advisor.reasoning.lines import Place
from advisor.reasoning.repertoire import LOOK_UP, SPOKEN
from advisor.reasoning.speaker import Speaker
from advisor.reasoning.speech import as_written, is_needed, of_finding, of_work
from advisor.reasoning.spending import Staff, cost_of, effort_of, leader_of, prepared, summed
from advisor.reasoning.told import CostState, Said
from advisor.reasoning.urgency import by_urgency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.drafts import Draft, DraftSection
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.planner import Plan
    from advisor.reasoning.repertoire import Repertoire


class Task(msgspec.Struct, frozen=True):
    """Something that is done next: as it is done here, who leads it and takes part, and what is said of it by its keys."""

    work: Work
    actor: str
    helpers: tuple[str, ...]
    said: dict[str, list[Said]]
    effort: dict[str, int]


class Passage(msgspec.Struct, frozen=True):
    """A section of a paper as it is said of a city."""

    heading: str
    text: list[Said]
    points: list[Said]
    note: str | None = None
    step: str | None = None
    effort: dict[str, int] = {}
    cost: CostState | None = None


class Paper(msgspec.Struct, frozen=True):
    """A paper that the path of a city asks for."""

    id: str
    title: str
    passages: list[Passage]


def papers(repertoire: Repertoire, answers: Answers, plan: Plan) -> list[Paper]:
    """Return the papers that the path of a city asks for now, in the order of the pack; none where there is no next step."""
    pack = repertoire.pack
    if not plan.steps or not pack.drafts:
        return []
    labels = answers.city.labels
    words = repertoire.words(labels, plan.start.given)
    speaker = Speaker(repertoire, plan.start, dict(plan.start.known), words)
    urgent = _urgent(speaker, plan)
    tasks = list(_next(speaker, plan))
    done = {fact for task in tasks for fact in task.work.raises}
    tasks += [task for task in _remedies(speaker, plan) if done.isdisjoint(task.work.raises)]
    title = fill(plan.steps[0].step.title, labels)
    found = []
    for draft in pack.drafts:
        asking = [task for task in tasks if _asks(pack, draft, task)]
        if asking:
            place = f"drafts/{draft.id}"
            numbered = enumerate(draft.sections, start=1)
            passages = (_passage(speaker, f"{place}/{number}", each, asking, urgent, title) for number, each in numbered)
            name = speaker.first(repertoire.variants(Place(f"{place}/title"), draft.title))
            found.append(Paper(draft.id, name[0].text if name else draft.id, [each for each in passages if each is not None]))
    return found


def _next(speaker: Speaker, plan: Plan) -> Iterator[Task]:
    """Yield what is done in the next step, its preparation first."""
    pack, planned = speaker.pack, plan.steps[0]
    step, place = planned.step, f"steps/{planned.step.id}"
    before, after = Staff(pack, planned.before.known), Staff(pack, planned.after.known)
    leader = leader_of(before, step)
    prepares = [each.prepare for each in step.preconditions if each.prepare is not None]
    for here, work in zip(planned.preparing, as_written(planned.preparing, prepares), strict=True):
        days = effort_of([here], leader, prepared(before, planned).absent)
        said = of_work(speaker, speaker.repertoire.of_work(work, f"{place}/prepare"))
        yield Task(here, here.actor or step.actor, here.helpers, said, days)
    possible = dict(speaker.possible)
    for here in planned.preparing:
        possible |= raised_sets(pack, possible, here.raises)
    begun = speaker.later(possible)
    for here, work in zip(planned.actions, as_written(planned.actions, step.actions), strict=True):
        helpers = here.helpers or (() if here.actor else step.helpers)
        days = effort_of([here], leader, after.absent)
        yield Task(here, here.actor or step.actor, helpers, of_work(begun, begun.repertoire.of_work(work, place)), days)


def _remedies(speaker: Speaker, plan: Plan) -> Iterator[Task]:
    """Yield what is done at once about what cannot wait, by the measures that remedy it."""
    pack = speaker.pack
    told = told_findings(pack, plan.start)
    pressing = by_urgency(pack, told, plan)
    staff = Staff(pack, speaker.standing.known)
    leader = leader_of(staff, plan.steps[0].step)
    for finding in (each for each in told if each.id in pressing):
        for lines in speaker.repertoire.of_finding(finding).remedies:
            here = pack.here(lines.work, speaker.standing.known)
            if here.actor and is_needed(speaker, lines):
                days = effort_of([here], leader, staff.absent)
                yield Task(here, here.actor, here.helpers, of_work(speaker, lines), days)


def _urgent(speaker: Speaker, plan: Plan) -> list[Said]:
    told = told_findings(speaker.pack, plan.start)
    pressing = by_urgency(speaker.pack, told, plan)
    return [said for finding in told if finding.id in pressing for said in of_finding(speaker, finding)["advice"]]


def _asks(pack: Pack, draft: Draft, task: Task) -> bool:
    """Tell whether something that is done asks for a paper."""
    if not (draft.raises or draft.joined_by):
        return True
    raised = raised_sets(pack, {}, task.work.raises)
    is_raised = any(
        fact in task.work.raises and holds(reached(pack, fact, level), raised) is True for fact, level in draft.raises.items()
    )
    return is_raised or not {task.actor, *task.helpers}.isdisjoint(draft.joined_by)


def _passage(
    speaker: Speaker, place: str, section: DraftSection, asking: list[Task], urgent: list[Said], title: str
) -> Passage | None:
    """Return a section as it is said of a city; None where nothing of it is."""
    points = speaker.each(speaker.repertoire.numbered(Place(f"{place}/points"), section.points))
    told = [key for key in section.shows if key in {*SPOKEN, LOOK_UP}]
    of_path = [each for key in told for task in asking for each in task.said[key]]
    done = {tuple(task.work.raises.items()): task for task in asking}
    found = Passage(
        heading=section.heading,
        text=speaker.each(speaker.repertoire.numbered(Place(f"{place}/text"), section.text)),
        points=_once(chain(points, of_path, urgent if "urgent" in section.shows else ())),
        note=None if section.note is None else fill(section.note, speaker.words),
        step=title if "step" in section.shows else None,
        effort=summed(task.effort for task in done.values()) if "effort" in section.shows else {},
        cost=cost_of(speaker.pack, [task.work for task in done.values()]) if "cost" in section.shows else None,
    )
    is_paid = found.cost is not None and any(found.cost.once + found.cost.yearly)
    is_said = found.text or found.points or found.step or found.effort or is_paid
    return found if is_said else None


def _once(said: Iterator[Said] | chain[Said]) -> list[Said]:
    return list({each.text: each for each in said}.values())
