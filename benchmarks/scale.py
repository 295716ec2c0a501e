"""How a roll-up grows: more and more workbooks of one county, each run a process of its own.

python benchmarks/scale.py [--files 1000 5000 20000] [--copies 0] [--data FOLDER] [-o docs/scale.md]

Making the workbooks takes longer than reading them; those in --data are used again. --copies adds a
run over so many files, of which all but the largest number are links to the others under names of
their own: each is read, none may be counted twice. What is compared is the time of the processors,
for a machine is seldom alone with us.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.county import make_county  # noqa: E402


class Run(NamedTuple):
    """One run: seconds on the clock, seconds of the processors, most memory of one process."""

    clock: float
    processors: float
    megabytes: float


class Growth(NamedTuple):
    """A number of files: the first run, and the next with nothing new."""

    files: int
    units: int
    first: Run
    again: Run


def rolled_up(folder: Path, work: Path, counted: int) -> Run:
    """One run of the command; it must count so many units."""
    paths = ["-m", "xl_tools", "rollup", str(folder / "all"), "-o", str(work / "sum.xlsx")]
    call = [sys.executable, *paths, "--roster", str(folder / "roster.csv")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(work / "cache")}
    start = time.perf_counter()
    with (work / "said").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(call, env=environment, stdout=said)
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    told = (work / "said").read_text(encoding="utf-8").partition("\n")[0]
    if os.waitstatus_to_exitcode(status) not in (0, 1) or f"计入 {counted} 份" not in told:
        raise SystemExit(f"{status}: {told}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def grown(data: Path, files: int, units: int) -> Growth:
    """Both runs over the first so many files; above `units` they are copies of the others."""
    with tempfile.TemporaryDirectory(dir=data) as place:
        work = Path(place)
        _link(data, work, files, units)
        first, again = (rolled_up(work, work, units) for _ in range(2))
    print(f"{files}: {first} {again}", file=sys.stderr, flush=True)
    return Growth(files, units, first, again)


def _link(data: Path, work: Path, files: int, units: int) -> None:
    made = sorted((data / "all").iterdir())[:units]
    (work / "all").mkdir()
    for number in range(files):
        one = made[number % units]
        again = number // units
        os.link(one, work / "all" / (f"{one.stem}-{again}{one.suffix}" if again else one.name))
    lines = (data / "roster.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (work / "roster.csv").write_text("".join(lines[: units + 2]), encoding="utf-8-sig")


def measured(data: Path, sizes: Sequence[int], copies: int) -> list[Growth]:
    """The growth over all sizes, the copies last."""
    largest = max(sizes)
    if not (data / "roster.csv").exists():
        make_county(data / "all", data / "roster.csv", largest, faults=0, book_every=1)
    found = [grown(data, size, size) for size in sorted(sizes)]
    return [*found, grown(data, copies, largest)] if copies else found


# ---- the page ----------------------------------------------------------------------------

HEAD = """# 规模：一千份到几万份

`benchmarks/scale.py` 编出一个县的工作簿（每个单位一份，数和文字都不同），从第一份起取若干份，
每次一个新进程：`rollup` 读、查每一条规则、汇总、写出带来源的汇总表。第二遍没有新文件。
比的是处理器时间（各进程之和），因为机器上常有别的事在做；钟表时间只作参考。内存是最大的一个进程的。
测于 {day}，Python {python}，{cores} 核。

| 文件 | 单位 | 第一遍，秒 | 每份毫秒 | 与最少时比 | 钟表秒 | 第二遍，秒 | 比第一遍 | 内存 MB |
|---|---|---|---|---|---|---|---|---|
"""
NOTES = """
## 靠什么

- 读文件的是几个进程（与核数相同），每次几份几份地交给它们，所以内存里同时只有几十份文件的内容；
  除了上表的主进程，每个读文件的进程另占约 60 MB。
- 每份文件读出的结果按内容记在用户的缓存里，每份约 3 KB；第二遍只读新的、改过的。
  程序换了版本、设置改了，就全部重读。
- 按 Ctrl-C、进程被杀、断电：读过的都在缓存里（被杀、断电最多丢最后二百份），没有半份的汇总表，
  再运行一次接着做。
  一个读文件的进程死了，它手里的换一个进程逐份再读；弄死程序两次的文件指名，不再读，也不当作零。
- 磁盘满了：说一句话，原来的汇总表不动；缓存写不进去就不用缓存。
  两个汇总同时跑，共用一个缓存，互不打扰。
- 终端上有进度条，按已读的份数估计还要多久。
- 一台电脑不够时用 `--cluster`：同一个函数交给 Dask 各台机器上的进程；死了一台，它手里的由别的读。

## 到哪里为止

- 一份汇总表里“各单位数据”等几页合起来不超过 180 MB，约两万个单位。再多就请逐级汇总：
  按地区各汇总一次，再把各份汇总表一起汇总，来源一级一级都在；`--csv`、`--parquet` 不受这个限制。
- 同一单位交来几份的，只计一份；几万份里有一半是重复的也一样。
"""


def row(one: Growth, least: Growth) -> str:
    """A line of the table."""
    each, first = one.first.processors / one.files, least.first.processors / least.files
    cells = (
        f"{one.files:,}",
        f"{one.units:,}",
        f"{one.first.processors:.0f}",
        f"{each * 1000:.1f}",
        f"{each / first:.2f}",
        f"{one.first.clock:.0f}",
        f"{one.again.processors:.1f}",
        f"{one.again.processors / one.first.processors:.2f}",
        f"{one.first.megabytes:.0f}",
    )
    return f"| {' | '.join(cells)} |"


def page(found: Sequence[Growth]) -> str:
    """The whole page."""
    day, python = time.strftime("%Y-%m-%d"), sys.version.split()[0]
    head = HEAD.format(day=day, python=python, cores=os.cpu_count())
    return head + "\n".join(row(one, found[0]) for one in found) + "\n" + NOTES


def main() -> None:
    """Measure and print, or write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, nargs="+", default=[1000, 5000, 20_000])
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--data", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = page(measured(options.data or Path(folder), options.files, options.copies))
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
