"""What a command writes never costs what is there: inputs stay, other things stay unless they may go, and nothing is torn."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner, Result

from advisor import paths
from advisor.cli import main
from advisor.cli.files import Command, InputFile, OutputFile
from advisor.errors import UnusableInputError
from advisor.reports.kinds import same_kind
from advisor.reports.outputs import Output, refuse_place
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANSWERS = "pack: small\ncity: {name: Seldwyla}\ndate: 2026-11-22\nanswers: {shelf_people: most, shelf_money: most}\n"
CASES = "cases:\n- name: One\n  answers: {shelf_people: most}\n  expect: {absent: []}\n"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>'


class Room:
    """A folder with a pack, answers to it, and a logo."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pack = write_pack(folder / "small", small_pack())
        self.answers = self.file("city.yaml", ANSWERS)
        self.logo = self.file("logo.svg", LOGO)

    def file(self, name: str, content: str | bytes) -> Path:
        file = self.folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def run(self, *words: object, given: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], input=given)

    def advise(self, *words: object) -> Result:
        return self.run("advise", self.answers, "--pack", self.pack, *words)

    def process(self, *words: object, how: str = "exec {}") -> tuple[int, str]:
        command = " ".join([sys.executable, "-m", "advisor", *map(str, words)])
        done = subprocess.run(["bash", "-c", how.format(command)], cwd=self.folder, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stderr


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


NO_BYTE_CODE = "export PYTHONDONTWRITEBYTECODE=1;"
"""Python itself leaves half a module in its cache where a file may not grow."""


def commands(group: click.Group = main) -> Iterator[click.Command]:
    for each in group.commands.values():
        if isinstance(each, click.Group):
            yield from commands(each)
        else:
            yield each


@pytest.mark.parametrize("command", [*commands()], ids=lambda each: str(each.name))
def test_every_command_decides_about_its_files_in_one_way(command: click.Command) -> None:
    assert isinstance(command, Command)
    assert not [each for each in command.params if isinstance(each.type, click.Path | click.File)]
    writes = any(isinstance(each.type, OutputFile) for each in command.params)
    assert writes == any(each.name == "force" for each in command.params)
    named = [each.name for each in command.params if each.name in {"file", "files", "report", "answers", "logo", "folder", "own"}]
    assert all(isinstance(each.type, InputFile) for each in command.params if each.name in named)


@pytest.mark.parametrize("other", ["itself", "symlink", "hard link", "relative", "through a folder"])
def test_an_input_is_never_written_over_by_whatever_name(room: Room, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(room.folder)
    name = room.folder / "other.md"
    match other:
        case "itself":
            name = room.answers
        case "symlink":
            name.symlink_to(room.answers)
        case "hard link":
            os.link(room.answers, name)
        case "relative":
            name = room.folder / "small" / ".." / "city.yaml"
        case _:
            (room.folder / "link").symlink_to(room.folder)
            name = room.folder / "link" / "city.yaml"
    for form in ("md", "json"):
        for force in ((), ("--force",)):
            done = room.advise("--format", form, "-o", name, *force)
            assert done.exit_code == 2
            assert "this command reads it" in done.output
    assert room.answers.read_text() == ANSWERS


def test_every_kind_of_input_stays(room: Room) -> None:
    (room.folder / "own").mkdir()
    own = room.file("own/report.j2", "x")
    read, pack = room.answers, room.pack
    cases = room.file("cases.yaml", CASES)
    report = room.folder / "report.md"
    assert room.advise("-o", report).exit_code == 0
    before = {file: file.read_bytes() for file in (read, room.logo, pack / "pack.yaml", own, cases, report)}
    for words in (
        ("advise", read, "--pack", pack, "--logo", room.logo, "--format", "html", "-o", room.logo),
        ("advise", read, "--pack", pack, "-o", pack / "pack.yaml"),
        ("advise", read, "--pack", pack, "--templates", room.folder / "own", "-o", own),
        ("explain", read, "--pack", pack, "-o", read),
        ("compare", read, read, "--pack", pack, "-o", read),
        ("merge", read, "--pack", pack, "-o", read),
        ("merge", read, "--pack", pack, "-o", pack / "pack.yaml"),
        ("schema", "pack", "--pack", pack, "-o", pack / "pack.yaml"),
        ("rule", "shelf", "--pack", pack, "-o", pack / "pack.yaml"),
        ("diff", pack, pack, read, "-o", read),
        ("diff", pack, pack, read, "--cases", read),
        ("diff", pack, pack, "--cases", pack / "pack.yaml"),
        ("prove", pack, "--cases", pack / "pack.yaml"),
        ("docs", pack, "-o", pack),
    ):
        done = room.run(*words, "--force")
        assert done.exit_code == (2 if words[0] != "docs" else 0), words
    assert {file: file.read_bytes() for file in before} == before


def test_packs_and_templates_of_the_product_are_inputs_too(room: Room) -> None:
    shipped = paths.shipped("rules") / "smart-city" / "pack.yaml"
    linked = room.folder / "linked.md"
    with contextlib.suppress(OSError):  # the product may lie on another disk
        linked.hardlink_to(shipped)
    for target in (shipped, linked if linked.exists() else shipped, paths.shipped("templates") / "words.yaml"):
        with pytest.raises(UnusableInputError, match="this command reads it"):
            refuse_place(Output(target, (room.answers,), force=True))


def test_what_lies_in_a_pack_needs_force(room: Room) -> None:
    inside = room.pack / "deep" / "er" / "report.md"
    inside.parent.mkdir(parents=True)
    done = room.advise("-o", inside)
    assert (done.exit_code, inside.exists()) == (2, False)
    assert "this lies inside the pack 'small'" in done.output
    assert room.run("docs", room.pack, "-o", room.pack / "site").exit_code == 2
    assert room.advise("-o", inside, "--force").exit_code == 0
    assert inside.read_text().startswith("# ")


@pytest.mark.parametrize(
    "content", [ANSWERS, CASES, ANSWERS.replace("\n", "\r\n"), "\ufeff" + ANSWERS, '{"pack": "x", "answers": {}}', "cases: []\n"]
)
@pytest.mark.parametrize("name", ["x.yaml", "x.md", "x"])
def test_answers_and_cases_of_others_need_force_whatever_they_are_called(room: Room, content: str, name: str) -> None:
    file = room.file(name, content)
    before = file.read_bytes()
    done = room.run("schema", "cases", "-o", file)
    assert done.exit_code == 2
    assert "it holds" in done.output
    assert file.read_bytes() == before
    assert room.run("schema", "cases", "-o", file, "--force").exit_code == 0
    assert file.read_text().startswith("{")


OTHERS = {
    "photo": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "notes": b"# Notes of our meeting\n\nThe bridge: later.\n",
    "script": b"#!/bin/sh\nexit 0\n",
    "settings": b'{"editor": 1, "colour": 2}\n',
    "page": b"<!doctype html><title>Our city</title>",
    "decision": b"%PDF-1.7\nof somebody else",
    "letter": b"PK\x03\x04 no document of ours",
    "bytes": bytes(range(256)),
}


def test_a_refused_output_is_left_alone_and_force_writes_it(room: Room) -> None:
    for content in (OTHERS["photo"], OTHERS["notes"], OTHERS["settings"]):
        file = room.file("there.md", content)
        assert room.run("rule", "shelf", "--pack", room.pack, "-o", file).exit_code == 2
        assert file.read_bytes() == content
        assert room.run("rule", "shelf", "--pack", room.pack, "-o", file, "--force").exit_code == 0
        assert b"shelf" in file.read_bytes().lower()


FORMS = ("md", "text", "html", "json", "docx", "pdf")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bytes]]:
    """Return a report about each of two cities, in each format."""
    room, made = Room(tmp_path_factory.mktemp("reports")), {form: list[bytes]() for form in FORMS}
    for city in ("Seldwyla", "Güllen"):
        room.answers.write_text(ANSWERS.replace("Seldwyla", city), encoding="utf-8")
        for form in FORMS:
            assert room.advise("--format", form, "-o", room.folder / "made").exit_code == 0
            made[form].append((room.folder / "made").read_bytes())
            (room.folder / "made").unlink()
    return made


@pytest.mark.long
def test_reports_are_of_one_kind_where_their_formats_are(reports: dict[str, list[bytes]]) -> None:
    texts = {"md", "text"}
    for form, (_, here) in reports.items():
        for other, (there, _) in reports.items():
            assert same_kind(there, here) == (form == other or {form, other} == texts)
        assert not any(same_kind(content, here) for content in OTHERS.values())


def test_a_report_over_a_report_needs_no_word_and_over_another_format_force(room: Room) -> None:
    file = room.folder / "report"
    for form, force, code in (("md", (), 0), ("md", (), 0), ("text", (), 0), ("json", (), 2), ("json", ("--force",), 0)):
        room.answers.write_text(ANSWERS.replace("Seldwyla", f"City of {form}"), encoding="utf-8")
        done = room.advise("--format", form, "-o", file, *force)
        assert (done.exit_code, done.output.count("\n")) == (code, 1 if code else 0)


def test_what_is_written_again_needs_no_word_in_every_command(room: Room) -> None:
    for words in (
        ("explain", room.answers, "--format", "json"),
        ("compare", room.answers, room.answers),
        ("schema", "answers"),
        ("rule", "shelf"),
    ):
        file = room.folder / "again"
        for _ in range(2):
            done = room.run(*words, "--pack", room.pack, "-o", file)
            assert (done.exit_code, done.output) == (0, ""), words
        file.unlink()
    for _ in range(2):
        assert room.run("docs", room.pack, "-o", room.folder / "site").exit_code == 0


def test_cases_are_added_to_nothing_and_written_only_where_there_are_any(room: Room) -> None:
    data = small_pack()
    data["findings"][0]["when"] = "shelf_people is none"
    other = write_pack(room.folder / "other", data)
    file = room.file("cases.yaml", CASES)
    assert room.run("diff", room.pack, other, "--cases", file).exit_code == 2
    assert file.read_text() == CASES
    done = room.run("diff", room.pack, room.pack, "--cases", file, "--force")
    assert done.exit_code == 0
    assert "there is no case to write" in done.output
    assert file.read_text() == CASES
    assert room.run("diff", room.pack, other, "--cases", file, "--force").exit_code == 1
    assert file.read_text() != CASES
    assert not (room.folder / "new.yaml").exists()
    room.run("diff", room.pack, room.pack, "--cases", room.folder / "new.yaml")
    assert not (room.folder / "new.yaml").exists()


def test_where_nothing_can_be_written_is_said_before_any_work(room: Room) -> None:
    for target, reason in ((room.folder, "this is a folder"), (room.folder / "no" / "x.md", "there is no such folder")):
        done = room.run("advise", room.folder / "missing.yaml", "-o", target)
        assert done.exit_code == 2
        assert reason in done.output
        assert "missing.yaml" not in done.output
    done = room.run("docs", room.pack, "-o", room.answers)
    assert (done.exit_code, "pages need a folder" in done.output) == (2, True)


def test_a_minus_prints(room: Room) -> None:
    assert room.advise("-o", "-").stdout == room.advise().stdout != ""


def test_a_list_of_pages_takes_nothing_else_away(room: Room) -> None:
    site = room.folder / "site"
    room.run("docs", room.pack, "-o", site)
    keep = [room.answers, room.folder / "small" / "pack.yaml"]
    with (site / "pages.txt").open("a") as listed:
        listed.write(f"{room.answers}\n../city.yaml\n../small/pack.yaml\ngone.html\n")
    (site / "gone.html").write_text("x")
    assert room.run("docs", room.pack, "-o", site).exit_code == 0
    assert all(file.exists() for file in keep)
    assert not (site / "gone.html").exists()


def test_full_disks_leave_the_old_report(room: Room) -> None:
    file = room.folder / "report.html"
    assert room.advise("--format", "html", "-o", file).exit_code == 0
    before = file.read_bytes()
    code, said = room.process(
        "advise",
        "city.yaml",
        "--pack",
        "small",
        "--format",
        "html",
        "-o",
        "report.html",
        how=f"{NO_BYTE_CODE} ulimit -f 4; exec {{}}",
    )
    assert (code, said.count("\n")) == (2, 1)
    assert file.read_bytes() == before
    assert sorted(each.name for each in room.folder.iterdir()) == ["city.yaml", "logo.svg", "report.html", "small"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
@pytest.mark.parametrize("how", ["exec {} > /dev/full", "exec {} >&-", "exec {} -o /dev/full"])
def test_an_output_that_takes_nothing_ends_in_words(room: Room, how: str) -> None:
    code, said = room.process("schema", "cases", how=how)
    assert (code, said.count("\n")) == (2, 1)
    assert "No space left" in said or "standard output is closed" in said


@pytest.mark.parametrize(
    ("words", "how"),
    [
        (("--help",), "exec {} > /dev/full"),
        (("--version",), "exec {} >&-"),
        (("list",), "exec {} 2>&- >&-"),
        (("check", "nope"), "exec {} 2> /dev/full"),
        (("list",), "exec {} <&- >/dev/null"),
    ],
)
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
def test_no_stream_that_fails_leads_to_a_traceback(room: Room, words: tuple[str, ...], how: str) -> None:
    assert room.process(*words, how=how)[0] in {0, 2}


def test_nobody_who_reads_on_is_no_finding(room: Room) -> None:
    code, said = room.process("schema", "pack", how="set -o pipefail; {} | true")
    assert (code, said) == (141, "")


def test_printing_into_what_is_read_is_refused(room: Room) -> None:
    code, said = room.process("explain", "city.yaml", "--pack", "small", how="exec {} >> city.yaml")
    assert code == 2
    assert "it would print into" in said
    code, _ = room.process("explain", "-", "--pack", "small", "-o", "city.yaml", "--force", how="exec {} < city.yaml")
    assert code == 2
    assert room.answers.read_text() == ANSWERS


def test_a_temporary_folder_without_room_ends_in_words(room: Room) -> None:
    words = ("advise", "city.yaml", "--pack", "small", "--format", "pdf", "-o", "report.pdf")
    code, said = room.process(*words, how=f"{NO_BYTE_CODE} ulimit -f 64; exec {{}}")
    assert (code, said.count("\n")) == (2, 1)
    assert not (room.folder / "report.pdf").exists()


def test_catalogues_are_written_whole(room: Room) -> None:
    room.run("translate", room.pack, "fr")
    file = room.pack / "translations" / "fr.po"
    before = file.read_bytes()
    data = small_pack()
    data["pack"]["title"] = "Andere Ausleihe"
    shutil.rmtree(room.pack / "translations")
    write_pack(room.pack, data)
    file.parent.mkdir()
    file.write_bytes(before)
    code, _ = room.process("translate", "small", "fr", how=f"{NO_BYTE_CODE} ulimit -f 1; exec {{}}")
    assert code == 2
    assert file.read_bytes() == before
