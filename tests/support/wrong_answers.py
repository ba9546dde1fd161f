"""Make something wrong with answers: by real files and real values, one function for each kind."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import openpyxl

import advisor
from advisor import desk, paths
from advisor.answers import merging, parts
from advisor.answers.disk import AnswersDisk, is_there, resume
from advisor.answers.packs import load
from advisor.answers.read import answers_in, read_answers
from advisor.errors import UnusableInputError
from advisor.files.write import write_new
from advisor.knowledge.installed import InstalledPack, known_pack
from advisor.portfolio import folder as cities
from advisor.portfolio.importing import import_sheet
from advisor.portfolio.noticing import noticed
from advisor.portfolio.outcomes import make_outcomes, read_outcomes
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.table import read_table
from advisor.portfolio.tables import read_sheet
from advisor.reports.history import file_of
from advisor.tables.received import Wanted, received
from advisor.terminal import opening
from advisor.terminal.surface import surface
from advisor.workshop.translating import translatable, update_catalogues
from advisor.yaml_source.read import read_source
from tests.support.small_pack import grown_pack, load_small, small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advisor.errors import Problem
    from advisor.knowledge.model import Pack

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "rules" / "smart-city"
PLAIN = "pack: smart-city\ncity: {name: Aba}\ndate: 2026-11-22\n"
TODAY = datetime.date(2026, 11, 22)
HEAD = "pack: small\npack_version: 1.2.0\ncity: {name: Aba}\ndate: 2026-11-22\n"
GIVEN = f"{HEAD}answers:\n"


def problems(raised: Callable[[], object]) -> Sequence[Problem]:
    """Return what is refused, or what is returned as noticed."""
    try:
        found = raised()
    except UnusableInputError as error:
        return error.problems
    return list(found) if isinstance(found, list | tuple) else []


def written(folder: Path, text: str | bytes, name: str = "aba.answers.yaml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def small(folder: Path) -> Pack:
    return load_small(folder / "small", grown_pack()).pack


def of_file(text: str | bytes, folder: Path) -> Sequence[Problem]:
    return problems(lambda: read_answers(written(folder, text), small(folder)))


def two(folder: Path, here: str, there: str) -> list[tuple[str, Any]]:
    """Return the answers in two files, as merging takes them."""
    files = written(folder, here, "a.answers.yaml"), written(folder, there, "b.answers.yaml")
    return [(str(file), read_answers(file, small(folder))) for file in files]


def merged(folder: Path, here: str, there: str) -> Sequence[Problem]:
    return problems(lambda: merging.merge(two(folder, here, there), small(folder)))


def remarked(folder: Path, here: str, there: str) -> Sequence[Problem]:
    return merging.remarks(two(folder, here, there), small(folder))


def with_canton() -> str:
    return "pack: smart-city\ncity: {name: Aba, canton: ZH}\ndate: 2026-11-22\nanswers: {canton: be}\n"


def sheet(folder: Path, *rows: Sequence[object], name: str = "a.xlsx") -> Path:
    """Write a workbook with a sheet called ``Antwort``."""
    book: Any = openpyxl.Workbook()
    book.active.title = "Antwort"
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return written(folder, stream.getvalue(), name)


def filled(folder: Path, *rows: Sequence[object], **head: str) -> Sequence[Problem]:
    """Return what is wrong with a questionnaire: in rows 1 to 5 the head, in row 6 the columns, then what was filled in."""
    told = {"Wissensbasis": "smart-city 1.0.0 de", "Stadt": "Aba", "Kanton": "", "Rolle": "", "Datum": "", **head}
    table = [*told.items(), ("Kennung", "Frage", "Antwort"), *((key, "", value) for key, value in rows)]
    return imported(sheet(folder, *table))


def imported(*files: Path) -> Sequence[Problem]:
    return problems(lambda: received(files, Wanted(paths.shipped("templates"), TODAY)))


def tampered(file: Path, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with another part for its sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.endswith("sheet1.xml") else part)
    return stream.getvalue()


def into(folder: Path, *, formula: bool = False, **head: str) -> Sequence[Problem]:
    """Return what is told of a questionnaire that is brought up to date with what is known of a city."""
    told = {"Wissensbasis": "smart-city 1.0.0 de", **head}
    table = [*told.items(), ("Kennung", "Antwort"), ("staff_unit", "=1+1" if formula else "vielleicht")]
    file = sheet(folder, *table)
    if formula:
        file.write_bytes(tampered(file, lambda part: part.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")))
    pack = load(SHIPPED)
    city = read_answers(ROOT / "examples" / "seed-start.answers.yaml", pack)
    return problems(lambda: desk.update(desk.table_in(file), pack, city, desk.Asking(filled=True)))


def office(folder: Path, settings: str = "pack: smart-city\n") -> cities.Portfolio:
    written(folder, settings, "office/portfolio.yaml")
    (folder / "office" / "cities").mkdir(exist_ok=True)
    return cities.open_portfolio(folder / "office")


def rows(folder: Path, text: str | bytes, name: str = "cities.csv") -> Sequence[Problem]:
    """Return what is wrong with a table of cities."""
    pack = load(SHIPPED)
    return problems(
        lambda: import_sheet(office(folder), pack, read_sheet(written(folder, text, name)), TODAY).files,
    )


def with_a_number_now(folder: Path) -> Sequence[Problem]:
    rows(folder, "name,date\nAba,2025-01-01\n", "before.csv")
    return rows(folder, "number,name,date\n261,Aba,2026-01-01\n")


def changed_outcome(folder: Path) -> Sequence[Problem]:
    opened = office(folder)
    written(folder, PLAIN, "office/cities/aba/2026-11-22.answers.yaml")
    made = make_outcomes(opened, cities.visits(opened), workers=1)
    Path(str(made[0].file)).write_text("{}", encoding="utf-8")
    return problems(lambda: read_outcomes(made))


def columns(**table: list[object]) -> Sequence[Problem]:
    rules = ColumnRules(advisor.load_pack("smart-city"))
    return problems(lambda: read_table(rules, table, TODAY))


def redacted(folder: Path, name: str, *, history: bool) -> Sequence[Problem]:
    text = f"# Anna\n{PLAIN}answers: {{staff_unit: {{value: none, by: Anna}}}}\n"
    file = written(folder, text)
    if not history:
        file_of(file).mkdir(exist_ok=True)  # there is something of this name, and it cannot be read
    return problems(lambda: desk.redact(file, name, load(SHIPPED)))


def other_city(folder: Path) -> Sequence[Problem]:
    written(folder, f"{PLAIN}answers: {{staff_unit: none}}\n", "office/cities/aba/2026-11-22.answers.yaml")
    return rows(folder, "name,date,staff_unit\nAba,2026-11-22,1\n")


def visit_of_another_day(folder: Path) -> Sequence[Problem]:
    opened = office(folder)
    written(folder, PLAIN, "office/cities/aba/2026-11-23.answers.yaml")
    return cities.read_visits(load(SHIPPED), cities.visits(opened))[1]


def oddly_laid_out(folder: Path) -> Sequence[Problem]:
    """Return what is told where a file is to say what no edit can make it say."""
    file = written(folder, GIVEN)
    disk = AnswersDisk(file, GIVEN)
    return problems(lambda: disk._read_back(GIVEN, {"pack": "other"}))  # noqa: SLF001 - by no edit that is known today


def unwritable(folder: Path) -> Sequence[Problem]:
    return problems(lambda: write_new(written(folder, "x"), b"y"))


def unreachable(folder: Path) -> Sequence[Problem]:
    """Return what is told of a file in a folder that nobody can look into: its name is longer than names are."""
    return problems(lambda: is_there(folder / ("x" * 300)))


def lost(folder: Path) -> Sequence[Problem]:
    file = written(folder, GIVEN)
    seen = []

    def read_bytes(_: Path) -> bytes:
        seen.append(1)
        raise PermissionError(13, "Permission denied")

    with patch.object(Path, "read_bytes", read_bytes):
        return problems(lambda: resume(file))


def read(folder: Path, text: str) -> tuple[Any, list[Problem]]:
    file = written(folder, text)
    return read_source(file, str(file))


def of_shipped(folder: Path, text: str) -> Sequence[Problem]:
    return problems(lambda: read_answers(written(folder, text), load(SHIPPED)))


def twice_installed() -> Sequence[Problem]:
    two_of_it = tuple(InstalledPack("tea", Path("tea"), f"{name} 1.0") for name in ("green", "black"))
    with patch("advisor.knowledge.installed.installed_packs", return_value=two_of_it):
        return problems(lambda: known_pack("tea", Path("a.answers.yaml")))


def in_preparation(folder: Path) -> Sequence[Problem]:
    home = write_pack(folder / "small", small_pack())
    list(update_catalogues(translatable(home), ["fr"]))
    return problems(lambda: load(home, "fr"))


def namesakes(*told: str) -> list[str]:
    """Return files in which the respondent ``a`` is described in these ways."""
    return [f"{HEAD}respondents: {{a: {{{each}}}}}\n" for each in told]


def at_odds() -> list[str]:
    """Return files in which one respondent answers one question in two ways."""
    return [f"{each}answers: {{visitors: {{value: {n}, by: a}}}}\n" for n, each in enumerate(namesakes("name: A", "name: A"))]


def two_names() -> list[str]:
    return [HEAD.replace("Aba", f"Aba, roles: {{librarian: {name}}}") for name in ("die Leitung", "der Vorstand")]


def said_tomorrow(folder: Path) -> Sequence[Problem]:
    source, _ = read(folder, f"{GIVEN}  visitors: {{value: 3, on: 2026-11-23}}\n")
    return parts.said_later(source, answers_in(source, [], small(folder))[0])


def wrong_way_round(folder: Path) -> Sequence[Problem]:
    later, earlier = (read_answers(written(folder, HEAD.replace("2026", year)), small(folder)) for year in ("2027", "2026"))
    return parts.wrong_way_round(("old", later), ("new", earlier))


def far_below(folder: Path) -> Sequence[Problem]:
    file = sheet(folder, ("Kennung", "Antwort"))
    row = b'<row r="999999"><c r="A999999"><v>1</v></c></row></sheetData>'
    file.write_bytes(tampered(file, lambda part: part.replace(b"</sheetData>", row)))
    return imported(file)


def not_writable(folder: Path) -> Sequence[Problem]:
    with patch("advisor.terminal.opening.os.access", return_value=False):
        return problems(lambda: opening.refuse_unusable(folder / "a.yaml"))


def asked_by(folder: Path, by: str | None, *, alike: bool) -> Sequence[Problem]:
    how = opening.How(by=by, alike=alike)
    templates, lines = paths.shipped("templates"), surface(plain=True)
    return problems(lambda: opening.open_session(small(folder), templates, lines, folder / "a.yaml", how, TODAY))


def chosen_by_nobody(folder: Path) -> Sequence[Problem]:
    packs, lines = [small(folder), load(SHIPPED)], surface(plain=True)
    return problems(lambda: opening.choose_pack(packs, paths.shipped("templates"), lines, folder / "a.yaml"))


def about_example(*, about: tuple[str, ...] = (), changes: tuple[str, ...] = ()) -> Sequence[Problem]:
    pack = load(SHIPPED)
    read_in = desk.read(ROOT / "examples" / "seed-start.answers.yaml", pack)
    return problems(lambda: desk.explanation(read_in, desk.Explaining(about=about, changes=changes), "md").content)


def from_program(value: object) -> Sequence[Problem]:
    base = advisor.load_pack("smart-city")
    head = {"pack": "smart-city", "city": {"name": "Aba"}, "date": "2026-11-22"}
    return problems(lambda: advisor.read_answers({**head, "note": value}, base))


def measure() -> str:
    """Return something that texts are about and nothing is concluded of."""
    return load(SHIPPED).measures[0].id


def label(question: str) -> str:
    return load(SHIPPED).question(question).label


def too_large(folder: Path) -> Sequence[Problem]:
    with patch("advisor.portfolio.tables.LARGEST", 1):
        return rows(folder, "name\nAa\n")


def unfinished(folder: Path) -> Sequence[Problem]:
    opened = office(folder)
    with patch("advisor.portfolio.folder._write_through", side_effect=PermissionError(13, "Permission denied")):
        return problems(lambda: cities.put_all(opened, {"aa/2026-11-22.answers.yaml": "x"}, lambda: None))


def not_in_their_places(folder: Path) -> Sequence[Problem]:
    opened = office(folder)
    written(folder, "somebody's own", "office/cities/aa")
    return problems(lambda: cities.put_all(opened, {"aa/2026-11-22.answers.yaml": "x"}, lambda: None))


def changed_meanwhile(folder: Path) -> Sequence[Problem]:
    opened = office(folder)
    written(folder, PLAIN, "office/cities/aba/2026-11-22.answers.yaml")
    with patch("advisor.portfolio.outcomes._made_from", return_value="other"):
        return make_outcomes(opened, cities.visits(opened), workers=1)[0].problems


def ended_before_its_time(folder: Path) -> Sequence[Problem]:
    opened = office(folder)
    for name in ("aba", "beba"):
        written(folder, PLAIN, f"office/cities/{name}/2026-11-22.answers.yaml")
    with (
        patch("advisor.portfolio.outcomes._WORTH", 1),
        patch("advisor.portfolio.outcomes.spread", side_effect=ChildProcessError),
    ):
        return problems(lambda: make_outcomes(opened, cities.visits(opened), workers=2))


def noticed_beside(folder: Path, file: str) -> Sequence[Problem]:
    opened = office(folder)
    written(folder, "x", file)
    return noticed(opened)


def begun_in_a_file(folder: Path) -> Sequence[Problem]:
    return problems(lambda: cities.begin(written(folder, "x"), SHIPPED, None))


def twice_the_same() -> Sequence[Problem]:
    table: dict[str, list[object]] = {"staff_unit": ["none"], label("staff_unit"): ["none"]}
    return columns(**table)
