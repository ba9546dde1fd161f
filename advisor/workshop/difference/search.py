"""Find a city for everything that two versions of a pack say differently, and ask both of them about it."""

from __future__ import annotations

import contextlib
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.evaluate import holds
from advisor.logic.satisfy import Unsolved, solve
from advisor.logic.values import Levels, Span, Value, only
from advisor.reasoning.answers import Answers
from advisor.reasoning.deductions import AIM
from advisor.reasoning.diagnosis import status_of
from advisor.reasoning.pack_engine import build_engine
from advisor.workshop.cases.run import Said
from advisor.workshop.cases.synthetic import city
from advisor.workshop.difference.claims import Claim, Claims
from advisor.workshop.difference.vocabulary import told_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.knowledge.model import Pack
    from advisor.logic.condition import Condition
    from advisor.logic.values import Allowed

    Found = dict[str, Value]
    Search = Callable[[list[Condition]], Found | Unsolved]


class Flip(msgspec.Struct, frozen=True):
    """Something that the packs say differently about a city: what each says, and the answers as each of them reads them.

    ``only_asked`` is False where only a city differs that answers more than it is asked.
    """

    about: str
    before: str
    now: str
    old: Answers
    new: Answers
    only_asked: bool = True


class Flips(msgspec.Struct, frozen=True):
    """What is different, each with a city, and what could not be found out.

    ``paths`` is False where first steps were not compared over all cities, because no solver is installed.
    """

    found: tuple[Flip, ...]
    undecided: tuple[str, ...] = ()
    paths: bool = True


def flips(old: Pack, new: Pack) -> Flips:
    """Return a city for each status, finding and first step that is different between two sound packs."""
    return _Finder(old, new).find()


class _Finder:
    def __init__(self, old: Pack, new: Pack) -> None:
        self._claims = Claims(old, new)
        self._packs = (old, new)
        self._engines = (build_engine(old), build_engine(new))
        self._always, self._asked = self._claims.always(), self._claims.asked()
        self._bounds = self._claims.bounds()
        self._undecided: list[str] = []

    def find(self) -> Flips:
        found = list(self._shown(self._claims.verdicts(), self._tried))
        solver = self._solver()
        if solver is not None:
            found += self._steps(solver)
        return Flips(tuple(found), tuple(dict.fromkeys(self._undecided)), paths=solver is not None)

    def _steps(self, solver: Search) -> Iterator[Flip]:
        """Yield first steps that differ; of each change of one step for another the city with the most aims."""
        names = self._claims.approaches
        seen: set[tuple[str, str]] = set()
        settled: set[tuple[str, str]] = set()
        for count in range(len(names), 0, -1):
            for aim in combinations(names, count):
                every = list(self._claims.first_steps(aim))
                if not every and len(aim) == len(names):
                    return  # what is the same among all steps is the same among fewer
                claims = [claim for claim in every if (claim.about, claim.now) not in settled]
                for flip, claim in self._with_claims(claims, solver):
                    settled.add((claim.about, claim.now))
                    if (flip.before, flip.now) not in seen:
                        seen.add((flip.before, flip.now))
                        yield flip

    def _shown(self, claims: Iterable[Claim], search: Search) -> Iterator[Flip]:
        yield from (flip for flip, _ in self._with_claims(claims, search))

    def _with_claims(self, claims: Iterable[Claim], search: Search) -> Iterator[tuple[Flip, Claim]]:
        for claim in claims:
            for only_asked in (True, False):
                flip = self._flip(claim, search, only_asked=only_asked)
                if flip is not None:
                    yield flip, claim
                    break

    def _flip(self, claim: Claim, search: Search, *, only_asked: bool) -> Flip | None:
        wanted = [*claim.conditions, *self._always, *(self._asked if only_asked else ())]
        found = search(wanted)
        if found is Unsolved.IMPOSSIBLE:
            return None
        if found is Unsolved.GAVE_UP:
            self._undecided.append(claim.about)
            return None
        for imagined in (self._least(claim, found), self._whole(found)):
            flip = self._confirmed(claim, imagined, only_asked=only_asked)
            if flip is not None:
                return flip
        self._undecided.append(claim.about)
        return None

    def _confirmed(self, claim: Claim, imagined: Found, *, only_asked: bool) -> Flip | None:
        """Ask both packs about a city; return what they say if it is what was claimed."""
        old, new = self._told(claim, imagined)
        said = [Said(pack, engine, each) for pack, engine, each in zip(self._packs, self._engines, (old, new), strict=True)]
        section, name = claim.about.split("/")
        if section == "steps":
            first = [each.steps[0] if each.steps else "" for each in said]
            right = [("first" if each == name else "not first") for each in first] == [claim.before, claim.now]
            return Flip(claim.about, first[0], first[1], old, new, only_asked) if right else None
        verdicts = [_verdict(says, section, name) for says in said]
        return (
            Flip(claim.about, verdicts[0], verdicts[1], old, new, only_asked) if verdicts == [claim.before, claim.now] else None
        )

    def _told(self, claim: Claim, imagined: Found) -> tuple[Answers, Answers]:
        """Return a city as answers to each of the two packs."""
        sides = (self._claims.old, self._claims.new)
        facts = [{name: only(value) for name, value in told_to(side.known, imagined).items()} for side in sides]
        aim = claim.aim or None
        return city(self._packs[0], facts[0], aim), city(self._packs[1], facts[1], aim)

    def _least(self, claim: Claim, found: Found) -> Found:
        """Leave out what is not needed for both verdicts to be certain."""
        kept = dict(found)
        for name in found:
            if not name.startswith(f"{AIM}."):
                fewer = {each: only(value) for each, value in kept.items() if each != name}
                if all(holds(condition, fewer) is True for condition in claim.conditions):
                    del kept[name]
        return kept

    def _whole(self, found: Found) -> Found:
        """Answer everything else with the first there is."""
        facts = self._claims.joint.facts
        return {name: found.get(name, self._lowest(name)) for name in facts if name in found or not name.startswith(f"{AIM}.")}

    def _lowest(self, name: str) -> Value:
        domain, bound = self._claims.joint.facts[name], self._bounds.get(name)
        if isinstance(domain, Levels):
            return domain.names[0]
        return (bound.low or bound.high or 0) if isinstance(bound, Span) else 0

    def _tried(self, wanted: list[Condition]) -> Found | Unsolved:
        found = solve(wanted, self._bounds)
        return found if isinstance(found, Unsolved) else {name: self._value(name, allowed) for name, allowed in found.items()}

    def _value(self, name: str, allowed: Allowed) -> Value:
        if isinstance(allowed, Span):
            return allowed.low if allowed.low is not None else allowed.high or 0
        domain = self._claims.joint.facts[name]
        return next(value for value in domain.names if value in allowed) if isinstance(domain, Levels) else 0

    def _solver(self) -> Search | None:
        """Return what looks for a city with a solver; None where none is installed."""
        from advisor.logic.z3_backend import Cities, MissingSolverError, UndecidedError  # noqa: PLC0415 - loads much

        with contextlib.suppress(MissingSolverError):
            cities = Cities(self._claims.joint.facts, self._bounds)

            def search(wanted: list[Condition]) -> Found | Unsolved:
                try:
                    example = cities.example(*(cities.holds(condition) for condition in wanted))
                except UndecidedError:
                    return Unsolved.GAVE_UP
                return Unsolved.IMPOSSIBLE if example is None else example

            return search
        return None


def _verdict(said: Said, section: str, name: str) -> str:
    if section == "approaches":
        return status_of(name, said.start)
    return "present" if said.start.concluded(name, "present") else "absent"
