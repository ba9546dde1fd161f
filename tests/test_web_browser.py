"""Whole sittings in a real browser: alone, and several people at once on devices of their own, over two addresses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from advisor.errors import AdvisorError
from tests.support.web_browser import Running, browser, serving, violations

from advisor.web.serving import network_address  # isort: skip # the extra is looked for above

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long

DISPUTED = "office_head_commitment"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module", params=["this machine", "another address of it"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    options = []
    if request.param != "this machine":
        try:
            network_address()
        except AdvisorError:
            pytest.skip("this machine has no other address")
        options = ["--lan"]
    with serving(tmp_path_factory.mktemp("served"), *options) as found:
        yield found


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("here")) as found:
        yield found


class Screen:
    """One browser of one person, and whatever went wrong on its pages."""

    def __init__(self, chromium: Any, **how: Any) -> None:  # noqa: ANN401 - Playwright's
        self.context = chromium.new_context(accept_downloads=True, **how)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.watch(self.page)
        self.room = ""

    def watch(self, page: Any) -> None:  # noqa: ANN401 - Playwright's
        page.on("console", lambda each: self.hear(each.type, each.text))
        page.on("pageerror", lambda each: self.faults.append(str(each)))

    def hear(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:  # a page that says so in words
            self.faults.append(text)

    def join(self, link: str) -> Screen:
        self.page.goto(link)
        self.press()
        found = re.match(r"(https?://[^/]+/r/[^/]+)", self.page.url)
        self.room = found[1] if found else ""
        return self

    def press(self, name: str = "main button.first") -> None:
        self.page.locator(name).first.click()

    def open(self, path: str) -> str:
        self.page.goto(f"{self.room}/{path}")
        return str(self.page.content())

    def begin(self, city: str, language: str = "de") -> None:
        self.page.goto(re.match(r"https?://[^/]+", self.page.url)[0] + "/new")  # type: ignore[index] # it is an address
        self.page.fill("#city", city)
        self.page.select_option("#language", language)
        self.press()
        self.room = re.match(r"https?://[^/]+/r/[^/]+", self.page.url)[0]  # type: ignore[index] # it is a room

    def invite(self, role: str, language: str) -> str:
        self.open("invite")
        self.page.select_option("#role", role)
        self.page.select_option("#language", language)
        self.press()
        return str(self.page.input_value("#link"))

    def answer(self, question: str, value: str) -> None:
        self.open(f"q/{question}")
        self.page.locator(f'input[value="{value}"]').check()
        self.press()

    def download(self, name: str) -> bytes:
        self.open("papers")
        with self.page.expect_download() as waiting:
            self.page.locator(f'a[href$="/papers/{name}"]').click()
        return Path(waiting.value.path()).read_bytes()

    def text(self) -> str:
        return str(self.page.locator("main").inner_text())


def looked_at(screen: Screen) -> None:
    """The page as it stands pleases axe-core, and has one heading of the first kind."""
    assert violations(screen.page) == [], screen.page.url
    assert screen.page.locator("h1").count() == 1, screen.page.url


def test_one_person_alone_goes_to_the_end_by_the_keyboard(chromium: Any, here: Running) -> None:  # noqa: ANN401 - Playwright's
    """Nothing but Tab, Space, Enter and arrows is used after the link was opened."""
    screen = Screen(chromium, locale="de-CH")
    page = screen.page
    page.goto(here.link())
    to(page, "button.first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    to(page, 'a[href="/new"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/new")
    to(page, "#city")
    page.keyboard.type("Tastatur")
    to(page, "button.first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people")
    screen.room = page.url.removesuffix("/people")
    to(page, 'nav a[href$="/next"]')
    page.keyboard.press("Enter")
    asked = set()
    for _ in range(60):
        page.wait_for_url(re.compile(r"/(q/|goal)"))
        if page.url.endswith("/goal"):
            break
        assert page.url not in asked
        asked.add(page.url)
        before = page.url
        if page.locator('main input[type="radio"]').count():
            to(page, 'input[type="radio"]')
            page.keyboard.press("Space")
        else:
            to(page, 'button[value="unknown"]')
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
        if "/clash/" in page.url:
            to(page, 'a[href$="/next"]')
            page.keyboard.press("Enter")
    assert page.url.endswith("/goal")
    looked_at(screen)
    assert len(asked) > 5
    assert screen.faults == []


def to(page: Any, selector: str) -> None:  # noqa: ANN401 - Playwright's
    """Go on with Tab until the first thing that is meant has the focus, and see that it shows it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        there = "s => document.activeElement === document.querySelector(s) || document.activeElement.matches('main ' + s)"
        if page.evaluate(there, selector):
            shown = page.evaluate("() => (s => s.outlineStyle + s.boxShadow)(getComputedStyle(document.activeElement))")
            assert shown != "nonenone", selector
            return
    pytest.fail(f"{selector} cannot be reached by Tab on {page.url}")


def test_three_people_and_a_consultant_at_once(chromium: Any, server: Running, tmp_path: Path) -> None:  # noqa: ANN401, PLR0915 - one story
    lead = Screen(chromium, locale="de-CH", viewport={"width": 1200, "height": 900}).join(server.link())
    lead.begin("Musterwil")
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    beat = Screen(chromium, locale="de-CH", **phone).join(lead.invite("office_head", "de"))
    cleo = Screen(chromium, locale="de-CH", java_script_enabled=False).join(lead.invite("executive", "de"))
    dora = Screen(chromium, locale="fr-CH").join(lead.invite("topic_owner", "fr"))
    assert "Enregistrer et continuer" in dora.text()
    for each in (beat, dora):
        looked_at(each)
    overflow = beat.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "a phone need not scroll sideways"

    # they disagree; who leads sees it come without touching anything
    lead.open("live")
    beat.answer(DISPUTED, "rejects")
    cleo.answer(DISPUTED, "supports")
    lead.page.get_by_role("heading", name="uneinig").wait_for(timeout=20_000)
    looked_at(lead)
    assert "1 von 2" in lead.text()
    cleo.open("review")
    assert cleo.page.locator(".answers div:not(.empty)").count() == 1
    assert cleo.page.locator(".disputed").count() == 0

    # a double click, the way back, a stale tab and loading anew change nothing by themselves
    dora.open(f"q/{DISPUTED}")
    dora.page.locator('input[value="supports"]').check()
    dora.page.locator("main button.first").dblclick()
    dora.page.wait_for_url(lambda url: DISPUTED not in url)
    dora.page.wait_for_load_state("networkidle")
    dora.open("history")
    assert dora.page.locator("ol.history > li").count() == 1
    old = dora.context.new_page()
    dora.watch(old)
    old.goto(f"{dora.room}/q/{DISPUTED}")
    dora.answer(DISPUTED, "tolerates")
    old.locator('input[value="rejects"]').check()
    old.locator("main button.first").click()
    assert old.locator('[role="status"]').count() == 1
    assert old.locator('input[value="tolerates"]').is_checked()
    old.reload()
    old.close()
    dora.open(f"q/{DISPUTED}")
    dora.page.goto(f"{dora.room}/next")
    dora.page.go_back()
    assert dora.page.url.endswith(DISPUTED)
    assert dora.page.locator('input[value="tolerates"]').is_checked()

    # taken back: only one's own
    beat.answer("executive_decision", "none")
    beat.open("history")
    beat.press('form[action$="/undo"] button')
    assert "Zurückgenommen" in beat.text()
    looked_at(beat)
    beat.open("review")
    assert beat.page.locator(".answers div:not(.empty)").count() == 1

    # settled by the room
    lead.open("live")
    lead.press(f'a[href$="/q/{DISPUTED}"]')
    assert "sagt" in lead.text()
    looked_at(lead)
    lead.page.locator('input[value="supports"]').check()
    lead.press()
    lead.open("live")
    assert "uneinig" not in lead.text()

    # revoked, and expired
    lead.open("people")
    looked_at(lead)
    lead.press('form[action$="/revoke"] button')
    beat.open("next")
    assert "um einen neuen Link" in beat.text()
    looked_at(beat)
    server.expire(lead.room.rpartition("/")[2], "executive_1")
    cleo.open("next")
    assert "um einen neuen Link" in cleo.text()
    lead.open("people")
    assert "abgelaufen" in lead.text()

    # what is taken home is what the command line makes of the file
    answers = lead.download("answers.yaml")
    (tmp_path / "m.answers.yaml").write_bytes(answers)
    assert b"tolerates" in answers
    outcome = lead.download("report.json")
    command = [sys.executable, "-m", "advisor", "advise", "m.answers.yaml", "--format", "json"]
    assert outcome == subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert lead.download("council.pdf").startswith(b"%PDF-")

    # a second visit, and the end
    lead.open("settings")
    looked_at(lead)
    lead.press('form[action$="/again"] button')
    lead.room = re.match(r"https?://[^/]+/r/[^/]+", lead.page.url)[0]  # type: ignore[index] # it is a room
    lead.open(f"q/{DISPUTED}")
    assert "Gilt noch" in lead.text()
    looked_at(lead)
    lead.open("delete")
    looked_at(lead)
    lead.press("button.danger")
    assert "gelöscht" in lead.text()
    assert [each.faults for each in (lead, beat, cleo, dora)] == [[], [], [], []]


def test_every_page_pleases_axe_in_every_state(chromium: Any, here: Running) -> None:  # noqa: ANN401 - Playwright's
    lead = Screen(chromium, locale="de-CH", viewport={"width": 1000, "height": 800})
    lead.page.goto(here.link())
    looked_at(lead)
    lead.press()
    looked_at(lead)
    lead.begin("Barrierefrei")
    dark = {"locale": "it-CH", "color_scheme": "dark"}
    people = [Screen(chromium, **dark).join(lead.invite(role, "it")) for role in ("office_head", "executive")]
    for each, value in zip(people, ("rejects", "supports"), strict=True):
        each.answer(DISPUTED, value)
    first = people[0]
    first.open("next")
    first.press()
    assert first.page.locator('[role="alert"]').count() == 1
    assert first.page.evaluate("() => document.activeElement.matches('.errors')")
    looked_at(first)
    for path in ("review", "history", "mine", "erase", "standing", "q/political_occasion", "q/population"):
        first.open(path)
        looked_at(first)
    for path in ("live", "beamer", "people", "invite", "papers", "settings", "import", "erase", "delete", "newer", "history"):
        lead.open(path)
        looked_at(lead)
    lead.open("invite")
    lead.page.fill("#days", "x")
    lead.press()
    looked_at(lead)
    lead.open("q/" + DISPUTED)
    looked_at(lead)
    for path in ("/privacy", "/accessibility", "/verify", "/new", "/", "/nothing"):
        lead.page.goto(here.origin + path)
        looked_at(lead)
    assert [each.faults for each in (lead, *people)] == [[], [], []]


def test_a_page_may_be_read_at_twice_its_size_and_on_a_narrow_phone(chromium: Any, here: Running) -> None:  # noqa: ANN401
    lead = Screen(chromium, locale="fr-CH", viewport={"width": 320, "height": 640}).join(here.link())
    lead.begin("Étroit", "fr")
    lead.invite("office_head", "fr")
    for path in ("next", "live", "review", "people", "papers", "settings", "history", "invite"):
        lead.open(path)
        over = lead.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path
