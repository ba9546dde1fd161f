"""Hold an advisory session: ask, save, go on. What to ask and what it means is decided by the interview and the rules."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.interview.typed import UNREADABLE, fitting
from advisor.knowledge.placeholders import CITY
from advisor.reports.chapters.voices import who
from advisor.sittings import events as did
from advisor.sittings import showing
from advisor.sittings.consultation import Consultation, answered, closed, joined, moved, still_matters, undone
from advisor.terminal import telling
from advisor.terminal.answering import Command, asked, question_meant
from advisor.terminal.happened import act
from advisor.terminal.keeping import Kept, NotKeptError, Room, keep
from advisor.terminal.surface import Menu, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.interview.interview import Interview, Turn
    from advisor.knowledge.model import Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.relevance import Goal
    from advisor.sittings.events import Event
    from advisor.terminal.keeping import Change

_ASIDE = "-"
_OFFERED = 9
"""How many acts are offered to be taken back: as many as have one digit."""


class Session(msgspec.Struct, kw_only=True):
    """One sitting: the room it is held in, the consultation, what was answered and is kept, and who answers."""

    room: Room
    consultation: Consultation
    kept: Kept
    by: str | None
    today: datetime.date
    open: bool = True

    def hold(self) -> None:
        """Ask until the goals are reached, or until somebody wants to leave; all answers are on disk then.

        Raises:
            NotKeptError: an answer cannot be saved, and somebody left.
            UnusableInputError: an answer cannot be saved, and nobody is there to say how to go on.

        """
        happened = len(self.kept.sitting.events)
        try:
            while self.open:
                turn = self.consultation.turn(self.interview)
                if turn.question is None:
                    self._at_goal(turn)
                else:
                    self._ask(turn.question, turn)
        except (EOFError, KeyboardInterrupt):
            self.room.surface.show("")
        end = closed(self.kept.sitting, happened)
        if end is not None:
            self._go(end)
        self.room.surface.show(self.room.words("ask.saved", file=self.kept.disk.file))

    @property
    def interview(self) -> Interview:
        """Return what was asked and answered so far."""
        return self.kept.interview

    def _ask(self, question: Question, turn: Turn) -> None:
        shown = showing.shown(self.room.pack, self.interview, turn, question, self.kept.sitting.earlier)
        said = asked(self.room, self._told(), shown)
        if isinstance(said, Command):
            self._obey(said.name, question, turn)
        else:
            self._record(question, turn, said.value)

    def _record(self, question: Question, turn: Turn, value: AnswerValue | None) -> None:
        before, name = self.interview, question.id
        matter = still_matters(before, name, turn)
        self._keep(name, lambda kept: answered(kept.interview, name, value, self.by, self.today), matter)
        for finding in self.consultation.new_contradictions(before, self.interview):
            self._revisit(finding)

    def _keep(self, question: str, change: Change, matter: Mapping[Goal, frozenset[str]] | None = None) -> None:
        """Let something happen, and save it; who breaks off meanwhile is told that it may not be saved."""
        moment = datetime.datetime.now(tz=datetime.UTC).replace(microsecond=0)
        try:
            self.kept = keep(
                self.room,
                self.kept,
                question,
                lambda kept: msgspec.structs.replace(change(kept), by=self.by, on=self.today, at=moment),
                matter,
            )
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
            self._keep(question.id, lambda _: did.Noted(question=question.id, note=typed))
        elif before and not typed and self._is_gone(before):
            self._keep(question.id, lambda _: did.Noted(question=question.id))

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

    def _revisit(self, finding: str) -> None:
        """Show a contradiction with the answers it is between, and let one of them be given again."""
        between = next(each for each in self.consultation.contradictions(self.interview) if each.finding == finding)
        self._page(telling.contradiction(self._told(), between), last=False)
        pack, words = self.room.pack, self.room.words
        options = [(name, words("ask.revisit", label=pack.question(name).label)) for name in between.questions]
        chosen = self._choose(words("ask.which"), (*options, (_ASIDE, words("ask.leave_it"))), _ASIDE)
        if chosen != _ASIDE:
            self._go(did.Chosen(question=chosen))

    def _obey(self, command: str, question: Question, turn: Turn) -> None:
        match command:
            case "unknown" | "disagree":
                self._record(question, turn, None)
            case "note":
                self._note(question)
            case "why":
                self._page(telling.why(self._told(), question, showing.reasons(self.room.pack, turn)))
            case "sure":
                self._page(telling.standing(self._told(), self.consultation.how_sure(self.interview, turn)))
            case "undo":
                self._undo()
            case "who":
                self._pass_on()
            case "review":
                self._review()
            case _ if (event := moved(command, question)) is not None:
                self._go(event)
            case _:
                self.open = False

    def _go(self, event: Event) -> None:
        """Let something happen by which nothing is answered."""
        self._keep(self.room.pack.questions[0].id, lambda _: event)

    def _undo(self) -> None:
        """Let somebody take back what happened last, or that and more."""
        words, acts = self.room.words, self.kept.sitting.undoable()
        if not acts:
            self._page(wrapped(words("ask.undo.nothing")))
            return
        options = tuple((str(number), act(self._told(), event)) for number, event in acts[:_OFFERED])
        chosen = self._choose(words("ask.undo.which"), (*options, (_ASIDE, words("ask.undo.none"))), None)
        if chosen != _ASIDE:
            about = next(event for number, event in acts if str(number) == chosen)
            question = getattr(about, "question", None) or self.room.pack.questions[0].id
            self._keep(question, lambda kept: undone(kept.sitting, int(chosen)), {})

    def _pass_on(self) -> None:
        """Ask who speaks from now on."""
        words, answers = self.room.words, self.interview.answers
        known = tuple((name, who(words, answers, name)) for name in self.kept.sitting.people())
        roles = tuple((name, forms[""]) for name, forms in answers.city.labels.items() if name != CITY)
        told = words("ask.who.known", people=words.join([name for _, name in known])) if known else ""
        typed = self.room.surface.ask(" ".join(filter(None, (words("ask.who.which"), told)))).strip()
        if UNREADABLE in typed:
            self._page(telling.undecodable(words, typed))
            return
        meant = next((found[0] for each in (known, roles) if len(found := fitting(each, typed)) == 1), typed)
        self.by = (typed if typed.isdigit() else meant) or None
        new = joined(self.kept.sitting, self.by, typed) if self.by else None
        if new is not None:
            self._go(new)
        self.room.surface.show(
            wrapped(words("ask.who.now", who=who(words, answers, self.by)) if self.by else words("ask.who.all"))
        )

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
            self._go(did.Chosen(question=chosen))
        elif typed:
            self._page(wrapped(self.room.words("ask.unreadable", typed=typed)))

    def _at_goal(self, turn: Turn) -> None:
        """Say what is settled and why no question comes, and ask how to go on."""
        words, reached = self.room.words, self.consultation.at_goal(self.interview, turn)
        self._page(telling.goal(self._told(), reached), last=False)
        options = tuple((name, words(f"ask.go.{name}", left=turn.left["findings"])) for name in reached.acts)
        chosen = self._choose(words("ask.how_on"), options, options[0][0])
        event = moved(chosen, self.room.pack.questions[0])
        if event is not None:
            self._go(event)
        elif chosen == "review":
            self._review()
        else:
            self.open = False

    def _told(self) -> telling.Told:
        return telling.Told(self.room.pack, self.room.words, self.interview)
