"""Disks that are small enough to be filled, where the system lets a test mount one."""

from __future__ import annotations

import contextlib
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of a size in a folder; the test is skipped where that may not be done."""
    disk = folder / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
        pytest.skip("no small disk can be mounted here: that takes root and its rights")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def filled(disk: Path, left: int) -> Path:
    """Return a file that leaves so many bytes free on a disk."""
    ballast = disk / "ballast"
    found = os.statvfs(disk)
    ballast.write_bytes(bytes(max(0, found.f_bavail * found.f_frsize - left)))
    return ballast
