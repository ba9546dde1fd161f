"""Hold an advisory session: ask, save, go on. What to ask and what it means is decided by the interview and the rules."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.interview.interview import Interview, Interviewer
from advisor.interview.typed import UNREADABLE
from advisor.reasoning.answers import Answer, Answers
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.firmness import Firm, firm_statuses
from advisor.reasoning.pack_engine import PackEngine
from advisor.terminal import telling
from advisor.terminal.answering import Command, asked, question_meant
from advisor.terminal.keeping import Kept, NotKeptError, Room, keep
from advisor.terminal.surface import Menu, wrapped

if TYPE_CHECKING:
    from advisor.interview.interview import Turn
    from advisor.knowledge.model import Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.terminal.keeping import Change

_ASIDE = "-"


class Session(msgspec.Struct, kw_only=True):
    """One sitting: the room it is held in, the interviewer, what was answered and is kept, and who answers."""

    room: Room
    interviewer: Interviewer
    engine: PackEngine
    kept: Kept
    by: str | None
    today: datetime.date
    open: bool = True
    last: tuple[Answers, Conclusions] | None = None
    """What was concluded last, and from what: before the next answer nothing is different."""

    def hold(self) -> None:
        """Ask until the goals are reached, or until somebody wants to leave; all answers are on disk then.

        Raises:
            NotKeptError: an answer cannot be saved, and somebody left.
            UnusableInputError: an answer cannot be saved, and nobody is there to say how to go on.

        """
        try:
            while self.open:
                turn = self.interviewer.turn(self.interview)
                if turn.question is None:
                    self._at_goal(turn)
                else:
                    self._ask(turn.question, turn)
        except (EOFError, KeyboardInterrupt):
            self.room.surface.show("")
        self.room.surface.show(self.room.words("ask.saved", file=self.kept.disk.file))

    @property
    def interview(self) -> Interview:
        """Return what was asked and answered so far."""
        return self.kept.interview

    def _ask(self, question: Question, turn: Turn) -> None:
        said = asked(self.room, self._told(), question, turn)
        if isinstance(said, Command):
            self._obey(said.name, question, turn)
        else:
            self._record(question, turn, said.value)

    def _record(self, question: Question, turn: Turn, value: AnswerValue | None) -> None:
        before = self._contradictions()
        answer = Answer(value=value, note=self.interview.note_on(question.id), by=self.by, on=self.today)
        self._keep(question.id, lambda interview: interview.answer(question.id, answer, turn))
        for name in [name for name in self._contradictions() if name not in before]:
            self._revisit(name)

    def _keep(self, question: str, change: Change) -> None:
        """Make a change, and save it; who breaks off meanwhile is told that it may not be saved."""
        try:
            self.kept = keep(self.room, self.kept, question, change)
        except KeyboardInterrupt as error:
            label = self.room.pack.question(question).label
            raise NotKeptError(self.room.words("ask.unsaved.title", typed=label)) from error

    def _note(self, question: Question) -> None:
        """Let the note on a question be written, changed, or taken away after having asked; it is saved at once."""
        words, before = self.room.words, self.interview.note_on(question.id)
        typed = self.room.surface.ask(words("ask.note"), before or "").strip()
        if UNREADABLE in typed:
            self._page(telling.undecodable(words, typed))
        elif typed and typed != before:
            note = Answer(value=None, note=typed, by=self.by, on=self.today)
            self._keep(question.id, lambda interview: interview.noted(question.id, note))
        elif before and not typed and self._is_gone(before):
            self._keep(question.id, lambda interview: interview.noted(question.id, Answer(value=None)))

    def _is_gone(self, note: str) -> bool:
        words = self.room.words
        options = (("keep", words("ask.note_gone.keep", note=note)), ("delete", words("ask.note_gone.delete")))
        return self._choose(words("ask.note_gone.which"), options, None) == "delete"

    def _choose(self, message: str, options: tuple[tuple[str, str], ...], default: str | None) -> str:
        words = self.room.words
        menu = Menu(
            message=message, options=options, default=default, refusal=lambda typed: telling.no_choice(words, options, typed)
        )
        return self.room.surface.choose(menu)

    def _contradictions(self) -> dict[str, list[str]]:
        return telling.contradictions(self.room.pack, self._concluded())

    def _firm(self) -> dict[str, Firm]:
        pack = self.room.pack
        return firm_statuses(pack, self.engine.verdicts, self.interview.answers.complete(pack), self._concluded())

    def _concluded(self) -> Conclusions:
        pack, answers = self.room.pack, self.interview.answers
        if self.last is None or self.last[0] is not answers:
            self.last = answers, self.engine.infer(answers.facts(pack), answers.disputed_facts(pack))
        return self.last[1]

    def _revisit(self, finding: str) -> None:
        """Show a contradiction with the answers it is between, and let one of them be given again."""
        behind = self._contradictions()[finding]
        self._page(telling.contradiction(self._told(), finding, behind), last=False)
        pack, words = self.room.pack, self.room.words
        options = [(name, words("ask.revisit", label=pack.question(name).label)) for name in behind]
        chosen = self._choose(words("ask.which"), (*options, (_ASIDE, words("ask.leave_it"))), _ASIDE)
        if chosen != _ASIDE:
            self._go(self.interview.choose(chosen))

    def _obey(self, command: str, question: Question, turn: Turn) -> None:
        match command:
            case "unknown" | "disagree":
                self._record(question, turn, None)
            case "back":
                self._go(self.interview.back())
            case "note":
                self._note(question)
            case "why":
                self._page(telling.why(self._told(), question, turn))
            case "sure":
                outlook = self.interviewer.outlook(self.interview)
                self._page(telling.standing(self._told(), msgspec.structs.replace(turn, outlook=outlook), self._firm()))
            case "skip":
                self._go(self.interview.skip(question.topic, question.id))
            case "take_up":
                self._go(self.interview.take_up())
            case "review":
                self._review()
            case _:
                self.open = False

    def _go(self, interview: Interview) -> None:
        """Go on with an interview in which nothing was answered."""
        self.kept = msgspec.structs.replace(self.kept, interview=interview)

    def _page(self, text: str, *, last: bool = True) -> None:
        words = self.room.words

        def message(number: int, count: int) -> str:
            return words("ask.page") if count == 1 else words("ask.page_of", number=number, count=count)

        self.room.surface.page(text, message, last=last)

    def _review(self) -> None:
        """Show every question with its answer and let one be chosen."""
        self._page(telling.review(self._told()), last=False)
        typed = self.room.surface.ask(self.room.words("ask.review")).strip()
        chosen = question_meant(self._told(), typed)
        if chosen is not None:
            self._go(self.interview.choose(chosen))
        elif typed:
            self._page(wrapped(self.room.words("ask.unreadable", typed=typed)))

    def _at_goal(self, turn: Turn) -> None:
        """Say what is settled and why no question comes, and ask how to go on."""
        words = self.room.words
        self._page(telling.goal(self._told(), turn, self._firm()), last=False)
        options = [("review", words("ask.go.review")), ("leave", words("ask.go.leave"))]
        if turn.left_out or self.interview.closed.intersection(turn.unknown):
            options.insert(0, ("take_up", words("ask.go.take_up")))
        if self.interview.goal == "course" and turn.left["findings"]:
            options.insert(0, ("go_on", words("ask.go.go_on", left=turn.left["findings"])))
        match self._choose(words("ask.how_on"), tuple(options), options[0][0]):
            case "go_on":
                self._go(self.interview.go_on())
            case "take_up":
                self._go(self.interview.take_up())
            case "review":
                self._review()
            case _:
                self.open = False

    def _told(self) -> telling.Told:
        return telling.Told(self.room.pack, self.room.words, self.interview)
