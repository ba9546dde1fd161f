"""Whatever people do in whatever order, the store knows what a plain model of lists and dictionaries knows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from advisor.web.store.database import opened
from tests.support.room_model import Form, Model
from tests.support.rooms import NEWER, PACK
from tests.support.sampling import in_full

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.web.store.database import Database
    from advisor.web.store.values import KeptPack, Scope, SeatKind
    from tests.support.postgres import Server

PEOPLE = ("anna", "ben", "clara")
QUESTIONS = ("staff_unit", "funds")
SCOPES = ("seat", "question", "room")
ACTS = ("answer", "settle", "note", "undo", "skip", "two")

picks, languages, behind = st.integers(0, 24), st.sampled_from(("de", "fr")), st.sampled_from((0, 0, 1))
forms = st.tuples(st.sampled_from((0, 0, 1, 3)), st.sampled_from(SCOPES), st.sampled_from(("new", "x", "y")))


class Rooms(RuleBasedStateMachine):
    """People make rooms, sit down, speak once, twice or too late, take back, leave, are erased; rooms close, move on and go."""

    database: Database
    searched: Callable[[], bytes]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(self.database, self.searched)

    def room(self, pick: int) -> str:
        """Return one of the rooms, or one that is no longer there, or never was."""
        return self.one_of([*self.model.there], pick)

    def seat(self, pick: int) -> str:
        """Return one of the seats, whether it counts or not."""
        return self.one_of([*self.model.places], pick)

    def one_of(self, there: list[str], pick: int) -> str:
        gone = [*self.model.gone[-2:], "none"]
        return gone[pick % len(gone)] if pick % 6 == 5 or not there else there[pick % len(there)]

    def room_of(self, seat: str, elsewhere: int | None) -> str:
        """Return the room of a seat, if it has one and none else is meant."""
        place = self.model.places.get(seat)
        own = place.room if place is not None and place.room is not None else self.room(0)
        return own if elsewhere is None else self.room(elsewhere)

    @initialize()
    def begin(self) -> None:
        """Let two people sit in a room, and a consultant who has none."""
        self.model.make(PACK, None, retired=True)
        for room, kind, person in ((self.room(0), "respondent", "anna"), (self.room(0), "respondent", "ben")):
            self.model.invite(room, kind, person, None)  # type: ignore[arg-type]
        self.model.invite(None, "consultant", None, None)
        for seat in [*self.model.places]:
            self.model.take(seat, "a")

    @rule(pack=st.sampled_from((PACK, NEWER)), days=st.sampled_from((None, 0, 2)), retired=st.booleans())
    def make(self, pack: KeptPack, days: int | None, *, retired: bool) -> None:
        self.model.make(pack, days, retired=retired)

    @rule(pick=picks, closed=st.sampled_from((False, False, True)))
    def close(self, pick: int, *, closed: bool) -> None:
        self.model.close(self.room(pick), closed=closed)

    @rule(hours=st.sampled_from((0.05, 3, 30)))
    def wait(self, hours: float) -> None:
        self.model.wait(hours)

    @rule(
        pick=picks | st.none(),
        kind=st.sampled_from(("consultant", "respondent", "reader")),
        person=st.sampled_from(PEOPLE) | st.none(),
        hours=st.sampled_from((None, None, 1)),
    )
    def invite(self, pick: int | None, kind: SeatKind, person: str | None, hours: int | None) -> None:
        self.model.invite(None if pick is None else self.room(pick), kind, person, hours)

    @rule(pick=picks)
    def invite_again(self, pick: int) -> None:
        self.model.invite_again(self.seat(pick))

    @rule(pick=picks, once=st.sampled_from(("a", "b")))
    def take(self, pick: int, once: str) -> None:
        self.model.take(self.seat(pick), once)

    @rule(pick=picks)
    def revoke(self, pick: int) -> None:
        self.model.revoke(self.seat(pick))

    @rule(pick=st.integers(0, 2), question=st.sampled_from(QUESTIONS), of=st.sampled_from(SCOPES))
    def answer(self, pick: int, question: str, of: Scope) -> None:
        """Answer as those do who have a seat and a form that is up to date."""
        seat = self.seat(pick)
        self.model.append(self.room_of(seat, None), seat, "answer", question, (0, of, "new"))

    @rule(pick=st.integers(0, 2), what=st.sampled_from(ACTS), question=st.sampled_from(QUESTIONS), form=forms)
    def act(self, pick: int, what: str, question: str, form: Form) -> None:
        """Do anything, perhaps once more, perhaps from a form of before."""
        seat = self.seat(pick)
        self.model.append(self.room_of(seat, None), seat, what, question, form)

    @rule(pick=st.integers(0, 2), what=st.sampled_from(ACTS), question=st.sampled_from(QUESTIONS), form=forms)
    def double_click(self, pick: int, what: str, question: str, form: Form) -> None:
        """Send one form twice, and then one of a tab that was open before."""
        for behind, once in ((form[0], "x"), (form[0], "x"), (form[0] + 1, "new")):
            self.act(pick, what, question, (behind, form[1], once))

    @rule(seat=picks, room=picks, what=st.sampled_from(ACTS), question=st.sampled_from(QUESTIONS), form=forms)
    def act_elsewhere(self, seat: int, room: int, what: str, question: str, form: Form) -> None:
        self.model.append(self.room(room), self.seat(seat), what, question, form)

    @rule(pick=picks, elsewhere=st.none() | picks, pack=st.sampled_from((PACK, NEWER, None)), behind=behind)
    def rebase(self, pick: int, elsewhere: int | None, pack: KeptPack | None, behind: int) -> None:
        seat = self.seat(pick)
        self.model.rebase(self.room_of(seat, elsewhere), seat, pack, behind)

    @rule(pick=picks, language=languages, behind=behind)
    def keep_output(self, pick: int, language: str, behind: int) -> None:
        self.model.keep_output(self.room(pick), language, behind)

    @rule(pick=picks, language=languages)
    def read_output(self, pick: int, language: str) -> None:
        self.model.read_output(self.room(pick), language)

    @rule(pick=picks, person=st.sampled_from(PEOPLE))
    def redact(self, pick: int, person: str) -> None:
        self.model.redact(self.room(pick), person)

    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        """Delete a room, if somebody can still go on elsewhere."""
        room = self.room(pick)
        if len(self.model.there) > 1 or room not in self.model.there:
            self.model.delete(room)

    @rule()
    def sweep(self) -> None:
        self.model.sweep()

    @invariant()
    def all_is_known(self) -> None:
        self.model.rooms_are_as_they_should_be()
        self.model.packs_are_there_as_long_as_rooms_need_them()
        self.model.cookies_lead_to_their_seats()
        self.model.who_watches_is_told_what_changed_and_only_that()

    def teardown(self) -> None:
        with self.database.writing() as run:
            for table in ("output", "event", "seat", "room", "pack"):
                run(f"DELETE FROM {table}")  # noqa: S608


def rows_of(database: Database) -> bytes:
    """Return all that stands in the tables of PostgreSQL."""
    with database.reading() as run:
        made = run("SELECT encode(content, 'escape') AS row FROM output UNION ALL SELECT encode(content, 'escape') FROM pack")
        rows = [run(f"SELECT CAST(each AS text) AS row FROM {table} AS each") for table in ("event", "seat", "room")]  # noqa: S608
    return "\n".join(row["row"] for found in (made, *rows) for row in found).encode()


def tried(database: Database, searched: Callable[[], bytes], examples: int, steps: int) -> None:
    """Let people act by chance on a database whose content can be searched."""
    bound = type("Rooms", (Rooms,), {"database": database, "searched": staticmethod(searched)})
    some = settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(bound, settings=some)


FEW = pytest.param(3, 15, id="sample")
MANY = pytest.param(in_full(400, beside_a_change=15), 40, id="all", marks=pytest.mark.long)


@pytest.mark.parametrize(("examples", "steps"), [FEW, MANY])
def test_sqlite_knows_what_the_model_knows(examples: int, steps: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = opened(f"sqlite:///{folder}/advisor.db")
        files = lambda: b"\n".join(file.read_bytes() for file in Path(folder).iterdir())  # noqa: E731
        tried(database, files, examples, steps)
        database.close()


@pytest.mark.parametrize(("examples", "steps"), [MANY])
def test_postgresql_knows_what_the_model_knows(postgres: Server, examples: int, steps: int) -> None:
    database = opened(postgres.url())
    tried(database, lambda: rows_of(database), examples, steps)
    database.close()
