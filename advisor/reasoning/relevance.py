"""Say what is still undecided about a city, and which answers could change it.

Two goals lie behind each other. *Course*: the status of every approach, and which steps come in which order. *Findings*: also
every finding, and what each step of the path has to contain. A fact that is not named here can change nothing of the goal.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

import msgspec

from advisor.knowledge.conditions_of import conditions_in, refusals
from advisor.logic.condition import Condition, leaves
from advisor.logic.evaluate import undecided
from advisor.logic.implicants import Needs
from advisor.logic.values import Allowed, Levels, intersect, is_empty, is_within
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.conclusions import SEVERAL_OPEN, possible_values
from advisor.reasoning.course import StepConditions
from advisor.reasoning.deductions import Deduction, deductions
from advisor.reasoning.effects import raised_sets
from advisor.reasoning.lookahead import Foreseen, Foresight, any_choice, course_facts, foresee
from advisor.reasoning.propagation import STAYS_UNKNOWN, Known, Reading, any_unknown, decided
from advisor.reasoning.recent import recent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Approach, Pack
    from advisor.knowledge.steps import Step

Goal = Literal["course", "findings"]
Stage = Literal["statuses", "choice", "findings"]
Behind = dict[str, frozenset[str]]
"""The facts from answers that could still change what is concluded, by concluded fact; found for the same that is known."""

_NEAR = 0.1
"""How much it counts that an answer brings a rule nearer to a decision without deciding it."""

_CITIES = 128
"""What lies ahead of how many cities is remembered: where many are asked, some say what another one said, or they said before."""

_DETAIL = 0.5
"""How much the content of a step counts beside a finding."""


class Outlook(msgspec.Struct, frozen=True):
    """What is open: approaches, steps, findings; and for each stage the facts that matter, with their effect.

    ``settles`` is what is known, without what cannot be settled any more: what nobody knows passes no test there.
    """

    known: Known
    settles: Known
    statuses: tuple[str, ...]
    steps: tuple[str, ...]
    path_settled: bool
    findings: tuple[str, ...]
    effects: dict[Stage, dict[str, float]]

    def facts(self, goal: Goal) -> frozenset[str]:
        """Return every fact that could still change something of a goal."""
        stages: tuple[Stage, ...] = ("statuses", "choice") if goal == "course" else ("statuses", "choice", "findings")
        return frozenset(fact for stage in stages for fact in self.effects[stage])


class Rules(msgspec.Struct, frozen=True):
    """A pack's rules, taken apart once: all of them, those that the course alone rests on, and when its steps come."""

    everything: Reading
    course: Reading
    steps: StepConditions
    shares: dict[str, tuple[list[tuple[Needs, ...]], list[tuple[str, float]]]] = msgspec.field(default_factory=dict)
    """What was worked out last of what is left of the rules about a fact: how much each fact would decide."""
    spoken: dict[str, list[Condition]] = msgspec.field(default_factory=dict)
    """The conditions in a part of the pack, by a name of the part: found once, for the same in each turn."""
    contents: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """The facts from answers that the content of a step can rest on."""
    remedies: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The facts that what remedies a finding raises."""
    foreseen: dict[tuple[frozenset[tuple[str, Allowed]], tuple[str, ...]], Foresight] = msgspec.field(default_factory=dict)
    """What lies ahead of the cities that were looked at last, by what is given of them and what they aim at."""


def rules(pack: Pack, written: Iterable[Deduction] | None = None) -> Rules:
    """Take a pack's rules apart; where its deductions are written already, they are given."""
    everything = Reading(deductions(pack) if written is None else written)
    return Rules(everything, everything.about(course_facts(pack)), StepConditions(pack))


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is looked: to a goal; which facts matter to findings is not asked where that is the course.

    ``waiting`` are facts that will be asked; while a status hangs on one of them the path is not followed yet. ``unknown`` are
    those that nobody knows, and that will not be answered.
    """

    goal: Goal = "findings"
    waiting: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


WHOLE = Scope()


def look(
    pack: Pack, rules: Rules, given: Known, aim: tuple[str, ...], scope: Scope = WHOLE, behind: Behind | None = None
) -> Outlook:
    """Return what is undecided; ``behind`` takes what was found behind concluded facts, for whoever asks on.

    A rule that needs what nobody knows can settle nothing any more, and an answer matters to it no longer. The path is the one
    that is planned without what nobody knows; what is certain is certain of that one.
    """
    reading = rules.everything
    given = {**given, **{fact: STAYS_UNKNOWN for fact in scope.unknown if fact not in given}}
    concluded = known = reading.conclude(given)
    if any_unknown(given):
        concluded = {fact: values for fact, values in known.items() if values is not STAYS_UNKNOWN}
        known = reading.settling(known)
    statuses = tuple(each.id for each in pack.approaches if len(possible_values(each.id, STATUS, concluded)) > 1)
    seen: Behind = {} if behind is None else behind
    effects: dict[Stage, dict[str, float]] = {"statuses": _of(pack, rules, known, statuses, seen), "findings": {}}
    foresight = Foresight((), settled=False, open={})
    if scope.waiting.intersection(effects["statuses"]):
        facts = any_choice(pack, rules.steps, rules.course, known, aim)
        effects["choice"] = dict.fromkeys(sorted(facts - decided(given)), _NEAR)
    else:
        foresight = ahead(pack, rules, given, aim)
        effects["choice"] = of_choice(rules, known, foresight, statuses, aim)
    open_findings = tuple(each.id for each in pack.findings if reading.is_yes(each.id, "present", known) is None)
    if scope.goal == "findings":
        effects["findings"] = _of(pack, rules, known, open_findings, seen)
        done = decided(given)
        for fact in _details(pack, rules, known, aim, foresight):
            if fact not in done:
                effects["findings"][fact] = effects["findings"].get(fact, 0.0) + _DETAIL
        for fact, weight in foresight.open.items():
            effects["findings"].setdefault(fact, weight)  # where the course is only the step that comes first
        for fact in dict.fromkeys(_words(pack, rules, known, seen)):
            if fact not in done:
                effects["findings"].setdefault(fact, _NEAR)
    steps = tuple(each.step.id for each in foresight.certain)
    return Outlook(concluded, known, statuses, steps, foresight.settled, open_findings, effects)


def ahead(pack: Pack, rules: Rules, given: Known, aim: tuple[str, ...]) -> Foresight:
    """Return what lies ahead of a city: found once, whether the next question or what hangs on a dispute is asked for."""
    city = (frozenset(given.items()), aim)
    return recent(rules.foreseen, city, _CITIES, lambda: foresee(pack, rules.steps, rules.course, given, aim))


def of_choice(
    rules: Rules, known: Known, foresight: Foresight, statuses: tuple[str, ...], aim: tuple[str, ...]
) -> dict[str, float]:
    """Return what the course hangs on: where the path is one of several, only which step comes first."""
    seen: dict[str, frozenset[str]] = {}
    stay_open = [each for each in aim if each in statuses and not rules.everything.open_facts(each, known, seen)]
    return foresight.first if len(stay_open) >= SEVERAL_OPEN else foresight.open


def _of(pack: Pack, rules: Rules, known: Known, concluded: tuple[str, ...], seen: Behind) -> dict[str, float]:
    """Return what concluded facts hang on, with how much it is expected to decide of them."""
    behind = {fact for each in concluded for fact in rules.everything.open_facts(each, known, seen)}
    by_effect = _effects(pack, rules, known, concluded)
    return {fact: by_effect.get(fact, _NEAR) for fact in sorted(behind)}


def _effects(pack: Pack, rules: Rules, known: Known, concluded: Iterable[str]) -> dict[str, float]:
    """Return how much each fact is expected to decide: the share of its values that decide a rule, summed over the rules."""
    effects: dict[str, float] = {}
    for fact in concluded:
        for name, share in _shares(pack, rules, known, fact):
            effects[name] = effects.get(name, 0.0) + share
    return effects


def _shares(pack: Pack, rules: Rules, known: Known, fact: str) -> list[tuple[str, float]]:
    """Return how much each fact would decide of each rule about a concluded one."""
    left_of_rules = rules.everything.open_branches(fact, known)
    before = rules.shares.get(fact)
    if before is None or before[0] is not left_of_rules:
        shares = [
            (name, _effect(pack, name, left, known))
            for left in left_of_rules
            for name in {name for branch in left for name in branch}
        ]
        before = rules.shares[fact] = (left_of_rules, shares)
    return before[1]


def _effect(pack: Pack, fact: str, left: tuple[Needs, ...], known: Known) -> float:
    near = sum(_NEAR / len(branch) for branch in left if fact in branch)
    domain = pack.vocabulary.facts.get(fact)
    if not isinstance(domain, Levels):
        alone = any(set(branch) == {fact} for branch in left) + all(fact in branch for branch in left)
        return near + alone / 2
    possible = known.get(fact, frozenset(domain.names))
    values = [name for name in domain.names if name in possible]  # type: ignore[operator] # levels have named values
    decided = sum(_decides(value, fact, left) for value in values)
    return near + decided / len(values)


def _decides(value: str, fact: str, left: tuple[Needs, ...]) -> bool:
    alone = any(len(branch) == 1 and fact in branch and value in branch[fact] for branch in left)  # type: ignore[operator]
    return alone or all(fact in branch and value not in branch[fact] for branch in left)  # type: ignore[operator]


def _words(pack: Pack, rules: Rules, known: Known, seen: Behind) -> Iterator[str]:
    """Yield the facts that decide what is said of findings, approaches and poles that are there or may be."""
    reading = rules.everything
    for finding in pack.findings:
        if reading.is_yes(finding.id, "present", known) is not False:
            yield from _behind(rules, f"finding {finding.id}", partial(_said_of, pack, finding), known, seen)
            if finding.id not in rules.remedies:
                rules.remedies[finding.id] = tuple(raised_sets(pack, {}, finding.remedy))
            yield from (fact for fact in rules.remedies[finding.id] if fact not in known)
    for approach in pack.approaches:
        if reading.is_yes(approach.id, "established", known) is not False:
            yield from _behind(rules, f"approach {approach.id}", partial(_said_of_approach, approach), known, seen)
    yield from _behind(rules, "poles", lambda: tuple((pole.contributes, pole.fails_alone) for pole in pack.poles()), known, seen)


def _said_of(pack: Pack, finding: Finding) -> object:
    remedies = [measure for measure in pack.measures if measure.raises.items() <= finding.remedy.items()]
    return finding.text, finding.tends_to, finding.advice, *remedies


def _said_of_approach(approach: Approach) -> object:
    return approach.strengths, approach.blind_spots


def _behind(rules: Rules, name: str, part: Callable[[], object], known: Known, seen: Behind) -> Iterator[str]:
    """Yield the facts from answers that decide conditions in a part of a pack; what is in it is looked up once, by a name."""
    if name not in rules.spoken:
        rules.spoken[name] = conditions_in(part())
    for condition in rules.spoken[name]:
        for test in undecided(condition, known):
            yield from sorted(rules.everything.open_facts(test.fact, known, seen))


def _details(pack: Pack, rules: Rules, known: Known, aim: tuple[str, ...], foresight: Foresight) -> Iterator[str]:
    """Yield the facts that decide what the steps of the path contain: preparations, actions, lead times."""
    reading = rules.everything
    if foresight.settled:
        for each in foresight.certain:
            yield from _content(pack, rules, each)
        return
    for step in pack.steps:
        if step.target in aim and reading.is_yes(step.target, "established", known) is not True:
            if step.id not in rules.contents:
                rules.contents[step.id] = frozenset().union(*(reading.sources(fact) for fact in _anything(pack, step)))
            yield from sorted(rules.contents[step.id])


def _content(pack: Pack, rules: Rules, each: Foreseen) -> Iterator[str]:
    """Yield what decides the content of a step that is certain."""
    seen: dict[str, frozenset[str]] = {}
    for precondition in each.step.preconditions:
        for test in undecided(precondition.asks, each.before):
            yield from sorted(rules.everything.open_facts(test.fact, each.before, seen))
    works = each.step.works
    later = None if each.step.opens else pack.approach(each.step.target).a_year_later
    yield from _behind(rules, f"step {each.step.id}", lambda: (later, *(pack.in_full(work) for work in works)), each.before, seen)
    for work in works:
        for fact, reached in raised_sets(pack, {}, work.raises).items():
            possible = each.before.get(fact)
            if possible is None or not (is_within(possible, reached) or is_empty(intersect(possible, reached))):
                yield fact
    yield from waited_for(pack, each.step)


def _anything(pack: Pack, step: Step) -> Iterator[str]:
    """Yield every fact that the content of a step can rest on."""
    for precondition in step.preconditions:
        yield from (test.fact for test in leaves(precondition.asks))
    for work in step.works:
        yield from raised_sets(pack, {}, work.raises)
        for condition in (*conditions_in(pack.in_full(work)), *refusals(pack, work)):
            yield from (test.fact for test in leaves(condition))
    yield from waited_for(pack, step)


def waited_for(pack: Pack, step: Step) -> Iterator[str]:
    """Yield the questions that the schedule of a step and who decides on it rest on.

    How long money takes and when to apply for it, how much of what is paid for is there, up to how much each may grant, and when
    the term ends.
    """
    works = [pack.in_full(action) for action in step.actions]
    told = [each for work in works for each in (work, *work.instead)]
    waits = [name for name in (step.waits_for, *(each.waits_for for each in told)) if name]
    is_paid = any(each.cost is not None and any(each.cost.once + each.cost.yearly) for each in told)
    lacking = [each.cost.lacking.number for each in told if each.cost is not None and each.cost.lacking is not None]
    limits = [name for each in pack.info.competences for name in (each.up_to, each.waits_for)] if is_paid else []
    asked = [pack.info.next_round, pack.info.freeze_ends] if waits or limits else []
    yield from dict.fromkeys(name for name in (*waits, *asked, *lacking, *limits, pack.info.term_ends) if name)
