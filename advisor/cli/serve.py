"""Serve advisory sessions to browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.cli.files import InputFile, InputFolder, command
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from pathlib import Path


class NotInstalledError(AdvisorError):
    """What serving needs is not installed."""


_MISSING = (
    "Sessions cannot be served: the extra 'web' is not installed ({}). Install it with: pip install 'smart-city-advisor[web]'."
)


@command(epilog="Example: advisor serve --lan")
@click.option(
    "--db",
    "url",
    envvar="ADVISOR_DB",
    help="Where sessions are kept: sqlite:///FILE or postgresql://…",
)
@click.option("--host", help="The address to listen on; by default this machine alone.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--lan", is_flag=True, help="Let phones on this network in. Everybody on the network can read along.")
@click.option("--address", "public", envvar="ADVISOR_ADDRESS", help="The https address that a proxy in front has.")
@click.option("--certificate", type=InputFile(), help="Encrypt by this certificate (PEM).")
@click.option("--key", type=InputFile(), help="The key of the certificate (PEM).")
@click.option("--days", type=click.IntRange(1, 3650), default=180, show_default=True, help="Delete sessions after so many days.")
@click.option("--portfolio", "folder", type=InputFolder(), help="Show consultants the cities of this folder, too.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@click.option("--no-link", is_flag=True, help="Make and print no link, as for a service.")
@click.option("--new-link", is_flag=True, help="Make a link for one consultant, print it, and serve nothing.")
@click.option("--demo", is_flag=True, help="Begin with an invented town, in a database that is gone afterwards.")
def serve(
    url: str | None,
    host: str | None,
    port: int,
    public: str | None,
    *,
    certificate: Path | None,
    key: Path | None,
    days: int,
    folder: Path | None,
    lan: bool,
    no_browser: bool,
    no_link: bool,
    new_link: bool,
    demo: bool,
) -> None:
    """Hold sessions in the browser: print a link for the consultant, who invites everybody else."""
    try:
        from advisor.web import serving  # noqa: PLC0415 - a large library that other commands do not need
        from advisor.web.cities import Cities  # noqa: PLC0415
    except ImportError as error:
        raise NotInstalledError(_MISSING.format(error.name)) from error

    cities = None if folder is None else Cities(folder)
    wanted = serving.Wanted(host=host, port=port, lan=lan, public=public, certificate=certificate, key=key)
    _, address = serving.place(wanted)
    with serving.opened(url, demo=demo) as db:
        link = None if no_link else serving.new_link(db, address)
        if link is not None:
            click.echo(link)
        if new_link:
            return
        if lan and link is not None:
            click.echo(serving.drawn(link))
            click.echo(
                "Phones on this network can open your invitations. Nothing is encrypted: all on this network can read along."
            )
        serving.serve(db, wanted, retention=days, browse=None if no_browser or link is None else link, cities=cities)
