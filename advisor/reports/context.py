"""What every part of a report works from: the outcome, the knowledge and answers behind it, and the words."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.model import Pack
from advisor.knowledge.placeholders import fill
from advisor.logic.values import only
from advisor.reasoning.answers import Answer, Answers, AnswerValue, question_of
from advisor.reasoning.outcome import Outcome
from advisor.reasoning.schedule import add_months
from advisor.reports.chapters.voices import agreed, everything_said, value_said
from advisor.reports.remembering import Common
from advisor.reports.words import Words

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from advisor.knowledge.fields import Sourced
    from advisor.knowledge.placeholders import Forms
    from advisor.knowledge.steps import CityExample, Step
    from advisor.logic.values import Allowed, Value
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.remembering import Once


class Context(msgspec.Struct, frozen=True, dict=True):
    """One case, ready to be told; what many parts of a report say of it is worded once."""

    pack: Pack
    answers: Answers
    outcome: Outcome
    words: Words
    shared: Common | None = None
    """What it has in common with other cases, where there are any."""

    @functools.cached_property
    def common(self) -> Common:
        """What reports from this pack in this language have in common."""
        return self.shared or Common(self.pack, self.words)

    @functools.cached_property
    def once(self) -> Once:
        """What calls a function that depends on nothing but what it is given, once for all reports."""
        return self.common.once

    def text(self, raw: str) -> str:
        """Fill the names of roles and city into a text of the pack."""
        return fill(raw, self.answers.city.labels)

    def said(self, at: str) -> list[str]:
        """Return the sentences that are said somewhere, by their place in the outcome."""
        return [said.text for said in self.outcome.said if said.at == at]

    def role(self, name: str) -> str:
        """Return what the city calls a role."""
        return self.answers.city.labels[name][""]

    def name(self, approach: str) -> str:
        """Return the name of an approach."""
        return self.pack.approach(approach).name

    def titled(self, name: str) -> str:
        """Return what readers call an approach, a finding, a step or a question."""
        names = self.common.names
        return names[name] if name in names else self.text(self.step(name).title)

    def step(self, name: str) -> Step:
        """Return a step of the pack."""
        return self.pack.step(name)

    def example(self, step: Step) -> CityExample | None:
        """Return the documented case of a step, unless it is the city itself, or later than the report.

        What a city did later would be shown as what to do, and what happened later nobody can know on that day.
        """
        cities, last_year = self.once(_documented, self.common, step.id)
        if step.example is None or self.outcome.city.name in cities:
            return None
        return step.example if last_year <= self.outcome.date.year else None

    def is_told(self, finding: str) -> bool:
        """Tell whether the report tells a finding: one that is there may be silenced by another."""
        return finding in self._told

    @functools.cached_property
    def _told(self) -> frozenset[str]:
        return frozenset(state.id for state in self.outcome.findings)

    def question_label(self, fact: str) -> str:
        """Return the label of the question behind a fact."""
        return self.pack.question(question_of(fact)).label

    def answer(self, question: str) -> str:
        """Return the answer to a question in words; where respondents disagree, what they said and how many."""
        if question not in self._answers_told:
            self._answers_told[question] = self._answered(question)
        return self._answers_told[question]

    @functools.cached_property
    def _answers_told(self) -> dict[str, str]:
        return {}

    def _answered(self, question: str) -> str:
        given = self.answers.answers.get(question)
        if given is None or given.said:
            return value_said(self.words, self.pack.question(question), self.answers, given)
        return self.once(_agreed, self.common, question, given.value, given.implied)

    @functools.cached_property
    def notes(self) -> dict[str, list[Answer]]:
        """Each statement that has a note, by its question, also one that waits for it."""
        found = {}
        for name, answer in self.answers.answers.items():
            if noted := [each for each in (answer, *answer.said) if each.note]:
                found[name] = noted
        waiting = {name: each for name, each in self.answers.waiting.items() if name not in self.answers.answers}
        return found | {name: [msgspec.structs.replace(each, unanswered=True)] for name, each in waiting.items()}

    def possible(self, facts: Iterable[str]) -> dict[str, Allowed]:
        """Return the values that the answers leave these facts."""
        known, disputed = self._facts
        given = {fact: only(known[fact]) if fact in known else disputed.get(fact) for fact in facts}
        return {fact: values for fact, values in given.items() if values is not None}

    @functools.cached_property
    def _facts(self) -> tuple[dict[str, Value], dict[str, Allowed]]:
        return self.answers.facts(self.pack), self.answers.disputed_facts(self.pack)

    def answer_with_names(self, question: str) -> str:
        """Return the answer to a question; where respondents disagree, what they said, how many, and who."""
        if not self.disputed(question):
            return self.answer(question)
        asked, answer = self.pack.question(question), self.answers.answers[question]
        return self.words("value.disputed", values=everything_said(self.words, asked, self.answers, answer))

    def disputed(self, fact: str) -> bool:
        """Tell whether respondents disagree on the question behind a fact."""
        given = self.answers.answers.get(question_of(fact))
        return given is not None and bool(given.disputed)

    def approaches_with(self, status: str, *, aimed: bool = False) -> list[str]:
        """Return the names of the approaches with a status; only those aimed at, if asked."""
        states = self.outcome.approaches
        return [self.name(name) for name, state in states.items() if state.status == status and (state.aimed or not aimed)]

    def also_established(self, item: PathStep) -> list[str]:
        """Return the approaches beside its target that a step of the path establishes."""
        statuses = {name: state.status for name, state in self.outcome.approaches.items()}
        for each in self.outcome.path:
            if each is item:
                break
            statuses = each.status_after
        new = (name for name, status in item.status_after.items() if status == "established" != statuses[name])
        return [name for name in new if name != item.target]

    def origin(self, entry: Sourced) -> str:
        """Return where an idea comes from: seed, source or proposal, and the sources cited."""
        return self.once(_origin, self.words, entry.provenance, entry.sources)

    def origin_in_full(self, entry: Sourced) -> str:
        """Return where an idea comes from, and what of it is ours."""
        return self.text(origin_in_full(self.words, entry))

    def month(self, item: PathStep, after: int) -> str:
        """Return a month by how many come before it."""
        return self.once(_month, self.words, item.timeframe.start, after)

    def window(self, item: PathStep, months: tuple[int, int], form: str = "window.range") -> str:
        """Return the earliest and the latest month of an item, when it begins or ends, in words of this form."""
        low, high = (self.month(item, each) for each in months)
        return low if low == high else self.words(form, low=low, high=high)

    def rounds(self, item: PathStep, months: tuple[int, int]) -> str:
        """Return when money is applied for: in one month, or in another one where the item begins late; never in between."""
        if item.timeframe.begins_open:
            return self.words("window.earliest", low=self.month(item, months[0]))
        return self.window(item, months, "window.rounds")

    def begins(self, item: PathStep, form: str = "window.range") -> str:
        """Return when an item begins, the earliest and the latest; where nobody knows how long money takes, after what."""
        if item.timeframe.begins_open:
            return self.words("window.during" if item.kind == "preparation" else "window.after", number=self._steps_before(item))
        return self.window(item, item.timeframe.begins, form)

    def ends(self, item: PathStep, form: str = "window.range") -> str:
        """Return when an item ends, the earliest and the latest; where nobody knows how long money takes, after what.

        A month before any money can be there would be none: then the order is told, and the round.
        """
        frame = item.timeframe
        if frame.lead_unknown and frame.round is not None and not frame.begins_open:
            return self.words("window.after_round", month=self.window(item, frame.round, form))
        if frame.lead_unknown:
            return self.words("window.after_any_round")
        if frame.ends_open and item.kind == "preparation":
            return self.words("window.with", number=self._steps_before(item))
        if frame.ends_open:
            return self.words("window.later", months=self.words.months(*item.months))
        return self.window(item, frame.ends, form)

    def lasts(self, months: tuple[int, int]) -> str:
        """Return how long the whole path takes; only the least where money is waited for and nobody knows how long."""
        is_open = any(item.timeframe.ends_open for item in self.outcome.path)
        return self.words.counted("months.least", months[0]) if is_open else self.words.about(*months)

    def _steps_before(self, item: PathStep) -> int:
        path = self.outcome.path
        return sum(each.kind == "step" for each in path[: path.index(item)])

    def declined(self, approach: str) -> Forms:
        """Return the name of an approach in every form of its article; the words choose one."""
        found = self.pack.approach(approach)
        return self.pack.declined(found.article, found.name)


def _agreed(common: Common, question: str, value: AnswerValue | None, implied: bool) -> str:  # noqa: FBT001 - as it is remembered
    return agreed(common.words, common.pack.question(question), value, implied=implied)


def _documented(common: Common, step: str) -> tuple[frozenset[str], int]:
    """Return the city of the documented case of a step, under the names it has, and the last year that is told of it."""
    pack = common.pack
    example, original = pack.step(step).example, (pack.original or pack).step(step).example
    return frozenset(each.city for each in (example, original) if each), (example and example.last_year) or 0


def _month(words: Words, start: datetime.date, after: int) -> str:
    return words.month(add_months(start, after))


def origin_in_full(words: Words, entry: Sourced) -> str:
    """Return where an idea comes from, and what of it is ours, with placeholders where that names roles."""
    origin = _origin(words, entry.provenance, entry.sources)
    return f"{origin}." if entry.origin_note is None else words("origin_with_note", origin=origin, note=entry.origin_note)


def _origin(words: Words, provenance: str, sources: tuple[str, ...]) -> str:
    cited = ", ".join(sources)
    return words("origin", mark=words(f"provenance.{provenance}"), sources=f" ({cited})" if cited else "")
