"""Commands for an office with many cities."""

from __future__ import annotations

import click

from advisor.cli.portfolio_folder import import_, new, run
from advisor.cli.portfolio_views import compare, groups, report, table, what_if


@click.group(
    commands=[new, import_, run, table, groups, what_if, compare, report],
    epilog="Example: advisor portfolio report bern -o report.pdf",
)
def portfolio() -> None:
    """Advise many cities: a folder with their answers, what they share, and what would move them."""
