"""Pictures of workbooks in LibreOffice: the buttons, every sheet in four states, 汇总台.

python docs/pictures/take.py [buttons] [states] [desk]
(Linux, with soffice, Xvfb and ImageMagick; not part of CI)

buttons: a wrong total is typed and 校验 is pressed as a hand would; nothing is saved.
states: empty, half-filled, wrong and right; two pictures, each of half the sheets.
desk: 汇总台 after 选文件夹汇总.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), "/usr/lib/python3/dist-packages"]  # Debian keeps `uno` in the latter

from xl_tools.actions.workbooks import blank_workbook  # noqa: E402
from xl_tools.bridge import bridge  # noqa: E402
from xl_tools.buttons import press_on  # noqa: E402
from xl_tools.edition import builtin_editions  # noqa: E402
from xl_tools.filling import fill_workbook  # noqa: E402
from xl_tools.libreoffice.dialogs import VARIABLE  # noqa: E402
from xl_tools.libreoffice.engine import connect  # noqa: E402
from xl_tools.libreoffice.install import import_folders, install  # noqa: E402
from xl_tools.placement import CHECKS, placement_of  # noqa: E402
from xl_tools.report import Report, Supplier, Value  # noqa: E402
from xl_tools.sources import read  # noqa: E402

DISPLAY, SIZE, PIPE = ":97", "1440x1000", "pipe,name=xltoolspictures"
POSITION_AND_SIZE: Final = 15  # com.sun.star.awt.PosSize
COLOURS: Final = (
    *("white", "black", "#404040", "#808080", "#c0c0c0", "#ededed", "#fffde7", "#ffeb9c"),
    *("#ffc7ce", "#c00000", "#c6efce", "#1f1f8f"),
)
EDITIONS: Final = builtin_editions()
TABLE, TOTAL = "三、依申请公开", "applications.received.total"
HERE: Final = Path(__file__).parent


def county() -> Report:
    """The bundled county report in the newest edition."""
    report = read(ROOT / "xl_tools/samples/county-2024.json", EDITIONS).report
    return bridge(report, EDITIONS.for_year(report.year), EDITIONS).report


def saved(path: Path, report: Report) -> Path:
    """A workbook with a report in it."""
    blank = blank_workbook(EDITIONS.for_year(report.year), path.suffix)
    path.write_bytes(fill_workbook(blank, report, EDITIONS))
    return path


def in_states(folder: Path) -> dict[str, Path]:
    """The same report not yet begun, half-way, with slips, and as it should be."""
    whole = county()
    edition = EDITIONS.for_year(whole.year)
    suppliers = {table: Supplier("办公室 信息公开科", "2025-01-10") for table in edition.tables}
    organ = whole.organ._replace(scope="aggregate")
    right = whole._replace(organ=organ, suppliers=MappingProxyType(suppliers))
    begun = ("disclosure.", "applications.received.", "applications.pending_start.")
    half = right._replace(
        cells=MappingProxyType({c: v for c, v in right.cells.items() if c.startswith(begun)}),
        narrative=MappingProxyType({"overview": right.narrative["overview"]}),
        suppliers=MappingProxyType({}),
    )
    slips: dict[str, Value] = {
        TOTAL: right.number(TOTAL) + 3,
        "applications.full_grant.research": "三件",
        "disclosure.fees.amount": "无",
        "disputes.reconsideration.total": Decimal(77),
    }
    wrong = right._replace(cells=MappingProxyType({**right.cells, **slips}))
    empty = folder / "empty.xlsx"
    empty.write_bytes(blank_workbook(edition))
    made = {"half": half, "wrong": wrong, "right": right}
    return {
        "empty": empty,
        **{n: saved(folder / f"{n}.xlsx", report) for n, report in made.items()},
    }


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


def picture(path: Path) -> None:
    """What is on the screen."""
    time.sleep(2)
    command = ["import", "-display", DISPLAY, "-window", "root", str(path)]
    subprocess.run(command, check=True)


def sheets_in_one(book: Any, name: str, folder: Path) -> None:
    """Each sheet that is seen, half to a picture, in a dozen colours so that it stays small."""
    shots = []
    for number, sheet in enumerate(book.sheets):
        sheet.activate()
        shots.append(folder / f"{name}-{number:02}.png")
        picture(shots[-1])
    colours = [f"xc:{colour}" for colour in COLOURS]
    palette, whole = folder / "palette.png", folder / "whole.png"
    subprocess.run(["convert", "-size", "1x1", *colours, "+append", str(palette)], check=True)
    look = "-crop 1345x865+0+90 +repage -tile 3x -geometry 450x+3+3 -background gray50".split()
    most = -(-len(shots) // 2)
    for half in range(0, len(shots), most):
        out = HERE / f"{name}-{half // most + 1}.png"
        subprocess.run(
            ["montage", *map(str, shots[half : half + most]), *look, str(whole)], check=True
        )
        few = ["+dither", "-remap", str(palette), "-strip", f"PNG8:{out}"]
        subprocess.run(["convert", str(whole), *few], check=True)


def press(book: Any, sheet: str, label: str) -> None:
    """A click on a button of a sheet."""
    page = book.sheets[sheet].api.DrawPage
    models = [page.getByIndex(number).Control for number in range(page.Count)]
    (model,) = [one for one in models if one.Label == label]
    control = book.api.CurrentController.getControl(model)
    control.getAccessibleContext().doAccessibleAction(0)
    time.sleep(5)


def buttons(app: Any, folder: Path) -> None:
    """Table 3 before and after the check, and the list of findings."""
    book = app.books.open(saved(folder / "年报.xlsm", county()))
    placement = placement_of(EDITIONS.get("2021"))
    spot = placement.spot(TOTAL)
    book.sheets[TABLE].activate()
    book.sheets[TABLE].range((spot.row, spot.column)).value = 59
    picture(HERE / "buttons-before.png")
    press(book, TABLE, "校验")
    picture(HERE / "buttons-after.png")
    book.sheets[CHECKS].activate()
    book.sheets[CHECKS].range((placement.findings.top - 2, 1)).select()
    picture(HERE / "findings.png")


def states(app: Any, folder: Path) -> None:
    """Every sheet in four states."""
    for name, path in in_states(folder).items():
        book = app.books.open(path)
        window = book.api.CurrentController.Frame.ContainerWindow
        width, height = map(int, SIZE.split("x"))
        window.setPosSize(0, 0, width, height, POSITION_AND_SIZE)
        sheets_in_one(book, name, folder)
        book.close()


def desk(app: Any, folder: Path) -> None:
    """汇总台 in the middle of January: some are in, one is wrong, one cannot be read."""
    from tests.desk.round import Round

    (folder / "年报").mkdir()
    county = Round(folder / "年报")
    county.january()
    county.own()
    os.environ[VARIABLE] = str(folder / "alerts")  # every box of this process is agreed to
    (folder / "alerts.answer").write_text(str(county.inbox), encoding="utf-8")
    book = app.books.open(county.path)
    window = book.api.CurrentController.Frame.ContainerWindow
    width, height = map(int, SIZE.split("x"))
    window.setPosSize(0, 0, width, height, POSITION_AND_SIZE)
    press_on(book, "collect")
    shot = folder / "desk.png"
    picture(shot)
    few = "-crop 1440x880+0+80 +repage -resize 1100x +dither -colors 24 -strip".split()
    subprocess.run(["convert", str(shot), *few, f"PNG8:{HERE / 'desk.png'}"], check=True)
    book.close()


def main() -> None:
    """The pictures that are asked for, or all."""
    wanted = sys.argv[1:] or ["buttons", "states", "desk"]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        app = started(folder, stack)
        app.visible = True
        for kind in wanted:
            {"buttons": buttons, "states": states, "desk": desk}[kind](app, folder)
        app.quit()
        time.sleep(3)


if __name__ == "__main__":
    main()
