"""The command line: one command for each thing a person wants done; errors are printed in one place."""

from __future__ import annotations

import click

from advisor import __version__
from advisor.cli import authors, checking, cities, proofs, publishing, testing, trying, writing
from advisor.cli.common import Commands

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="advisor")
def main() -> None:
    """From a city's answers to a diagnosis and the steps that lead to balance."""


for command in (cities.advise, cities.ask, cities.explain, cities.compare, cities.merge, cities.verify):
    main.add_command(command)
for command in (checking.check, proofs.prove, authors.schema, authors.translate, authors.list_):
    main.add_command(command)
for command in (testing.test, writing.new, trying.try_, publishing.diff, publishing.rule, publishing.docs):
    main.add_command(command)
