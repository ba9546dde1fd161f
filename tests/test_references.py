"""The pages of reference say what the product says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from advisor.cli import main
from advisor.knowledge.schema import pack_schema
from tools.references import ROOT, pages, renewed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_is_as_it_would_be_written_now(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == renewed(text), "run python -m tools.references"


def test_every_option_of_every_command_stands_in_the_reference_and_says_what_it_does() -> None:
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert f"\n### advisor {name}\n" in text
        for option in (param for param in command.params if isinstance(param, click.Option)):
            assert option.help, f"{name} {option.opts}"
            assert all(f"`{written}" in text for written in option.opts)


def test_every_key_of_a_pack_stands_in_the_reference() -> None:
    text = (ROOT / "docs/pack.md").read_text(encoding="utf-8")
    schema = pack_schema()
    for section in schema["properties"]:
        assert f"\n## {section}\n" in text
    for name, kind in schema["$defs"].items():
        for key in kind.get("properties", {}):
            assert f"\n| `{key}` | " in text, f"{name}: {key}"
