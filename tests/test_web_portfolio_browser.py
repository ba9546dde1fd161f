"""The cities of an office in a real browser: without scripts, on a phone, and as axe-core likes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.web_browser import browser, press, serving, violations
from tests.test_web_portfolio import filled
from tools.imagined_cities import FIRST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long

PAGES = ("", "/cities", "/groups", "/sizes", "/invitations", f"/city/{FIRST_NUMBER}", "?size=unknown")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


def test_an_office_chooses_reads_and_invites_without_scripts(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401
    folder = filled(tmp_path)
    people = tmp_path / "people.csv"
    people.write_text(f"number;role\n{FIRST_NUMBER};executive\n", encoding="utf-8")
    with serving(tmp_path, "--portfolio", str(folder)) as server:
        context = chromium.new_context(locale="de-CH", accept_downloads=True, java_script_enabled=False)
        page = context.new_page()
        page.set_default_timeout(120_000)  # packs are read in four languages for the first list
        page.goto(server.link())
        press(page)
        press(page, 'a[href="/portfolio"]')
        page.select_option("#region", "Oberland")
        press(page, ".choosing button")
        assert "Ausgewählt: 9 von" in page.locator("main").inner_text()
        press(page, 'nav a[href*="/portfolio/cities"]')
        assert page.locator("tbody tr").count() == 9
        press(page, "tbody a")
        with page.expect_download() as waiting:
            page.locator('a[href$="/report.md"]').click()
        assert b"Musterdorf 1" in Path(waiting.value.path()).read_bytes()
        press(page, 'nav a[href$="/invitations"]')
        page.set_input_files("#file", people)
        page.locator('input[value="csv"]').check()
        with page.expect_download() as waiting:
            page.locator("main button.first").click(no_wait_after=True)
        assert f"{server.origin}/j/" in Path(waiting.value.path()).read_text(encoding="utf-8")


def is_fault(said: Any) -> bool:  # noqa: ANN401 - Playwright's
    """Tell whether a page complains; that there is no picture for its tab is none."""
    return said.type == "error" and "status of 4" not in said.text


def test_every_page_of_an_office_pleases_axe_and_fits_a_phone(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401
    with serving(tmp_path, "--portfolio", str(filled(tmp_path))) as server:
        for how in ({"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 640}}):
            page = chromium.new_context(locale="fr-CH", **how).new_page()
            page.set_default_timeout(120_000)
            faults: list[str] = []
            page.on("console", lambda each, faults=faults: faults.append(each.text) if is_fault(each) else None)
            page.goto(server.link())
            press(page)
            for path in PAGES:
                page.goto(f"{server.origin}/portfolio{path}")
                assert violations(page) == [], (path, how)
                assert page.locator("h1").count() == 1, path
                over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert over <= 0, path
            assert faults == []
