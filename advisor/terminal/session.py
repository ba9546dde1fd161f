"""Hold an advisory session: ask, save, go on. What to ask and what it means is decided by the interview and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor import desk
from advisor.desk.session import UNREADABLE
from advisor.errors import AdvisorError
from advisor.sittings import events as did
from advisor.sittings import glance, showing
from advisor.sittings.consultation import answered, closed, moved, still_matters
from advisor.terminal import telling
from advisor.terminal.answering import Command, asked
from advisor.terminal.at_hand import ASIDE, AtHand
from advisor.terminal.happened import act
from advisor.terminal.surface import wrapped

if TYPE_CHECKING:
    from advisor.desk.session import AnswerValue, Question, Turn
    from advisor.sittings.alike import Set
    from advisor.sittings.events import Event
    from advisor.terminal.keeping import Kept

_EVERYWHERE = ("undo", "sure", "what_if", "who", "time")
"""What can be done without a question, too, by the letters that stand for it there."""


class Session(AtHand, kw_only=True):
    """One sitting, from its first question to its end.

    ``told_alike`` are those who were told that they have answered what all in their role are asked; ``wanted`` is what report and
    protocol are to be written as once it has ended.
    """

    open: bool = True
    told_alike: set[str | None] = msgspec.field(default_factory=set)
    wanted: str | None = None

    def hold(self) -> None:
        """Ask until the goals are reached, or until somebody wants to leave; all answers are on disk then.

        Raises:
            NotKeptError: an answer cannot be saved, and somebody left.
            UnusableInputError: an answer cannot be saved, and nobody is there to say how to go on.

        """
        happened = len(self.kept.sitting.events)
        try:
            while self.open:
                turn = self.consultation.turn_of(self.kept.sitting, self.interview, self.by)
                alike = self.asked_alike()
                if alike is not None and not alike.left and self.by not in self.told_alike:
                    self._at_end_of_set(alike)
                elif turn.question is None:
                    self._at_goal(turn)
                else:
                    self._ask(turn.question, turn)
        except (EOFError, KeyboardInterrupt):
            self.room.surface.show("")
        end = closed(self.kept.sitting, happened)
        if end is not None:
            self.go(end)
        if self.wanted is not None:
            self.room.surface.show(self._written(self.wanted))
        self.room.surface.show(self.room.words("ask.saved", file=self.kept.disk.file))

    def _ask(self, question: Question, turn: Turn) -> None:
        earlier, alike = self.kept.sitting.earlier, self.asked_alike()
        shown = showing.shown(self.room.pack, self.interview, turn, question, earlier, alike=alike)
        shown = msgspec.structs.replace(shown, by=self.by)
        said = asked(self.room, self.told(), shown, glance.placed(self.room.pack, turn), self.news_so_far())
        if isinstance(said, Command):
            self._obey(said.name, question, turn)
        else:
            then = shown.earlier.answer if shown.earlier else None
            holds_still = then is not None and then.value == said.value and question.id not in self.interview.answers.waiting
            self._record(question, turn, said.value, note=then.note if then is not None and holds_still else None)

    def _record(self, question: Question, turn: Turn, value: AnswerValue | None, *, note: str | None = None) -> None:
        before, name = self.interview, question.id
        matter = still_matters(before, name, turn)
        alike, given = self.asked_alike(), before.answers.answers.get(name)
        own = alike is not None and name in alike.questions

        def change(kept: Kept) -> Event:
            event = answered(kept.interview, name, value, self.by, self.today, own=own)
            return msgspec.structs.replace(event, note=note) if note else event

        self.keep(name, change, matter)
        if alike is None:
            self.say(telling.saved(self.told(), question, given))
        if given is not None and given.disputed and value is not None and not own and self.room.surface.attended():
            self._explain_settlement(self.room.pack.question(name))
        for finding in self.consultation.new_contradictions(before, self.interview):
            self._revisit(finding)

    def _explain_settlement(self, question: Question) -> None:
        """Let the room say why a dispute ended as it did; what was noted before stays in front of it."""
        before = self.interview.note_on(question.id)
        typed = self.room.surface.ask(self.room.words("sitting.why_settled")).strip()
        if typed and UNREADABLE not in typed:
            self.keep(question.id, lambda _: did.Noted(question=question.id, note="; ".join(filter(None, (before, typed)))))

    def _revisit(self, finding: str) -> None:
        """Show a contradiction with the answers it is between, and let one of them be given again."""
        between = next(each for each in self.consultation.contradictions(self.interview) if each.finding == finding)
        self.page(telling.contradiction(self.told(), between), last=False)
        pack, words = self.room.pack, self.room.words
        options = [(name, words("ask.revisit", label=pack.question(name).label)) for name in between.questions]
        chosen = self.choose(words("ask.which"), (*options, (ASIDE, words("ask.leave_it"))), ASIDE)
        if chosen != ASIDE:
            self.go(did.Chosen(question=chosen))

    def _obey(self, command: str, question: Question, turn: Turn) -> None:
        match command:
            case "unknown" | "disagree":
                self._record(question, turn, None)
            case "note":
                self.note(question)
            case "why":
                self.page(telling.why(self.told(), question, showing.reasons(self.room.pack, turn)))
            case _ if (event := moved(command, question)) is not None:
                self.go(event)
                if command in {"skip", "put_off"}:
                    self.say(act(self.told(), event))
            case _:
                self._do(command, question.id)

    def _do(self, command: str, question: str | None = None) -> None:
        """Do what can be done wherever one is, or end the session."""
        match command:
            case "report":
                self._write("nothing")
            case "leave":
                self._leave()
            case _:
                self.do(command, question)

    def _leave(self) -> None:
        """End the session; where somebody sits in front of it, offer what can be written of it."""
        anything = bool(self.interview.answers.answers) and self.room.surface.attended()
        self.open = bool(anything and not self._write("stay"))

    def _write(self, otherwise: str) -> bool:
        """Ask what report and protocol are to be written as; tell whether the session may end after it."""
        words = self.room.words
        names = (*desk.ENDINGS, "nothing", *(["stay"] if otherwise == "stay" else []))
        options = tuple((name, words(f"sitting.end.{name}")) for name in names)
        chosen = self.choose(words("sitting.end.which"), options, None)
        if chosen in desk.ENDINGS and otherwise == "stay":
            self.wanted = chosen
        elif chosen in desk.ENDINGS:
            self.page(self._written(chosen))
        return chosen != "stay"

    def _written(self, form: str) -> str:
        """Write report and protocol, and return what was done, or why it was not."""
        words = self.room.words
        names = words("sitting.end.report"), words("sitting.end.protocol")
        try:
            files = desk.report_and_protocol(self.kept.disk.file, self.room.pack, form, names)
        except AdvisorError as error:
            return wrapped(words("sitting.end.failed", reason=desk.told(error, self.room.pack.info.language)))
        return wrapped(words("sitting.end.written", files=", ".join(file.name for file in files)))

    def _at_goal(self, turn: Turn) -> None:
        """Say what is settled and why no question comes, and ask how to go on."""
        self.news_so_far()  # what is settled is told anew below
        words, reached = self.room.words, self.consultation.at_goal(self.interview, turn)
        self.page(telling.goal(self.told(), reached), last=False)
        acts = (*reached.acts[:-2], *(["report"] if self.interview.answers.answers else []), *reached.acts[-2:])
        options = tuple((name, words(f"ask.go.{name}", left=turn.left["findings"])) for name in acts)
        commands = {words(f"ask.key.{name}"): words(f"ask.command.{name}") for name in _EVERYWHERE}
        chosen = self.choose(words("ask.how_on"), options, options[0][0], commands)
        meant = next((name for name in _EVERYWHERE if chosen == words(f"ask.key.{name}")), chosen)
        event = moved(meant, self.room.pack.questions[0])
        if event is not None:
            self.go(event)
        else:
            self._do(meant)

    def _at_end_of_set(self, alike: Set) -> None:
        """Say that somebody has answered what all in their role are asked, and ask who comes next."""
        words, role = self.room.words, self.told().role(alike.role)
        self.page(wrapped(words("sitting.alike.done", role=role, count=len(alike.questions))), last=False)
        self.told_alike.add(self.by)
        options = (("who", words("sitting.alike.who")), ("go_on", words("sitting.alike.go_on")), ("leave", words("ask.go.leave")))
        chosen = self.choose(words("sitting.alike.next"), options, None)
        if chosen != "go_on":
            self._do(chosen)
