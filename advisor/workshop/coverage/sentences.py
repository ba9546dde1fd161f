"""Which sentences of a pack are said by its tests: each gets a number in place of its words, and what is said is read back.

A pack whose sentences are numbers reasons as before, for texts decide nothing but whether the answers that they print are known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.knowledge.fields import Entry
from advisor.knowledge.model import Pack
from advisor.knowledge.placeholders import placeholders
from advisor.knowledge.sentences import Sentence, may_be_said
from advisor.logic.condition import ALWAYS, Condition, Test, every, opposite
from advisor.reasoning.diagnosis import told_findings
from advisor.reasoning.repertoire import A_YEAR_LATER, LOOK_UP, SPOKEN, TEXT, lacking
from advisor.reasoning.speaker import Speaker
from advisor.reasoning.speech import of_finding, speech
from advisor.yaml_source.read import KeyPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.repertoire import Repertoire
    from advisor.reasoning.told import Said
    from advisor.reasoning.unfolding import Verdicts
    from advisor.workshop.cases.run import Said as Case

_SECTIONS = ("axes", "approaches", "activities", "measures", "findings", "steps")
_LISTS = ("tends_to", "strengths", "blind_spots", "in_90_days", "first_90_days", LOOK_UP)
"""The keys under which each sentence is said that may be, and not only the first."""
_NUMBER = re.compile(r"#(\d+)")


class Spot(msgspec.Struct, frozen=True):
    """Where a sentence stands: its entry, the keys that lead to it, whether it is bound, and what is said before it there."""

    entry: str
    path: KeyPath
    bound: bool
    place: str
    """How cases call the place at which it is said."""

    @property
    def called(self) -> str:
        """Return how authors find it: ``the sentence under 'tends_to 2'``."""
        return " ".join(str(key + 1 if isinstance(key, int) else key) for key in self.path)


class Numbered(msgspec.Struct, frozen=True):
    """A pack whose sentences are numbers, and what each number stands for."""

    pack: Pack
    spots: tuple[Spot, ...]
    sentences: tuple[Sentence, ...]

    def said(self, sentences: Iterable[Said]) -> set[int]:
        """Return the numbers of what was said."""
        found = (_NUMBER.match(each.text) for each in sentences)
        return {int(each[1]) for each in found if each is not None}

    def unsaid(self, said: set[int]) -> set[int]:
        """Return the bound sentences that were not said where something else of their entry was."""
        entries = {self.spots[number].entry for number in said}
        return {number for number, spot in enumerate(self.spots) if spot.bound and spot.entry in entries} - said

    def of_case(self, repertoire: Repertoire, case: Case) -> set[int]:
        """Return the numbers of what is said of a case, on its whole path."""
        told = told_findings(self.pack, case.start)
        return self.said(speech(repertoire, case.answers.city.labels, case.plan, told).everything())

    def of_example(self, repertoire: Repertoire, concluded: Conclusions) -> set[int]:
        """Return the numbers of what is said of the findings of an example; it has no path."""
        speaker = Speaker(repertoire, concluded, concluded.known, repertoire.words({}, concluded.given))
        told = (of_finding(speaker, finding) for finding in told_findings(self.pack, concluded))
        return self.said(each for spoken in told for said in spoken.values() for each in said)

    def condition(self, number: int, verdicts: Verdicts, *, said: bool = True) -> Condition:
        """Return on which answers a sentence is said, or is not, where its entry is told; some are told only on a path."""
        spot, sentence = self.spots[number], self.sentences[number]
        if not said:
            return verdicts.grounded(every(self._there(spot), opposite(may_be_said(sentence))))
        before = () if spot.path[-2] in _LISTS else self.sentences[number - int(spot.path[-1]) : number]
        claims = [may_be_said(sentence), *(opposite(may_be_said(each)) for each in before)]
        return verdicts.grounded(every(self._there(spot), *claims))

    def hangs_on_path(self, number: int) -> bool:
        """Tell whether a sentence is said only where a step is taken."""
        return self.spots[number].entry.startswith(("activities/", "measures/", "steps/"))

    def _there(self, spot: Spot) -> Condition:
        """Return what is so wherever an entry is told: a finding is there, an approach is established, something is lacking."""
        section, _, name = spot.entry.partition("/")
        facts = self.pack.vocabulary.facts
        if section in {"findings", "approaches"}:
            return Test(name, frozenset({"present" if section == "findings" else "established"}), facts[name])
        if section != "measures":
            return ALWAYS
        measure = next(measure for measure in self.pack.measures if measure.id == name)
        other = measure.instead[int(spot.path[1])].when if spot.path[0] == "instead" else ALWAYS
        return every(lacking(self.pack, measure), other)


def numbered(pack: Pack) -> Numbered:
    """Return a pack with a number in the place of each sentence that reports can say."""
    spots, sentences = list[Spot](), list[Sentence]()
    questions = {question.id for question in pack.questions}

    def put(value: Any, entry: str, path: KeyPath) -> Any:  # noqa: ANN401 - any part of a pack
        if isinstance(value, Sentence):
            spots.append(Spot(entry, path, value.bound, _place(pack, entry, path)))
            sentences.append(value)
            printed = sorted(placeholders(value.text) & questions)
            return msgspec.structs.replace(value, text=" ".join([f"#{len(spots) - 1}", *(f"{{{name}}}" for name in printed)]))
        if isinstance(value, tuple):
            return tuple(put(each, entry, (*path, number)) for number, each in enumerate(value))
        if isinstance(value, Entry):
            fields = msgspec.structs.fields(value.__class__)
            return msgspec.structs.replace(
                value, **{each.name: put(getattr(value, each.name), entry, (*path, each.encode_name)) for each in fields}
            )
        return value

    parts = {section: tuple(put(each, f"{section}/{each.id}", ()) for each in getattr(pack, section)) for section in _SECTIONS}
    return Numbered(msgspec.structs.replace(pack, **parts), tuple(spots), tuple(sentences))


def sayable(found: Numbered) -> Iterator[int]:
    """Yield the sentences that some report can say: of a measure that only remedies use its text, of an unused one nothing.

    What a step says in its own words replaces those of its measure, but not what the measure says under a condition.
    """
    pack = found.pack
    works = [work for step in pack.steps for work in step.works]
    remedies = [{fact: level} for finding in pack.findings if not finding.advice for fact, level in finding.remedy.items()]
    raises = {measure.id: measure.raises for measure in pack.measures}

    def is_used(measure: Mapping[str, str], key: str, *, instead: bool) -> bool:
        own = [getattr(work, key) for work in works if work.raises == measure]
        return any(instead or not said for said in own) or (key == TEXT and measure in remedies)

    for number, spot in enumerate(found.spots):
        section, _, name = spot.entry.partition("/")
        key = next(str(key) for key in reversed(spot.path) if key in SPOKEN) if section == "measures" else ""
        if not key or is_used(raises[name], key, instead=spot.path[0] == "instead"):
            yield number


def _place(pack: Pack, entry: str, path: KeyPath) -> str:
    """Return how cases call the place of a sentence; of what stands in a step only the path says when it is said."""
    section, _, name = entry.partition("/")
    keys = [str(key) for key in path if not isinstance(key, int)]
    match section:
        case "axes":
            axis = next(axis for axis in pack.axes if axis.id == name)
            return f"poles/{axis.poles[int(path[1])].id}/{keys[-1]}"
        case "steps":
            key = {"first_90_days": "in_90_days", "pitfall": "goes_wrong", "indicator": "done"}.get(keys[-1], keys[-1])
            return f"path/{name}{'.preparation' if 'prepare' in keys else ''}/{key}"
        case _:
            return f"{entry}/{'/'.join(keys) if keys[0] == A_YEAR_LATER else keys[-1]}"
