"""Pages -> what a browser and the cleaners of websites make of them.

axe-core looks for what keeps people from reading a page; DOMPurify and sanitize-html are what
editors of websites clean pasted text with. `.ci/run` installs all three from npm. Chromium runs
headless: the script stands in the page and writes what it found into it.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

CACHE: Final = Path.home() / ".cache" / "xl-tools"
AXE: Final = CACHE / "axe" / "node_modules" / "axe-core" / "axe.min.js"
CLEANERS: Final = CACHE / "sanitizers" / "node_modules"
PURIFY: Final = CLEANERS / "dompurify" / "dist" / "purify.min.js"
SECONDS: Final = 120
FOUND: Final = re.compile(r'<pre id="found">(.*?)</pre>', re.DOTALL)
# The time of the page runs ahead until nothing is left to do; the script is done by then.
BUDGET: Final = 60_000
LOOKS: Final = """
axe.run(document, {resultTypes: ["violations"]}).then((found) => put(JSON.stringify(
  found.violations.map((one) => ({id: one.id, impact: one.impact, help: one.help,
    nodes: one.nodes.map((node) => node.html.slice(0, 200))})))));
"""
PUT: Final = """
function put(text) {
  const place = document.createElement("pre");
  place.id = "found"; place.textContent = text;
  document.body.replaceChildren(place);
}
"""
CLEANED: Final = "put(DOMPurify.sanitize(%s));"
STRICT: Final = """
const clean = require(process.argv[1]);
process.stdout.write(clean(require("fs").readFileSync(0, "utf8")));
"""


def chromium() -> str | None:
    """A browser of the Chromium family."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def missing() -> list[str]:
    """What has to be installed before pages can be looked at."""
    needed = {
        "chromium": chromium(),
        "node": shutil.which("node"),
        "axe-core": AXE.is_file(),
        "dompurify": PURIFY.is_file(),
        "sanitize-html": (CLEANERS / "sanitize-html").is_dir(),
    }
    return [name for name, there in needed.items() if not there]


def violations(page: str, folder: Path) -> list[dict[str, Any]]:
    """What axe-core finds in a page with all its rules, best practices included."""
    script = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{PUT}{LOOKS}</script>"
    found: list[dict[str, Any]] = json.loads(_run(page, script, folder))
    return found


def purified(fragment: str, folder: Path) -> str:
    """The fragment as DOMPurify leaves it with its defaults."""
    said = json.dumps(fragment).replace("</", "<\\/")
    script = f"<script>{PURIFY.read_text(encoding='utf-8')}</script>"
    return _run(in_page(""), f"{script}<script>{PUT}{CLEANED % said}</script>", folder)


def strictly_cleaned(fragment: str) -> str:
    """The fragment as sanitize-html leaves it with its defaults: no attributes, no spans."""
    done = subprocess.run(
        ["node", "-e", STRICT, CLEANERS / "sanitize-html"],
        input=fragment,
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    return done.stdout


def in_page(fragment: str, title: str = "年度报告") -> str:
    """A fragment in a page of a site."""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body><main>{fragment}</main></body></html>"
    )


def _run(page: str, script: str, folder: Path) -> str:
    """What the script puts into the page."""
    path = folder / "page.html"
    path.write_text(page.replace("</body>", f"{script}</body>"), encoding="utf-8")
    done = subprocess.run(
        [
            str(chromium()), "--headless", "--no-sandbox", "--disable-gpu",
            f"--user-data-dir={folder / 'profile'}", f"--virtual-time-budget={BUDGET}",
            "--dump-dom", path.as_uri(),
        ],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    found = FOUND.search(done.stdout)
    assert found, done.stderr[-2000:]
    return html.unescape(found[1])
