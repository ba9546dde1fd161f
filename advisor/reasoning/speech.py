"""Say what a pack says of a city: of poles, approaches and findings, and of each step with what is done and prepared in it.

Whether a sentence may be said is decided in ``reasoning/speaker.py``.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.measures import Work
from advisor.knowledge.placeholders import grouped
from advisor.logic.condition import ALWAYS, Condition, leaves, opposite, some
from advisor.logic.evaluate import holds
from advisor.reasoning.effects import raised_sets, reached
from advisor.reasoning.speaker import Speaker, Turn
from advisor.reasoning.told import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Approach, Pack, Pole
    from advisor.knowledge.placeholders import Forms
    from advisor.knowledge.sentences import DatedSentence
    from advisor.logic.values import Allowed
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.planner import Plan, PlannedStep
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
_ONE_OF_EACH = {DONE, GOES_WRONG, IF_REFUSED}
"""Of what short papers show the first alone."""
LOOK_UP = "look_up"
"""What is looked up before something is done; the activities that it is one of say it."""
A_YEAR_LATER = "a_year_later"
"""What can be said of a step beside that: how one sees a year later whether it lasts."""
_BASELINE_DAY = 90
"""By which day it is noted what a year later is compared with."""


def lacking(pack: Pack, work: Work) -> Condition:
    """Return when something of what is to be raised is not there."""
    return some(*(opposite(reached(pack, fact, level)) for fact, level in work.raises.items()))


def of_approach(speaker: Speaker, approach: Approach) -> dict[str, list[Said]]:
    """Return what is said of an approach that is established: what it is good at, and what it does not see."""
    place = f"approaches/{approach.id}"
    return {
        "strengths": speaker.each(f"{place}/strengths", approach.strengths),
        "blind_spots": speaker.each(f"{place}/blind_spots", approach.blind_spots),
    }


def of_pole(speaker: Speaker, pole: Pole) -> dict[str, list[Said]]:
    """Return what is said of a pole: what it brings in, and what goes wrong where it stands alone."""
    return {
        "contributes": speaker.first(f"poles/{pole.id}/contributes", pole.contributes),
        "fails_alone": speaker.first(f"poles/{pole.id}/fails_alone", pole.fails_alone),
    }


def of_finding(speaker: Speaker, finding: Finding) -> dict[str, list[Said]]:
    """Return what is said of a finding that is there."""
    place = f"findings/{finding.id}"
    return {
        "text": speaker.first(f"{place}/text", finding.text, finding.when),
        "tends_to": speaker.each(f"{place}/tends_to", finding.tends_to, finding.when),
        "advice": _advice(speaker, finding, place),
    }


def _advice(speaker: Speaker, finding: Finding, place: str) -> list[Said]:
    """Return what to do about a finding: in its own words or in those of the measures that remedy it, while that is not done."""
    wanted = [Work(raises={fact: level}) for fact, level in finding.remedy.items()]
    left = [work for work in wanted if is_needed(speaker, work)]
    if wanted and not left:
        return []
    own = speaker.first(f"{place}/advice", finding.advice)
    if own or not left:
        return own
    return list(chain.from_iterable(of_work(speaker, work, "")[TEXT] for work in left))


def is_needed(speaker: Speaker, work: Work) -> bool:
    """Tell whether something of what is to be raised is not certainly there."""
    return speaker.holds(lacking(speaker.pack, work)) is not False


def of_work(speaker: Speaker, work: Work, entry: str, planned: Work | None = None) -> dict[str, list[Said]]:
    """Return what is said of something that is done, by the keys that authors write; ``entry`` is what it is a part of.

    ``planned`` is how it is done here, where a plan says so already.
    """
    pack, known = speaker.pack, speaker.standing.known
    whole = planned or pack.here(work, known)
    places = _places(pack, whole, entry)
    turns = _turns(pack, pack.in_full(work), known)
    return {
        MISSING: speaker.first(places[MISSING], whole.missing, lacking(pack, work), turns[MISSING]),
        TEXT: speaker.first(places[TEXT], whole.text, turn=turns[TEXT]),
        IN_90_DAYS: list(_by_day(speaker, places[IN_90_DAYS], whole.in_90_days, turns[IN_90_DAYS])),
        **{key: speaker.first(places[key], getattr(whole, key), turn=turns[key]) for key in (DONE, GOES_WRONG, IF_REFUSED)},
        LOOK_UP: list(_looked_up(speaker, whole)),
    }


def _looked_up(speaker: Speaker, work: Work) -> Iterator[Said]:
    for activity in speaker.pack.activities:
        if activity.id in work.does:
            yield from speaker.each(f"activities/{activity.id}/{LOOK_UP}", activity.look_up)


def _turns(pack: Pack, work: Work, known: Mapping[str, Allowed]) -> dict[str, Turn]:
    """Return what decided of each text of something that is done that it is said as it is, or as it is under a condition."""
    other = pack.different(work, known)
    earlier = work.instead if other is None else work.instead[: work.instead.index(other)]
    before = [each for each in earlier if holds(each.when, known) is not True]  # what its money bars is not passed over for this
    return {
        key: (
            other.when if other is not None and getattr(other, key) else ALWAYS,
            list(dict.fromkeys(each.when for each in before if getattr(each, key))),
        )
        for key in SPOKEN
    }


def _by_day(speaker: Speaker, place: str, lines: Iterable[DatedSentence], turn: Turn) -> Iterator[Said]:
    for line in sorted(lines, key=lambda line: line.day):
        said = speaker.first(f"{place}/{line.day}", (line,), turn=turn)
        yield from (msgspec.structs.replace(each, day=line.day) for each in said)


def called(work: Work) -> str:
    """Return how places call something that is done: by what it raises."""
    return "+".join(f"{fact}.{level}" for fact, level in work.raises.items())


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


def of_step(speaker: Speaker, planned: PlannedStep) -> dict[str, list[Said]]:
    """Return what is said of a step of the path, by what it is for."""
    step = planned.step
    place = f"steps/{step.id}"
    works = [
        of_work(speaker, work, place, done)
        for work, done in zip(as_written(planned.actions, step.actions), planned.actions, strict=True)
    ]
    target = speaker.pack.approach(step.target)
    constitutive = {test.fact for test in leaves(target.established_when)}
    later = _a_year_later(speaker, target) if not step.opens else {}
    lines = [*(said for work in works for said in work[IN_90_DAYS]), *later.get("baseline", [])]

    closes = [bool(constitutive & work.raises.keys()) for work in planned.actions]
    ranked = sorted(zip(closes, works, strict=True), key=lambda each: (not each[1][MISSING], not each[0]))
    gaps_first = [work for _, work in ranked]  # certainly lacking before what nobody knows, and first what the step is for

    def of_all(key: str) -> list[Said]:
        return _once(said for work in (gaps_first if key in _ONE_OF_EACH else works) for said in work[key])

    return {
        MISSING: of_all(MISSING),
        TEXT: of_all(TEXT),
        IN_90_DAYS: [
            *speaker.each(f"{place}/first_90_days", step.first_90_days),
            *_once(sorted(lines, key=lambda said: said.day or 0)),
        ],
        DONE: [*speaker.first(f"{place}/indicator", step.indicator), *of_all(DONE)],
        GOES_WRONG: [*speaker.first(f"{place}/pitfall", step.pitfall), *of_all(GOES_WRONG)],
        IF_REFUSED: of_all(IF_REFUSED),
        LOOK_UP: of_all(LOOK_UP),
        A_YEAR_LATER: [said for key in ("seen", "found_in", "baseline") for said in later.get(key, [])],
    }


def _a_year_later(speaker: Speaker, approach: Approach) -> dict[str, list[Said]]:
    """Return what shows a year after an approach was established whether it lasts, and what that is compared with."""
    if approach.a_year_later is None:
        return {}
    texts = msgspec.structs.asdict(approach.a_year_later)
    found = {key: speaker.first(f"approaches/{approach.id}/{A_YEAR_LATER}/{key}", said) for key, said in texts.items()}
    return found | {"baseline": [msgspec.structs.replace(said, day=_BASELINE_DAY) for said in found["baseline"]]}


def as_written(planned: Sequence[Work], works: Sequence[Work]) -> list[Work]:
    """Return what is done as its step says it, still with what is different under a condition."""
    return [next(work for work in works if work.raises == each.raises) for each in planned]


def of_preparation(speaker: Speaker, planned: PlannedStep) -> dict[str, list[Said]]:
    """Return what is said of the preparation of a step."""
    prepares = [each.prepare for each in planned.step.preconditions if each.prepare is not None]
    written = as_written(planned.preparing, prepares)
    place = f"steps/{planned.step.id}/prepare"
    works = [of_work(speaker, work, place, done) for work, done in zip(written, planned.preparing, strict=True)]
    return {key: _once(said for work in works for said in work[key]) for key in (*SPOKEN, LOOK_UP)}


class Speech(msgspec.Struct, frozen=True):
    """Everything that is said of a city: of poles, approaches and findings, and of each step with its preparation."""

    poles: dict[str, dict[str, list[Said]]]
    approaches: dict[str, dict[str, list[Said]]]
    findings: dict[str, dict[str, list[Said]]]
    path: list[tuple[dict[str, list[Said]], dict[str, list[Said]]]]

    def everything(self, steps: Sequence[str]) -> list[Said]:
        """Return every sentence with where it is said, in the order of the outcome; ``steps`` are those of the path."""
        parts = [
            *((f"poles/{name}/{key}", said) for name, keys in self.poles.items() for key, said in keys.items()),
            *((f"approaches/{name}/{key}", said) for name, keys in self.approaches.items() for key, said in keys.items()),
            *((f"findings/{name}/{key}", said) for name, keys in self.findings.items() for key, said in keys.items()),
        ]
        for name, (preparation, step) in zip(steps, self.path, strict=True):
            parts += [(f"path/{name}.preparation/{key}", said) for key, said in preparation.items()]
            parts += [(f"path/{name}/{key}", said) for key, said in step.items()]
        return [msgspec.structs.replace(sentence, at=at) for at, said in parts for sentence in said]


def speech(pack: Pack, verdicts: Verdicts, labels: Mapping[str, Forms], plan: Plan, told: Iterable[Finding]) -> Speech:
    """Return everything that is said of a city whose path was planned; ``told`` are the findings that are told."""
    possible = dict(plan.start.known)
    start = Speaker(pack, verdicts, plan.start, dict(possible), words_for(pack, labels, plan.start))
    there = [approach for approach in pack.approaches if plan.start.concluded(approach.id, "established")]
    path = []
    for planned in plan.steps:
        words = words_for(pack, labels, planned.before)
        before = Speaker(pack, verdicts, planned.before, dict(possible), words)
        for work in planned.preparing:
            possible |= raised_sets(pack, possible, work.raises)
        begun = Speaker(pack, verdicts, planned.before, dict(possible), words) if planned.preparing else before
        path.append((of_preparation(before, planned), of_step(begun, planned)))
        for work in planned.actions:
            possible |= raised_sets(pack, possible, work.raises)
    return Speech(
        {pole.id: of_pole(start, pole) for pole in pack.poles()},
        {approach.id: of_approach(start, approach) for approach in there},
        {finding.id: of_finding(start, finding) for finding in told},
        path,
    )


def _once(said: Iterable[Said]) -> list[Said]:
    """Return what was said without what says the same again."""
    return list({each.text: each for each in said}.values())


def words_for(pack: Pack, labels: Mapping[str, Forms], standing: Conclusions) -> Mapping[str, Forms]:
    """Return the words for roles and city, and for each answered question the label of its answer."""
    known = standing.given
    answers = {name: forms[value] for name, forms in pack.answer_words.items() if (value := known.get(name)) in forms}
    asked = (question.id for question in pack.questions if question.type == "number")
    numbers = {name: {"": grouped(number)} for name in asked if isinstance(number := known.get(name), int)}
    return {**answers, **numbers, **labels}
