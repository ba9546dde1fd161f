"""Several respondents: each keeps a place of their own, with role, name and language, and their number is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from advisor.answers.read import read_answers
from advisor.cli import main
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reasoning.answers import Answers

PACK = shipped_pack()
HEAD = "pack: smart-city\ncity: {name: Seedorf}\ndate: 2026-11-28\n"


def write(file: Path, answers: str, head: str = HEAD) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{head}answers:\n{answers}", encoding="utf-8")
    return str(file)


def merge(tmp_path: Path, *files: str, out: str = "merged.yaml") -> tuple[Answers, Result]:
    done = CliRunner().invoke(main, ["merge", *files, "-o", str(tmp_path / out)])
    assert done.exit_code == 0, done.output
    return read_answers(tmp_path / out, PACK), done


def five_heads(tmp_path: Path) -> list[str]:
    said = "  executive_decision: {{value: {}, by: office_head, on: 2026-11-28}}\n"
    return [write(tmp_path / f"{place}.yaml", said.format(value)) for place, value in enumerate(["taken"] * 4 + ["none"])]


def test_four_of_five_stay_four_of_five_whoever_answered_in_the_same_role(tmp_path: Path) -> None:
    answers, _ = merge(tmp_path, *five_heads(tmp_path))
    assert [each.value for each in answers.answers["executive_decision"].said] == ["taken"] * 4 + ["none"]
    assert [each.role for each in answers.respondents.values()] == ["office_head"] * 5


def test_a_file_merged_twice_or_merged_before_counts_once(tmp_path: Path) -> None:
    files = five_heads(tmp_path)
    (tmp_path / "link.yaml").symlink_to(files[0])
    once, _ = merge(tmp_path, *files)
    again, _ = merge(tmp_path, str(tmp_path / "merged.yaml"), files[0], files[4], str(tmp_path / "link.yaml"), out="again.yaml")
    assert again == once


def test_files_of_one_name_in_several_folders_are_several_respondents(tmp_path: Path) -> None:
    said = "  executive_decision: {value: taken, by: office_head}\n"
    files = [write(tmp_path / office / "answers.yaml", said) for office in ("bau", "soziales", "finanzen")]
    answers, _ = merge(tmp_path, *files)
    assert list(answers.respondents) == ["bau_answers", "finanzen_answers", "soziales_answers"]
    again, _ = merge(tmp_path, str(tmp_path / "merged.yaml"), files[1], out="again.yaml")
    assert again == answers


def test_several_roles_in_one_file_are_several_respondents(tmp_path: Path) -> None:
    said = (
        "  executive_decision: {value: taken, by: executive}\n  staff_unit: {value: none, by: Frau Wyss}\n  topic_owners: named\n"
    )
    answers, _ = merge(tmp_path, write(tmp_path / "a.yaml", said))
    assert {name: (each.role, each.name) for name, each in answers.respondents.items()} == {
        "a": (None, "a"),
        "a_executive": ("executive", None),
        "a_frau_wyss": (None, "Frau Wyss"),
    }


def test_statements_of_one_role_in_a_file_without_respondents_are_those_of_several_people(tmp_path: Path) -> None:
    said = "  staff_unit: {value: unknown, said: [{value: none, by: mayor}, {value: none, by: mayor}, {value: staffed}]}\n"
    answers, _ = merge(tmp_path, write(tmp_path / "a.yaml", said))
    assert len({each.by for each in answers.answers["staff_unit"].said}) == len(answers.respondents) == 3


def test_respondents_that_a_file_declares_keep_their_ids(tmp_path: Path) -> None:
    known = "respondents:\n  bau: {role: office_head, name: Frau Wyss}\n"
    one = write(tmp_path / "a.yaml", "  staff_unit: {value: none, by: bau}\n", HEAD + known)
    other = write(tmp_path / "b.yaml", "  topic_owners: {value: named, by: bau}\n", HEAD + known)
    answers, _ = merge(tmp_path, one, other)
    assert list(answers.respondents) == ["bau"]
    assert {answers.answers[name].by for name in ("staff_unit", "topic_owners")} == {"bau"}


def test_what_nobody_is_named_for_is_said_by_the_one_respondent_of_a_file(tmp_path: Path) -> None:
    one = write(
        tmp_path / "a.yaml", "  staff_unit: none\n  topic_owners: {note: fragen}\n", HEAD + "respondents: {bau: {name: Bau}}\n"
    )
    other = write(tmp_path / "b.yaml", "  staff_unit: staffed\n  topic_owners: {value: named, by: Ada}\n")
    answers, _ = merge(tmp_path, one, other)
    assert {name: each.name for name, each in answers.respondents.items()} == {"b": "Ada", "bau": "Bau"}
    assert {each.by for name in ("staff_unit", "topic_owners") for each in answers.answers[name].said} == {"b", "bau"}
    assert answers.answers["topic_owners"].value == "named"


def test_one_id_for_two_respondents_is_refused_with_all_other_problems(tmp_path: Path) -> None:
    one = write(tmp_path / "a.yaml", "  staff_unit: {value: none, by: x}\n", HEAD + "respondents: {x: {role: executive}}\n")
    head = HEAD.replace("Seedorf", "Bergheim") + "respondents: {x: {role: office_head}}\n"
    other = write(tmp_path / "b.yaml", "  staff_unit: {value: none, by: x}\n", head)
    done = CliRunner().invoke(main, ["merge", one, other, "-o", str(tmp_path / "out.yaml")])
    assert done.exit_code == 2
    assert "Unter der Kennung «x» steht hier role 'office_head' und in" in done.stderr
    assert "Der Name der Stadt ist hier «Bergheim» und in" in done.stderr
    assert not (tmp_path / "out.yaml").exists()


def test_what_is_wrong_in_several_files_is_said_at_once(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{name}.yaml", f"  {name}: none\n") for name in ("staf_unit", "topic_owner")]
    done = CliRunner().invoke(main, ["merge", *files, "-o", str(tmp_path / "out.yaml")])
    assert done.exit_code == 2
    assert "Eine Frage «staf_unit» gibt es nicht." in done.stderr
    assert "Eine Frage «topic_owner» gibt es nicht." in done.stderr


@pytest.mark.long
def test_answers_in_two_languages_are_merged_and_everybody_keeps_theirs(tmp_path: Path) -> None:
    german = write(tmp_path / "amt.yaml", "  staff_unit: {value: none, by: office_head}\n  executive_label: Stadtrat\n")
    french_head = HEAD.replace("Seedorf}", "Seedorf, language: fr, roles: {parliament: Conseil général}}")
    french = write(
        tmp_path / "rat.yaml", "  staff_unit: {value: none, by: executive}\n  executive_label: Municipalité\n", french_head
    )
    italian = write(tmp_path / "sala.yaml", "  staff_unit: none\n", HEAD.replace("Seedorf}", "Seedorf, language: it}"))
    answers, _ = merge(tmp_path, german, french, italian)
    assert answers.city.language is None
    assert {name: each.language for name, each in answers.respondents.items()} == {"amt": None, "rat": "fr", "sala": "it"}
    assert answers.city.roles == {"executive": {"de": "Stadtrat", "fr": "Municipalité"}, "parliament": {"fr": "Conseil général"}}
    for language in ("de", "fr", "it", "en"):
        assert CliRunner().invoke(main, ["advise", str(tmp_path / "merged.yaml"), "--lang", language]).exit_code == 0


def test_one_language_stays_that_of_the_city(tmp_path: Path) -> None:
    french = HEAD.replace("Seedorf}", "Seedorf, language: fr}")
    files = [write(tmp_path / f"{name}.yaml", "  staff_unit: {value: none, by: executive}\n", french) for name in "ab"]
    answers, _ = merge(tmp_path, *files)
    assert answers.city.language == "fr"
    assert {each.language for each in answers.respondents.values()} == {None}


@pytest.mark.parametrize("spelled", ["seedörf", "SEEDÖRF", "Seedorf", " Seed örf", "Seedoerf", "See-Dörf."])
def test_a_name_that_differs_only_in_how_it_is_typed_is_one_city(tmp_path: Path, spelled: str) -> None:
    heads = [HEAD.replace("Seedorf", f'"{name}"') for name in ("Seedörf", spelled)]
    files = [write(tmp_path / f"{place}.yaml", "  staff_unit: none\n", head) for place, head in enumerate(heads)]
    answers, done = merge(tmp_path, *files)
    other, _ = merge(tmp_path, *reversed(files), out="other.yaml")
    assert answers.city.name == other.city.name == "Seedörf"
    assert done.stderr.splitlines() == [f"{files[1]}: Die Stadt ist hier «{spelled}» geschrieben. «Seedörf» bleibt. [A505]"]


def test_what_one_file_leaves_out_of_the_city_is_taken_from_another(tmp_path: Path) -> None:
    one = write(tmp_path / "a.yaml", "  staff_unit: none\n", HEAD.replace("Seedorf}", "Seedorf, canton: UR}"))
    other = write(tmp_path / "b.yaml", "  staff_unit: none\n", HEAD.replace("Seedorf}", "Seedorf, population: 1900}"))
    answers, _ = merge(tmp_path, one, other)
    assert (answers.city.canton, answers.city.population) == ("UR", 1900)


def test_a_city_block_and_an_answer_that_differ_are_different_cities(tmp_path: Path) -> None:
    one = write(tmp_path / "a.yaml", "  staff_unit: none\n", HEAD.replace("Seedorf}", "Seedorf, canton: UR}"))
    other = write(tmp_path / "b.yaml", "  canton: be\n")
    done = CliRunner().invoke(main, ["merge", one, other, "-o", str(tmp_path / "out.yaml")])
    assert done.exit_code == 2
    assert "Der Kanton ist hier «be» und in" in done.stderr


def test_two_visits_of_a_city_are_merged_with_a_remark(tmp_path: Path) -> None:
    old = write(tmp_path / "old.yaml", "  staff_unit: none\n", HEAD.replace("2026", "2025"))
    new = write(tmp_path / "new.yaml", "  staff_unit: staffed\n")
    _, done = merge(tmp_path, old, new)
    assert f"{new}: Diese Antworten sind vom 2026-11-28, jene in {old} vom 2025-11-28. Sind es zwei Besuche" in done.stderr


def test_one_respondent_who_answers_otherwise_elsewhere_may_be_two(tmp_path: Path) -> None:
    files = [
        write(
            tmp_path / f"{value}.yaml", f"  staff_unit: {{value: {value}, by: bau}}\n", HEAD + "respondents: {bau: {name: Bau}}\n"
        )
        for value in ("none", "staffed")
    ]
    answers, done = merge(tmp_path, *files)
    assert len(answers.answers["staff_unit"].said) == 2
    assert "«bau» antwortet hier anders als in einer anderen Datei: staff_unit." in done.stderr


def test_a_comparison_the_wrong_way_round_is_said_to_be_one(tmp_path: Path) -> None:
    old = write(tmp_path / "old.yaml", "  staff_unit: none\n", HEAD.replace("2026", "2025"))
    new = write(tmp_path / "new.yaml", "  staff_unit: staffed\n")
    assert CliRunner().invoke(main, ["compare", old, new]).stderr == ""
    turned = CliRunner().invoke(main, ["compare", new, old])
    assert turned.exit_code == 0
    assert turned.stderr.splitlines() == [
        f"{new}: Diese Antworten sind vom 2026-11-28, die neuen vom 2025-11-28. Nennen Sie die ältere Datei zuerst. [A508]"
    ]


def test_answers_from_after_the_day_of_their_file_are_named_once(tmp_path: Path) -> None:
    said = "  staff_unit: {value: none, on: 2026-11-28}\n  topic_owners: {value: named, on: 2099-01-01}\n"
    file = write(tmp_path / "a.yaml", said + "  method_skills: {value: unknown, said: [{value: 1, on: 2098-01-01}]}\n")
    done = CliRunner().invoke(main, ["advise", file])
    assert done.exit_code == 0
    told = f"{file}:6: Diese Antwort ist vom 2099-01-01 und damit jünger als die Datei (2026-11-28), wie 1 weitere. "
    assert (
        done.stderr == told + "Setzen Sie «date» auf den Tag der Beratung, oder berichtigen Sie die Tage der Antworten. [A507]\n"
    )


MISTAKES = {
    "unknown role": ("bau: {role: boss}", "there is no role 'boss'. Known are: "),
    "unknown language": ("bau: {language: xx}", "there are no texts in the language 'xx'. There are: de, en, fr, it."),
    "role for another one": ("executive: {role: office_head}", "'executive' is a role, and stands here for somebody in the role"),
    "role for nobody": ("executive: {name: Ada}", "'executive' is a role, and stands here for nobody in particular."),
    "odd id": ("Frau Wyss: {role: office_head}", "'Frau Wyss' is no id. Write lower_case_with_underscores"),
    "odd key": ("bau: {rôle: office_head}", "'rôle' is not known here. Did you mean 'role'?"),
    "no mapping": ("bau: office_head", "keys and values are needed here."),
    "twice": ("bau: {role: office_head}\n  bau: {role: office_head}", "'bau' is given twice"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_among_the_respondents_is_refused_with_its_line(tmp_path: Path, kind: str) -> None:
    entry, said = MISTAKES[kind]
    head = HEAD.replace("Seedorf}", "Seedorf, language: en}")
    file = write(tmp_path / "a.yaml", "  staff_unit: 0\n", f"{head}respondents:\n  {entry}\n")
    done = CliRunner().invoke(main, ["advise", file])
    assert done.exit_code == 2
    line = 6 if kind == "twice" else 5
    assert any(each.startswith(f"{file}:{line}: {said}") for each in done.stderr.splitlines()), done.stderr


def test_by_may_name_a_respondent_a_role_or_anybody(tmp_path: Path) -> None:
    said = "  staff_unit: {value: 0, by: bau}\n  topic_owners: {value: 1, by: executive}\n  method_skills: {value: 1, by: Ada}\n"
    file = write(tmp_path / "a.yaml", said, HEAD + "respondents:\n  bau: {role: office_head, name: Frau Wyss, language: it}\n")
    assert CliRunner().invoke(main, ["advise", file]).exit_code == 0
