"""Compile the shipped templates when the product is built, so that no report has to do it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface):  # type: ignore[type-arg] # hatchling finds it by its base
    """Writes their code to ``build/compiled``: a wheel takes it along, and a checkout that is installed has it, too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling says which kind is built
        """Write what is missing and take away what is out of date; a file that is right is left alone, it may be in use."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from advisor.reports.templating import compiled  # noqa: PLC0415 - it can be found only now

        target = root / "build" / "compiled"
        target.mkdir(parents=True, exist_ok=True)
        wanted = dict(compiled(root / "templates"))
        there = {file.name for file in target.glob("*.py")}
        for name in wanted.keys() - there:
            waiting = target / f"{name}.{os.getpid()}"
            waiting.write_text(wanted[name], encoding="utf-8")
            waiting.replace(target / name)  # whoever reads meanwhile finds all of it or nothing
        for name in there - wanted.keys():
            (target / name).unlink()
        for name in wanted:
            build_data["force_include"][str(target / name)] = f"advisor/_shipped/build/compiled/{name}"
