"""What else makes a PDF of a report: the HTML report printed by WeasyPrint and by a browser, where they are installed."""

from __future__ import annotations

import importlib.util
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_RUNS = 3

_WARM = """
import statistics, sys, time, weasyprint
def once():
    begun = time.process_time()
    weasyprint.HTML(sys.argv[1]).write_pdf(pdf_variant="pdf/ua-1")
    return (time.process_time() - begun) * 1000
once()
print(statistics.median(once() for _ in range(3)))
"""

Row = tuple[str, str, str, str]


def peers(example: str, process: Callable[[list[str]], tuple[float, float]]) -> list[Row]:
    """Return how long peers take for the report of an example, or that they are not installed."""
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder) / "report.html", Path(folder) / "report.pdf"
        command = [sys.executable, "-m", "advisor", "advise", example, "--format", "html", "-o", str(page)]
        subprocess.run(command, check=True, capture_output=True)
        return [*_weasyprint(page, made, process), *_browser(page, made, process)]


def _weasyprint(page: Path, made: Path, process: Callable[[list[str]], tuple[float, float]]) -> list[Row]:
    if importlib.util.find_spec("weasyprint") is None:
        return [("peer: WeasyPrint", "-", "", "skipped: not installed (pip install -e '.[bench]')")]
    usable = subprocess.run([sys.executable, "-c", "import weasyprint"], check=False, capture_output=True)
    if usable.returncode:
        return [("peer: WeasyPrint", "-", "", "skipped: it cannot be imported; it needs Pango of the system")]
    command = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", str(page), str(made)]
    warm = subprocess.run([sys.executable, "-c", _WARM, str(page)], check=True, capture_output=True, text=True)
    return [
        _whole("peer: WeasyPrint, whole process", command, process),
        ("peer: WeasyPrint, warm", f"{float(warm.stdout):.0f} ms", "", "the HTML report as PDF/UA-1"),
    ]


def _browser(page: Path, made: Path, process: Callable[[list[str]], tuple[float, float]]) -> list[Row]:
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        return [("peer: headless browser", "-", "", f"skipped: none of {', '.join(_BROWSERS)} is installed")]
    how = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command = [browser, *how, f"--print-to-pdf={made}", page.as_uri()]
    return [_whole("peer: headless browser, whole process", command, process)]


def _whole(name: str, command: list[str], process: Callable[[list[str]], tuple[float, float]]) -> Row:
    runs = [process(command) for _ in range(_RUNS)]
    seconds, memory = statistics.median(each for each, _ in runs), max(each for _, each in runs)
    return name, f"{seconds * 1000:.0f} ms", f"{memory:.0f} MB", "from the HTML report, which must be written before"
