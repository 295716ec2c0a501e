"""The same work by the route a user would write today and by ours, in one run; prints ratios.

python benchmarks/compare.py [-o docs/performance.md]

What is compared runs in turns, so that a busy moment of the machine hits both sides alike, and the
medians are divided. An installed package has its bytecode beside it, and so has what runs here.
"""

from __future__ import annotations

import argparse
import compileall
import gc
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import openpyxl  # noqa: E402

import xl_tools  # noqa: E402
from benchmarks import rollup  # noqa: E402
from benchmarks.ledgers import HEAD, cases_of, csv_bytes, rows_of  # noqa: E402
from benchmarks.pandas_function import check_table  # noqa: E402
from benchmarks.published import works  # noqa: E402
from xl_tools import udfs  # noqa: E402
from xl_tools.bridge import bridge  # noqa: E402
from xl_tools.document.docx import write_docx  # noqa: E402
from xl_tools.edition import builtin_editions  # noqa: E402
from xl_tools.placement import placement_of  # noqa: E402
from xl_tools.places import Spot  # noqa: E402
from xl_tools.report import Report, form_of  # noqa: E402
from xl_tools.rules.finding import Case  # noqa: E402
from xl_tools.rules.relations import states  # noqa: E402
from xl_tools.rules.suspects import Suspicions  # noqa: E402
from xl_tools.samples import sample_path  # noqa: E402

EDITIONS = builtin_editions()
EDITION = EDITIONS.get("2021")
PLACEMENT = placement_of(EDITION)
SPOTS = {cell: spot for cell, (spot, _) in PLACEMENT.figures.items()}
FEW = ("编号", "收到日期", "申请人类型", "办理结果", "答复日期")
COLD_ROUNDS, WARM_ROUNDS, IN_A_ROW, LEDGER_ROUNDS = 15, 5, 5, 3

Work = Callable[[], object]
Clock = Callable[[], float]
# What runs in this process is timed by the processor: on a busy machine a work of three
# milliseconds would be interrupted for eight as often as not.
CPU = time.process_time
Row = tuple[str, str, float]


def medians(
    works: Mapping[str, Work], rounds: int, row: int = 1, clock: Clock = time.perf_counter
) -> dict[str, float]:
    """The median time of each work, `row` times in a row after once to warm up, all in turns."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()  # what the work before left behind
            work()
            times[name] += [seconds(work, clock) for _ in range(row)]
    return {name: statistics.median(some) for name, some in times.items()}


def seconds(work: Work, clock: Clock) -> float:
    """How long a work takes."""
    start = clock()
    work()
    return clock() - start


def process(*arguments: str) -> Work:
    """A cold Python."""
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=False, capture_output=True, cwd=ROOT)


# ---- what a user would write -------------------------------------------------------------


def openpyxl_read(path: Path, *, formulas: bool) -> object:
    """Every figure, fact and text; `formulas` also says which totals are computed."""
    book = openpyxl.load_workbook(path, data_only=True)
    found: dict[str, object] = {c: book[s.sheet][s.address].value for c, s in SPOTS.items()}
    found |= {f: book[s.sheet][s.address].value for f, s in PLACEMENT.fields.items()}
    for name, span in PLACEMENT.narratives.items():
        found[name] = [book[s.sheet][s.address].value for s in span.column_spots()]
    if formulas:
        other = openpyxl.load_workbook(path)
        found |= {f"{c}=": other[s.sheet][s.address].value for c, s in SPOTS.items()}
    return found


def openpyxl_fill(template: bytes, cells: Mapping[Spot, Any]) -> bytes:
    """Load, set the cells, save; the values of formulas are lost."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    for spot, value in cells.items():
        if not str(book[spot.sheet][spot.address].value or "").startswith("="):
            book[spot.sheet][spot.address] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def contents(report: Report) -> dict[Spot, Any]:
    """What goes where: the figures and the texts."""
    cells: dict[Spot, Any] = {
        SPOTS[c]: int(v) for c, v in report.cells.items() if not isinstance(v, str)
    }
    for name, text in report.narrative.items():
        lines = text.split("\n")
        cells |= dict(zip(PLACEMENT.narratives[name].column_spots(), lines, strict=False))
    return cells


def docxtpl_template(path: Path, report: Report) -> None:
    """A Word template with the very tables of our document, and a tag where each figure stands."""
    tags = {cell: "{{ " + cell.replace(".", "_") + " }}" for cell in report.cells}
    narrative = {**report.narrative, "overview": "{{ overview }}"}
    tagged = report._replace(cells=MappingProxyType(tags), narrative=narrative)
    path.write_bytes(write_docx(xl_tools.compose(tagged)))


def another(report: Report) -> Iterator[Report]:
    """The report with other figures each time: nothing is remembered from one to the next."""
    for more in count(1):
        cells = {c: v if isinstance(v, str) else v + more * 7 for c, v in report.cells.items()}
        yield report._replace(cells=MappingProxyType(cells))


def docxtpl_render(path: Path, report: Report) -> bytes:
    """Load the template, render, save."""
    from docxtpl import DocxTemplate

    values: dict[str, object] = {
        cell.replace(".", "_"): value for cell, value in report.cells.items()
    }
    values["overview"] = report.narrative["overview"]
    template = DocxTemplate(str(path))
    template.render(values, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


# ---- measured ----------------------------------------------------------------------------


def cold(template: Path, path: Path, folder: Path) -> list[Row]:
    """What starts a process of its own; ours by the very words of the command xl-tools."""
    ours = ("-c", "import sys; from xl_tools.__main__ import main; sys.exit(main())")
    word, book = str(folder / "o.docx"), str(folder / "o.xlsx")
    found = medians(
        {
            "bare": process("-c", "pass"),
            "isolated": process("-I", "-S", "-c", "pass"),
            "validate": process(*ours, "validate", str(path)),
            "assemble": process(*ours, "assemble", str(path), "-o", word),
            "fill": process(*ours, "fill", str(template), "--data", str(path), "-o", book),
            "script": process(str(ROOT / "benchmarks/openpyxl_validate.py"), str(path)),
        },
        COLD_ROUNDS,
    )
    bare, check, word_too = found["bare"], found["validate"], found["assemble"]
    empty = "Python 空启动的几倍"
    return [
        ("校验一份（新进程）", empty, check / bare),
        ("校验一份（新进程）", "python -I -S 空启动的几倍", check / found["isolated"]),
        ("校验一份（新进程）", "openpyxl 脚本是它的几倍", found["script"] / check),
        ("校验并生成文档（assemble，一个新进程）", empty, word_too / bare),
        ("先校验、再生成文档（两个新进程之和）", empty, (check + word_too) / bare),
        ("填一份（新进程）", empty, found["fill"] / bare),
    ]


def warm(template: bytes, path: Path, report: Report, folder: Path) -> list[Row]:
    """What a running program does again and again."""
    word, cells = folder / "word.docx", contents(report)
    docxtpl_template(word, report)
    others = another(report)
    found = medians(
        {
            "read": lambda: xl_tools.read_report(path),
            "values": lambda: openpyxl_read(path, formulas=False),
            "both": lambda: openpyxl_read(path, formulas=True),
            "fill": lambda: xl_tools.fill(template, report),
            "set": lambda: openpyxl_fill(template, cells),
            "write": lambda: write_docx(xl_tools.compose(next(others))),
            "proven": lambda: xl_tools.write_document(xl_tools.compose(next(others)), "docx"),
            "render": lambda: docxtpl_render(word, next(others)),
        },
        WARM_ROUNDS,
        IN_A_ROW,
        CPU,
    )
    read, fill = found["read"], found["fill"]
    return [
        ("读一份", "openpyxl 只读数值是它的几倍", found["values"] / read),
        ("读一份", "openpyxl 数值、公式各读一遍是它的几倍", found["both"] / read),
        ("填一份（缓存值全部正确）", "openpyxl（丢掉缓存值）是它的几倍", found["set"] / fill),
        ("生成文档", "docxtpl 填好、存好是它的几倍", found["render"] / found["write"]),
        ("生成、读回、核对文档", "docxtpl 填好、存好是它的几倍", found["render"] / found["proven"]),
    ]


def in_a_cell(path: Path) -> list[Row]:
    """What a function in a cell does when its table changes; what it takes to name a wrong cell."""
    place = PLACEMENT.tables["applications"]
    sheet = openpyxl.load_workbook(path, data_only=True)[place.sheet]
    area = sheet.iter_rows(max_row=place.grid.height, max_col=place.grid.width, values_only=True)
    good = [[float(v) if isinstance(v, int) else v for v in row] for row in area]
    wrong = [list(row) for row in good]
    wrong[5][3] += 1
    reading = xl_tools.read_report(path)
    cell = "applications.full_grant.natural_person"
    cells = {**reading.report.cells, cell: reading.report.number(cell) + 40}
    typed = reading.report._replace(cells=MappingProxyType(cells), computed=frozenset())
    case = Case(reading._replace(report=typed), form_of(typed, EDITIONS), EDITIONS)
    relations = tuple(states(case))
    found = medians(
        {
            "ours": lambda: [udfs.GK_CHECK(good) for _ in range(100)],
            "ours, wrong": lambda: [udfs.GK_CHECK(wrong) for _ in range(100)],
            "pandas": lambda: check_table(good),
            "pandas, wrong": lambda: check_table(wrong),
            "blame": lambda: Suspicions(case, relations),
            "load": lambda: openpyxl.load_workbook(path),
        },
        WARM_ROUNDS,
        IN_A_ROW,
        CPU,
    )
    idiom = "pandas 的常见写法是它的几倍"
    return [
        ("单元格函数查一张表，全对", idiom, found["pandas"] / found["ours"] * 100),
        ("单元格函数查一张表，有错", idiom, found["pandas, wrong"] / found["ours, wrong"] * 100),
        ("断定哪一格填错、应为多少", "openpyxl 打开一份是它的几倍", found["load"] / found["blame"]),
    ]


def rules(path: Path) -> list[Row]:
    """Every rule with last year's report beside it; the same text twice is the hardest case."""
    reading, data = xl_tools.read_report(path), path.read_bytes()
    last = reading.report._replace(year=reading.report.year - 1)
    found = medians(
        {
            "check": lambda: xl_tools.check(reading, EDITIONS, last),
            "both": lambda: xl_tools.check(xl_tools.read_report(path), EDITIONS, last),
            "load": lambda: openpyxl.load_workbook(io.BytesIO(data)),
        },
        WARM_ROUNDS,
        IN_A_ROW,
    )
    load = "openpyxl 打开一份是它的几倍"
    return [
        ("查全部规则，连上年比较（已读入的一份）", load, found["load"] / found["check"]),
        ("读一份并查全部规则，连上年比较", load, found["load"] / found["both"]),
    ]


def ledger(folder: Path) -> list[Row]:
    """Half a million cases: counted, and only read as a table."""
    import pandas

    path, few, book = folder / "ledger.csv", folder / "few.csv", folder / "ledger.xlsx"
    path.write_bytes(csv_bytes(rows_of(cases_of(500_000, 2024, 1), 1)))
    pandas.read_csv(path, dtype=str)[list(FEW)].to_csv(few, index=False)
    write_book(book, rows_of(cases_of(100_000, 2024, 1), 1))
    found = medians(
        {
            "count": lambda: xl_tools.count_ledger(path, 2024),
            "pandas": lambda: as_python_text(path),
            "pyarrow": lambda: pandas.read_csv(path),
            "few": lambda: xl_tools.count_ledger(few, 2024),
            "pandas, few": lambda: as_python_text(few),
        },
        LEDGER_ROUNDS,
    )
    books = medians(
        {"ours": lambda: xl_tools.count_ledger(book, 2024), "openpyxl": lambda: walk_book(book)}, 1
    )
    same = "pandas.read_csv（文字是 Python 的字符串）只读同一个文件的几倍"
    return [
        ("数 50 万件的台账（22 列）", same, found["count"] / found["pandas"]),
        ("数 50 万件的台账（22 列）", "pandas.read_csv（装了 pyarrow 时）只读同一个文件的几倍",
         found["count"] / found["pyarrow"]),
        ("数 50 万件的台账（只有必填的 5 列）", same, found["few"] / found["pandas, few"]),
        ("数 10 万件的 xlsx 台账（22 列）", "openpyxl 只读方式走一遍的几倍",
         books["ours"] / books["openpyxl"]),
    ]  # fmt: skip


def as_python_text(path: Path) -> object:
    """The file as pandas reads it where pyarrow is not installed."""
    import pandas

    with pandas.option_context("mode.string_storage", "python"):
        return pandas.read_csv(path)


def write_book(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """A ledger as a workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        for number, row in enumerate(chain([HEAD], rows)):
            sheet.write_row(number, 0, row)


def walk_book(path: Path) -> int:
    """Every row of a workbook, in the mode of openpyxl that is quickest."""
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))


def published(report: Report) -> list[Row]:
    """Reports as they are published, each read by us and opened by the library for such files."""
    found = medians(works(report), WARM_ROUNDS, 3)
    return [
        ("读 Word 文档（docx）", "python-docx 打开、走一遍段落和格子的几倍",
         found["docx"] / found["python-docx"]),
        ("读拆成一个个字的 docx", "同上", found["runs"] / found["python-docx, runs"]),
        ("读 300 KB 的网页（Word 粘贴的）", "lxml 只解析成树的几倍", found["page"] / found["lxml"]),
        ("读 20 KB 的网页", "lxml 只解析成树的几倍", found["small page"] / found["lxml, small"]),
        ("读 300 KB 的网页（Word 粘贴的）", "标准库 html.parser 只走一遍的几倍",
         found["page"] / found["html.parser"]),
        ("读 PDF", "pdfplumber 只取表格的几倍", found["pdf"] / found["pdfplumber"]),
    ]  # fmt: skip


def measured(folder: Path) -> list[Row]:
    """(what, against what, how many times)."""
    sample = xl_tools.read_report(sample_path("county-2024")).report
    report = bridge(sample, EDITION, builtin_editions()).report
    template = xl_tools.build_template("2021")
    blank, path = folder / "blank.xlsx", folder / "report.xlsx"
    blank.write_bytes(template)
    path.write_bytes(xl_tools.fill(template, report))
    compileall.compile_dir(ROOT / "xl_tools", quiet=1)
    rows = cold(blank, path, folder) + warm(template, path, report, folder) + in_a_cell(path)
    return rows + rules(path) + published(sample) + ledger(folder) + collected(folder)


def collected(folder: Path) -> list[Row]:
    """1,000 workbooks summed with their proof, again with nothing new, and by a loop."""
    place = folder / "county"
    place.mkdir()
    times = rollup.measured(place, 1000, 60)
    what = "汇总 1,000 份工作簿，写出带来源的汇总表"
    return [
        (what, "openpyxl＋pandas 的循环（不查、没有来源）是它的几倍", times.loop / times.first),
        (f"{what}，第二遍没有新文件", "第一遍的几倍", times.again / times.first),
    ]


NOTES = """
说明：

- “openpyxl 脚本”是 `benchmarks/openpyxl_validate.py`：读三张表、文字和基本信息，查每一条关系、
  每一格的类型和空格，把问题打印出来。openpyxl 一次只给数值或只给公式，所以打开两遍。
- `assemble` 自己也校验并说出结论，所以“校验并生成文档”是一个进程；两条命令分开运行的和也列出来。
- “读”得到的是整份报告：数、文字、基本信息、哪些总计是公式算的（重新算过）、哪些固定文字被改过。
  openpyxl 只读数值时不知道哪些总计是公式。同一模板的许多工作簿里，公用文字、样式、名称逐字节相同，
  只解析一次。
- “填”重算每一个公式，缓存值都对；openpyxl 存出来的文件没有缓存值。
  同一份模板再填时，已经打开过的部分不再重读。
- “pandas 的常见写法”是 `benchmarks/pandas_function.py`：选中的格子做成 DataFrame，按行按列求和。
- “查全部规则”的上年报告连文字都与本年相同，是雷同比较最慢的情形；openpyxl 只打开，什么也不查。
- “数台账”从文件到表三、表四每一格背后的编号、每一件的答复期限、复议诉讼、信息处理费；
  台账由 `benchmarks/ledgers.py` 编出，22 列，约两成的件有补正、延长、征求意见。pandas 只读成表；
  装了 pyarrow 时 pandas 3 的文字不再是 Python 的字符串，快几倍，所以两种都列出来。
- “读网页”从字节到整份报告：认编码、拆格子、对表格文字、分段落、查错位；lxml 是 C 写的，只把标记
  拆成树，不看里面是什么。网页由 `benchmarks/published.py` 做出，一两个字一个 span。
  20 KB 的网页没有多余的标记，lxml 半毫秒拆完；三四毫秒都在对表格文字、分段落、写出每个数的位置上。
- “读 PDF”连段落和报告在内；pdfplumber 只取表格。
- 汇总的循环是 `benchmarks/pandas_rollup.py`：openpyxl 打开每一份，pandas 相加；只跑 60 份，
  按每份比。份数再多怎样，见 `docs/scale.md`。
- docxtpl 的模板就是本工具的成稿，同样的三张表，每个数换成标签；它填好就存，不读回核对。
- 两边轮流运行，各取中位数；同一进程里的比处理器时间，起新进程的比时钟。
  Windows、Excel 里的启动时间没有量过。
"""


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
        "同一次运行里，今天的用户会写的脚本（`benchmarks/` 里的 openpyxl、docxtpl 写法）",
        "和本工具做同一件事，时间之比。机器不同，绝对时间不同，只看比值。",
        f"测于 {time.strftime('%Y-%m-%d')}，Python {sys.version.split()[0]}。",
        "",
        "| 做什么 | 与什么比 | 比值 |",
        "|---|---|---|",
        *[
            f"| {what} | {against} | {ratio:.{1 if ratio >= 1 else 2}f} |"
            for what, against, ratio in rows
        ],
    ]
    text = "\n".join(lines) + "\n" + NOTES
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
