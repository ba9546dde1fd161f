"""Write what an installation consists of: ``python -m tools.bom --extras web,postgres --output FOLDER``.

FOLDER gets ``bom.cdx.json`` in CycloneDX, and ``licences.txt`` with the text of every licence that came along. What is listed is
what the product requires with these extras, and what that requires, in the versions that are installed here, or in another
folder. The same installation gives the same bytes. What wheels hold inside, such as libraries in C, their makers list.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import uuid
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cyclonedx.model.license import License

PRODUCT = "smart-city-advisor"
LICENCE_FILES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "OFL")
_ALWAYS = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""The same installation gives the same bytes, whenever it is looked at."""
_CLASSIFIED = "License :: OSI Approved :: "
_SPDX = {
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "LGPLv3": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
"""What some packages say that do not say it in SPDX yet; what leaves open which licence it is stays as it was said."""


class Part(NamedTuple):
    """Something that is installed, and the names of what it requires here."""

    of: Distribution
    below: set[str]


def installed(name: str, folder: Path | None) -> Distribution:
    """Return what is installed under a name, here or in a folder.

    Raises:
        PackageNotFoundError: nothing is.

    """
    if folder is None:
        return distribution(name)
    wanted = canonicalize_name(name)
    for each in Distribution.discover(path=[str(folder)]):
        if canonicalize_name(each.name) == wanted:
            return each
    raise PackageNotFoundError(name)


def required(extras: Iterable[str], folder: Path | None = None) -> dict[str, Part]:
    """Return the product and all that it requires, by name.

    Raises:
        PackageNotFoundError: something that is required is not installed.

    """
    found: dict[str, Part] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(PRODUCT, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        part = found[name] = found.get(name) or Part(installed(name, folder), set())
        for each in requirements(part.of, extra):
            below = canonicalize_name(each.name)
            part.below.add(below)
            waiting += [(below, more) for more in ("", *each.extras)]
    return dict(sorted(found.items()))


def requirements(of: Distribution, extra: str = "") -> Iterator[Requirement]:
    """Yield what a distribution requires here: for an extra, or in any case."""
    for each in map(Requirement, of.requires or ()):
        if each.marker is None or each.marker.evaluate({"extra": extra}):
            yield each


def licence_of(of: Distribution) -> str | None:
    """Return the licence of a distribution, in SPDX where it can be told; None where it says nothing."""
    told = of.metadata.json
    said = told.get("license_expression")
    if isinstance(said, str):
        return said
    classified = [each.rpartition(" :: ")[2] for each in told.get("classifier", []) if each.startswith(_CLASSIFIED)]
    if classified:
        return "; ".join(sorted(_SPDX.get(each, each) for each in classified))
    said = told.get("license")
    return _SPDX.get(said, said.strip().splitlines()[0]) if isinstance(said, str) and said.strip() else None


def bill(found: Mapping[str, Part]) -> Bom:
    """Return the bill of materials: what there is, under which licence, and what requires what."""
    parts = {name: _component(each.of) for name, each in found.items()}
    bom = Bom(components=[part for name, part in parts.items() if name != PRODUCT])
    bom.metadata.component = parts[PRODUCT]
    bom.metadata.timestamp = _ALWAYS
    for name, each in found.items():
        bom.register_dependency(parts[name], [parts[below] for below in sorted(each.below)])
    said = "\0".join(f"{each.of.name}=={each.of.version}" for each in found.values())
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, said)
    return bom


def _component(of: Distribution) -> Component:
    licence, summary = licence_of(of), of.metadata.json.get("summary")
    purl = PackageURL("pypi", None, canonicalize_name(of.name), of.version)
    return Component(
        type=ComponentType.APPLICATION if of.name == PRODUCT else ComponentType.LIBRARY,
        name=of.name,
        version=of.version,
        purl=purl,
        bom_ref=str(purl),
        description=str(summary) if summary else None,
        licenses=[_licence(licence)] if licence else [],
        external_references=[
            ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(f"https://pypi.org/project/{of.name}/"))
        ],
    )


def _licence(said: str) -> License:
    return LicenseFactory().make_from_string(said)


def licence_texts(found: Mapping[str, Part]) -> str:
    """Return every text of a licence that came with a distribution, each under its name."""
    parts = []
    for each, _ in found.values():
        files = [file for file in each.files or () if file.name.upper().startswith(LICENCE_FILES)]
        texts = [file.read_text(encoding="utf-8").strip() for file in sorted(files) if file.suffix not in {".py", ".pyc"}]
        head = f"{each.name} {each.version}\n{licence_of(each) or 'says nothing of a licence'}"
        parts.append("\n\n".join([f"{'=' * 78}\n{head}\n{'=' * 78}", *texts]))
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str]) -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(prog="python -m tools.bom")
    parser.add_argument("--extras", default="web", help="extras of the installation, separated by commas")
    parser.add_argument("--installed", type=Path, help="the folder of packages to look at, instead of those that run this")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the folder to write to")
    told = parser.parse_args(arguments)
    extras = [each.strip() for each in told.extras.split(",") if each.strip()]
    unknown = [each for each in extras if each not in installed(PRODUCT, told.installed).metadata.json.get("provides_extra", ())]
    if unknown:
        sys.exit(f"{PRODUCT} has no extra '{unknown[0]}'.")
    try:
        found = required(extras, told.installed)
    except PackageNotFoundError as error:
        sys.exit(f"{error.name} is required with these extras and is not installed here.")
    told.output.mkdir(parents=True, exist_ok=True)
    (told.output / "bom.cdx.json").write_text(JsonV1Dot6(bill(found)).output_as_string(indent=1) + "\n", encoding="utf-8")
    (told.output / "licences.txt").write_text(licence_texts(found), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
