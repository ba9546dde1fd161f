"""A pack adds to another one: what is in both is refused or replaced on purpose, and everything works as with one pack."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from advisor import paths
from advisor.cli import main
from advisor.codes import severity
from advisor.errors import UnusableInputError
from advisor.i18n.catalogue import read_catalogue
from advisor.i18n.localise import pack_in
from advisor.knowledge.loader import load_pack
from advisor.knowledge.sentences import Sentence
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.pack_engine import build_engine
from advisor.workshop.checks.folders import check_folder
from tests.support.cities import by_chance, city
from tests.support.languages import CODE, disguised, translate, write_grammar
from tests.support.sampling import examples
from tests.support.small_pack import Data, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from advisor.knowledge.model import Pack
    from advisor.reasoning.pack_engine import PackEngine

    Engines = tuple[tuple[Pack, PackEngine], ...]

ANSWERS = "pack: more\ncity: {name: Seldwyla}\ndate: 2026-11-22\nanswers: {shelf_people: most, shelf_money: most}\n"


def extension(**more: object) -> Data:
    """Return a pack that adds nothing to the small one, with what is given added."""
    info = {**small_pack()["pack"], "id": "more", "title": "Ausleihe und mehr"}
    return {"pack": info, "extends": {"pack": "small", "version": "1.0.0"}, **more}


def both(folder: Path, added: Data, base: Data | None = None) -> Path:
    """Write the small pack and the one that extends it side by side, and return the folder of the latter."""
    write_pack(folder / "small", base or small_pack())
    return write_pack(folder / "more", added)


def refused(folder: Path) -> list[str]:
    with pytest.raises(UnusableInputError) as error:
        load_pack(folder)
    return [str(problem).replace(f"{folder.parent}/", "") for problem in error.value.problems]


@pytest.fixture
def speaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports speak the language that nobody speaks."""
    there = shutil.copytree(paths.shipped("templates"), tmp_path / "templates")
    translate(there)
    before = paths.shipped
    monkeypatch.setattr(paths, "shipped", lambda name: there if name == "templates" else before(name))


def wrong(folder: Path) -> list[str]:
    """Return what is wrong with a pack; notes are for authors who ask for them."""
    return [str(each) for each in check_folder(folder, ()).problems if severity(each.code) != "note"]


def finding(**changed: object) -> Data:
    return {**small_pack()["findings"][0], **changed}


def another() -> Data:
    """Return a rule that the small pack does not have."""
    examples = {"fires": {"visitors": "100"}, "silent": {"visitors": "99"}}
    return finding(id="another", title="Noch etwas", when="visitors > 99", examples=examples)


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    return done.exit_code, done.output


def ids(pack: Pack, section: str) -> list[str]:
    return [each.id for each in getattr(pack, section)]


@pytest.fixture(scope="module")
def nothing_added(tmp_path_factory: pytest.TempPathFactory) -> Engines:
    folder = both(tmp_path_factory.mktemp("packs"), extension())
    packs = load_pack(folder.parent / "small").pack, load_pack(folder).pack
    return tuple((pack, build_engine(pack)) for pack in packs)


@examples(40)
@given(dice=st.randoms(use_true_random=False))
def test_a_pack_that_adds_nothing_concludes_what_its_base_does(nothing_added: Engines, dice: Random) -> None:
    answers = by_chance(nothing_added[0][0], dice)
    one, other = (assess(KnowledgeBase(pack, engine), city(pack, answers)) for pack, engine in nothing_added)
    assert (one.approaches, one.findings, one.path) == (other.approaches, other.findings, other.path)


def test_an_outcome_names_every_pack_below_with_its_version_and_a_hash_that_covers_it(tmp_path: Path) -> None:
    folder = both(tmp_path, extension())
    top = write_pack(
        tmp_path / "top",
        {**extension(), "pack": {**extension()["pack"], "id": "top"}, "extends": {"pack": "more", "version": "1.0.0"}},
    )
    (tmp_path / "a.yaml").write_text(ANSWERS.replace("more", "top"), encoding="utf-8")
    told = json.loads(run("advise", tmp_path / "a.yaml", "--pack", top, "--format", "json")[1])["pack"]
    below = [load_pack(each).pack for each in (folder, tmp_path / "small")]
    assert told["extends"] == [{"id": each.info.id, "version": "1.0.0", "hash": each.hash} for each in below]
    changed = small_pack()
    changed["findings"][0]["text"] += " Really."
    write_pack(tmp_path / "small", changed)
    assert load_pack(top).pack.hash != told["hash"]


def test_what_is_added_counts_beside_what_is_there(tmp_path: Path) -> None:
    folder = both(tmp_path, extension(findings=[another()]))
    base, more = load_pack(tmp_path / "small").pack, load_pack(folder).pack
    assert set(ids(more, "findings")) == {*ids(base, "findings"), "another"}
    assert ids(more, "questions") == ids(base, "questions")
    assert wrong(folder) == []
    (tmp_path / "a.yaml").write_text(ANSWERS.replace("most}", "most, visitors: 100}"), encoding="utf-8")
    assert "Noch etwas" in run("advise", tmp_path / "a.yaml", "--pack", folder)[1]


def test_an_entry_in_both_is_refused_with_both_places(tmp_path: Path) -> None:
    folder = both(tmp_path, extension(findings=[finding()], tie=small_pack()["tie"]))
    said = refused(folder)
    for name, text in (("findings/empty_shelf", '"empty_shelf"'), ("tie", '"tie"')):
        here, there = (
            line_of(each, text) - (name != "tie") for each in (folder, tmp_path / "small")
        )  # its entry begins a line before
        hint = f"Choose another id, or write 'replaces: [{name}]' under 'extends' if yours is to count. [R114]"
        assert f"more/pack.yaml:{here}: '{name}' is in 'small', too: small/pack.yaml:{there}. {hint}" in said
    assert len(said) == 2


def line_of(folder: Path, text: str) -> int:
    lines = (folder / "pack.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_what_is_replaced_on_purpose_takes_the_place_of_the_other(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"].append(finding(id="second", title="Second"))
    added = extension(findings=[finding(text="Nobody lends anything.")])
    added["extends"]["replaces"] = ["findings/empty_shelf"]
    pack = load_pack(both(tmp_path, added, data)).pack
    assert ids(pack, "findings") == ["empty_shelf", "second"]
    assert pack.findings[0].text == (Sentence(text="Nobody lends anything."),)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("findings/empty_shelfs", "there is no 'findings/empty_shelfs' in 'small'. Did you mean 'findings/empty_shelf'?"),
        ("findings/empty_shelf", "this pack has no 'findings/empty_shelf'. Write it anew, or leave it out of 'replaces'."),
    ],
)
def test_what_cannot_be_replaced_is_refused(tmp_path: Path, name: str, said: str) -> None:
    added = extension()
    added["extends"]["replaces"] = [name]
    assert [each.partition(": ")[2] for each in refused(both(tmp_path, added))] == [f"{said} [R115]"]


def test_another_version_of_the_base_is_refused_until_it_was_looked_at(tmp_path: Path) -> None:
    data = small_pack()
    data["pack"]["version"] = "1.1.0"
    (said,) = refused(both(tmp_path, extension(), data))
    assert "'small' is at version 1.1.0, and this pack extends 1.0.0." in said
    assert said.endswith("then write 1.1.0. [R112]")


def test_another_version_is_told_even_where_it_no_longer_has_what_the_pack_names(tmp_path: Path) -> None:
    data = small_pack()
    data["pack"]["version"] = "1.1.0"
    gone = {**another(), "when": "renamed_since is yes"}
    said = " ".join(refused(both(tmp_path, extension(findings=[gone]), data)))
    assert "nothing is called 'renamed_since'." in said
    assert "'small' is at version 1.1.0, and this pack extends 1.0.0." in said


def test_a_base_that_is_nowhere_is_named(tmp_path: Path) -> None:
    added = extension()
    added["extends"]["pack"] = "smal-city"
    (said,) = refused(write_pack(tmp_path / "more", added))
    line = line_of(tmp_path / "more", "smal-city")
    assert said == f"more/pack.yaml:{line}: there is no pack 'smal-city'. Did you mean 'smart-city'? [R111]"


def test_packs_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    data = {**small_pack(), "extends": {"pack": "more", "version": "1.0.0"}}
    assert "'more' leads back to this pack." in " ".join(refused(both(tmp_path, extension(), data)))


def test_a_pack_has_another_id_and_the_language_of_its_base(tmp_path: Path) -> None:
    added = extension()
    added["pack"] |= {"id": "small", "language": "fr"}
    said = " ".join(refused(both(tmp_path, added)))
    assert "both packs have the id 'small'." in said
    assert "this pack is written in 'fr', and 'small' in 'de'." in said


def test_mistakes_of_the_base_name_the_file_of_the_base(tmp_path: Path) -> None:
    data = small_pack()
    data["findings"][0]["when"] = "nothing_known is yes"
    assert all(each.startswith("small/pack.yaml:") for each in refused(both(tmp_path, extension(), data)))


@pytest.mark.long
def test_a_shipped_pack_can_be_extended_from_anywhere(tmp_path: Path) -> None:
    info = {**extension()["pack"], "id": "kanton"}
    folder = write_pack(tmp_path / "kanton", {"pack": info, "extends": {"pack": "smart-city", "version": "2.0.0"}})
    assert wrong(folder) == []
    assert re.fullmatch(r"kanton: \d{3} examples and 0 cases, none fails\.\n", str(run("test", folder)[1]))


def test_a_scaffold_in_a_pack_that_extends_another_is_sound(tmp_path: Path) -> None:
    folder = both(tmp_path, extension())
    assert run("new", "rule", "crowd", "--pack", folder, "--when", "visitors > 99")[0] == 0
    assert run("new", "question", "mood", "--pack", folder)[0] == 0
    assert wrong(folder) == []
    assert (folder / "findings" / "crowd.yaml").is_file()
    assert not (tmp_path / "small" / "findings").exists()


def test_a_change_of_a_base_is_shown_by_diff(tmp_path: Path) -> None:
    folder = both(tmp_path, extension(findings=[another()]))
    code, said = run("diff", tmp_path / "small", folder)
    assert code == 1
    assert "`findings/another`: is new: «Noch etwas»" in said


@pytest.mark.long
@pytest.mark.usefixtures("speaking")
def test_what_the_base_has_translated_is_not_translated_again(tmp_path: Path) -> None:
    folder = both(tmp_path, extension(findings=[another()]))
    base = load_pack(tmp_path / "small").pack
    translate(tmp_path / "small")
    write_grammar(tmp_path / "small", base)
    assert run("translate", folder, CODE)[0] == 0
    left = {message.text for message in read_catalogue(folder / "translations" / f"{CODE}.po").messages}
    assert "Noch etwas" in left
    assert not left & {each.title for each in base.steps}
    assert run("check", folder)[1].startswith(f"more: no problems; in preparation: {CODE} (")
    translate(folder)
    assert wrong(folder) == []
    pack = pack_in(folder, CODE)
    assert [each.title for each in pack.findings] == [disguised("Empty shelf"), disguised("Noch etwas")]
    assert pack.steps == pack_in(tmp_path / "small", CODE).steps


@pytest.mark.long
@pytest.mark.usefixtures("speaking")
def test_a_language_that_the_base_does_not_have_is_translated_as_a_whole(tmp_path: Path) -> None:
    folder = both(tmp_path, extension())
    translate(folder)
    assert "there are no articles and role names in this language" in " ".join(wrong(folder))
    write_grammar(folder, load_pack(folder).pack)
    assert wrong(folder) == []
    assert pack_in(folder, CODE).steps[0].title == disguised(load_pack(folder).pack.steps[0].title)


@pytest.mark.long
@pytest.mark.usefixtures("speaking")
def test_a_new_role_is_named_in_every_language_and_the_others_are_taken_over(tmp_path: Path) -> None:
    role = {**small_pack()["roles"][0], "id": "caretaker", "name": "Hauswart"}
    folder = both(tmp_path, extension(roles=[role], findings=[{**another(), "text": "{Der caretaker} locks the door."}]))
    translate(tmp_path / "small")
    write_grammar(tmp_path / "small", load_pack(tmp_path / "small").pack)
    translate(folder)
    assert "there are no articles and role names" in " ".join(wrong(folder))
    file = folder / "translations" / f"{CODE}.roles.yaml"
    file.write_text("roles:\n  - {id: caretaker, article: ж, name: жжж}\n", encoding="utf-8")
    assert wrong(folder) == []
    assert {each.id: each.name for each in pack_in(folder, CODE).roles}["caretaker"] == "жжж"
