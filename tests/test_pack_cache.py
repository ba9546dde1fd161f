"""What a pack decodes to is kept for the next process: never out of date, never in the way, and nothing that is run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import paths
from advisor.answers import packs
from advisor.errors import UnusableInputError
from advisor.files import cache as cache_files
from advisor.i18n import languages
from advisor.knowledge import pack_cache
from advisor.reports import language as reports_language
from tests.test_extending_packs import both, extension

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = paths.shipped("rules") / "smart-city"
TEMPLATES = paths.shipped("templates")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(cache_files.VARIABLE, str(folder))
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "own")


@pytest.mark.parametrize("language", [None, "fr"])
def test_a_pack_that_is_kept_is_the_pack_that_was_read(language: str | None, cache: Path) -> None:
    read = packs.load(SHIPPED, language)
    (file,) = cache.glob("*.pack")
    assert packs.load(SHIPPED, language) == read
    assert pack_cache.kept(file.name) == read


def test_what_is_kept_is_data_that_any_program_can_read(cache: Path) -> None:
    packs.load(SHIPPED)
    (file,) = cache.glob("*.pack")
    assert msgspec.msgpack.decode(file.read_bytes()[32:])["info"]["id"] == "smart-city"


def test_only_its_owner_can_look_into_the_folder(cache: Path) -> None:
    packs.load(SHIPPED)
    assert cache.stat().st_mode & 0o777 == 0o700


def test_a_change_is_seen_although_size_and_time_of_the_file_are_the_same(cache: Path, own: Path) -> None:
    before = packs.load(own)
    file = own / "pack.yaml"
    state = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("Smart-City-Balance", "Smart-City-Bilanz!"), encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert file.stat().st_size == state.st_size
    assert packs.load(own).info.title != before.info.title
    assert len(list(cache.glob("*.pack"))) == 2


@pytest.mark.long
def test_a_changed_translation_is_seen(cache: Path, own: Path) -> None:
    before = packs.load(own, "fr")
    file = own / "translations/fr.po"
    file.write_text(file.read_text(encoding="utf-8").replace(" ville ", " cité "), encoding="utf-8")
    assert packs.load(own, "fr") != before
    assert len(list(cache.glob("*.pack"))) == 2


def test_a_pack_that_cannot_be_used_is_refused_again_and_again(cache: Path, own: Path) -> None:
    (own / "findings/zz.yaml").write_text("findings: [{id: x}]\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(UnusableInputError):
            packs.load(own)
    assert list(cache.glob("*.pack")) == []


def test_a_pack_that_extends_another_is_read_each_time(cache: Path, tmp_path: Path) -> None:
    folder = both(tmp_path, extension())
    assert packs.load(folder).bases
    assert packs.load(folder.parent / "small").info.id
    assert len(list(cache.glob("*.pack"))) == 1


@given(st.data())
@settings(max_examples=25)
def test_a_damaged_file_is_as_if_there_were_none(data: st.DataObject) -> None:
    name = f"{data.draw(st.sampled_from(['a', 'b']))}.pack"
    payload = data.draw(st.binary(max_size=200))
    cache_files.keep(name, payload)
    assert cache_files.kept(name) == payload
    folder = cache_files._folder()  # noqa: SLF001 - the file is to be damaged
    assert folder is not None
    file = folder / name
    content = bytearray(file.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    assert cache_files.kept(name) is None
    file.write_bytes(content[:place])
    assert cache_files.kept(name) is None


def test_a_file_under_another_name_is_as_if_there_were_none(cache: Path, own: Path) -> None:
    packs.load(SHIPPED)
    (file,) = cache.glob("*.pack")
    (own / "pack.yaml").write_text((own / "pack.yaml").read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    name = pack_cache.name_of(own, None, TEMPLATES)
    assert name is not None
    shutil.copy(file, cache / name)
    assert pack_cache.kept(name) is None
    assert packs.load(own).hash != packs.load(SHIPPED).hash


def test_a_payload_that_is_no_pack_is_as_if_there_were_none(cache: Path) -> None:
    for payload in (b"", b"\xc1", msgspec.msgpack.encode({"info": 1}), b"\x80" * 1000, b"\xdd\xff\xff\xff\xff"):
        cache_files.keep("x.pack", payload)
        assert pack_cache.kept("x.pack") is None
    assert cache.is_dir()


@pytest.mark.long
@pytest.mark.parametrize("place", ["a file", "others may write", "not to be made", "nowhere"])
def test_without_a_folder_of_its_own_nothing_is_kept_and_everything_works(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache"
    if place == "a file":
        folder.write_text("x", encoding="utf-8")
    elif place == "others may write":
        folder.mkdir()
        folder.chmod(0o777)
    elif place == "not to be made":
        folder = tmp_path / "file" / "cache"
        (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv(cache_files.VARIABLE, "" if place == "nowhere" else str(folder))
    assert packs.load(SHIPPED) == packs.load(SHIPPED)
    assert place != "others may write" or list(folder.iterdir()) == []


def test_many_packs_do_not_fill_the_disk(cache: Path) -> None:
    for number in range(80):
        cache_files.keep(f"{number}.pack", b"x")
    assert len(list(cache.iterdir())) == 64


@pytest.mark.long
def test_processes_that_begin_at_once_all_write_the_same_report(cache: Path) -> None:
    command = [sys.executable, "-m", "advisor", "advise", "examples/seed-start.answers.yaml"]
    begun = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=paths.shipped("rules").parent) for _ in range(4)]
    assert len({process.communicate()[0] for process in begun}) == 1
    assert {process.returncode for process in begun} == {0}
    assert len(list(cache.glob("*.pack"))) == 1


def words_of(language: str, templates: Path = TEMPLATES) -> tuple[str, list[tuple[str, str, str]]]:
    """Return what another process would load: words are held in one as well, which is left out here."""
    reports_language._read.cache_clear()  # noqa: SLF001 - the next process has none
    languages._read.cache_clear()  # noqa: SLF001
    words = reports_language.load_words(templates, language)
    return words("status.emerging"), words.texts()


@pytest.mark.parametrize("language", ["fr", "it", "en"])
def test_words_that_are_kept_are_the_words_that_were_read(language: str, cache: Path) -> None:
    read = words_of(language)
    (file,) = cache.glob("*.words")
    file_before = file.stat().st_mtime_ns
    assert words_of(language) == read
    assert file.stat().st_mtime_ns == file_before


def test_words_in_their_own_language_are_kept_as_data_as_well(cache: Path) -> None:
    read = words_of("de")
    (file,) = cache.glob("*.source-words")
    assert msgspec.msgpack.decode(file.read_bytes()[32:])["status.emerging"] == read[0]
    file_before = file.stat().st_mtime_ns
    assert words_of("de") == read
    assert file.stat().st_mtime_ns == file_before


def test_a_changed_word_is_seen_in_its_own_language(cache: Path, tmp_path: Path) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    before, _ = words_of("de", templates)
    changed = templates / "words.yaml"
    changed.write_text(changed.read_text(encoding="utf-8").replace(f": {before}\n", ": etwas anderes\n"), encoding="utf-8")
    assert words_of("de", templates)[0] == "etwas anderes"
    assert len(list(cache.glob("*.source-words"))) == 2


def test_a_pack_is_not_read_again_for_the_translation_into_another_language(cache: Path, own: Path) -> None:
    packs.load(own, "fr")
    with (own / "translations/it.po").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    packs.load(own, "fr")
    assert len(list(cache.glob("*.pack"))) == 1


@pytest.mark.parametrize("part", ["translations/fr.po", "words.yaml"])
def test_changed_words_are_seen(part: str, cache: Path, tmp_path: Path) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    words_of("fr", templates)
    changed = templates / part
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    words_of("fr", templates)
    assert len(list(cache.glob("*.words"))) == 2


def test_words_that_are_damaged_are_read_again(cache: Path) -> None:
    read = words_of("fr")
    (file,) = cache.glob("*.words")
    cache_files.keep(file.name, b"\x00")
    assert words_of("fr") == read


THREADS = """
import sys, threading
from pathlib import Path
from advisor.answers import packs
from advisor.reports.language import load_words
sys.setswitchinterval(1e-5)
begin = threading.Barrier(6)
def load(of, language):
    begin.wait()
    of(language)
pack = lambda language: packs.load(Path(sys.argv[1]), language)
words = lambda language: load_words(Path(sys.argv[2]), language)
threads = [threading.Thread(target=load, args=(each, "fr")) for each in (pack, pack, pack, pack, words, words)]
[each.start() for each in threads]
[each.join() for each in threads]
"""


@pytest.mark.long
def test_threads_that_ask_first_at_the_same_moment_all_get_it(cache: Path) -> None:
    packs.load(SHIPPED, "fr")
    reports_language.load_words(TEMPLATES, "fr")
    assert list(cache.iterdir())
    done = subprocess.run([sys.executable, "-c", THREADS, SHIPPED, TEMPLATES], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
