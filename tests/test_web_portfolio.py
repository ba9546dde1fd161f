"""An office with many cities in the browser: what it sees and chooses, each city's papers, and all invited by one list."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main
from advisor.portfolio.tables import write_table
from tests.support.shipped import shipped_pack
from tests.support.web import ORIGIN, Served, served
from tools.imagined_cities import FIRST_NUMBER, imagined

from advisor.web import portfolio  # isort: skip # the extra is looked for above
from advisor.web.cities import Cities  # isort: skip # the extra is looked for above

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.web import Person

COUNT = 24
PAGES = ("/portfolio", "/portfolio/cities", "/portfolio/groups", "/portfolio/sizes", "/portfolio/invitations")
HEAD = "Nummer;Gemeinde;Rolle;Person;Sprache;Mail\n"


def filled(folder: Path) -> Path:
    """Return a folder of imagined cities, in two regions."""
    table = folder / "cities.csv"
    table.write_bytes(write_table("csv", imagined(shipped_pack(), COUNT)))
    into = folder / "hills"
    for words in (["new", into, "--pack", "smart-city", "--canton", "BE"], ["import", into, table]):
        done = CliRunner().invoke(main, ["portfolio", *map(str, words)])
        assert done.exit_code == 0, done.output
    keys = [str(FIRST_NUMBER + place) for place in range(COUNT)]
    with (into / "portfolio.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"regions: {{Oberland: {keys[:9]}, Unterland: {keys[9:]}}}\n".replace("'", '"'))
    return into


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("cities"))


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = served(tmp_path_factory.mktemp("web"), Cities(folder))
    yield found
    found.db.close()


@pytest.fixture
def anna(server: Served) -> Person:
    """A consultant of the office."""
    return server.consultant()


def told(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(main, ["portfolio", words[0], str(folder), *words[1:]])
    assert done.exit_code == 0, done.output
    return done.output


def send(person: Person, content: bytes, name: str = "list.csv", **more: str) -> tuple[int, bytes]:
    """Send a list, and return the status and what came back."""
    person.get("/portfolio/invitations")
    fields = {**person.hidden(), "days": "30", "form": "csv", **more}
    files = {"file": (name, content, "text/csv")}
    person.page = person.client.post("/portfolio/invitations", data=fields, files=files, headers={"origin": ORIGIN})
    return person.page.status_code, person.page.content


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("path", [*PAGES, f"/portfolio/city/{FIRST_NUMBER}", f"/portfolio/city/{FIRST_NUMBER}/report.md"])
def test_only_who_makes_rooms_sees_the_cities(path: str, server: Served, anna: Person) -> None:
    server.person().get(path, 404)
    anna.begin()
    server.person().join(anna.invite()).get(path, 404)
    server.consultant().get(path)


@pytest.mark.parametrize("path", PAGES)
def test_a_server_without_a_folder_shows_none(path: str, tmp_path: Path) -> None:
    alone = served(tmp_path)
    alone.consultant().get(path, 404)
    assert "/portfolio" not in alone.consultant().get("/")
    alone.db.close()


def test_the_desk_leads_to_the_cities(anna: Person) -> None:
    assert 'href="/portfolio"' in anna.get("/")


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Überblick über"), ("fr", "Aperçu de"), ("it", "Panoramica di"), ("en", "Overview of")],
)
def test_the_overview_says_in_four_languages_what_the_report_of_the_office_says(
    language: str, title: str, folder: Path, server: Served
) -> None:
    page = server.consultant(language).get("/portfolio")
    assert f"{title} {COUNT}" in page
    report = told(folder, "report", "--lang", language)
    assert f"<p>{report.split(chr(10))[2]}</p>" in page  # what it rests on
    numbers = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", report, re.MULTILINE)
    assert numbers
    for name, *counts in numbers:
        cells = "".join(f'<td role="cell" data-head="[^"]*">{count}</td>' for count in counts)
        assert re.search(rf"{re.escape(name)}</th>{cells}", page), name


def test_what_was_chosen_is_what_is_counted_and_listed(folder: Path, anna: Person) -> None:
    conditions = {"status=themenlab.absent": "themenlab is absent", "size=1000-4999": "population between 1000 and 4999"}
    page = anna.get("/portfolio/cities?status=themenlab.absent")
    listed = told(folder, "table", "--where", conditions["status=themenlab.absent"]).splitlines()[1:]
    assert f"Ausgewählt: {len(listed)} von {COUNT}." in page
    assert [each.split(",")[0] for each in listed] == re.findall(r"/portfolio/city/(\d+)", page)
    near = re.findall(r"/portfolio/city/(\d+)", anna.get("/portfolio/cities?region=Oberland"))
    assert near == [str(FIRST_NUMBER + place) for place in range(9)]
    every = [re.findall(r"/portfolio/city/(\d+)", anna.get(f"/portfolio/cities?size={size}")) for size in SIZES]
    assert sorted(key for keys in every for key in keys) == [str(FIRST_NUMBER + place) for place in range(COUNT)]


SIZES = ("0-999", "1000-4999", "5000-9999", "10000-49999", "50000-", "unknown")


def test_a_next_step_that_was_chosen_is_that_of_each_city_listed(anna: Person) -> None:
    page = anna.get("/portfolio")
    steps = re.search(r'<select id="next".*?</select>', page, re.DOTALL)
    assert steps
    known = [each for each in re.findall(r'value="([^"]+)"', steps[0]) if each]
    listed = [re.findall(r"/portfolio/city/(\d+)", anna.get(f"/portfolio/cities?next={each}")) for each in known]
    assert sorted(key for keys in listed for key in keys) == [str(FIRST_NUMBER + place) for place in range(COUNT)]


@pytest.mark.parametrize(
    "query", ["size=huge", "status=themenlab", "region=Nirgends", "next=x", "page=0", "page=999999999", "page=²"]
)
def test_an_address_with_what_nobody_knows_asks_for_nothing(query: str, anna: Person) -> None:
    assert f"von {COUNT}." in anna.get(f"/portfolio/cities?{query}")


def test_many_cities_stand_on_several_pages_each_once(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "_A_PAGE", 10)
    pages = [anna.get(f"/portfolio/cities?page={number}") for number in (1, 2, 3)]
    listed = [re.findall(r"/portfolio/city/(\d+)", each) for each in pages]
    assert [len(each) for each in listed] == [10, 10, 4]
    assert len({key for keys in listed for key in keys}) == COUNT
    assert ["page=1" in pages[1], "page=3" in pages[1], "page=0" in pages[0], "page=4" in pages[2]] == [True, True, False, False]


def test_a_choice_that_fits_no_city_says_so(anna: Person) -> None:
    assert "Auf diese Auswahl passt keine" in anna.get("/portfolio?size=unknown")


def test_the_page_by_size_hides_what_the_report_hides(folder: Path, anna: Person) -> None:
    page = anna.get("/portfolio/sizes")
    report = told(folder, "report", "--sizes", "1000,5000,10000,50000")
    cells = re.findall(r'<td role="cell" data-head="[^"]*">([^<]*)</td>', page)
    assert cells == [
        each for row in re.findall(r"^\| (?:<|>|\d|\\|\?).+?\| (.+) \|$", report, re.MULTILINE) for each in row.split(" | ")
    ]
    assert "…" in cells
    assert page == anna.get("/portfolio/sizes?region=Oberland")


@pytest.mark.long
def test_a_city_is_one_click_from_its_report_which_is_that_of_the_command(folder: Path, anna: Person) -> None:
    key = str(FIRST_NUMBER)
    assert f"/portfolio/city/{key}" in anna.get("/portfolio/cities")
    page = anna.get(f"/portfolio/city/{key}")
    assert f"/portfolio/city/{key}/report.md" in page
    file = next((folder / "cities" / key).iterdir())
    done = CliRunner().invoke(main, ["advise", str(file)])
    anna.get(f"/portfolio/city/{key}/report.md")
    assert anna.page.content == done.stdout_bytes
    anna.get(f"/portfolio/city/{key}/answers.yaml")
    assert anna.page.content == file.read_bytes()
    for name in ("report.exe", "history.jsonl", "report", "x.md"):
        anna.get(f"/portfolio/city/{key}/{name}", 404)
    anna.get("/portfolio/city/..%2Fportfolio.yaml", 404)


@pytest.mark.long
def test_a_file_that_changes_is_read_again_and_one_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    into = filled(tmp_path)
    server = served(tmp_path, Cities(into))
    anna = server.consultant()
    assert f"Überblick über {COUNT} " in anna.get("/portfolio")
    broken, other = sorted((into / "cities").glob("*/*.yaml"))[:2]
    broken.write_text("pack: [", encoding="utf-8")
    other.write_text(other.read_text(encoding="utf-8").replace("Musterdorf", "Anderswo"), encoding="utf-8")
    page = anna.get("/portfolio")
    assert f"Überblick über {COUNT - 1} " in page
    assert broken.name in page
    assert "Anderswo" in anna.get("/portfolio/cities")
    server.db.close()


def test_everybody_in_a_list_gets_a_link_into_the_sitting_of_their_city(server: Served, anna: Person) -> None:
    first, second = FIRST_NUMBER, FIRST_NUMBER + 1
    content = (
        f"{HEAD}{first};;Exekutive;;Französisch;a@b.ch\n"
        ";Musterdorf 2;office_head;Beat;;\n"
        f"{first};Musterdorf 1;Amtsleitung;;;c@b.ch\n"
    )
    status, back = send(anna, content.encode())
    assert status == 200, back
    people = rows(back)
    assert [(each["Nummer"], each["Person"], each["Mail"]) for each in people] == [
        (str(first), "", "a@b.ch"),
        (str(second), "Beat", ""),
        (str(first), "", "c@b.ch"),
    ]
    guests = [server.person().join(each["Link"]) for each in people]
    assert guests[0].room == guests[2].room != guests[1].room
    assert "Enregistrer et" in guests[0].text
    assert f'href="{guests[0].room}"' in anna.get(f"/portfolio/city/{first}")
    page = anna.get(f"{guests[0].room}/people")
    assert "a@b.ch" not in page
    assert guests[0].room not in anna.get("/")  # the desk is not filled with two thousand cities
    assert "Gilt noch" in guests[1].get("q/domain_expertise")  # what the folder knows is shown, and counts once confirmed


def test_the_same_list_again_gives_new_links_to_those_who_have_not_come(server: Served, anna: Person) -> None:
    key = FIRST_NUMBER + 5
    content = f"{HEAD}{key};;Exekutive;;;\n{key};;Amtsleitung;;;\n".encode()
    before = rows(send(anna, content)[1])
    here = server.person().join(before[0]["Link"])
    after = rows(send(anna, content + f"{key};;Amtsleitung;;;x@y.ch\n".encode())[1])
    assert after[0]["Link"] == "ist schon dabei"
    assert here.get("next")
    server.person().get(before[1]["Link"].removeprefix(ORIGIN), 404)
    joined = [server.person().join(each["Link"]) for each in after[1:]]
    assert {each.room for each in joined} == {here.room}
    assert anna.get(f"{here.room}/people").count('class="who"') == 3


FAULTS = [
    ("x;;Exekutive;;;", "A2", "keine Nummer einer Stadt"),
    ("9;;Exekutive;;;", "A2", "Eine Gemeinde mit der Nummer 9 gibt es in diesem Ordner nicht."),
    (f"{FIRST_NUMBER};Musterdorf 2;Exekutive;;;", "B2", "heisst «Musterdorf 1» und nicht «Musterdorf 2»"),
    (";Musterdrof 2;Exekutive;;;", "B2", "Meinten Sie «Musterdorf 2»?"),
    (";;Exekutive;;;", "A2", "nennt keine Gemeinde"),
    (f"{FIRST_NUMBER};;Kaiser;;;", "C2", "Eine Rolle «Kaiser» gibt es nicht."),
    (f"{FIRST_NUMBER};;;;;", "C2", "wer eingeladen ist"),
    (f"{FIRST_NUMBER};;Exekutive;;Latein;", "E2", "Eine Sprache «Latein» gibt es nicht."),
    (f"{FIRST_NUMBER};;Exekutive;;;nobody", "F2", "keine Mailadresse"),
    (f"{FIRST_NUMBER};;Exekutive;Eva;;\n{FIRST_NUMBER};;executive;eva;;", "D3", "dieselbe Person wie in Zeile 2"),
]


@pytest.mark.parametrize(("row", "cell", "what"), FAULTS)
def test_a_wrong_row_is_named_with_its_cell_and_nobody_is_invited(row: str, cell: str, what: str, anna: Person) -> None:
    sound = FIRST_NUMBER + 20
    before = anna.get(f"/portfolio/city/{sound}")
    status, back = send(anna, f"{HEAD}{row}\n{sound};;Exekutive;;;\n".encode())
    page = anna.text
    assert status == 422, back
    assert f"list.csv!{cell}: " in page
    assert what in page
    assert anna.get(f"/portfolio/city/{sound}") == before
    assert "/j/" not in page


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"Nummer;Rolle;Farbe\n1;Exekutive;rot\n", "Eine Spalte «Farbe» gibt es in einer solchen Liste nicht."),
        (b"Rolle\nExekutive\n", "Keine Spalte nennt die Gemeinde."),
        (b"Nummer;number;Rolle\n1;1;Exekutive\n", "sagt dasselbe wie «Nummer»"),
        (b"Nummer;Sprache\n1;de\n", "Keine Spalte sagt, wer eingeladen ist."),
        (b"Nummer;Rolle\n", "In dieser Liste steht niemand."),
        (b"\xff\xfe", "UTF-8"),
        (b"PK\x03\x04broken", "."),
    ],
)
def test_a_list_that_is_none_is_told_what_it_lacks(content: bytes, what: str, anna: Person) -> None:
    status, _ = send(anna, content)
    assert status == 422
    assert what in anna.text


def test_without_a_list_or_with_no_number_of_days_the_form_says_so(anna: Person) -> None:
    assert send(anna, b"")[0] == 422
    assert "Wählen Sie die Liste" in anna.text
    assert send(anna, b"x", days="0")[0] == 422
    assert "Geben Sie eine Zahl von 1" in anna.text


def test_a_list_is_taken_only_from_our_own_page(anna: Person) -> None:
    anna.get("/portfolio/invitations")
    fields = {**anna.hidden(), "key": "x", "days": "30", "form": "csv"}
    files = {"file": ("list.csv", HEAD.encode(), "text/csv")}
    for headers in ({"origin": ORIGIN}, {"origin": "http://evil.example"}):
        answer = anna.client.post("/portfolio/invitations", data=fields, files=files, headers=headers)
        assert answer.status_code == 403


def test_a_list_may_be_a_workbook_and_comes_back_as_one(anna: Person) -> None:
    pytest.importorskip("openpyxl", reason="needs the extra 'portfolio'")
    key = FIRST_NUMBER + 9
    content = write_table("xlsx", {"number": [key], "role": ["executive"]})
    status, back = send(anna, content, "list.xlsx", form="xlsx")
    assert status == 200
    assert back.startswith(b"PK")
    status, _ = send(anna, write_table("xlsx", {"number": [key], "role": ["nobody"]}), "list.xlsx")
    assert status == 422
    assert "list.xlsx:cities!B2: " in anna.text
