"""Pages for everybody: what a checker of rules says of each, what the keyboard reaches, and what fits on a narrow screen.

What was looked at is what the page about it says; ``ADVISOR_STATEMENT=yes`` writes it anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.web_browser import DISPUTED, RULES, Running, Screen, browser, checker, serving, violations
from tests.test_web_portfolio import filled
from tools.imagined_cities import FIRST_NUMBER

from tests.support import statement  # isort: skip # the extra is looked for above

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long

ANSWERING = (
    *("review", "history", "mine", "erase", "standing", f"q/{DISPUTED}", "q/political_occasion", "q/population"),
    *("clash/coordination_scope_without_unit",),
)
LEADING = (
    *(
        "live",
        "beamer",
        "people",
        "invite",
        "papers",
        "settings",
        "aim",
        "record",
        "import",
        "erase",
        "delete",
        "newer",
        "history",
    ),
    *("review", f"q/{DISPUTED}"),
)
OFFICE = tuple(f"/portfolio{path}" for path in ("", "/cities", "/groups", "/sizes", "/invitations", f"/city/{FIRST_NUMBER}"))
OPEN = ("/privacy", "/accessibility", "/verify", "/new", "/", *OFFICE)
STOPS = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  const seen = all.filter(e => e.type !== 'hidden' && e.checkVisibility() && !e.disabled);
  const groups = new Set();
  return seen.filter(e => {
    if (e.type !== 'radio') return true;
    if (groups.has(e.name)) return false;
    groups.add(e.name);
    return true;
  }).map((e, at) => { e.dataset.stop = e.type === 'radio' ? 'radio ' + e.name : String(at); return e.dataset.stop; });
}"""
HERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  return [e.type === 'radio' ? 'radio ' + e.name : e.dataset.stop || '', shown];
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("here")
    with serving(folder, "--portfolio", str(filled(folder))) as found:
        yield found


class Looking(statement.Looks):
    """Looks at pages with axe-core."""

    def at(self, screen: Screen) -> None:
        """The page as it stands pleases axe-core, and has one heading of the first kind."""
        assert violations(screen.page) == [], screen.page.url
        assert screen.page.locator("h1").count() == 1, screen.page.url
        self.note(screen.page)


def a_room(chromium: Any, here: Running, **how: Any) -> tuple[Screen, list[Screen]]:  # noqa: ANN401 - Playwright's
    """Return a consultant and two people who disagree; one of them contradicts themselves."""
    lead = Screen(chromium, locale="de-CH", **how).join(here.link())
    lead.begin("Barrierefrei")
    people = [Screen(chromium, **how).join(lead.invite(role, "it")) for role in ("office_head", "executive")]
    for each, value in zip(people, ("rejects", "supports"), strict=True):
        each.answer(DISPUTED, value)
    return lead, people


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
    Looking().at(screen)
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


def contradicted(screen: Screen) -> None:
    """Give two answers that contradict each other, and stay on the page that says so."""
    screen.answer("staff_unit_scope", "some")
    screen.answer("staff_unit", "none")
    assert "/clash/" in screen.page.url


def asked_nothing_more(screen: Screen) -> None:
    """Leave topic after topic out, until nothing is asked."""
    screen.open("next")
    while not screen.page.url.endswith("/goal"):
        screen.press('button[value="skip"]')


def test_every_page_pleases_axe_in_every_state(chromium: Any, here: Running) -> None:  # noqa: ANN401, PLR0915 - one walk
    look = Looking()
    stranger = Screen(chromium, locale="en-GB", viewport={"width": 1920, "height": 1080})
    for path in ("/", "/privacy", "/accessibility", "/verify", "/nothing"):
        stranger.page.goto(here.origin + path)
        look.at(stranger)
    lead = Screen(chromium, locale="de-CH", viewport={"width": 1000, "height": 800})
    lead.page.goto(here.link())
    look.at(lead)
    lead.press()
    look.at(lead)
    lead.page.goto(here.origin + "/new")
    lead.press()
    assert lead.page.locator('[role="alert"]').count() == 1
    look.at(lead)
    lead.begin("Barrierefrei")
    lead.open("people")
    look.at(lead)

    link = lead.invite("office_head", "it")
    look.at(lead)
    dark = {"locale": "it-CH", "color_scheme": "dark", "viewport": {"width": 390, "height": 844}}
    first = Screen(chromium, **dark)
    first.page.goto(link)
    look.at(first)
    first.join(link)
    second = Screen(chromium, locale="fr-CH", viewport={"width": 640, "height": 480}).join(lead.invite("executive", "fr"))
    for each, value in ((first, "rejects"), (second, "supports")):
        each.open(f"q/{DISPUTED}")
        look.at(each)
        each.answer(DISPUTED, value)
    first.open("next")
    first.press()
    assert first.page.locator('[role="alert"]').count() == 1
    assert first.page.evaluate("() => document.activeElement.matches('.errors')")
    look.at(first)
    contradicted(first)
    for path in ANSWERING:
        first.open(path)
        look.at(first)
    asked_nothing_more(second)
    look.at(second)
    second.open("history")
    second.press('form[action$="/undo"] button')
    look.at(second)
    for path in LEADING:
        lead.open(path)
        look.at(lead)
    for path, field, wrong in (("invite", "#days", "x"), ("settings", "#until", "gestern")):
        lead.open(path)
        lead.page.fill(field, wrong)
        lead.press("main form button")
        look.at(lead)
    lead.open("aim")
    for each in lead.page.locator('input[name="aim"]').all():
        each.uncheck()
    lead.press()
    assert lead.page.locator('[role="alert"]').count() == 1
    look.at(lead)
    report = lead.download("council.md")
    lead.page.goto(here.origin + "/verify")
    lead.page.set_input_files("#file", {"name": "council.md", "mimeType": "text/markdown", "buffer": report})
    lead.press()
    look.at(lead)
    first.open("erase")
    first.press("button.danger")
    look.at(first)
    for path in ("/", *OFFICE):
        lead.page.goto(here.origin + path)
        look.at(lead)
    assert [each.faults for each in (stranger, lead, first, second)] == [[], [], [], []]
    statement.agrees(looked=look.looked(), checker=checker(), rules=tuple(RULES))


def test_the_keyboard_reaches_everything_on_every_page_and_shows_where_it_is(chromium: Any, here: Running) -> None:  # noqa: ANN401
    lead, people = a_room(chromium, here, viewport={"width": 1000, "height": 800})
    first = people[0]
    contradicted(first)
    asked_nothing_more(people[1])
    reached = {stops(people[1])}
    for screen, paths in ((first, ANSWERING), (lead, LEADING)):
        for path in paths:
            screen.open(path)
            reached.add(stops(screen))
    for path in OPEN:
        lead.page.goto(here.origin + path)
        reached.add(stops(lead))
    link = lead.invite("topic_owner", "de")
    reached.add(stops(lead))
    stranger = Screen(chromium)
    stranger.page.goto(link)
    reached.add(stops(stranger))
    statement.agrees(keyboard=tuple(sorted(reached)))


def stops(screen: Screen) -> str:
    """Go once around a page with Tab, see that everything was reached and shown, and return the kind of the page."""
    page = screen.page
    wanted = set(page.evaluate(STOPS))
    found = set()
    for _ in range(len(wanted) + 3):
        page.keyboard.press("Tab")
        stop = page.evaluate(HERE)
        if stop is None:
            break
        assert stop[1], (page.url, stop)
        found.add(stop[0])
    assert wanted <= found, (page.url, sorted(wanted - found))
    kind = statement.kind_of(page.url)
    assert kind is not None, page.url
    return kind


def test_nothing_sticks_out_of_the_narrowest_screen(chromium: Any, here: Running) -> None:  # noqa: ANN401 - Playwright's
    """A window of 1280 pixels is as narrow at four times its size."""
    lead, people = a_room(chromium, here, viewport={"width": 320, "height": 640})
    first = people[0]
    contradicted(first)
    asked_nothing_more(people[1])
    fits = {narrow(people[1])}
    for screen, paths in ((first, ANSWERING), (lead, LEADING)):
        for path in paths:
            screen.open(path)
            fits.add(narrow(screen))
    for path in OPEN:
        lead.page.goto(here.origin + path)
        fits.add(narrow(lead))
    link = lead.invite("topic_owner", "fr")
    fits.add(narrow(lead))
    stranger = Screen(chromium, viewport={"width": 320, "height": 640})
    stranger.page.goto(link)
    fits.add(narrow(stranger))
    statement.agrees(narrow=tuple(sorted(fits)))


def narrow(screen: Screen) -> str:
    over = screen.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, screen.page.url
    kind = statement.kind_of(screen.page.url)
    assert kind is not None, screen.page.url
    return kind
