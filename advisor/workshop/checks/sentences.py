"""Check sentences: whether there is somebody of whom each of them can be said, and whether remedies end what they remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Problem
from advisor.logic.condition import ALWAYS, Condition, Group, every, opposite, some
from advisor.logic.notation import written
from advisor.reasoning.repertoire import IN_90_DAYS, MISSING, SPOKEN, lacking
from advisor.workshop.checks.raising import worse
from advisor.workshop.checks.world import left_of, only_asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.errors import Place
    from advisor.knowledge.findings import Finding
    from advisor.knowledge.measures import Instead, Wording, Work
    from advisor.knowledge.model import Approach, Pack
    from advisor.knowledge.sentences import Sentence
    from advisor.knowledge.source_map import Places
    from advisor.knowledge.steps import Step
    from advisor.workshop.checks.world import World
    from advisor.yaml_source.read import KeyPath

_NEEDS_ADVICE = ("contradiction", "risk", "blind_spot")


def sentence_problems(pack: Pack, at: Places, world: World) -> Iterator[Problem]:
    """Yield sentences that can be said of nobody, and remedies that leave what they remedy."""
    for axis in pack.axes:
        for number, pole in enumerate(axis.poles):
            for name in ("contributes", "fails_alone"):
                where = _Where(at, f"axes/{axis.id}", ("poles", number, name))
                yield from _idle(getattr(pole, name), Claim(), where, world)
    for finding in pack.findings:
        yield from _of_finding(finding, left_of(pack, finding), at, world)
        yield from _lasting(pack, finding, at, world)
    for approach in pack.approaches:
        yield from _of_approach(approach, at, world)
    for measure in pack.measures:
        where = _Where(at, f"measures/{measure.id}")
        yield from _of_work(pack, measure, where, world)
        if not worse(pack, measure.raises) and not world.can_hold(lacking(pack, measure)):
            what = f"'{where.name}' is there whatever is answered, so nothing of the measure is ever said."
            yield Problem(where.within("raises").place, what, "Raise the fact further, or remove the measure.", "S628")
    for step in pack.steps:
        yield from _of_step(pack, step, at, world)


def _of_approach(approach: Approach, at: Places, world: World) -> Iterator[Problem]:
    key = f"approaches/{approach.id}"
    for name in ("strengths", "blind_spots"):
        yield from _idle_lines(getattr(approach, name), Claim(approach.established_when), _Where(at, key, (name,)), world)
    later = msgspec.structs.asdict(approach.a_year_later) if approach.a_year_later else {}
    for name, said in later.items():
        yield from _idle(said, Claim(), _Where(at, key, ("a_year_later", name)), world)


def _of_finding(finding: Finding, left: Condition, at: Places, world: World) -> Iterator[Problem]:
    key = f"findings/{finding.id}"
    yield from _idle(finding.text, Claim(finding.when), _Where(at, key, ("text",)), world)
    yield from _idle(finding.advice, Claim(finding.when, left), _Where(at, key, ("advice",)), world)
    yield from _idle_lines(finding.tends_to, Claim(finding.when), _Where(at, key, ("tends_to",)), world)


def _of_step(pack: Pack, step: Step, at: Places, world: World) -> Iterator[Problem]:
    key = f"steps/{step.id}"
    for name in ("pitfall", "indicator"):
        yield from _idle(getattr(step, name), Claim(), _Where(at, key, (name,)), world)
    yield from _idle_lines(step.first_90_days, Claim(), _Where(at, key, ("first_90_days",)), world)
    for number, action in enumerate(step.actions):
        yield from _of_work(pack, action, _Where(at, key, ("actions", number)), world)
    for number, precondition in enumerate(step.preconditions):
        if precondition.prepare is not None:
            where = _Where(at, key, ("preconditions", number, "prepare"))
            yield from _of_work(pack, precondition.prepare, where, world)


def _of_work(pack: Pack, work: Work, where: _Where, world: World) -> Iterator[Problem]:
    """Yield what is never said of something that is done, and of what is different there under a condition."""
    left = lacking(pack, work)
    if not world.can_hold(left):
        return  # nothing of it is ever said, which is told of it as a whole
    for number, other in enumerate(work.instead):
        inside = where.within("instead", number)
        before = [(each.when, None) for each in work.instead[:number]]
        if _never((other.when, None), before, Claim(possible=left), world):
            what = f"what is different under 'instead' {number + 1} of '{where.name}' can never be said."
            hint = "Look at its condition beside what is raised, and at those under 'instead' before it."
            yield Problem(inside.place, what, hint, "K515")
        else:
            yield from _of_wording(other, left, other.when, (), inside, world)
    yield from _of_wording(work, left, ALWAYS, work.instead, where, world)


def _of_wording(
    told: Wording, left: Condition, here: Condition, others: Sequence[Instead], where: _Where, world: World
) -> Iterator[Problem]:
    """Yield what is never said: that something is missing only where that is certain, the rest while it may be."""
    for key in SPOKEN:
        before = [(other.when, None) for other in others if getattr(other, key)]
        claim = Claim(every(here, left)) if key == MISSING else Claim(here, left)
        idle = _idle_lines if key == IN_90_DAYS else _idle
        yield from idle(getattr(told, key), claim, where.within(key), world, before)


class _Where:
    """A place in an entry of a pack, to be told of."""

    def __init__(self, at: Places, key: str, path: KeyPath = ()) -> None:
        self._at, self._key, self._path = at, key, path

    def within(self, *path: str | int) -> _Where:
        """Return a place in this one."""
        return _Where(self._at, self._key, (*self._path, *path))

    @property
    def name(self) -> str:
        """Return the id of the entry."""
        return self._key.partition("/")[2]

    @property
    def under(self) -> str:
        """Return the key that the sentence stands under."""
        return next((str(part) for part in reversed(self._path) if isinstance(part, str)), "")

    @property
    def place(self) -> Place:
        """Return the line."""
        return self._at.of(self._key, *self._path)


class Claim(msgspec.Struct, frozen=True):
    """What a place claims: what is certain where something is said there, and what may be so."""

    certain: Condition = ALWAYS
    possible: Condition = ALWAYS

    def can_hold(self, world: World) -> bool:
        """Tell whether there is somebody of whom something can be said at the place."""
        return world.can_hold(every(self.certain, self.possible))


_Binding = tuple[Condition | None, Condition | None]
"""The ``when`` and the ``unless`` of something that is said."""


def _idle_lines(
    lines: Sequence[Sentence], claim: Claim, where: _Where, world: World, before: Sequence[_Binding] = ()
) -> Iterator[Problem]:
    """Yield the lines of a list that can never be said: each by its own conditions."""
    for number, line in enumerate(lines):
        if not line.bound or not claim.can_hold(world):
            continue
        if _never((line.when, line.unless), before, claim, world):
            yield _unsaid(where, where.within(number), "")
        else:
            yield from _loose(line, claim, where, where.within(number), world)


def _idle(
    variants: Sequence[Sentence], claim: Claim, where: _Where, world: World, before: Sequence[_Binding] = ()
) -> Iterator[Problem]:
    """Yield the variants that can never be said: by their conditions, or because one before them always is."""
    if len(variants) < 2 and not any(variant.bound for variant in variants):  # noqa: PLR2004 - one text is always said
        return
    if not claim.can_hold(world):
        return
    bindings = [(variant.when, variant.unless) for variant in variants]
    for number, binding in enumerate(bindings):
        if (variants[number].bound or number) and _never(binding, [*before, *bindings[:number]], claim, world):
            yield _unsaid(where, where.within(number), ", and at the variants before it" if number else "")
        else:
            yield from _loose(variants[number], claim, where, where.within(number), world)


def _never(mine: _Binding, before: Sequence[_Binding], claim: Claim, world: World) -> bool:
    """Tell whether something is said of nobody, whatever is known of them.

    What comes before it goes unsaid where its ``when`` is open, or its ``unless`` certain; so it is in the way only where its
    ``when`` follows from what is certain here, and nothing silences it.
    """
    when, unless = mine
    certain = claim.certain if when is None else every(claim.certain, when)
    for other, denied in before:
        if other is None or world.follows(other, certain):
            if denied is None:
                return True
            certain = every(certain, denied)
    open_here = [claim.possible, *([] if unless is None else [opposite(unless)])]  # each may be so; where it is open both may
    return not all(world.can_hold(every(certain, each)) for each in open_here)


def _loose(said: Sentence, claim: Claim, where: _Where, here: _Where, world: World) -> Iterator[Problem]:
    """Find a condition that decides nothing where it stands: a ``when`` that is so anyway, an ``unless`` that never is."""
    about, hint = world.questions(claim.certain), "Look whether another fact is meant, or write the text alone."
    place = f"under '{where.under}' of '{where.name}'"
    if said.when is not None and about and world.follows(said.when, claim.certain):
        what = f"'when: {written(said.when)}' binds nothing {place}: it is always so there."
        yield Problem(here.place, what, hint, "K520")
    is_near = said.unless is not None and bool(world.questions(said.unless) & about)
    if said.unless is not None and is_near and not world.can_hold(every(claim.certain, said.unless)):
        what = f"'unless: {written(said.unless)}' silences nothing {place}: it is never so there."
        yield Problem(here.place, what, hint, "K520")


def _unsaid(where: _Where, here: _Where, also: str) -> Problem:
    what = f"a sentence under '{where.under}' of '{where.name}' can never be said."
    return Problem(here.place, what, f"Look at its conditions beside those of '{where.name}'{also}.", "K515")


def _lasting(pack: Pack, finding: Finding, at: Places, world: World) -> Iterator[Problem]:
    """Find a remedy that does not end its finding: where its level is there already, nothing would be advised."""
    if finding.kind not in _NEEDS_ADVICE or not finding.remedy or worse(pack, finding.remedy):
        return
    here, left = at.of(f"findings/{finding.id}", "remedy"), left_of(pack, finding)
    levels = ", ".join(f"{fact}: {level}" for fact, level in finding.remedy.items())
    asked = only_asked(finding)
    if not world.can_hold(every(finding.when, left), only_asked=asked):
        what = f"the remedy of '{finding.id}' is there wherever the finding is ({levels})."
        yield Problem(here, what, "Name a higher level, or say what to do under 'advice:' alone.", "K518")
        return
    louder = (opposite(other.when) for other in pack.findings if finding.id in other.silences)
    if world.can_hold(every(finding.when, *louder, opposite(left)), only_asked=asked):
        what = f"'{finding.id}' is found, and advises nothing, where its remedy is there already ({levels})."
        parts = [part for part in (left.members if isinstance(left, Group) else (left,)) if world.can_hold(part)]
        asks = written(some(*parts) if len(parts) > 1 else parts[0])
        hint = f"Let its condition ask for '{asks}' as well, or name a remedy that ends it."
        yield Problem(here, what, hint, "K518")
