"""People act by chance in the browser, beside a model that knows what each said last; both say the same, on both databases."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from advisor import desk, paths
from advisor.web.held import read_back
from advisor.web.remembering import Sittings
from advisor.web.store import database
from tests.support.sampling import in_full
from tests.support.web import Person, Served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.reasoning.answers import Answer

QUESTIONS = ("office_head_commitment", "executive_decision", "domain_expertise", "staff_unit")
ROLES = ("office_head", "executive", "topic_owner")
UNKNOWN = "unknown"


class Act(NamedTuple):
    """Somebody said something to a question, or settled it."""

    question: str
    value: str


class Model:
    """What each said, in order; whoever leads settles."""

    def __init__(self) -> None:
        self.acts: dict[str, list[Act]] = {who: [] for who in ("lead", *ROLES)}

    def said(self, question: str) -> dict[str, str]:
        """What each of the people says to a question now."""
        last = {who: {each.question: each.value for each in self.acts[who]}.get(question) for who in ROLES}
        return {who: value for who, value in last.items() if value is not None}

    def counts(self, question: str) -> str | None:
        """What counts for a question; None where nobody said anything."""
        settled = {each.question: each.value for each in self.acts["lead"]}.get(question)
        if settled is not None:
            return settled
        said = self.said(question)
        known = set(said.values()) - {UNKNOWN}
        return None if not said else known.pop() if len(known) == 1 else UNKNOWN


class Room:
    """A sitting with three people, and the model beside it."""

    def __init__(self, server: Served, dice: random.Random) -> None:
        self.dice, self.model = dice, Model()
        self.pack = desk.load(paths.shipped("rules") / "smart-city", None)
        self.people: dict[str, Person] = {"lead": server.consultant().begin("Zufallswil")}
        for role in ROLES:
            self.people[role] = server.person().join(self.people["lead"].invite(role, language=dice.choice(("de", "fr"))))

    def step(self) -> None:
        """Let somebody do something."""
        who = self.dice.choice(tuple(self.people))
        act = self.dice.choice((self.say, self.say, self.say, self.say_twice, self.say_too_late, self.take_back, self.look))
        act(who)

    def choose(self, who: str) -> Act | None:
        """Choose what somebody says; whoever leads settles what two people spoke to."""
        question = self.dice.choice(QUESTIONS)
        if who == "lead" and len(self.model.said(question)) < 2:
            return None
        levels = [each.name for each in self.pack.question(question).levels]
        return Act(question, self.dice.choice([*levels, UNKNOWN]))

    def say(self, who: str) -> None:
        act = self.choose(who)
        if act is not None:
            self.people[who].answer(*act)
            self.model.acts[who].append(act)

    def say_twice(self, who: str) -> None:
        act, person = self.choose(who), self.people[who]
        if act is None:
            return
        person.get(f"q/{act.question}")
        fields = {**person.hidden(), "value": act.value, "act": "answer"}
        for _ in range(2):
            answer = person.client.post(f"{person.room}/q/{act.question}", data=fields, headers={"origin": person.origin})
            assert answer.status_code == 200
        self.model.acts[who].append(act)

    def say_too_late(self, who: str) -> None:
        """Send a page that was open while something else was said in another window."""
        act, person = self.choose(who), self.people[who]
        if act is None:
            return
        person.get(f"q/{act.question}")
        old = person.hidden()
        self.say_on(who, act.question)
        late = {**old, "value": act.value, "act": "answer"}
        person.page = person.client.post(f"{person.room}/q/{act.question}", data=late, headers={"origin": person.origin})
        assert 'role="status"' in person.text

    def say_on(self, who: str, question: str) -> None:
        act = Act(question, self.dice.choice([each.name for each in self.pack.question(question).levels]))
        self.people[who].answer(*act)
        self.model.acts[who].append(act)

    def take_back(self, who: str) -> None:
        person = self.people[who]
        numbers = re.findall(r'name="number" value="(\d+)"', person.get("history"))
        assert len(numbers) == len(self.model.acts[who]), (who, numbers, self.model.acts[who])
        if numbers:
            place = self.dice.randrange(len(numbers))
            person.send("undo", number=numbers[place])
            del self.model.acts[who][len(numbers) - 1 - place :]

    def look(self, who: str) -> None:
        self.people[who].get(self.dice.choice(("next", "review", "history", "standing" if who != "lead" else "live")))

    def agrees(self) -> None:
        """The answers file says what the model knows, and so does each person's own page."""
        found = read_back(self.people["lead"].answers(), self.pack).answers
        for question in QUESTIONS:
            wanted, given = self.model.counts(question), found.get(question)
            assert (given is None) == (wanted is None), question
            if given is not None:
                assert (given.value or UNKNOWN) == wanted, (question, given)
                assert statements(given) == {f"{who}_1": value for who, value in self.model.said(question).items()}, question
        self.remembers_what_is_so()
        for who in ROLES:
            count = len({each.question for each in self.model.acts[who]})
            filled = self.people[who].get("review").count('<dd class="change">') - self.people[who].text.count('class="empty"')
            assert filled == count, who

    def remembers_what_is_so(self) -> None:
        """What the server remembers of the sitting is what somebody finds who never saw it before."""
        site, room = self.people["lead"].server.site, self.people["lead"].room.rpartition("/")[2]
        fresh = Sittings(site.db, site.knowledge)
        ours, theirs = (each.held(room) for each in (site.sittings, fresh))
        assert ours is not None
        assert theirs is not None
        assert (ours.whole, ours.text, ours.answers, ours.sitting) == (theirs.whole, theirs.text, theirs.answers, theirs.sitting)
        for person in (None, *(f"{role}_1" for role in ROLES)):
            assert ours.interview(person) == theirs.interview(person)
            assert site.sittings.turn(ours, person) == fresh.turn(theirs, person)
            assert site.sittings.sure(ours, person) == fresh.sure(theirs, person)
            assert site.sittings.contradictions(ours, person) == fresh.contradictions(theirs, person)


def statements(answer: Answer) -> dict[str, str]:
    said = answer.said or ((answer,) if answer.by else ())
    return {str(each.by): str(each.value or UNKNOWN) for each in said}


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'web.db'}" if sqlite else request.getfixturevalue("postgres").url()
    found = Served(database.opened(url))
    yield found
    found.db.close()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(in_full(40, beside_a_change=1)))
def test_pages_say_what_a_plain_model_says(server: Served, seed: int) -> None:
    room = Room(server, random.Random(seed))
    for number in range(16):
        room.step()
        if number % 8 == 7:
            room.agrees()
