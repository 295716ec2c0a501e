"""Mail (.eml) -> what mail programs that are none of Python's make of it.

One is the npm package mailparser, one the program ripmime; `.ci/run` installs both.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

VARIABLE: Final = "XL_TOOLS_MAILPARSER"
FOLDER: Final = Path.home() / ".cache" / "xl-tools" / "mailparser"
SECONDS: Final = 60
SCRIPT: Final = """
const { simpleParser } = require(process.argv[1]);
simpleParser(require("fs").readFileSync(process.argv[2])).then((mail) => {
  const sha = (data) => require("crypto").createHash("sha256").update(data).digest("hex");
  console.log(JSON.stringify({
    subject: mail.subject, text: mail.text, date: mail.date,
    to: mail.to.value.map((one) => [one.name, one.address]),
    files: mail.attachments.map((one) => [one.filename, one.contentType, sha(one.content)]),
  }));
});
"""


def mailparser_folder() -> Path | None:
    """Where mailparser is: named by the environment, else where `.ci/run` puts it."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else FOLDER / "node_modules" / "mailparser"
    return folder if folder.is_dir() and shutil.which("node") else None


def mailparser(folder: Path, path: Path) -> dict[str, Any]:
    """The mail as mailparser reads it: subject, text, date, to, files (name, type, SHA-256)."""
    done = subprocess.run(
        ["node", "-e", SCRIPT, folder, path],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ripmime(path: Path, folder: Path) -> dict[str, str]:
    """The files that ripmime takes out of a mail, with their SHA-256; its own texts left out."""
    folder.mkdir()
    subprocess.run(
        ["ripmime", "-i", path, "-d", folder],
        check=True,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.iterdir()
        if not one.name.startswith("textfile")
    }
