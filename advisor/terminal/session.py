"""Hold an advisory session: ask, save, go on. What to ask and what it means is decided by the interview and the rules."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.reasoning.answers import Answer, AnswerValue
from advisor.reasoning.engine import Engine
from advisor.reasoning.firmness import Firm, firm_statuses
from advisor.report.words import Words
from advisor.sessions.answer_value import ValueReader
from advisor.sessions.answers_disk import AnswersDisk
from advisor.sessions.interview import Interview, Interviewer
from advisor.terminal import telling
from advisor.terminal.surface import Lines

if TYPE_CHECKING:
    from advisor.knowledge.model import Question
    from advisor.knowledge.yaml_text import Plain
    from advisor.reasoning.conclusions import Conclusions
    from advisor.sessions.interview import Turn

_ASIDE = "-"
_COMMANDS = ("unknown", "back", "note", "why", "sure", "skip", "review", "leave")


class Session(msgspec.Struct, kw_only=True):
    """One sitting: the interview, the file it is kept in, who answers, and the surface it is held on."""

    interviewer: Interviewer
    engine: Engine
    words: Words
    surface: Lines
    interview: Interview
    disk: AnswersDisk
    by: str | None
    today: datetime.date
    note: str | None = None
    open: bool = True

    def hold(self) -> None:
        """Ask until the goals are reached, or until somebody wants to leave; all answers are on disk then.

        Raises:
            UnusableInputError: an answer cannot be saved.

        """
        try:
            while self.open:
                turn = self.interviewer.turn(self.interview)
                if turn.question is None:
                    self._at_goal(turn)
                else:
                    self._ask(turn.question, turn)
        except EOFError:
            self.surface.show("")
        self.surface.show(self.words("ask.saved", file=self.disk.file))

    def _ask(self, question: Question, turn: Turn) -> None:
        self.surface.show(telling.question(self._told(), question, turn))
        typed = self._choose(question) if question.type in {"ordinal", "choice", "yes_no"} else self._type(question)
        commands = {self.words(f"ask.key.{name}"): name for name in _COMMANDS}
        if typed in commands:
            self._obey(commands[typed], question, turn)
        else:
            self._read(question, turn, typed)

    def _choose(self, question: Question) -> str:
        given = self.interview.answers.answers.get(question.id)
        options = [(level.name, level.label) for level in question.levels] or [
            (name, self.words(f"value.{name}")) for name in ("yes", "no")
        ]
        default = given.value if given and isinstance(given.value, str) else None
        return self.surface.choose(self.words("ask.choose"), options, self._commands(), default, shown=bool(question.levels))

    def _type(self, question: Question) -> str:
        self.surface.show(telling.how_to_type(self._told(), question, self._commands()))
        return self.surface.ask(self.words("ask.type")).strip()

    def _commands(self) -> dict[str, str]:
        names = [name for name in _COMMANDS if name != "back" or self.interview.asked]
        return {self.words(f"ask.key.{name}"): self.words(f"ask.command.{name}") for name in names}

    def _read(self, question: Question, turn: Turn, typed: str) -> None:
        problems: list[str] = []
        reader = ValueReader(lambda _, what, __: problems.append(what))
        raw: Plain = telling.typed_options(question, typed) if question.type == "several" else typed
        value = reader.read(question, raw or None, ())
        if problems:
            self.surface.show(telling.unreadable(self._told(), question, typed))
        else:
            self._record(question, turn, value)

    def _record(self, question: Question, turn: Turn, value: AnswerValue | None) -> None:
        before = self._contradictions()
        given = self.interview.answers.answers.get(question.id)
        kept = self.note or (given.note if given and given.value == value else None)
        answer = Answer(value=value, note=kept, by=self.by, on=self.today)
        self.interview = self.interview.answer(question.id, answer, turn)
        self.disk = self.disk.put(question.id, self.interview.answers.answers[question.id])
        self.note = None
        for name in [name for name in self._contradictions() if name not in before]:
            self._revisit(name)

    def _contradictions(self) -> dict[str, list[str]]:
        return telling.contradictions(self.interviewer.pack, self._concluded())

    def _firm(self) -> dict[str, Firm]:
        pack = self.interviewer.pack
        return firm_statuses(pack, self.interview.answers.complete(pack), self._concluded())

    def _concluded(self) -> Conclusions:
        pack, answers = self.interviewer.pack, self.interview.answers
        return self.engine.infer(answers.facts(pack), answers.disputed_facts(pack))

    def _revisit(self, finding: str) -> None:
        """Show a contradiction with the answers it is between, and let one of them be given again."""
        behind = self._contradictions()[finding]
        self.surface.show(telling.contradiction(self._told(), finding, behind))
        pack = self.interviewer.pack
        options = [(name, self.words("ask.revisit", label=pack.question(name).label)) for name in behind]
        chosen = self.surface.choose(self.words("ask.which"), [*options, (_ASIDE, self.words("ask.leave_it"))], {}, _ASIDE)
        if chosen != _ASIDE:
            self.interview = self.interview.choose(chosen)

    def _obey(self, command: str, question: Question, turn: Turn) -> None:
        match command:
            case "unknown":
                self._record(question, turn, None)
            case "back":
                self.interview = self.interview.back()
            case "note":
                self.note = self.surface.ask(self.words("ask.note"), self.note or "") or None
            case "why":
                self.surface.show(telling.why(self._told(), question, turn))
            case "sure":
                self.surface.show(telling.standing(self._told(), turn, self._firm()))
            case "skip":
                self.interview = self.interview.skip(question.topic)
            case "review":
                self._review()
            case _:
                self.open = False

    def _review(self) -> None:
        """Show every question with its answer and let one be chosen."""
        pack = self.interviewer.pack
        self.surface.show(telling.review(self._told()))
        typed = self.surface.ask(self.words("ask.review")).strip()
        if typed.isdigit() and 1 <= int(typed) <= len(pack.questions):
            self.interview = self.interview.choose(pack.questions[int(typed) - 1].id)

    def _at_goal(self, turn: Turn) -> None:
        """Say what is settled and why no question comes, and ask how to go on."""
        self.surface.show(telling.goal(self._told(), turn, self._firm()))
        options = [("review", self.words("ask.go.review")), ("leave", self.words("ask.go.leave"))]
        if turn.left_out:
            options.insert(0, ("take_up", self.words("ask.go.take_up")))
        if self.interview.goal == "course" and turn.left["findings"]:
            options.insert(0, ("go_on", self.words("ask.go.go_on", left=turn.left["findings"])))
        match self.surface.choose(self.words("ask.how_on"), options, {}, options[0][0]):
            case "go_on":
                self.interview = self.interview.go_on()
            case "take_up":
                self.interview = self.interview.take_up()
            case "review":
                self._review()
            case _:
                self.open = False

    def _told(self) -> telling.Told:
        return telling.Told(self.interviewer.pack, self.words, self.interview, self.note)
