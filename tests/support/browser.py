"""A real headless browser that looks at a page with axe-core, where both are installed."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

_CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
_AXE = importlib.util.find_spec("axe_playwright_python")


def violations(page: Path) -> list[list[object]]:
    """Return what axe-core finds wrong with a page, as rule and count; the page's own links are followed, such as to its style.

    A page's policy for contents forbids every script, and axe-core is one: the copy it looks at allows scripts, nothing else.
    The test is skipped where there is no browser that starts, or no axe-core.
    """
    if _CHROMIUM is None or _AXE is None or _AXE.origin is None:
        pytest.skip("needs a browser and the extra 'browser' (axe-core)")
    axe = (Path(_AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    found = "JSON.stringify(found.violations.map(each => [each.id, each.nodes.length]))"
    run = f"axe.run().then(found => {{ document.body.textContent = 'AX' + 'E' + {found} + 'EX' + 'A' }})"
    looked = page.with_suffix(".axe.html")
    policy = 'content="'
    text = page.read_text(encoding="utf-8").replace(policy + "default-src", policy + "script-src 'unsafe-inline'; default-src", 1)
    looked.write_text(text.replace("</body>", f"<script>{axe}</script><script>{run}</script></body>"), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"]
    done = subprocess.run([_CHROMIUM, *options, looked.as_uri()], capture_output=True, text=True, timeout=600, check=False)
    looked.unlink()
    answered = re.search("AXE(.*?)EXA", done.stdout, re.DOTALL)
    if not done.stdout:
        pytest.skip("the browser did not start here")
    assert answered, "axe-core did not run on the page"
    said: list[list[object]] = json.loads(html.unescape(answered[1]))
    return said
