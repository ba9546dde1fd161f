"""What a command reads may come from a file, a pipe or standard input; it is read once, and never without end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.files.read import STDIN, TooLargeError, content_inside, content_of, text_of
from tests.support.sampling import sampled
from tests.support.shipped import shipped_pack
from tests.support.small_pack import small_pack, write_pack

ANSWERS = "pack: small\ncity: {name: Seldwyla}\ndate: 2026-11-22\nanswers: {shelf_people: most, shelf_money: most}\n"
CASES = "cases:\n- name: One\n  answers: {shelf_people: most}\n  expect: {statuses: {shelf: undetermined}}\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_pack(tmp_path / "small", small_pack())
    (tmp_path / "city.yaml").write_text(ANSWERS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [*words], input=given)


def process(folder: Path, words: str, how: str) -> tuple[int, str, str]:
    command = how.format(f"{sys.executable} -m advisor {words}")
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False)
    said, error = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    assert "Traceback" not in error
    return done.returncode, said, error


@pytest.mark.parametrize(
    "words",
    [
        ("advise", "{}", "--pack", "small"),
        ("explain", "{}", "--pack", "small", "shelf"),
        ("compare", "{}", "city.yaml", "--pack", "small"),
        ("compare", "city.yaml", "{}", "--pack", "small"),
        ("diff", "small", "small", "{}"),
        ("try", "small", "{}", "--once"),
        ("test", "small", "{}"),
        ("merge", "{}", "city.yaml", "--pack", "small", "-o", "-"),
    ],
    ids=lambda words: words[0],
)
def test_answers_come_from_standard_input_as_from_a_file(room: Path, words: tuple[str, ...]) -> None:
    (room / "stdin.yaml").write_text(ANSWERS)  # who answers without a name is called like the file
    from_file = run(*(word.format("stdin.yaml") for word in words))
    from_input = run(*(word.format("-") for word in words), given=ANSWERS)
    assert from_input.exit_code == from_file.exit_code
    assert from_input.stdout == from_file.stdout != ""


@pytest.mark.usefixtures("room")
def test_cases_come_from_standard_input() -> None:
    assert run("test", "small", "-", given=CASES).exit_code == 0
    done = run("test", "small", "-", given=CASES.replace("undetermined", "absent"))
    assert done.exit_code == 1
    assert "<stdin>:4: 'One'" in done.output


def test_a_report_comes_from_standard_input(room: Path) -> None:
    report = run("advise", "city.yaml", "--pack", "small").stdout
    done = run("verify", "-", "city.yaml", "--pack", "small", given=report)
    assert (done.exit_code, done.stdout) == (0, "identical\n")
    (room / "report.md").write_text(report)
    done = run("verify", "report.md", "-", "--pack", "small", given=ANSWERS)
    assert done.stdout == "identical\n"


@pytest.mark.usefixtures("room")
def test_what_is_wrong_with_it_names_standard_input_and_the_line() -> None:
    done = run("advise", "-", "--pack", "small", given=ANSWERS.replace("most,", "many,"))
    assert done.exit_code == 2
    assert done.output.startswith("<stdin>:4: Bei «shelf_people» gibt es keine Stufe «many».")
    assert run("advise", "-", "--pack", "small", given="").output.startswith("<stdin>: ")
    assert "it can be read only once" in run("compare", "-", "-", "--pack", "small", given=ANSWERS).output
    assert "answers are kept in a file" in run("ask", "-", given=ANSWERS).output
    assert "it is read once" in run("try", "small", "-", given=ANSWERS).output


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names here")
@pytest.mark.parametrize("name", sampled(2, ["/dev/stdin", "<(cat city.yaml)", "fifo", "-"]))
def test_pipes_are_read_once(room: Path, name: str) -> None:
    os.mkfifo(room / "fifo")
    how = {"fifo": "cat city.yaml > fifo & {}", "<(cat city.yaml)": "{}"}.get(name, "cat city.yaml | {}")
    code, said, _ = process(room, f"explain {name} shelf --pack small", how)
    assert code == 0
    assert said.startswith("# ")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless files here")
@pytest.mark.parametrize(
    "words",
    [
        "advise /dev/zero",
        "advise -",
        "verify /dev/zero",
        "test /dev/zero --pack small",
        "advise city.yaml --pack small --format html --logo /dev/zero",
    ],
)
def test_what_never_ends_is_refused(room: Path, words: str) -> None:
    code, said, error = process(room, words, "ulimit -v 4000000; {} < /dev/zero")
    assert (code, said, error.count("\n")) == (2, "", 1)
    assert any(told in error for told in ("larger than", "more than", "too large", "grösser als", "mehr als")), error


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names here")
def test_nobody_waits_for_a_pipe_that_lies_in_a_folder(room: Path) -> None:
    (room / "own").mkdir()
    (room / "small" / "translations").mkdir()
    for name in ("own/report.html.j2", "small/translations/fr.po", "small/more.yaml", "small/cases.yaml"):
        os.mkfifo(room / name)
    done = run("check", "small")
    assert (done.exit_code, done.output.count("this is no file but a pipe")) == (2, 3)
    for name in ("translations/fr.po", "more.yaml", "cases.yaml"):
        assert f"small/{name}: this is no file but a pipe, a socket or a device." in done.output
    for name in ("more.yaml", "cases.yaml"):
        (room / "small" / name).unlink()
    assert run("advise", "city.yaml", "--pack", "small", "--templates", "own").exit_code == 2
    assert run("advise", "city.yaml", "--pack", "small", "--lang", "fr").exit_code == 2


def test_a_file_with_the_name_of_a_stream_is_a_file(room: Path) -> None:
    (room / "-").write_text(ANSWERS)
    (room / "<stdin>").write_text(ANSWERS)
    for name in ("./-", "<stdin>"):
        assert run("explain", name, "shelf", "--pack", "small", given="").exit_code == 0


def test_at_most_so_many_bytes_are_read(room: Path) -> None:
    file = room / "bytes"
    for size in (0, 9, 10):
        file.write_bytes(b"x" * size)
        assert content_of(file, 10) == content_inside(file, 10) == b"x" * size
    file.write_bytes(b"x" * 11)
    with pytest.raises(TooLargeError):
        content_of(file, 10)
    with pytest.raises(IsADirectoryError):
        content_of(room, 10)
    with pytest.raises(FileNotFoundError):
        content_of(STDIN.with_name("nothing"), 10)
    assert text_of(b"\xef\xbb\xbfone\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


@pytest.mark.usefixtures("room")
def test_a_session_for_a_folder_that_is_not_there_asks_nothing() -> None:
    done = run("ask", "nope/city.yaml", "--pack", "small", given="Seldwyla\n")
    assert (done.exit_code, done.output) == (
        2,
        "nope/city.yaml: Einen Ordner «nope» gibt es nicht. Legen Sie ihn an, oder nennen Sie eine andere Datei. [A713]\n",
    )
    assert run("ask", ".", "--pack", "small", given="").exit_code == 2


def test_an_input_that_ends_too_early_is_said_in_words(room: Path) -> None:
    code, _, error = process(room, "ask new.yaml --pack small", "{} <&-")
    assert code == 2
    assert error == "Nichts wurde begonnen; new.yaml gibt es nicht.\n"
    assert not (room / "new.yaml").exists()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1:strict", "ascii:strict"])
def test_a_stream_replaces_what_it_cannot_show(room: Path, encoding: str) -> None:
    code, said, error = process(
        room, "ask new.yaml --pack small", f"printf 'Z\\nZH\\n' | PYTHONUTF8=0 PYTHONIOENCODING={encoding} LC_ALL=C {{}} | cat"
    )
    assert (code, error) == (0, "")
    assert "?" in said or "�" in said


@pytest.mark.usefixtures("room")
def test_labels_are_taken_as_well_as_ids() -> None:
    data = small_pack()
    label, level = data["questions"][0]["label"], data["questions"][0]["levels"][1]["label"]
    name = data["approaches"][0]["name"]
    words = ("explain", "city.yaml", "--pack", "small")
    asked = data["questions"][0]
    by_id = run(*words, "--what-if", f"{asked['id']}={asked['levels'][1]['name']}")
    assert by_id.exit_code == 0
    assert run(*words, "--what-if", f"{label.upper()} = {level.upper()}").stdout == by_id.stdout
    assert run(*words, name.upper()).stdout == run(*words, data["approaches"][0]["id"]).stdout != ""
    done = run(*words, f"{name}x")
    assert done.exit_code == 2
    assert f"Meinten Sie «{name}»" in done.output


@pytest.mark.long
def test_a_language_that_nobody_wrote_is_blamed_on_the_file_that_asks_for_it(tmp_path: Path) -> None:
    file = tmp_path / "olten.answers.yaml"
    file.write_text("pack: smart-city\ncity:\n  name: Olten\n  language: xx\ndate: 2026-11-22\n", encoding="utf-8")
    refused = run("advise", str(file))
    assert (refused.exit_code, refused.stderr) == (
        2,
        f"{file}:4: there are no texts in the language 'xx'. There are: de, en, fr, it. [A109]\n",
    )
    assert run("advise", str(file), "--lang", "xx").stderr.startswith("smart-city: there are no texts in the language 'xx'.")


@pytest.mark.parametrize("written", ["SO", "so", "Solothurn", "solothurn"])
def test_a_canton_goes_by_its_letters_or_by_its_name(tmp_path: Path, written: str) -> None:
    file = tmp_path / "olten.answers.yaml"
    text = f"pack: smart-city\ncity: {{name: Olten, canton: {written}}}\ndate: 2026-11-22\n"
    file.write_text(text, encoding="utf-8")
    canton = read_answers(file, shipped_pack()).city.canton
    assert canton == (written if len(written) == 2 else "SO")


def test_a_pack_named_with_its_version_is_not_called_missing(tmp_path: Path) -> None:
    file = tmp_path / "olten.answers.yaml"
    file.write_text("city: {name: Olten}\npack: {id: smart-city, version: 2.0.0}\ndate: 2026-11-22\n", encoding="utf-8")
    assert run("advise", str(file)).stderr.startswith(f"{file}:2: 'pack' is no text. Write the id alone")
