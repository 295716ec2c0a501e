"""Pictures of a workbook with buttons in LibreOffice, before and after 校验.

python docs/pictures/take.py   (Linux, with soffice, Xvfb and ImageMagick's import; not part of CI)

A wrong total is typed and the button is pressed as a hand would; nothing is saved.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), "/usr/lib/python3/dist-packages"]  # Debian keeps `uno` in the latter

from xl_tools.actions.workbooks import blank_workbook  # noqa: E402
from xl_tools.bridge import bridge  # noqa: E402
from xl_tools.edition import builtin_editions  # noqa: E402
from xl_tools.filling import fill_workbook  # noqa: E402
from xl_tools.libreoffice.engine import connect  # noqa: E402
from xl_tools.libreoffice.install import import_folders, install  # noqa: E402
from xl_tools.placement import CHECKS, placement_of  # noqa: E402
from xl_tools.sources import read  # noqa: E402

DISPLAY, SIZE, PIPE = ":97", "1440x900", "pipe,name=xltoolspictures"
TABLE, TOTAL = "三、依申请公开", "applications.received.total"
HERE: Final = Path(__file__).parent


def sample(folder: Path) -> Path:
    """The bundled county report in a workbook with buttons."""
    editions = builtin_editions()
    report = read(ROOT / "xl_tools/samples/county-2024.json", editions).report
    edition = editions.for_year(report.year)
    path = folder / "年报.xlsm"
    blank = blank_workbook(edition, ".xlsm")
    path.write_bytes(fill_workbook(blank, bridge(report, edition, editions).report, editions))
    return path


def started(folder: Path, stack: ExitStack) -> Any:
    """LibreOffice in a window that nobody sees; xlwings' app of it."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    settings = profile / "user" / "registrymodifications.xcu"
    shutil.copyfile(ROOT / "tests/office/profile.xcu", settings)
    install(profile, import_folders())
    screen = ["Xvfb", DISPLAY, "-screen", "0", f"{SIZE}x24"]
    stack.callback(subprocess.Popen(screen, stderr=subprocess.DEVNULL).kill)
    time.sleep(1)
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--norestore", "--nologo"]
    environment = os.environ | {"DISPLAY": DISPLAY, "LC_ALL": "C.UTF-8"}
    subprocess.Popen([*command, f"--accept={PIPE};urp"], env=environment)
    for _ in range(60):
        time.sleep(1)
        try:
            return next(iter(connect(PIPE).apps))
        except Exception:  # noqa: BLE001 - not there yet: LibreOffice raises its own kinds
            continue
    raise SystemExit("LibreOffice did not start")


def picture(name: str) -> None:
    """What is on the screen."""
    time.sleep(2)
    command = ["import", "-display", DISPLAY, "-window", "root", str(HERE / name)]
    subprocess.run(command, check=True)


def press(book: Any, sheet: str, label: str) -> None:
    """A click on a button of a sheet."""
    page = book.sheets[sheet].api.DrawPage
    models = [page.getByIndex(number).Control for number in range(page.Count)]
    (model,) = [one for one in models if one.Label == label]
    control = book.api.CurrentController.getControl(model)
    control.getAccessibleContext().doAccessibleAction(0)
    time.sleep(5)


def main() -> None:
    """Table 3 before and after the check, and the list of findings."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        app = started(folder, stack)
        app.visible = True
        book = app.books.open(sample(folder))
        placement = placement_of(builtin_editions().get("2021"))
        spot = placement.spot(TOTAL)
        book.sheets[TABLE].activate()
        book.sheets[TABLE].range((spot.row, spot.column)).value = 59
        picture("buttons-before.png")
        press(book, TABLE, "校验")
        picture("buttons-after.png")
        book.sheets[CHECKS].activate()
        book.sheets[CHECKS].range((placement.findings.top - 2, 1)).select()
        picture("findings.png")
        app.quit()
        time.sleep(3)


if __name__ == "__main__":
    main()
