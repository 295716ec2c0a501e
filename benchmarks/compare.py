"""The same work by the route a user would write today and by ours, in one run; prints ratios.

python benchmarks/compare.py [-o docs/performance.md]
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import openpyxl  # noqa: E402

import xl_tools  # noqa: E402
from xl_tools.bridge import bridge  # noqa: E402
from xl_tools.edition import builtin_editions  # noqa: E402
from xl_tools.placement import placement_of  # noqa: E402
from xl_tools.samples import sample_path  # noqa: E402

EDITION = builtin_editions().get("2021")
SPOTS = {cell: spot for cell, (spot, _) in placement_of(EDITION).figures.items()}


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median time of some runs, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process(arguments: list[str]) -> Callable[[], object]:
    """A cold process."""
    return lambda: subprocess.run(arguments, check=False, capture_output=True, cwd=ROOT)


def openpyxl_read(path: Path) -> dict[str, object]:
    """Load, then a loop over the cells."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {cell: book[spot.sheet][spot.address].value for cell, spot in SPOTS.items()}


def openpyxl_fill(template: bytes, cells: dict[str, object]) -> bytes:
    """Load, set the cells, save."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    for cell, spot in SPOTS.items():
        if not str(book[spot.sheet][spot.address].value or "").startswith("="):
            book[spot.sheet][spot.address] = cells.get(cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def docxtpl_template(path: Path) -> None:
    """A Word template with a tag in every cell, as an office would make it."""
    import docx

    document = docx.Document()
    document.add_paragraph("{{ overview }}")
    for table in EDITION.tables.values():
        grid = document.add_table(rows=0, cols=2)
        for figure in table.figures:
            row = grid.add_row().cells
            row[0].text = figure.label
            row[1].text = "{{ " + figure.id.replace(".", "_") + " }}"
    document.save(str(path))


def docxtpl_render(path: Path, values: dict[str, object]) -> bytes:
    """Load the template, render, save."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(str(path))
    template.render(values, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


OPENPYXL_CHECK = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], data_only=True)
sheet = book["三、依申请公开"]
for row in range(4, 29):
    values = [sheet.cell(row, column).value or 0 for column in range(4, 11)]
    if sum(values[:6]) != values[6]:
        print("row", row)
for column in range(4, 11):
    value = lambda row: sheet.cell(row, column).value or 0
    if value(4) + value(5) != value(27) + value(28):
        print("column", column)
"""


def measured(folder: Path) -> list[tuple[str, str, float]]:
    """(what, against what, how many times)."""
    report = bridge(
        xl_tools.read_report(sample_path("county-2024")).report, EDITION, builtin_editions()
    ).report
    template = xl_tools.build_template("2021")
    path = folder / "report.xlsx"
    path.write_bytes(xl_tools.fill(template, report))
    cells: dict[str, object] = {
        c: int(v) for c, v in report.cells.items() if not isinstance(v, str)
    }
    word = folder / "word.docx"
    docxtpl_template(word)
    values = {cell.replace(".", "_"): value for cell, value in cells.items()}
    values["overview"] = report.narrative["overview"]
    python = sys.executable
    bare = seconds(process([python, "-I", "-S", "-c", "pass"]), 15)
    start = seconds(process([python, "-c", "pass"]), 15)
    ours = seconds(process([python, "-m", "xl_tools", "validate", str(path)]), 15)
    route = seconds(process([python, "-c", OPENPYXL_CHECK, str(path)]), 7)
    both = ours + seconds(
        process([python, "-m", "xl_tools", "assemble", str(path), "-o", str(folder / "o.docx")]), 15
    )
    read = seconds(lambda: openpyxl_read(path), 7) / seconds(lambda: xl_tools.read_report(path), 30)
    fill = seconds(lambda: openpyxl_fill(template, cells), 7) / seconds(
        lambda: xl_tools.fill(template, report), 30
    )
    render = seconds(lambda: docxtpl_render(word, values), 7) / seconds(
        lambda: xl_tools.write_document(xl_tools.compose(report), "docx"), 30
    )
    return [
        ("校验一份（新进程）", "Python 空启动的几倍", ours / start),
        ("校验一份（新进程）", "比 python -I -S 空启动的几倍", ours / bare),
        ("校验一份（新进程）", "openpyxl 脚本是它的几倍", route / ours),
        ("校验加生成文档（两个新进程）", "Python 空启动的几倍", both / start),
        ("读一份", "openpyxl 是它的几倍", read),
        ("填一份（缓存值全部正确）", "openpyxl 是它的几倍（丢掉缓存值）", fill),
        ("生成并读回文档", "docxtpl 是它的几倍", render),
    ]


def main() -> None:
    """Measure and print, or write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-o", "--output")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(Path(folder))
    lines = [
        "# 速度",
        "",
        "同一次运行里，今天的用户会写的脚本（`benchmarks/compare.py` 里的 openpyxl、docxtpl 写法）",
        "和本工具做同一件事，中位数之比。机器不同，绝对时间不同，只看比值。",
        f"测于 {time.strftime('%Y-%m-%d')}，Python {sys.version.split()[0]}。",
        "",
        "| 做什么 | 与什么比 | 比值 |",
        "|---|---|---|",
        *[f"| {what} | {against} | {ratio:.1f} |" for what, against, ratio in rows],
        "",
    ]
    text = "\n".join(lines)
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
