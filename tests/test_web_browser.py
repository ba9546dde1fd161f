"""Whole sittings in a real browser: alone, and several people at once on devices of their own, over two addresses."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from advisor.errors import AdvisorError
from tests.support.web_browser import DISPUTED, Running, Screen, browser, press, serving, violations

from advisor.web.serving import network_address  # isort: skip # the extra is looked for above

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.long


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


def looked_at(screen: Screen) -> None:
    """The page as it stands pleases axe-core, and has one heading of the first kind."""
    assert violations(screen.page) == [], screen.page.url
    assert screen.page.locator("h1").count() == 1, screen.page.url


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
    press(old)
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
