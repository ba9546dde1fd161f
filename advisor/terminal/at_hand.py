"""What can be done wherever one is in a session: note, take back, look, search, suppose, and say who speaks and how long."""

from __future__ import annotations

import datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from advisor.desk.session import CITY, UNREADABLE, fitting, who
from advisor.sittings import events as did
from advisor.sittings import glance
from advisor.sittings.alike import role_of, set_of
from advisor.sittings.consultation import Consultation, joined, undone
from advisor.sittings.naming import person_meant, unused_id
from advisor.terminal import glancing, telling
from advisor.terminal.answering import noted_on, question_meant
from advisor.terminal.happened import act
from advisor.terminal.keeping import Kept, NotKeptError, Room
from advisor.terminal.keeping import keep as kept_after
from advisor.terminal.surface import Menu, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.desk.session import Goal, Interview, Question
    from advisor.sittings.alike import Set
    from advisor.sittings.events import Event
    from advisor.terminal.keeping import Change

ASIDE = "-"
"""The option that changes nothing."""
_OFFERED = 9
"""How many acts are offered to be taken back: as many as have one digit."""
_NONE: Mapping[str, str] = MappingProxyType({})


class AtHand(msgspec.Struct, kw_only=True):
    """The room a session is held in, the consultation, what was answered and is kept, who answers, and what is yet to be told."""

    room: Room
    consultation: Consultation
    kept: Kept
    by: str | None
    today: datetime.date
    news: list[str] = msgspec.field(default_factory=list)

    @property
    def interview(self) -> Interview:
        """Return what was asked and answered so far."""
        return self.kept.interview

    def do(self, command: str, question: str | None = None) -> None:
        """Do what can be done wherever one is in a session."""
        match command:
            case "undo":
                self.undo()
            case "who":
                self.pass_on()
            case "time":
                self.box_time()
            case "what_if":
                found = self.consultation.what_if(self.interview, question)
                self.page(glancing.supposed(self.told(), found, asked=question is not None))
            case "sure":
                sure = self.consultation.how_sure(self.interview, self.consultation.turn(self.interview))
                self.page(telling.standing(self.told(), sure))
            case "review":
                self.review()

    def note(self, question: Question) -> None:
        """Let the note on a question be written, changed, or taken away after having asked; it is saved at once."""
        words, before = self.room.words, self.interview.note_on(question.id)
        typed = self.room.surface.ask(words("ask.note"), before or "").strip()
        if UNREADABLE in typed:
            self.page(telling.undecodable(words, typed))
        elif typed and typed != before:
            self.keep(question.id, lambda _: did.Noted(question=question.id, note=typed))
        elif before and not typed and self._is_gone(before):
            self.keep(question.id, lambda _: did.Noted(question=question.id))

    def _is_gone(self, note: str) -> bool:
        words = self.room.words
        options = (("keep", words("ask.note_gone.keep", note=note)), ("delete", words("ask.note_gone.delete")))
        return self.choose(words("ask.note_gone.which"), options, None) == "delete"

    def review(self) -> None:
        """Show every question with its answer and let one be chosen, looked for, or noted on."""
        words = self.room.words
        shown = telling.review(self.told())
        while True:
            typed = self.page(shown, last=False, more="sitting.or_search")
            typed = typed or self.room.surface.ask(words("ask.review", note=words("ask.key.note"))).strip()
            found = glance.found(self.room.pack, self.interview, typed)
            chosen = question_meant(self.told(), typed, found)
            noted = noted_on(self.told(), typed)
            if noted is not None:
                self.note(self.room.pack.question(noted))
                return
            if chosen is not None:
                self.go(did.Chosen(question=chosen))
                return
            if not found:
                break
            shown = glancing.search(self.told(), typed, found)
        if typed:
            self.page(wrapped(words("ask.unreadable", typed=typed)))

    def undo(self) -> None:
        """Let somebody take back what happened last, or that and more."""
        words, acts = self.room.words, self.kept.sitting.undoable()
        if not acts:
            self.page(wrapped(words("ask.undo.nothing")))
            return
        options = tuple((str(number), act(self.told(), event)) for number, event in acts[:_OFFERED])
        chosen = self.choose(words("ask.undo.which"), (*options, (ASIDE, words("ask.undo.none"))), None)
        if chosen != ASIDE:
            about = next(event for number, event in acts if str(number) == chosen)
            question = getattr(about, "question", None) or self.room.pack.questions[0].id
            self.keep(question, lambda kept: undone(kept.sitting, int(chosen)), {})

    def pass_on(self) -> None:
        """Ask who speaks from now on."""
        words, answers = self.room.words, self.interview.answers
        heard = glance.voices(self.room.pack, self.kept.sitting)
        self.page(glancing.voices(self.told(), heard), last=False)
        known = tuple((name, who(words, answers, name)) for name in self.kept.sitting.people())
        roles = tuple((name, forms[""]) for name, forms in answers.city.labels.items() if name != CITY)
        numbered = [words("ask.option", number=number, label=name) for number, (_, name) in enumerate(known, start=1)]
        told = words("ask.who.known", people=words.join(numbered)) if known else ""
        typed = self.room.surface.ask(" ".join(filter(None, (words("ask.who.which"), told)))).strip()
        if UNREADABLE in typed:
            self.page(telling.undecodable(words, typed))
            return
        neutral = tuple((each.id, each.name) for each in self.room.pack.roles)
        name, _, last = (part.strip() for part in typed.rpartition(","))
        role = _only(last, roles, neutral) if name else None
        called = name if role else typed
        of_roles = None if called.isdigit() else _only(called, roles, neutral)
        meant = person_meant(called, known, numbered=True) or of_roles or called
        self.by = meant or None
        is_another = role is not None and role_of(self.kept.sitting, meant) not in {None, role}  # of the same name
        if role is not None and (meant == called or is_another):  # somebody new, in a role
            self.by = unused_id(self.kept.sitting, called)
        new = joined(self.kept.sitting, self.by, called, role) if self.by else None
        if new is not None:
            self.go(new)
        now = words("ask.who.now", who=who(words, self.interview.answers, self.by)) if self.by else words("ask.who.all")
        lines = [now]
        if name and role is None and meant == called:
            some = ", ".join(dict.fromkeys(label for _, label in roles))
            lines.append(words("ask.who.no_role", typed=last, roles=some))
        for line in lines:
            if self.room.present:
                self.say(line)
            else:
                self.room.surface.show(wrapped(line))

    def box_time(self) -> None:
        """Ask how many minutes are left, and let only so many questions come as fit; those that decide most."""
        words = self.room.words
        typed = self.room.surface.ask(words("sitting.time.which")).strip()
        if typed and not (typed.isascii() and typed.isdigit() and int(typed)):
            self.page(wrapped(words("sitting.time.minutes", typed=typed)))
        elif not typed:
            self.go(did.TimeBoxed())
            self.page(wrapped(words("sitting.time.free")))
        else:
            all_left = self.consultation.most_important(self.interview, len(self.room.pack.questions))
            fit = all_left[: glance.that_fit(int(typed))]
            if not fit:
                self.page(wrapped(words("sitting.time.nothing")))
                return
            self.go(did.TimeBoxed(questions=len(fit)))
            self.page(glancing.what_fits(self.told(), int(typed), fit, is_all=fit == all_left))

    def say(self, text: str) -> None:
        """Tell what just happened to whoever sits here, beside the next question: a screen of its own would wipe it out."""
        if self.room.surface.attended():
            self.news.append(wrapped(text))

    def news_so_far(self) -> tuple[str, ...]:
        """Return what is to be told beside the next question, once."""
        told, self.news = tuple(self.news), []
        return told

    def keep(self, question: str, change: Change, matter: Mapping[Goal, frozenset[str]] | None = None) -> None:
        """Let something happen, and save it; who breaks off meanwhile is told that it may not be saved."""
        moment = datetime.datetime.now(tz=datetime.UTC).astimezone().replace(microsecond=0)
        try:
            self.kept = kept_after(
                self.room,
                self.kept,
                question,
                lambda kept: msgspec.structs.replace(change(kept), by=self.by, on=self.today, at=moment),
                matter,
            )
        except KeyboardInterrupt as error:
            label = self.room.pack.question(question).label
            raise NotKeptError(self.room.words("ask.unsaved.title", typed=label)) from error

    def go(self, event: Event) -> None:
        """Let something happen by which nothing is answered."""
        self.keep(self.room.pack.questions[0].id, lambda _: event)

    def choose(
        self, message: str, options: tuple[tuple[str, str], ...], default: str | None, commands: Mapping[str, str] = _NONE
    ) -> str:
        """Return which option was chosen, or the letter of a command."""
        words = self.room.words
        refusal = partial(telling.no_choice, words, options)
        menu = Menu(message=message, options=options, default=default, commands=commands, refusal=refusal)
        return self.room.surface.choose(menu)

    def page(self, text: str, *, last: bool = True, more: str = "") -> str:
        """Show a text that may be longer than the screen, and wait below it; the last page too, unless told.

        What is typed below a page instead of Enter is returned; ``more`` are the words that say what can be.
        """
        words = self.room.words

        def message(number: int, count: int) -> str:
            told = words("ask.page") if count == 1 else words("ask.page_of", number=number, count=count)
            return f"{told}; {words(more)}" if more else told

        return self.room.surface.page(text, message, last=last)

    def asked_alike(self) -> Set | None:
        """Return what whoever speaks is asked as all in their role are; None where everybody is asked what still matters."""
        return set_of(self.room.pack, self.kept.sitting, self.interview, self.by)

    def told(self) -> telling.Told:
        """Return what texts are told from, as things stand."""
        return telling.Told(self.room.pack, self.room.words, self.interview)


def _only(typed: str, *named: Sequence[tuple[str, str]]) -> str | None:
    """Return the one that is meant, among the first of several lists in which just one is."""
    return next((found[0] for each in named if len(found := fitting(each, typed)) == 1), None)
