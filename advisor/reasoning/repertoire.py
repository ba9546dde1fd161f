"""What a pack can say, apart from any city: of poles, approaches, findings and steps, and of what is done.

Each part is prepared when it is first asked for, and there for every city after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.measures import Work, under
from advisor.knowledge.placeholders import grouped
from advisor.logic.condition import ALWAYS, Condition, leaves, opposite, some
from advisor.logic.evaluate import holds
from advisor.reasoning.effects import reached
from advisor.reasoning.lines import Line, Place, Turn, numbered, variant
from advisor.reasoning.recent import recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.measures import Instead
    from advisor.knowledge.model import Approach, Pack, Pole
    from advisor.knowledge.placeholders import Forms
    from advisor.knowledge.sentences import DatedSentence, Sentence
    from advisor.knowledge.steps import Step
    from advisor.logic.values import Allowed, Value
    from advisor.reasoning.unfolding import Verdicts

SPOKEN = MISSING, TEXT, IN_90_DAYS, DONE, GOES_WRONG, IF_REFUSED = (
    "missing",
    "text",
    "in_90_days",
    "done",
    "goes_wrong",
    "if_refused",
)
"""What can be said of something that is done, as authors call it."""
LOOK_UP = "look_up"
"""What is looked up before something is done; the activities that it is one of say it."""
A_YEAR_LATER = "a_year_later"
"""What can be said of a step beside that: how one sees a year later whether it lasts."""
BASELINE_DAY = 90
"""By which day it is noted what a year later is compared with."""
_WORKS = 4096
"""So many works are kept prepared, more than a pack has: whoever asks about others does not fill the memory."""


def lacking(pack: Pack, work: Work) -> Condition:
    """Return when something of what is to be raised is not there."""
    return some(*(opposite(reached(pack, fact, level)) for fact, level in work.raises.items()))


def called(work: Work) -> str:
    """Return how places call something that is done: by what it raises."""
    return "+".join(f"{fact}.{level}" for fact, level in work.raises.items())


class Worded(msgspec.Struct, frozen=True):
    """What can be said of something that is done, as it is done somewhere; of ``firsts`` the first variant of each key."""

    firsts: dict[str, Line | None]
    in_90_days: tuple[Line, ...]
    look_up: tuple[Line, ...]


class WorkLines:
    """What can be said of something that is done, in each way in which it may be different."""

    def __init__(self, repertoire: Repertoire, work: Work, entry: str, at: str) -> None:
        """Take what is done, what it is a part of, and where it is said: with braces for what it is said for."""
        self.work = work
        self.lacking = lacking(repertoire.pack, work)
        self._repertoire, self._entry, self._at = repertoire, entry, at
        self._full = repertoire.pack.in_full(work)
        self._ways: dict[tuple[bool, ...], Worded] = {}

    def here(self, known: Mapping[str, Allowed]) -> Worded:
        """Return what can be said where certain values of facts are known."""
        instead = self._full.instead
        other = self._repertoire.pack.different(self._full, known) if instead else None
        passed = []  # of those before it whether they are not certain: what its money bars is, and is not passed over for this
        for each in instead:
            if each is other:
                break
            passed.append(holds(each.when, known) is not True)
        way = tuple(passed)
        found = self._ways.get(way)
        if found is None:
            silent = [each for each, is_silent in zip(instead, way, strict=False) if is_silent]
            found = self._ways[way] = self._worded(other, silent)
        return found

    def _worded(self, other: Instead | None, before: Sequence[Instead]) -> Worded:
        """Return what can be said with what is different under a condition, after others that are not certain."""
        pack, verdicts, whole = self._repertoire.pack, self._repertoire.verdicts, under(self._full, other)
        places = {
            key: Place(place, self._at.format(key), ALWAYS if key != MISSING else self.lacking, _turn(key, other, before))
            for key, place in _places(pack, whole, self._entry).items()
        }
        look_up = (each for each in pack.activities if each.id in whole.does)
        return Worded(
            {key: variant(verdicts, place, getattr(whole, key)) for key, place in places.items() if key != IN_90_DAYS},
            tuple(_by_day(verdicts, places[IN_90_DAYS], whole.in_90_days)),
            tuple(
                line
                for each in look_up
                for line in numbered(verdicts, Place(f"activities/{each.id}/{LOOK_UP}", self._at.format(LOOK_UP)), each.look_up)
            ),
        )


def _turn(key: str, other: Instead | None, before: Sequence[Instead]) -> Turn:
    """Return what decided of a text of something that is done that it is said as it is, or as it is under a condition."""
    when = other.when if other is not None and getattr(other, key) else ALWAYS
    return Turn(when, tuple(dict.fromkeys(each.when for each in before if getattr(each, key))))


def _by_day(verdicts: Verdicts, place: Place, lines: Sequence[DatedSentence]) -> Iterator[Line]:
    for dated in sorted(lines, key=lambda line: line.day):
        here = msgspec.structs.replace(place, id=f"{place.id}/{dated.day}", day=dated.day)
        line = variant(verdicts, here, (dated,))
        if line is not None:
            yield line


def _places(pack: Pack, work: Work, entry: str) -> dict[str, str]:
    """Return the place of each text: that of the step if it has words of its own, otherwise that of the measure."""
    name = called(work)
    measures = pack.measures_raising(work.raises)
    common = [*measures, *(other for measure in measures for other in measure.instead)]
    places = {}
    for key in SPOKEN:
        is_common = not entry or any(getattr(work, key) == getattr(said, key) for said in common)
        places[key] = f"measures/{name}/{key}" if is_common else f"{entry}/{name}/{key}"
    return places


class FindingLines(msgspec.Struct, frozen=True):
    """What can be said of a finding that is there; ``remedies`` are the measures that it names."""

    text: Line | None
    tends_to: tuple[Line, ...]
    advice: Line | None
    remedies: tuple[WorkLines, ...]


class StepLines(msgspec.Struct, frozen=True):
    """What can be said of a step beside what is done in it, and the facts that constitute its target.

    ``baseline`` is what a year later is compared with, which is said among what is done in the first 90 days as well.
    """

    constitutive: frozenset[str]
    first_90_days: tuple[Line, ...]
    indicator: Line | None
    pitfall: Line | None
    a_year_later: tuple[Line, ...]
    baseline: Line | None


class Repertoire:
    """What a pack can say, each part prepared when it is first asked for; one serves every city."""

    def __init__(self, pack: Pack, verdicts: Verdicts) -> None:
        """Take a pack, and the conditions on answers behind what it concludes."""
        self.pack = pack
        self.verdicts = verdicts
        self._poles: dict[str, dict[str, Line | None]] = {}
        self._approaches: dict[str, dict[str, tuple[Line, ...]]] = {}
        self._findings: dict[str, FindingLines] = {}
        self._steps: dict[str, StepLines] = {}
        self._works: dict[tuple[int, str, str], WorkLines] = {}
        self._numbers = frozenset(question.id for question in pack.questions if question.type == "number")

    def words(self, labels: Mapping[str, Forms], given: Mapping[str, Value]) -> dict[str, Forms]:
        """Return the words for roles and city, and for each answered question the label of its answer."""
        found: dict[str, Forms] = {}
        for name, value in given.items():
            if name in self._numbers and isinstance(value, int):
                found[name] = {"": grouped(value)}
            elif (forms := self.pack.answer_words.get(name)) is not None and value in forms:
                found[name] = forms[value]
        return {**found, **labels}

    def variants(self, place: Place, sentences: Sequence[Sentence]) -> Line | None:
        """Return the first of the sentences of which one is said at a place; None where it has none."""
        return variant(self.verdicts, place, sentences)

    def numbered(self, place: Place, sentences: Sequence[Sentence]) -> tuple[Line, ...]:
        """Return the sentences of a place at which each is said that may be."""
        return numbered(self.verdicts, place, sentences)

    def of_pole(self, pole: Pole) -> dict[str, Line | None]:
        """Return what can be said of a pole: what it brings in, and what goes wrong where it stands alone."""
        if pole.id not in self._poles:
            texts = {"contributes": pole.contributes, "fails_alone": pole.fails_alone}
            place = f"poles/{pole.id}"
            self._poles[pole.id] = {key: self.variants(_in(place, key), said) for key, said in texts.items()}
        return self._poles[pole.id]

    def of_approach(self, approach: Approach) -> dict[str, tuple[Line, ...]]:
        """Return what can be said of an approach that is established: what it is good at, and what it does not see."""
        if approach.id not in self._approaches:
            texts = {"strengths": approach.strengths, "blind_spots": approach.blind_spots}
            place = f"approaches/{approach.id}"
            self._approaches[approach.id] = {key: self.numbered(_in(place, key), said) for key, said in texts.items()}
        return self._approaches[approach.id]

    def of_finding(self, finding: Finding) -> FindingLines:
        """Return what can be said of a finding that is there."""
        if finding.id not in self._findings:
            place, pairs = f"findings/{finding.id}", finding.remedy.items()
            self._findings[finding.id] = FindingLines(
                text=self.variants(_in(place, "text", finding.when), finding.text),
                tends_to=self.numbered(_in(place, "tends_to", finding.when), finding.tends_to),
                advice=self.variants(_in(place, "advice"), finding.advice),
                remedies=tuple(WorkLines(self, Work(raises={fact: level}), "", f"{place}/advice") for fact, level in pairs),
            )
        return self._findings[finding.id]

    def of_step(self, step: Step) -> StepLines:
        """Return what can be said of a step beside what is done in it."""
        if step.id not in self._steps:
            self._steps[step.id] = self._of_step(step)
        return self._steps[step.id]

    def _of_step(self, step: Step) -> StepLines:
        place, at, target = f"steps/{step.id}", f"path/{step.id}", self.pack.approach(step.target)
        later, after = None if step.opens else target.a_year_later, f"approaches/{target.id}/{A_YEAR_LATER}"
        baseline = Place(f"{after}/baseline", f"{at}/{IN_90_DAYS}", day=BASELINE_DAY)
        shown = (
            []
            if later is None
            else [
                self.variants(Place(f"{after}/seen", f"{at}/{A_YEAR_LATER}"), later.seen),
                self.variants(Place(f"{after}/found_in", f"{at}/{A_YEAR_LATER}"), later.found_in),
                self.variants(msgspec.structs.replace(baseline, at=f"{at}/{A_YEAR_LATER}"), later.baseline),
            ]
        )
        return StepLines(
            constitutive=frozenset(test.fact for test in leaves(target.established_when)),
            first_90_days=self.numbered(Place(f"{place}/first_90_days", f"{at}/{IN_90_DAYS}"), step.first_90_days),
            indicator=self.variants(Place(f"{place}/indicator", f"{at}/{DONE}"), step.indicator),
            pitfall=self.variants(Place(f"{place}/pitfall", f"{at}/{GOES_WRONG}"), step.pitfall),
            a_year_later=tuple(line for line in shown if line is not None),
            baseline=None if later is None else self.variants(baseline, later.baseline),
        )

    def of_work(self, work: Work, entry: str, at: str = "") -> WorkLines:
        """Return what can be said of something that is done, as a step or a measure writes it.

        Args:
            work: What is done.
            entry: What it is a part of: a step, its preparation, or nothing where it is told in the words of its measure.
            at: Where it is said, with braces for what it is said for.

        """
        return recent(self._works, (id(work), entry, at), _WORKS, lambda: WorkLines(self, work, entry, at))


def _in(entry: str, key: str, claim: Condition = ALWAYS) -> Place:
    """Return a place that is called in reports as it is in the pack."""
    return Place(f"{entry}/{key}", f"{entry}/{key}", claim)
