"""What holds for the whole code base: start-up, sizes, docstrings, what stands where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "xl_tools").rglob("*.py"))
MAX_FUNCTION, MAX_MODULE = 60, 400

FORBIDDEN_AT_START = {
    "docx", "inspect", "logging", "lxml", "matplotlib", "numpy", "openpyxl", "pandas", "polars",
    "rich", "tqdm", "xlsxwriter", "xlwings",
}  # fmt: skip
TOP_LEVEL = {
    "CHANGELOG.md", "LICENSE", "README.md", "benchmarks", "docs", "macros", "pyproject.toml",
    "templates", "tests", "xl_tools",
}  # fmt: skip


def tracked() -> list[Path]:
    """The files of the project: those that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return sorted(path for path in paths if path.is_file())


# ---- start-up ----------------------------------------------------------------------------


def imported_by(arguments: list[str], folder: Path) -> set[str]:
    """Top-level names of all modules that a cold `xl-tools` with these arguments imports."""
    code = (
        f"import sys; sys.argv[:] = ['xl-tools', *{arguments!r}]; "
        "from xl_tools.cli import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        cwd=folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(folder)},
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    return set(re.findall(r"^import time: .*\| +([^.\s]+)", done.stderr, re.MULTILINE))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the demonstration, with the blank one beside it."""
    folder = tmp_path_factory.mktemp("start")
    imported_by(["template", "--year", "2024", "-o", "空白.xlsx"], folder)
    imported_by(["demo", "-o", "演示"], folder)
    return folder / "演示" / "年报.xlsx"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["template", "--year", "2025", "-o", "另一份.xlsx"],
        ["explain", "T3-BAL"],
        ["validate", "演示/年报.xlsx"],
        ["validate", "演示/年报.xlsx", "--json"],
        ["extract", "演示/年报.xlsx", "-o", "年报.json"],
        ["fill", "空白.xlsx", "--data", "演示/年报.xlsx", "-o", "填好.xlsx"],
        ["assemble", "演示/年报.xlsx", "-o", "年报.docx"],
        ["ledger", str(ROOT / "xl_tools/samples/ledger-2024.csv"), "--year", "2024"],
    ],
    ids=" ".join,
)
def test_a_command_starts_without_the_heavy_libraries(arguments: list[str], report: Path) -> None:
    imported = imported_by(arguments, report.parent.parent)
    assert "xl_tools" in imported
    assert imported & FORBIDDEN_AT_START == set()


def test_the_package_itself_imports_next_to_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); import xl_tools; print(*set(sys.modules) - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    assert {"xl_tools", "__future__"} >= set(done.stdout.split())


# ---- size and docstrings -----------------------------------------------------------------

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(module: Path) -> Iterator[Definition]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, Definition):
            yield node


def sets(node: Definition) -> bool:
    """Is it the setter of a property, which its getter speaks for?"""
    return any(
        isinstance(decorator, ast.Attribute) and decorator.attr == "setter"
        for decorator in node.decorator_list
    )


def public(body: list[ast.stmt]) -> Iterator[Definition]:
    """The public functions and classes of a module, and the public methods of those classes."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_") and not sets(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def name_of(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_fits_in_the_head(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_function_fits_on_the_screen(module: Path) -> None:
    lengths = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in definitions(module)
        if not isinstance(node, ast.ClassDef)
    }
    assert {name: length for name, length in lengths.items() if length > MAX_FUNCTION} == {}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_what_is_public_says_what_you_get(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    silent = [node.name for node in public(tree.body) if not ast.get_docstring(node)]
    assert silent == []
    assert ast.get_docstring(tree)


# ---- what stands where -------------------------------------------------------------------

# Written in halves, so that this file does not mention them either.
MACHINE = re.compile(
    "|".join(
        f"(?<![\\w.]){first}{second}"
        for first, second in (
            ("/wo", r"rk(?:/|\b(?![a-z]))"),
            ("/tm", r"p/"),
            ("/ro", r"ot/"),
            ("/ho", r"me/"),
            ("/op", r"t/wheels"),
            ("py", r"pi\.org"),
            ("files\\.python", r"hosted\.org"),
            ("registry\\.np", r"mjs\.org"),
            ("deb\\.deb", r"ian\.org"),
        )
    )
)


def text_of(path: Path) -> str:
    """The text of a file; nothing for a file that is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_mentions_a_place_of_one_machine() -> None:
    found = {
        name_of(path): sorted({match[0] for match in MACHINE.finditer(text_of(path))})
        for path in tracked()
    }
    assert {name: places for name, places in found.items() if places} == {}


def test_a_place_of_one_machine_is_recognised() -> None:
    places = ["/" + "work/x", "'/" + "tmp/y'", "https://" + "pypi" + ".org", "see /" + "work"]
    others = ["xl/workbook.xml", "/workbook", "~/.cache", "https://example.com/home/", "/usr/bin"]
    assert [bool(MACHINE.search(text)) for text in places] == [True] * len(places)
    assert [bool(MACHINE.search(text)) for text in others] == [False] * len(others)


def test_the_root_holds_only_what_belongs_there() -> None:
    listed = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in listed if not name.startswith(".")} <= TOP_LEVEL


def test_no_source_is_marked_as_unfinished() -> None:
    unfinished = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX")))
    sources = [path for path in tracked() if path.suffix in (".py", ".toml", ".md", "")]
    assert [name_of(path) for path in sources if unfinished.search(text_of(path))] == []


def test_no_pattern_takes_without_giving_back() -> None:
    """Possessive and atomic groups match wrongly in Python 3.11.0 to 3.11.4: cells were lost."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and _is_possessive(node.value)
    ]
    assert found == []


def _is_possessive(value: object) -> bool:
    """Is it a pattern with a quantifier that has a + behind it, or with an atomic group?"""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    if not re.search(r"[*+?}]\+|\(\?>", text):
        return False
    try:
        codes = str(_parser.parse(text, re.VERBOSE))
    except re.error:
        return False
    return "POSSESSIVE_REPEAT" in codes or "ATOMIC_GROUP" in codes


@pytest.mark.parametrize("pattern", ["[^<]*+<", rb"a++", "x?+y", "(?:ab){2}+", "(?>a.*?b)c"])
def test_such_a_pattern_would_be_seen(pattern: str | bytes) -> None:
    assert _is_possessive(pattern)
    assert not _is_possessive("1 ++ 2 (no pattern")
