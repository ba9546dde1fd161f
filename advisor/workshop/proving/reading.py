"""Every sentence of a pack beside the two cities that deny it most, for people to read: does it still hold there?

What a sentence claims is known from its place and its conditions. All that they leave open is put to its lowest level in the one
city, and to its highest in the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.loader import load_pack
from advisor.knowledge.sentences import may_be_said
from advisor.logic.condition import ALWAYS, Condition, Test, every, leaves, opposite
from advisor.logic.notation import written
from advisor.logic.satisfy import Unsolved, solve
from advisor.logic.values import Levels, Value
from advisor.reasoning.answers import question_of
from advisor.reasoning.repertoire import IN_90_DAYS, SPOKEN, lacking
from advisor.reasoning.runnable import refuse_tangled
from advisor.workshop.checks.world import left_of
from advisor.workshop.proving.answers import in_words, words_of
from advisor.workshop.proving.ground import Ground

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.sentences import Sentence
    from advisor.knowledge.steps import Step
    from advisor.reports.words import Words


class Read(msgspec.Struct, frozen=True):
    """A sentence with its place, what makes it certain, and the answers of the two cities that matter for that.

    A sentence that is said of anybody has no condition, and the two cities answer everything lowest and everything highest.
    """

    id: str
    text: str
    when: str
    lowest: dict[str, Value]
    highest: dict[str, Value]


def sentences_to_read(folder: Path) -> str:
    """Return every sentence of the pack in a folder as text, each beside the two cities that deny it most.

    Raises:
        UnusableInputError: the pack cannot be read, or its rules cannot be run.
        MissingSolverError: none is installed.

    """
    loaded = load_pack(folder)
    refuse_tangled(loaded)
    pack = loaded.pack
    head = [
        f"{pack.info.id} {pack.info.version}",
        "Each sentence is said where what stands behind 'where' is certain. Read it in the two cities below: what is not named",
        "there is answered with the lowest level in the first one, and with the highest in the second.",
    ]
    words = words_of(pack)
    return "".join(f"{line}\n" for line in (*head, *(line for read in to_read(pack) for line in _lines(words, pack, read))))


def _lines(words: Words, pack: Pack, read: Read) -> Iterator[str]:
    yield ""
    yield read.id
    yield f"  {read.text}"
    yield f"  where: {read.when or 'anywhere'}"
    for name, city in (("lowest", read.lowest), ("highest", read.highest)):
        if city:
            yield f"  {name}: {in_words(words, pack, city, city)}"


def to_read(pack: Pack) -> Iterator[Read]:
    """Yield every sentence that a report of a pack can say, in the order of the pack."""
    ground = Ground(pack)
    known: dict[Condition, tuple[dict[str, Value], dict[str, Value]]] = {}
    read: set[tuple[str, Condition]] = set()
    for place, text, claim in _said(ground):
        if (text, claim) in read:  # a step says what its measure says
            continue
        read.add((text, claim))
        condition = ground.verdicts.grounded(claim)
        if condition not in known:
            known[condition] = (_extreme(ground, condition, highest=False), _extreme(ground, condition, highest=True))
        yield Read(place, text, "" if claim == ALWAYS else written(claim), *known[condition])


def _extreme(ground: Ground, condition: Condition, *, highest: bool) -> dict[str, Value]:
    """Return the answers behind a condition, each as low or as high as those before it and the condition leave open."""
    fixed = [ground.cities.holds(condition)]
    found: dict[str, Value] = {}
    for fact in dict.fromkeys(test.fact for test in leaves(condition)):
        domain = ground.cities.facts[fact]
        values = _values(ground, fact, domain, condition)
        for value in reversed(values) if highest else values:
            wanted = ground.cities.like({fact: value})
            if ground.cities.occurs(*fixed, *wanted):
                fixed += wanted
                found[fact] = value
                break
    return {fact: value for fact, value in found.items() if not fact.startswith("aim.")}


def _values(ground: Ground, fact: str, domain: object, condition: Condition) -> list[Value]:
    """Return the values to try from the lowest on: all levels; of a number those at the bounds that the condition names."""
    if isinstance(domain, Levels):
        question = next((each for each in ground.pack.questions if each.id == question_of(fact)), None)
        return [*reversed(domain.names)] if question is not None and question.reverse else [*domain.names]
    question = ground.pack.question(question_of(fact))
    bounds = {question.minimum or 0, question.maximum if question.maximum is not None else 1_000_000}
    spans = [test.allowed for test in leaves(condition) if test.fact == fact]
    bounds |= {
        bound for span in spans for bound in (getattr(span, "low", None), getattr(span, "high", None)) if bound is not None
    }
    return sorted(bounds)


def _said(ground: Ground) -> Iterator[tuple[str, str, Condition]]:
    """Yield each sentence with its place and the condition on which it is said."""
    pack = ground.pack
    yield from _of_map(pack)
    yield from _of_findings(pack)
    for measure in pack.measures:
        yield from _of_work(pack, measure, f"measures/{measure.id}")
    for step in pack.steps:
        yield from _of_step(pack, step)
    for criterion in pack.criteria:
        yield f"criteria/{criterion.id}/for", criterion.chosen, ALWAYS
        yield f"criteria/{criterion.id}/against", criterion.put_back, ALWAYS
    for number, check in enumerate(pack.balance.yearly_check, start=1):
        yield from ((f"balance/yearly_check/{number}/{key}", getattr(check, key), ALWAYS) for key in ("watch", "means", "act"))


def _of_map(pack: Pack) -> Iterator[tuple[str, str, Condition]]:
    for pole in pack.poles():
        covered = Test(pole.id, frozenset({"covered"}), pack.vocabulary.facts[pole.id])
        other = next(each for axis in pack.axes for each in axis.poles if pole in axis.poles and each is not pole)
        alone = every(covered, Test(other.id, frozenset({"missing"}), pack.vocabulary.facts[other.id]))
        yield from _first(f"poles/{pole.id}/contributes", pole.contributes, ALWAYS)
        yield from _first(f"poles/{pole.id}/fails_alone", pole.fails_alone, alone)
    for approach in pack.approaches:
        there = Test(approach.id, frozenset({"established"}), pack.vocabulary.facts[approach.id])
        for name in ("strengths", "blind_spots"):
            yield from _each(f"approaches/{approach.id}/{name}", getattr(approach, name), there)
        for name in ("about", "fits", "without_it", "reason"):
            yield f"approaches/{approach.id}/{name}", getattr(approach, name), ALWAYS
        if approach.a_year_later is not None:
            for name, said in msgspec.structs.asdict(approach.a_year_later).items():
                yield from _first(f"approaches/{approach.id}/a_year_later/{name}", said, ALWAYS)
        form = approach.organisation
        yield from ((f"approaches/{approach.id}/{key}", getattr(form, key), ALWAYS) for key in form.__struct_fields__)


def _of_findings(pack: Pack) -> Iterator[tuple[str, str, Condition]]:
    for finding in pack.findings:
        key = f"findings/{finding.id}"
        yield f"{key}/title", finding.title, finding.when
        yield f"{key}/reason", finding.reason, ALWAYS
        yield from _first(f"{key}/text", finding.text, finding.when)
        yield from _each(f"{key}/tends_to", finding.tends_to, finding.when)
        yield from _first(f"{key}/advice", finding.advice, _joined(finding.when, left_of(pack, finding)))


def _of_step(pack: Pack, step: Step) -> Iterator[tuple[str, str, Condition]]:
    key = f"steps/{step.id}"
    yield f"{key}/title", step.title, ALWAYS
    yield f"{key}/reason", step.reason, ALWAYS
    for name, sign in (("fits", step.fits), ("premature", step.premature)):
        if sign is not None:
            yield f"{key}/{name}", sign.because, sign.when
    yield from ((f"{key}/preconditions/{n}", each.text, each.asks) for n, each in enumerate(step.preconditions, start=1))
    for work in map(pack.in_full, step.works):
        yield from _of_work(pack, work, f"{key}/{'+'.join(f'{fact}.{level}' for fact, level in work.raises.items())}")
    yield from _each(f"{key}/first_90_days", step.first_90_days, ALWAYS)
    yield from _first(f"{key}/pitfall", step.pitfall, ALWAYS)
    yield from _first(f"{key}/indicator", step.indicator, ALWAYS)


def _of_work(pack: Pack, work: Work, place: str) -> Iterator[tuple[str, str, Condition]]:
    """Yield what is said of something that is done: while it is not there, and where it is different only there.

    The first difference counts whose condition is certain; where it words nothing of a kind, the usual words of that stay.
    """
    left, turns = lacking(pack, work), _turns(work)
    for told, where in ((work, ALWAYS), *zip(work.instead, turns, strict=True)):
        for key in SPOKEN:
            others = [pair for pair in zip(work.instead, turns, strict=True) if told is work and getattr(pair[0], key)]
            here = _joined(left, where, *(opposite(turn) for _, turn in others))
            form, elsewhere = _joined(left, where), [opposite(other.when) for other, _ in others]
            if key != IN_90_DAYS:
                yield from _first(f"{place}/{key}", getattr(told, key), here, form, elsewhere)
            for line in told.in_90_days if key == IN_90_DAYS else ():  # each of them is said, under its day
                yield from _first(f"{place}/{IN_90_DAYS}/{line.day}", (line,), here, form, elsewhere)


def _turns(work: Work) -> list[Condition]:
    """Return where each of the differences counts: where its condition holds, and none of those before it."""
    before = [[opposite(other.when) for other in work.instead[:place]] for place in range(len(work.instead))]
    return [_joined(other.when, *earlier) for other, earlier in zip(work.instead, before, strict=True)]


def _each(place: str, sentences: Sequence[Sentence], claim: Condition) -> Iterator[tuple[str, str, Condition]]:
    for number, sentence in enumerate(sentences, start=1):
        yield f"{place}/{number}", sentence.text, _joined(claim, may_be_said(sentence))


def _first(
    place: str,
    variants: Sequence[Sentence],
    claim: Condition,
    form: Condition | None = None,
    elsewhere: Sequence[Condition] = (),
) -> Iterator[tuple[str, str, Condition]]:
    """Yield variants, each with what it takes that those before it are not said; none that their form never says."""
    before: list[Condition] = []
    for sentence in variants:
        unsaid = [opposite(other) for other in before]
        if _can_be_said(_joined(claim if form is None else form, may_be_said(sentence)), [*elsewhere, *unsaid]):
            yield place, sentence.text, _joined(claim, may_be_said(sentence), *unsaid)
        before.append(may_be_said(sentence))


def _can_be_said(where: Condition, unsaid: Sequence[Condition]) -> bool:
    """Tell whether answers lead to a variant past each of the others by itself: who knows answers in part is told the last."""
    return all(solve([where, *other]) is not Unsolved.IMPOSSIBLE for other in ([], *([each] for each in unsaid)))


def _joined(*conditions: Condition) -> Condition:
    kept = [condition for condition in conditions if condition not in {ALWAYS, every(ALWAYS)}]
    return ALWAYS if not kept else kept[0] if len(kept) == 1 else every(*kept)
