"""Whatever is wrong with answers has a code, a place, and words in the language of whoever reads."""

from __future__ import annotations

import ast
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from click.testing import CliRunner

import advisor
from advisor.answers.packs import load
from advisor.answers.read import pack_id_of
from advisor.answers.saving import save
from advisor.cli import main
from advisor.cli.files import SavedFile
from advisor.cli.portfolio_views import _bounds, _some
from advisor.codes import CODES
from advisor.errors import phrase, said_in
from advisor.knowledge.installed import known_pack
from advisor.portfolio import folder as cities
from advisor.portfolio.noticing import noticed
from advisor.sittings.events import decoded
from advisor.terminal import opening
from tests.support import wrong_answers as make
from tests.support.wrong_lists import LISTED
from tools.answers_problems import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advisor.errors import Problem

FILES: dict[str, tuple[str | bytes, str]] = {
    # code: what an answers file holds, and where in it that is told
    "R101": (b"pack: \xff\n", ""),
    "R102": (f"{make.GIVEN}  visitors: 1\n open_now: yes\n", ":7"),
    "R103": (f"{make.HEAD}note: &a x\nrespondents: {{a: {{name: *a}}}}\n", ":6"),
    "R104": (f"{make.HEAD}note: {'[' * 40}{']' * 40}\n", ":5"),
    "R105": (f"{make.HEAD}? [a, b]\n: c\n", ":5"),
    "R106": (f"{make.GIVEN}  visitors: 1\n  visitors: 2\n", ":7"),
    "F201": ("- pack\n", ":1"),
    "F202": (make.HEAD.replace("Aba", "Aba, aim: shelf"), ":3"),
    "F204": (f"{make.HEAD}answer: x\n", ":5"),
    "F205": ("pack: small\ndate: 2026-11-22\n", ":1"),
    "F206": (make.HEAD.replace("Aba", ""), ":3"),
    "F208": (make.HEAD.replace("Aba", "Aba, population: many"), ":3"),
    "A101": ("", ""),
    "A104": (make.HEAD.replace("small", "large"), ":1"),
    "A107": (make.HEAD.replace("1.2.0", "new"), ":2"),
    "A108": (make.HEAD.replace("1.2.0", "1.10.0"), ":2"),
    "A201": (make.HEAD.replace("Aba", "Aba, aim: [shlef]"), ":3"),
    "A202": (make.HEAD.replace("Aba", "Aba, aim: []"), ":3"),
    "A203": (make.HEAD.replace("Aba", "Aba, roles: {boss: x}"), ":3"),
    "A204": (make.HEAD.replace("Aba", "Aba, roles: {librarian: Chefin}"), ":3"),
    "A301": (f"{make.HEAD}respondents:\n  Frau Meier: {{name: Meier}}\n", ":6"),
    "A302": (f"{make.HEAD}respondents:\n  librarian: {{name: Meier}}\n", ":6"),
    "A401": (f"{make.HEAD}answers:\n  - shelf_people\n", ":5"),
    "A402": (f"{make.GIVEN}  shelf_peple: most\n", ":6"),
    "A403": (f"{make.HEAD}retired:\n  visitors: 3\n", ":6"),
    "A404": (f"{make.GIVEN}  shelf_people:\n", ":6"),
    "A405": (f"{make.GIVEN}  shelf_people: [most]\n", ":6"),
    "A406": (f"{make.GIVEN}  shelf_people: 4\n", ":6"),
    "A407": (f"{make.GIVEN}  place: here\n", ":6"),
    "A408": (f"{make.GIVEN}  media: [none, most]\n", ":6"),
    "A409": (f"{make.GIVEN}  open_now: maybe\n", ":6"),
    "A410": (f"{make.GIVEN}  visitors: many\n", ":6"),
    "A411": (f"{make.GIVEN}  visitors: 101\n", ":6"),
    "A412": (f"{make.GIVEN}  founded: long ago\n", ":6"),
    "A413": (f"{make.GIVEN}  founded: 1066-10-14\n", ":6"),
    "A414": (f"{make.GIVEN}  shelf_people: {{value: most, said: some}}\n", ":6"),
    "A415": (f"{make.GIVEN}  shelf_people: {{by: x}}\n", ":6"),
    "A416": (f"{make.GIVEN}  till: some\n  counter_money: some\n".replace("1.2.0", "1.0.0"), ":7"),
    "A417": (f"{make.GIVEN}  shelf_folk: 2\n".replace("1.2.0", "1.0.0"), ":6"),
}


ROWS: dict[str, tuple[str, Callable[[Path], Sequence[Problem]]]] = {
    **{code: (f"aba.answers.yaml{place}", partial(make.of_file, text)) for code, (text, place) in FILES.items()},
    "A102": ("aba.answers.yaml", lambda folder: make.problems(lambda: pack_id_of(*make.read(folder, "city: {name: Aba}\n")))),
    "A103": ("aba.answers.yaml:1", lambda folder: make.problems(lambda: pack_id_of(*make.read(folder, "pack: {id: small}\n")))),
    "A105": ("a.answers.yaml", lambda _: make.problems(lambda: known_pack("smart-cty", Path("a.answers.yaml")))),
    "A106": ("a.answers.yaml", lambda _: make.twice_installed()),
    "A109": ("smart-city", lambda _: make.problems(lambda: load(make.SHIPPED, "rm"))),
    "A110": ("small/translations/fr.po", make.in_preparation),
    "A205": ("aba.answers.yaml:2", lambda folder: make.of_shipped(folder, make.with_canton())),
    "A501": ("b.answers.yaml", lambda folder: make.merged(folder, make.HEAD, make.HEAD.replace("Aba", "Bern"))),
    "A502": ("b.answers.yaml", lambda folder: make.merged(folder, *make.namesakes("role: librarian", "name: Meier"))),
    "A503": ("b.answers.yaml", lambda folder: make.remarked(folder, make.HEAD, make.HEAD.replace("2026", "2027"))),
    "A504": ("b.answers.yaml", lambda folder: make.remarked(folder, *make.at_odds())),
    "A505": ("b.answers.yaml", lambda folder: make.remarked(folder, make.HEAD, make.HEAD.replace("Aba", "ABA"))),
    "A506": ("a.answers.yaml", lambda folder: make.remarked(folder, *make.two_names())),
    "A507": ("aba.answers.yaml:6", make.said_tomorrow),
    "A508": ("old", make.wrong_way_round),
    "A509": ("answers", lambda _: make.problems(lambda: advisor.merge({}))),
    "A601": ("a.xlsx:Antwort!C6", make.filled),
    "A602": ("a.xlsx:Antwort", lambda folder: make.filled(folder, ("staff_unit", "keine"), Stadt="")),
    "A603": ("a.xlsx:Antwort!B3", lambda folder: make.filled(folder, ("staff_unit", "keine"), Kanton="Bayern")),
    "A604": ("a.xlsx:Antwort!B5", lambda folder: make.filled(folder, ("staff_unit", "keine"), Datum="gestern")),
    "A605": ("a.xlsx:Antwort!B4", lambda folder: make.filled(folder, ("staff_unit", "keine"), Rolle="Kaiser")),
    "A606": ("a.xlsx:Antwort!A7", lambda folder: make.filled(folder, ("", "keine"), ("staff_unit", "keine"))),
    "A607": ("a.xlsx:Antwort!A7", lambda folder: make.filled(folder, ("stab", "keine"), ("staff_unit", "keine"))),
    "A608": ("a.xlsx:Antwort!C8", lambda folder: make.filled(folder, ("staff_unit", "keine"), ("staff_unit", "keine"))),
    "A609": ("a.xlsx:Antwort!C7", lambda folder: make.filled(folder, ("staff_unit", "vielleicht"))),
    "A610": ("a.xlsx", lambda folder: make.imported(make.sheet(folder, ("Umfrage",)))),
    "A611": ("a.csv", lambda folder: make.imported(make.written(folder, b"x" * 20_000_001, "a.csv"))),
    "A613": ("a.xlsx", lambda folder: make.imported(make.sheet(folder, ("Kennung", "Antwort"), ("staff_unit", "keine")))),
    "A614": ("a.csv", lambda folder: make.imported(make.written(folder, "x\n" * 5_001, "a.csv"))),
    "A615": ("a.xlsx", lambda folder: make.imported(make.written(folder, b"PK\x03\x04", "a.xlsx"))),
    "A616": ("a.xlsx", make.far_below),
    "A617": ("a.xlsx", lambda folder: make.imported(make.sheet(folder, ("Kennung", "Antwort"), ("staff_unit", "=1+1")))),
    "A618": ("a.xlsx:Antwort!B3", lambda folder: make.into(folder, formula=True)),
    "A619": ("a.xlsx:Antwort!B1", lambda folder: make.into(folder, Wissensbasis="other 1.0.0 de")),
    "A620": ("a.xlsx:Antwort!B3", make.into),
    "A621": ("a.xlsx:Antwort", make.into),
    "A701": ("aba.answers.yaml", lambda folder: make.problems(lambda: save(make.written(folder, "x"), "y", before="z"))),
    "A702": ("gone.yaml", lambda folder: make.problems(lambda: save(folder / "gone.yaml", "y", before="z"))),
    "A703": ("aba.answers.yaml", lambda folder: make.problems(lambda: save(folder / "aba.answers.yaml", "\udcff", before=None))),
    "A704": ("aba.answers.yaml", make.oddly_laid_out),
    "A705": ("x" * 300, make.unreachable),
    "A706": ("aba.answers.yaml", make.lost),
    "A707": ("aba.answers.yaml", make.unwritable),
    "A708": ("aba.history.jsonl:1", lambda folder: make.problems(lambda: decoded(b"{}\n", f"{folder}/aba.history.jsonl"))),
    "A709": ("aba.answers.yaml.history.jsonl", lambda folder: make.redacted(folder, "Anna", history=False)),
    "A710": ("aba.answers.yaml", lambda folder: make.redacted(folder, "Bob", history=True)),
    "A711": ("aba.answers.yaml:1", lambda folder: make.redacted(folder, "Anna", history=True)),
    "A712": ("", lambda folder: make.problems(lambda: opening.refuse_unusable(folder))),
    "A713": ("no/a.yaml", lambda folder: make.problems(lambda: opening.refuse_unusable(folder / "no" / "a.yaml"))),
    "A714": ("a.yaml", make.not_writable),
    "A715": ("aba.answers.yaml", lambda folder: make.problems(lambda: opening.refuse_there(make.written(folder, make.HEAD)))),
    "A716": ("--by", lambda folder: make.asked_by(folder, "\udcff", alike=False)),
    "A717": ("--same", lambda folder: make.asked_by(folder, None, alike=True)),
    "A718": ("a.yaml", make.chosen_by_nobody),
    "A719": ("<stdin>", lambda _: make.problems(lambda: SavedFile().convert("-", None, None))),
    "A802": ("answers.note", lambda _: make.from_program(b"x")),
    "A803": ("answers.note", lambda _: make.from_program(1.5)),
    "A804": ("staff_unit", lambda _: make.about_example(changes=("staff_unit",))),
    "A805": ("advisor", lambda _: make.about_example(about=(make.measure(),))),
    "A806": ("advisor", lambda _: make.about_example(about=("nothing_such",))),
    "A807": ("--what-if", lambda _: make.about_example(about=("staff_unit",), changes=("staff_unit=none",))),
    "A901": ("office/cities/aba/2026-11-23.answers.yaml", make.visit_of_another_day),
    "A902": ("office/cities/aba/2026-11-22.answers.yaml", make.other_city),
    "A903": ("cities.csv!A3", lambda folder: make.rows(folder, "number,name\n1,Aa\n1,Bb\n")),
    "A904": ("cities.csv!A3", lambda folder: make.rows(folder, "name\nAa\nAa\n")),
    "A905": ("cities.csv", lambda folder: make.rows(folder, "name\n")),
    "A906": ("cities.csv!C1", lambda folder: make.rows(folder, f"name,staff_unit,{make.label('staff_unit')}\nAa,,\n")),
    "A907": ("cities.csv!B1", lambda folder: make.rows(folder, "name,\nAa,x\n")),
    "A908": ("cities.csv!A1", lambda folder: make.rows(folder, "staff_unit\nnone\n")),
    "A909": ("cities.csv!A2", lambda folder: make.rows(folder, "number,name\nx,Aa\n")),
    "A910": ("cities.csv!A2", lambda folder: make.rows(folder, "name,staff_unit\n,none\n")),
    "A911": ("staff_proposals:1", lambda _: make.columns(staff_proposals=[2.5])),
    "A912": ("cities.csv", make.too_large),
    "A913": ("cities.ods", lambda folder: make.rows(folder, "x", "cities.ods")),
    "A914": ("cities.csv", lambda folder: make.rows(folder, 'name\n"Aa" x\n')),
    "A915": ("cities.csv", lambda folder: make.rows(folder, "")),
    "A916": ("cities.csv!A1", lambda folder: make.rows(folder, "Umfrage,\nname,staff_unit\n")),
    "A917": ("cities.csv!B1", lambda folder: make.rows(folder, "name,name\nAa,Bb\n")),
    "A918": ("cities.csv!B2", lambda folder: make.rows(folder, "name\nAa,x\n")),
    "A919": ("", lambda folder: make.problems(lambda: cities.open_portfolio(folder))),
    "A921": ("office/portfolio.yaml", lambda folder: make.problems(lambda: make.office(folder, "canton: BE\n"))),
    "A922": (
        "aba.answers.yaml",
        lambda folder: make.problems(lambda: cities.begin(make.written(folder, "x"), make.SHIPPED, None)),
    ),
    "A923": ("office", make.unfinished),
    "A924": ("", make.changed_outcome),
    "A925": ("office/cities/aba/2026-11-22.answers.yaml", make.changed_meanwhile),
    "A926": ("cities.parquet", lambda folder: make.rows(folder, b"PAR1 rubbish", "cities.parquet")),
    "A927": ("table", lambda _: make.columns(staff_unit=["none"], topic_owners=[])),
    "A928": (make.label("staff_unit"), lambda _: make.twice_the_same()),
    "A929": ("office", lambda folder: make.problems(lambda: _some(folder / "office", [], []))),
    "A930": ("--sizes", lambda _: make.problems(lambda: _bounds("small"))),
    "A931": ("office/cities/x.txt", lambda folder: make.noticed_beside(folder, "office/cities/x.txt")),
    "A932": ("office/cities/Aba", lambda folder: make.noticed_beside(folder, "office/cities/Aba/2026-11-22.answers.yaml")),
    **LISTED,
    "A933": ("office/portfolio.yaml", lambda folder: noticed(make.office(folder, "pack: smart-city\nbecame: {a: b}\n"))),
    "A951": ("office", make.ended_before_its_time),
    "A952": ("office", make.not_in_their_places),
    "A953": ("cities.csv!A2", make.with_a_number_now),
}

LANGUAGES = ("de", "fr", "it", "en")
HOUSE = Path(__file__).parent.parent / "advisor"
LITERAL = re.compile(r'"([A-Z]\d{3})"')
SENTENCE = re.compile(r"[A-Za-z']+ [a-z']+ [a-z']+")
"""What no name, no key and no expression holds: three words in a row."""
ROOMS = ("answers", "desk", "interview", "portfolio", "sittings", "tables")
READERS = (
    *(
        each
        for room in ("answers", "desk", "interview", "portfolio", "sittings", "tables")
        for each in (HOUSE / room).glob("*.py")
    ),
    *(HOUSE / "files" / f"{name}.py" for name in ("reasons", "workbook", "write")),
    *(HOUSE / "terminal" / f"{name}.py" for name in ("opening", "keeping", "session")),
    *(
        HOUSE / name
        for name in ("yaml_source/read.py", "knowledge/installed.py", "web/bringing.py", "web/desk.py", "web/inviting_many.py")
    ),
)
"""Where answers are read, asked for, brought together and kept."""
NOT_FOR_READERS = {"answers/shape.py", "files/workbook.py", "portfolio/parquet.py"}
"""What keys mean, for editors; and how to install a library that is missing."""


def test_every_code_that_is_told_has_a_row_and_every_row_its_words() -> None:
    assert set(ROWS) == set(told())


def test_the_house_uses_every_code_of_answers_and_no_others() -> None:
    used = {code for file in HOUSE.rglob("*.py") for code in LITERAL.findall(file.read_text(encoding="utf-8"))}
    assert {code for code in used if code.startswith("A")} == {code for code in told() if code.startswith("A")}
    assert {code for code in told() if not code.startswith("A")} <= set(CODES)


@pytest.mark.parametrize("code", ROWS)
def test_what_is_wrong_has_its_code_and_place_and_is_told_in_every_language(code: str, tmp_path: Path) -> None:
    place, made = ROWS[code]
    found = [each for each in made(tmp_path) if each.code == code]
    assert found, [str(each) for each in made(tmp_path)]
    problem = found[0]
    where = str(problem.place).replace(str(tmp_path), "").removeprefix("/")
    assert where == place or (code == "A924" and where.startswith("office/kept/"))
    texts = {language: (problem.told(language).what, problem.told(language).hint) for language in LANGUAGES}
    assert texts["en"] == (problem.what, problem.hint)
    assert len({what for what, _ in texts.values()}) == len(LANGUAGES), texts
    for what, hint in texts.values():
        assert what
        assert hint
        assert not re.search(r"\b(A\d{3}|R\d{3}|F\d{3}|suggest|needed|reason)\.\w+ \(", f"{what} {hint}"), (what, hint)


TOLD = {"de": "gibt es nicht", "fr": "il n’y a pas de", "it": "non esiste", "en": "there is no"}
"""What every language says of something that there is not, wherever it says it."""


def wrong_city(folder: Path, language: str, name: str = "aba") -> Path:
    text = f"pack: smart-city\ncity: {{name: Aba, language: {language}}}\ndate: 2026-11-22\nanswers: {{no_such: 1}}\n"
    return make.written(folder, text, f"{name}.answers.yaml")


COMMANDS: dict[str, Callable[[Path, str], list[str]]] = {
    "advise": lambda folder, language: ["advise", str(wrong_city(folder, language))],
    "ask": lambda folder, language: ["ask", str(wrong_city(folder, language))],
    "explain": lambda folder, language: ["explain", str(wrong_city(folder, language))],
    "compare": lambda folder, language: ["compare", *[str(wrong_city(folder, language))] * 2],
    "merge": lambda folder, language: ["merge", str(wrong_city(folder, language)), "-o", str(folder / "all.yaml")],
    "import": lambda folder, language: ["import", str(wrong_city(folder, language)), "-o", str(folder / "all.yaml")],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_tells_it_in_the_language_of_the_file(command: str, language: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, COMMANDS[command](tmp_path, language))
    assert done.exit_code == 2
    assert TOLD[language] in done.stderr
    assert done.stderr.endswith(" [A402]\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_that_was_asked_for_counts_more_than_that_of_the_file(language: str, tmp_path: Path) -> None:
    file = str(wrong_city(tmp_path, "de"))
    assert TOLD[language] in CliRunner().invoke(main, ["advise", file, "--lang", language]).stderr
    missing = CliRunner().invoke(main, ["advise", str(tmp_path / "none.yaml"), "--lang", language]).stderr
    assert missing.endswith(f"{made_of('R101', 'none', language)} [R101]\n")


def made_of(code: str, how: str, language: str) -> str:
    return said_in(language, phrase(f"{code}.{how}.what"), phrase(f"{code}.{how}.hint"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_too_long_for_any_file_is_refused_in_words(language: str) -> None:
    done = CliRunner().invoke(main, ["advise", "x" * 300, "--lang", language])
    assert done.exit_code == 2
    assert done.stderr.endswith(f" {said_in(language, phrase('R101.other.hint'))} [R101]\n")
    assert CliRunner().invoke(main, ["advise", "x" * 300]).exit_code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_too_damaged_to_be_read_still_says_in_which_language_to_tell_it(language: str, tmp_path: Path) -> None:
    file = wrong_city(tmp_path, language)
    file.write_text(file.read_text(encoding="utf-8") + "note: 'never closed\n", encoding="utf-8")
    told_so = CliRunner().invoke(main, ["advise", str(file)]).stderr
    assert said_in(language, phrase("R102.quote.what")) in told_so
    german = make.written(tmp_path, "pack: smart-city\nnote: 'never closed\n", "b.yaml")
    assert said_in("de", phrase("R102.quote.what")) in CliRunner().invoke(main, ["advise", str(german)]).stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_portfolio_tells_it_in_the_language_of_its_reader(language: str, tmp_path: Path) -> None:
    make.office(tmp_path)
    make.written(tmp_path, wrong_city(tmp_path, "de").read_bytes(), "office/cities/aba/2026-11-22.answers.yaml")
    done = CliRunner().invoke(main, ["portfolio", "report", str(tmp_path / "office"), "--lang", language])
    assert TOLD[language] in done.stderr


def test_a_program_gets_english_with_code_and_place_and_any_language_it_asks_for(tmp_path: Path) -> None:
    with pytest.raises(advisor.UnusableInputError) as refused:
        advisor.read_answers(wrong_city(tmp_path, "fr"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.line) == ("A402", 4)
    assert str(refused.value).startswith(f"{problem.place}: there is no question 'no_such'.")
    assert all(TOLD[language] in problem.told(language).what for language in LANGUAGES)
    assert problem.told("tlh") == msgspec.structs.replace(problem, language="tlh")


def test_where_answers_are_read_no_sentence_stands_in_python() -> None:
    found = {name_of(module): texts for module in READERS if (texts := sentences_in(module))}
    assert found == {}


def name_of(module: Path) -> str:
    return module.relative_to(HOUSE).as_posix()


def sentences_in(module: Path) -> list[str]:
    """Return the texts of a module that are none of its docstrings and read as a sentence does."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    found = [node.value for node in constants if isinstance(node.value, str) and SENTENCE.search(node.value)]
    return [] if name_of(module) in NOT_FOR_READERS else found
