"""The interview: what was asked so far, as a value; every step returns a new one.

Which question comes next follows from the answers alone, so an interview can be saved, resumed, taken back and led by any
surface. :class:`Interviewer` holds what is the same for all interviews about a pack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.model import Question
from advisor.logic.condition import leaves
from advisor.logic.evaluate import holds
from advisor.reasoning.answers import Answer, Answers, question_of
from advisor.reasoning.glimpse import Certain, look_for_certain
from advisor.reasoning.relevance import Behind, Goal, Outlook, Rules, Scope, Stage, look, rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.model import Pack
    from advisor.reasoning.propagation import Known

STAGES: tuple[Stage, ...] = ("statuses", "choice", "findings")
GOALS: tuple[Goal, ...] = ("course", "findings")

_STAY = 0.5
"""A question of the topic in hand is preferred if it decides at least this share of what the best one does (a proposal)."""


class Skip(msgspec.Struct, frozen=True):
    """A topic that was left out: at which question, and after how many questions."""

    topic: str
    question: str
    after: int


class Interview(msgspec.Struct, frozen=True, kw_only=True):
    """An interview: the answers, the questions asked in their order, and the wishes of those in the room.

    ``chosen`` is a question that was picked by hand; ``goal`` is how far the interview is to go. ``closed`` are questions on
    which the room stays divided: answered, and not asked again; ``put_off`` those that are asked later. ``matter`` keeps the
    questions that could still matter for each goal: what can change nothing today cannot do so after one more answer.
    ``fits`` is how many questions still fit into the time that is left; None where nobody is in a hurry. ``alike`` are the
    questions that everybody in a role is asked, whatever others said.
    """

    answers: Answers
    asked: tuple[str, ...] = ()
    chosen: str | None = None
    skips: tuple[Skip, ...] = ()
    closed: frozenset[str] = frozenset()
    put_off: frozenset[str] = frozenset()
    goal: Goal = "course"
    matter: dict[Goal, frozenset[str]] = {}
    fits: int | None = None
    alike: dict[str, tuple[str, ...]] = {}

    @property
    def skipped(self) -> frozenset[str]:
        """Return the topics that are left out."""
        return frozenset(each.topic for each in self.skips)

    def answer(self, question: str, answer: Answer, turn: Turn | None = None) -> Interview:
        """Return the interview with an answer to the question of a turn; a note and what respondents said before stay beside it.

        Who does not know, where respondents disagree, leaves it at that: the question is answered, and what was said stays open.
        """
        before = self.answers.answers.get(question)
        kept = msgspec.structs.replace(answer, note=answer.note or self.note_on(question), said=before.said if before else ())
        waiting = {name: note for name, note in self.answers.waiting.items() if name != question}
        answers = msgspec.structs.replace(self.answers, answers={**self.answers.answers, question: kept}, waiting=waiting)
        asked = (*(name for name in self.asked if name != question), question)
        matter = turn.matter if turn and (before is None or before.unanswered or before.disputed) else {}
        closed = self.closed | {question} if kept.disputed else self.closed - {question}
        return msgspec.structs.replace(self, answers=answers, asked=asked, chosen=None, matter=matter, closed=closed)

    def noted(self, question: str, note: Answer) -> Interview:
        """Return the interview with a note on a question, beside its answer or waiting for one; an empty one is taken away."""
        given, waiting = self.answers.answers.get(question), dict(self.answers.waiting)
        if given is not None:
            both = {**self.answers.answers, question: msgspec.structs.replace(given, note=note.note)}
            return msgspec.structs.replace(self, answers=msgspec.structs.replace(self.answers, answers=both))
        waiting.pop(question, None)
        if note.note:
            waiting[question] = msgspec.structs.replace(note, value=None, unanswered=True)
        return msgspec.structs.replace(self, answers=msgspec.structs.replace(self.answers, waiting=waiting))

    def note_on(self, question: str) -> str | None:
        """Return the note on a question, whether it has an answer or not."""
        found = self.answers.answers.get(question) or self.answers.waiting.get(question)
        return found.note if found else None

    def back(self) -> Interview:
        """Return to the question before; its answer stays until another is given. A topic left out last is taken back."""
        if self.skips and self.skips[-1].after >= len(self.asked):
            return msgspec.structs.replace(self, skips=self.skips[:-1], chosen=self.skips[-1].question)
        if not self.asked:
            return self
        return msgspec.structs.replace(self, asked=self.asked[:-1], chosen=self.asked[-1])

    def choose(self, question: str | None) -> Interview:
        """Pick a question by hand; None leaves the choice to the interview again."""
        return msgspec.structs.replace(self, chosen=question)

    def skip(self, topic: str, question: str) -> Interview:
        """Leave a topic out at one of its questions, until it is taken up again."""
        return msgspec.structs.replace(self, skips=(*self.skips, Skip(topic, question, len(self.asked))), chosen=None)

    def take_up(self) -> Interview:
        """Take up all topics and questions that were left out, and all questions on which the room stayed divided."""
        return msgspec.structs.replace(self, skips=(), closed=frozenset(), put_off=frozenset())

    def go_on(self) -> Interview:
        """Go on to the last goal."""
        return msgspec.structs.replace(self, goal=GOALS[-1])


def resumed(answers: Answers, order: Iterable[str]) -> Interview:
    """Return the interview that a file goes on with; ``order`` names the questions as they stand in it.

    A dispute that bears a date was before the room, which left it open: it is not asked again until it is taken up.
    """
    closed = frozenset(name for name, answer in answers.answers.items() if answer.disputed and answer.on is not None)
    asked = tuple(name for name in order if name in answers.answers and not answers.answers[name].unanswered)
    return Interview(answers=answers, asked=asked, closed=closed)


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """Where an interview stands: the next question, why it comes, and how many are left for each goal at most.

    ``question`` is None once the goal is reached as far as it can be. ``hangs_on`` names the approaches or findings that the
    question can decide; at a goal, ``unknown`` names the questions that nobody could answer and that keep something of it open.
    ``outlook`` takes what nobody knows as the planner does, and at a goal as what could still be found out.
    """

    question: Question | None
    stage: Stage | None
    left: dict[Goal, int]
    matter: dict[Goal, frozenset[str]]
    hangs_on: tuple[str, ...]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    outlook: Outlook


class Interviewer:
    """Knows a pack's questions and rules, and says for an interview what comes next."""

    def __init__(self, pack: Pack, taken_apart: Rules | None = None) -> None:
        """Take the pack's rules apart once, where they are not yet."""
        self.pack = pack
        self.rules = rules(pack) if taken_apart is None else taken_apart
        self.reading = self.rules.everything
        concluded = pack.concluded_facts()
        self._answerable = tuple(fact for fact in pack.vocabulary.facts if fact not in concluded)

    def turn(self, interview: Interview) -> Turn:
        """Return where an interview stands."""
        return self.at_goal(interview, self.next(interview))

    def next(self, interview: Interview) -> Turn:
        """Return which question comes next; where none does, what is known at the goal is not looked at yet."""
        answers = interview.answers
        given = answers.possible(self.pack)
        open_questions = self._open_ones(interview, given)
        due = {name for name in open_questions if self.pack.question(name).topic not in interview.skipped} - interview.put_off
        waiting = frozenset(fact for fact in self._answerable if question_of(fact) in due)
        unknown = frozenset(fact for fact in self._answerable if question_of(fact) not in open_questions)
        behind: Behind = {}
        outlook = look(self.pack, self.rules, given, answers.aim, Scope(waiting=waiting, unknown=unknown), behind)
        facts = {goal: frozenset(question_of(fact) for fact in outlook.facts(goal)) for goal in GOALS}
        matters = {goal: found & interview.matter.get(goal, found) for goal, found in facts.items()}
        matter = matters[interview.goal]
        question, stage = self._next(interview, outlook, due & matter)
        return Turn(
            question=question,
            stage=stage,
            left={goal: len(matters[goal] & due) for goal in GOALS},
            matter=matters,
            hangs_on=() if question is None else self._hangs_on(question.id, outlook, behind),
            unknown=(),
            left_out=tuple(each.id for each in self.pack.questions if each.id in matter & (open_questions - due)),
            outlook=outlook,
        )

    def at_goal(self, interview: Interview, turn: Turn) -> Turn:
        """Return a turn with what could still be found out, and who would have to, where no question comes next."""
        if turn.question is not None:
            return turn
        given, possible = interview.answers.answers, interview.answers.possible(self.pack)
        open_questions = self._open_ones(interview, possible)
        if not any(question_of(fact) not in open_questions for fact in self._answerable):
            return turn
        scope = Scope(goal=interview.goal)
        outlook = look(self.pack, self.rules, possible, interview.answers.aim, scope)
        matters_still = {question_of(fact) for fact in outlook.facts(interview.goal)} - open_questions
        unanswered = {name for name in matters_still & given.keys() if given[name].value is None}
        unknown = tuple(each.id for each in self.pack.questions if each.id in unanswered)
        return msgspec.structs.replace(turn, unknown=unknown, outlook=outlook)

    def outlook(self, interview: Interview) -> Outlook:
        """Return what is certain and what is open, whatever is still asked or found out, also of what nobody knew."""
        return look(self.pack, self.rules, interview.answers.possible(self.pack), interview.answers.aim)

    def certain(self, interview: Interview) -> Certain:
        """Return what of that outlook is certain: for whoever shows it, which is much less work."""
        return look_for_certain(self.pack, self.rules, interview.answers.possible(self.pack), interview.answers.aim)

    def most_important(self, interview: Interview, count: int) -> tuple[str, ...]:
        """Return the questions that decide most now, the first of them first: what to ask where time is short."""
        found: list[str] = []
        turn = self.turn(msgspec.structs.replace(interview, chosen=None, fits=None))
        left_out = {each.topic for each in interview.skips}
        open_questions = self._open_ones(interview, interview.answers.possible(self.pack))
        for stage in STAGES if interview.goal == "findings" else STAGES[:-1]:
            effects = _by_question(turn.outlook, stage)
            due = (
                each.id
                for each in self.pack.questions
                if each.id in turn.matter[interview.goal] and each.id in effects and each.id in open_questions
                if each.topic not in left_out and each.id not in interview.put_off
            )
            found += sorted((name for name in due if name not in found), key=lambda name: -effects[name])
        return tuple(found[:count])

    def _open_ones(self, interview: Interview, possible: Known) -> set[str]:
        """Return the questions that can be asked where facts can have some values."""
        return {each.id for each in self.pack.questions if self._is_open(interview, each, possible)}

    def _is_open(self, interview: Interview, question: Question, possible: Known) -> bool:
        """Tell whether a question can be asked: nobody answered it, or respondents disagree, and it arises."""
        answer = interview.answers.answers.get(question.id)
        settled = answer is not None and not answer.unanswered and not answer.disputed
        if question.type == "text" or question.id in interview.closed or settled:
            return False
        return question.arises is None or holds(question.arises, possible) is not False

    def _next(self, interview: Interview, outlook: Outlook, due: set[str]) -> tuple[Question | None, Stage | None]:
        if interview.chosen is not None:
            return self.pack.question(interview.chosen), None
        if interview.fits == 0:
            return None, None
        for stage in STAGES if interview.goal == "findings" else STAGES[:-1]:
            effects = _by_question(outlook, stage)
            candidates = [each for each in self.pack.questions if each.id in due and each.id in effects]
            if candidates:
                return self._best(self._ripe(candidates, outlook, due), effects, interview), stage
        return None, None

    def _ripe(self, candidates: list[Question], outlook: Outlook, due: set[str]) -> list[Question]:
        """Leave out questions that may turn out not to arise, as long as what decides that can be asked first."""
        ripe = [
            each
            for each in candidates
            if each.arises is None
            or holds(each.arises, outlook.known)
            or not any(question_of(test.fact) in due for test in leaves(each.arises))
        ]
        return ripe or [self.pack.question(question_of(test.fact)) for test in leaves(candidates[0].arises or ripe[0].arises)]

    def _best(self, candidates: list[Question], effects: dict[str, float], interview: Interview) -> Question:
        """Return the question that decides most: disputes first, then the short run; the topic in hand where it is worth it.

        Where time is short, only what it decides counts.
        """
        if interview.fits is not None:
            return max(candidates, key=lambda each: effects[each.id])
        given = interview.answers.answers
        disputed = [each for each in candidates if each.id in given and given[each.id].disputed]
        first = disputed or [each for each in candidates if each.short_run is not None] or candidates
        best = max(effects[each.id] for each in first)
        topic = self.pack.question(interview.asked[-1]).topic if interview.asked else None
        beside = [each for each in first if each.topic == topic and effects[each.id] >= _STAY * best]
        return min(beside or first, key=lambda each: (-effects[each.id], each.short_run or len(self.pack.questions)))

    def _hangs_on(self, question: str, outlook: Outlook, behind: Behind) -> tuple[str, ...]:
        concluded = (*outlook.statuses, *outlook.findings)
        return tuple(
            each
            for each in concluded
            if question in {question_of(fact) for fact in self.reading.open_facts(each, outlook.settles, behind)}
        )


def _by_question(outlook: Outlook, stage: Stage) -> dict[str, float]:
    """Return how much each question is expected to decide in a stage."""
    effects: dict[str, float] = {}
    for fact, effect in outlook.effects[stage].items():
        effects[question_of(fact)] = effects.get(question_of(fact), 0.0) + effect
    return effects
