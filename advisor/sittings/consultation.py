"""What can be done in a sitting, on whatever surface: each act becomes an event, and what follows from a state is found here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.interview.interview import Interviewer
from advisor.knowledge.model import Pack
from advisor.reasoning.answers import Answer, Answers
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.diagnosis import questions_behind
from advisor.reasoning.disputes import disputes
from advisor.reasoning.firmness import firm_statuses
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.propagation import ReadingEngine
from advisor.sittings import events as did
from advisor.sittings import showing
from advisor.sittings.alike import role_of, set_of
from advisor.sittings.sitting import recorded
from advisor.sittings.supposing import supposing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from advisor.interview.interview import Interview, Turn
    from advisor.knowledge.model import Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.firmness import Firm
    from advisor.reasoning.outcome import DisputeState
    from advisor.reasoning.relevance import Goal
    from advisor.sittings.events import Event
    from advisor.sittings.showing import AtGoal, Contradiction, HowSure
    from advisor.sittings.sitting import Sitting
    from advisor.sittings.supposing import Supposing


class Consultation(msgspec.Struct, kw_only=True):
    """Knows a pack and its rules, and says of any state of a sitting what it means."""

    pack: Pack
    interviewer: Interviewer
    base: KnowledgeBase
    """What is worked out of the rules; its engine is compiled with the first answer, for the first question needs none."""
    contradictory: ReadingEngine
    """Reads the rules that contradictions rest on."""
    last: tuple[Answers, Conclusions] | None = None
    """What was concluded last, and from what: before the next answer nothing is different."""

    def turn(self, interview: Interview) -> Turn:
        """Return where an interview stands, and which question comes next."""
        return self.interviewer.turn(interview)

    def next(self, interview: Interview) -> Turn:
        """Return which question comes next: at a goal half of the work."""
        return self.interviewer.next(interview)

    def settled(self, interview: Interview, turn: Turn) -> Turn:
        """Return where an interview stands of which it is known which question comes next, or that none does."""
        return self.interviewer.at_goal(interview, turn)

    def turn_of(self, sitting: Sitting, interview: Interview, person: str | None) -> Turn:
        """Return where an interview stands for whoever speaks: who is asked what all in their role are gets that first."""
        alike = set_of(self.pack, sitting, interview, person)
        if alike is None or not alike.left or interview.chosen is not None or interview.fits == 0:
            return self.turn(interview)
        return self.turn(interview.choose(alike.left[0]))

    def most_important(self, interview: Interview, count: int) -> tuple[str, ...]:
        """Return the questions that decide most now: what to ask where time is short."""
        return self.interviewer.most_important(interview, count)

    def what_if(self, interview: Interview, question: str | None = None) -> Supposing:
        """Return what each answer to a question would bring, and which one other answer would change what; nothing is kept."""
        return supposing(self.pack, self.base.reading, interview.answers, question)

    def contradictions(self, interview: Interview) -> tuple[Contradiction, ...]:
        """Return the contradictions between answers, each with the questions to revisit."""
        answers = interview.answers
        read = self.contradictory.infer(answers.facts(self.pack), answers.disputed_facts(self.pack))
        there = [each for each in self.pack.findings if each.kind == "contradiction" and read.concluded(each.id, "present")]
        found = []
        for finding in there:  # most answers contradict nothing, and the engine need not be asked
            concluded = self._concluded(answers)
            firing = concluded.firing(finding.id, "present")
            if firing is not None:
                found.append(showing.Contradiction(finding.id, tuple(questions_behind(concluded, firing))))
        return tuple(found)

    def new_contradictions(self, before: Interview, now: Interview) -> tuple[str, ...]:
        """Return the contradictions that came up between two states."""
        known = {each.finding for each in self.contradictions(before)}
        return tuple(each.finding for each in self.contradictions(now) if each.finding not in known)

    def how_sure(self, interview: Interview, turn: Turn) -> HowSure:
        """Return where the city stands, whatever is still found out."""
        return showing.how_sure(self.pack, turn, self._firm(interview), self.interviewer.certain(interview))

    def at_goal(self, interview: Interview, turn: Turn) -> AtGoal:
        """Return what is settled at a goal, and what can be done there."""
        return showing.at_goal(self.pack, interview, turn, self._firm(interview))

    def disputes(self, interview: Interview) -> list[DisputeState]:
        """Return what people disagree on, those first that change a verdict, with what hangs on each."""
        return disputes(self.pack, interview.answers, self.interviewer.rules)

    def _firm(self, interview: Interview) -> dict[str, Firm]:
        answers = interview.answers
        return firm_statuses(self.pack, self.base.verdicts, answers.complete(self.pack), self._concluded(answers))

    def _concluded(self, answers: Answers) -> Conclusions:
        if self.last is None or self.last[0] is not answers:
            self.last = answers, self.base.engine.infer(answers.facts(self.pack), answers.disputed_facts(self.pack))
        return self.last[1]


def consultation(pack: Pack) -> Consultation:
    """Return what knows a pack, with its rules taken apart once."""
    base = KnowledgeBase(pack)
    names = [each.id for each in pack.findings if each.kind == "contradiction"]
    contradictory = ReadingEngine(pack, base.rules.everything.about(names))
    return Consultation(pack=pack, interviewer=Interviewer(pack, base.rules), base=base, contradictory=contradictory)


def answered(
    interview: Interview, question: str, value: AnswerValue | None, by: str | None, on: datetime.date, *, own: bool = False
) -> Event:
    """Return the event of an answer: a statement, or a settlement where several statements stand already.

    Whoever is asked what all in their role are answers for themselves (``own``), whatever others said.
    """
    return recorded(interview, question, Answer(value=value, by=by, on=on), own=own)


def still_matters(interview: Interview, question: str, turn: Turn) -> Mapping[Goal, frozenset[str]]:
    """Return what still matters after an answer: no more than before it, unless it changes one that counted already."""
    given = interview.answers.answers.get(question)
    fresh = given is None or given.unanswered or bool(given.disputed)
    return turn.matter if fresh else {}


def moved(act: str, question: Question) -> Event | None:
    """Return the event of an act by which the interview goes on elsewhere; None where it is none of those."""
    moves: dict[str, Event] = {
        "back": did.WentBack(),
        "skip": did.Skipped(topic=question.topic, question=question.id),
        "put_off": did.PutOff(question=question.id),
        "take_up": did.TakenUp(),
        "go_on": did.WentOn(),
        "more_time": did.TimeBoxed(),
    }
    return moves.get(act)


def undone(sitting: Sitting, number: int) -> Event:
    """Return the event by which an act and all after it did not happen."""
    return did.Undone(events=sitting.undoing(number))


def joined(sitting: Sitting, by: str, name: str, role: str | None = None) -> Event | None:
    """Return the event of somebody who speaks from now on; None for whoever was there already, in the same role."""
    there = by in sitting.people() and (role is None or role == role_of(sitting, by))
    return None if there else did.Joined(name=name, role=role)


def closed(sitting: Sitting, before: int) -> Event | None:
    """Return the event of the end of a session that began after so many events; None where nothing happened in it."""
    return did.Closed() if len(sitting.events) > before else None
