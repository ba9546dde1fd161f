"""The HTML page stands alone, can be used without seeing it, and says what the other formats say."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import itertools
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from tests.support.browser import violations
from tests.support.reports import EXAMPLES, ROOT, as_shown, bare, hostile_files, name_of, report
from tests.support.sampling import in_full, sample_and_all, sampled
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / "examples" / "seed-start.answers.yaml"


class Seen(HTMLParser):
    """Collects elements and text, and holds that elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "wbr", "col", "img"}:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "svg"} & set(self._open):
            self.texts.append(data)


def seen(page: str) -> Seen:
    reader = Seen()
    reader.feed(page)
    reader.close()
    return reader


@functools.cache
def started(*more: str) -> str:
    return report(START, "html", *more).decode()


@pytest.mark.parametrize("audience", ["team", "council"])
@pytest.mark.parametrize("example", sampled(5, EXAMPLES), ids=name_of)
def test_a_page_needs_nothing_else_and_runs_nothing(example: Path, audience: str) -> None:
    found = seen(report(example, "html", "--audience", audience).decode())
    names = [tag for tag, _ in found.tags]
    assert not {"script", "link", "iframe", "object", "form"} & set(names)
    for tag, attributes in found.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert tag == "a" or not {"src", "href", "action"} & set(attributes)
    assert [names.count(each) for each in ("h1", "main", "nav", "title")][:3] == [1, 1, 1]
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    inner = [str(attributes["href"])[1:] for tag, attributes in found.tags if tag == "a" and str(attributes["href"])[0] == "#"]
    assert set(inner) <= set(ids)


def test_a_page_has_language_landmarks_and_a_way_past_the_contents() -> None:
    found = seen(started())
    assert found.tags[0] == ("html", {"lang": "de-CH"})
    assert next(attributes for tag, attributes in found.tags if tag == "a")["href"] == "#report"
    headings = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-4]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    assert all(attributes.get("scope") for tag, attributes in found.tags if tag == "th")


@pytest.mark.parametrize("example", sampled(6, EXAMPLES), ids=name_of)
def test_all_formats_say_the_same(example: Path) -> None:
    page = bare("".join(seen(report(example, "html").decode()).texts))
    plain = bare(report(example, "text").decode())
    place, head = 0, False
    for token in MarkdownIt("commonmark").enable("table").parse(report(example, "md").decode()):
        head = token.type == "th_open" if token.type.endswith("_open") else head
        if token.type == "inline":
            words = "".join(each.content if each.type in {"text", "code_inline"} else " " for each in token.children or ())
            found = page.find(bare(words), place)
            assert found >= 0, words
            assert head or bare(words) in plain
            place = found


@sample_and_all("every", 3, in_full(1, beside_a_change=2))
def test_what_a_city_types_is_text_on_the_page(every: int, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "small", small_pack())
    for text, file in list(hostile_files(tmp_path))[::every]:
        page = report(file, "html", "--pack", str(pack)).decode()
        clean = as_shown(text)
        assert bare("".join(seen(page).texts)).count(bare(clean)) >= 4
        assert page.count("<script") == 0


@pytest.mark.parametrize("audience", ["team", "council"])
def test_a_page_keeps_to_a_policy_that_lets_it_load_nothing_and_no_element_has_a_style_of_its_own(audience: str) -> None:
    page = started("--audience", audience)
    style = page.partition("<style>")[2].partition("</style>")[0]
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(str(found["content"]) for tag, found in seen(page).tags if found.get("http-equiv") == "Content-Security-Policy")
    assert f"style-src 'sha256-{hashed}'" in policy
    assert "default-src 'none'" in policy
    assert not [tag for tag, attributes in seen(page).tags if "style" in attributes]
    assert page.count("<style") == 1


def test_a_table_stays_one_where_its_rows_are_laid_out_as_cards() -> None:
    page = started()
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert len(tables) == page.count('role="table"') > 0
    for table in tables:
        heads = re.findall(r'role="columnheader">(.*?)</th>', table)
        for row in re.findall(r'<tr role="row">(?:(?!columnheader).)*?</tr>', table, re.DOTALL):
            assert row.count('role="rowheader"') == 1
            assert [html.unescape(each) for each in re.findall(r'role="cell" data-head="(.*?)"', row)] == [
                html.unescape(re.sub("<[^>]+>", "", head)) for head in heads[1:]
            ]


def test_the_contents_stand_between_the_title_and_the_text_that_leads_past_them() -> None:
    page = started()
    places = [page.index(each) for each in ("<main", "<h1", "Stand vom", "<nav", "</nav>", '<div id="report"', "<h2")]
    assert places == sorted(places)


def test_the_page_says_what_it_was_made_from() -> None:
    entries = {
        str(attributes.get("name")): attributes["content"]
        for tag, attributes in seen(started()).tags
        if tag == "meta" and "content" in attributes
    }
    outcome = json.loads(report(START, "json"))
    assert entries["advisor:pack-hash"] == outcome["pack"]["hash"]
    assert re.fullmatch("[0-9a-f]{64}", str(entries["advisor:tree-hash"]))
    assert str(entries["advisor:tree-hash"]) in "".join(seen(started()).texts)


@pytest.mark.long
@pytest.mark.parametrize("audience", ["team", "council"])
def test_axe_finds_no_violation_in_a_browser(tmp_path: Path, audience: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(started("--audience", audience), encoding="utf-8")
    assert violations(page) == []
