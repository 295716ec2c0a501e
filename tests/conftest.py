"""Options, the tests they leave out, and the programs that tests share."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings
from openpyxl.worksheet.merge import MergedCellRange

from tests.office import validator
from tests.office.live import Live, driven, uno_problem
from tests.office.session import Office, missing_tools, running_office
from tests.running import Run
from xl_tools import filling

# What each option brings in: (the marker, what such tests need, in two languages).
OPTIONS = {
    "office": ("需要 LibreOffice 的测试", "tests that need LibreOffice"),
    "deep": ("跑全部数量的测试", "tests in full numbers"),
}
# The first option that is given says how many examples a property takes.
PROFILES = {"deep": "deep", "office": "sample"}
LEFT_OUT = pytest.StashKey[dict[str, int]]()

# No time limits: machines differ. The same examples each time, so that a failure can be repeated.
REPEATABLE = settings(deadline=None, derandomize=True, database=None)
settings.register_profile("quick", REPEATABLE, max_examples=20)
settings.register_profile("sample", REPEATABLE, max_examples=50)
settings.register_profile("deep", max_examples=1000, deadline=None, database=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("xl-tools")
    group.addoption(
        "--office",
        action="store_true",
        help="also run the tests that need LibreOffice and the Open XML validator; "
        "a missing program is a failure",
    )
    group.addoption(
        "--deep", action="store_true", help="full numbers everywhere instead of samples"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = {}
    settings.load_profile(next((p for o, p in PROFILES.items() if config.getoption(o)), "quick"))
    _spare_borders()
    _keep_templates_open()
    if not config.getoption("office"):
        _look_for_cycles_seldom()


def _look_for_cycles_seldom() -> None:
    """A tenth of a run. Not beside LibreOffice, which holds what our proxies in cycles hold."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _keep_templates_open() -> None:
    """Tests fill eight workbooks in turn - two editions, macros or none, built or as stored."""
    filling._kept_open = lru_cache(maxsize=8)(filling._kept_open.__wrapped__)


def _spare_borders() -> None:
    """Have openpyxl leave the borders inside merged areas alone, two thirds of its time to open."""
    setattr(MergedCellRange, "format", lambda _: None)  # noqa: B010 - mypy wants no assignment


# ---- what a plain run leaves out ---------------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = {item: option for item in items if (option := _closed_by(config, item))}
    if left:
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=list(left))
        config.stash[LEFT_OUT] = dict(Counter(left.values()))
    for item in items:
        if item.get_closest_marker("office"):
            item.add_marker(pytest.mark.xdist_group("office"))


def _closed_by(config: pytest.Config, item: pytest.Item) -> str:
    """The option without which this test does not run; empty if it runs."""
    closed = (o for o in OPTIONS if item.get_closest_marker(o) and not config.getoption(f"--{o}"))
    return next(closed, "")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for option, count in sorted(config.stash[LEFT_OUT].items()):
        chinese, english = OPTIONS[option]
        terminalreporter.write_line(
            f"没有运行：{count} 个{chinese}。运行它们：python -m pytest --{option}"
            f" (left out: {count} {english}; to run them: python -m pytest --{option})",
            yellow=True,
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under pytest-xdist: hand the counts to the process that writes the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """All cores for the whole suite, one process for a part."""
    part = config.option.file_or_dir or config.option.keyword
    return 0 if part else os.cpu_count() or 1


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Under pytest-xdist: one process has the one LibreOffice and all tests that need it."""
    if config.getoption("office") and hasattr(config.option, "dist"):
        config.option.dist = "loadgroup"


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Under pytest-xdist: each worker collects everything, so one worker's counts are all."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


# ---- what tests share --------------------------------------------------------------------


@pytest.fixture(scope="session")
def deep(pytestconfig: pytest.Config) -> bool:
    """Are full numbers wanted (--deep) instead of samples?"""
    return bool(pytestconfig.getoption("--deep"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder of its own: exit code, output, remarks."""
    from xl_tools.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # not the user's own
    monkeypatch.setattr("xl_tools.cli._reconfigure", lambda stream: None)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One LibreOffice for the session. Only tests marked `office` may ask for it."""
    missing = missing_tools()
    if missing:
        pytest.fail(f"缺少 {'、'.join(missing)}：先运行 .ci/run，或自行安装。")
    with running_office(tmp_path_factory.mktemp("office")) as running:
        yield running


@pytest.fixture
def live_office(office: Office) -> Iterator[Live]:
    """That LibreOffice through xlwings, with our script in its profile; its books close after."""
    problem = uno_problem()
    if problem:
        pytest.fail(problem)
    with driven(office) as live:
        yield live


@pytest.fixture(scope="session")
def ooxml_validator() -> Callable[[Path], list[str]]:
    """What Microsoft's Open XML SDK says about a file. Only for tests marked `office`."""
    program = validator.validator_program()
    if program is None:
        pytest.fail(
            f"没有 Open XML 校验程序：先运行 .ci/run，或用环境变量 {validator.VARIABLE} 指明。"
        )
    return lambda path: validator.complaints(program, path)
