"""What makes the rules worth trusting: each is missed when it is gone, none looks elsewhere."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import pytest

import xl_tools.rules
from tests.rules import cases
from tests.rules.cases import RuleCase, every_rule, reading_of, rule_cases
from xl_tools import rules
from xl_tools.edition import Edition, Editions, builtin_editions
from xl_tools.rules import CHECKS, Outcome, check

EDITIONS = builtin_editions()
FOLDER = Path(xl_tools.rules.__file__).parent
MODULES = sorted(path for path in FOLDER.glob("*.py"))
CASES = list(rule_cases())
# All that a rule may lean on: plain values and what judges them, no files, no clock.
STANDARD = set(
    "__future__ bisect collections.abc datetime decimal functools itertools re types typing".split()
)
OWN = set(
    "blame continuity edition evidence explanations jsontext placement prose refusal relation"
    " records report rules settings slips tally".split()
)
NEVER = set("open eval exec compile print input __import__ globals vars".split())
NEVER_CALLED = set("today now open read read_text read_bytes write getenv time stat exists".split())


def outcome_of(case: RuleCase, editions: Editions = EDITIONS) -> Outcome:
    return cases.outcome_of(case, editions)


# ---- no rule reads anything but its case -------------------------------------------------


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_of_rules_imports_values_and_nothing_that_reads(module: Path) -> None:
    names = set(imported(ast.parse(module.read_text(encoding="utf-8"))))
    own = {name.split(".")[1] for name in names if name.startswith("xl_tools.")}
    others = {name for name in names if not name.startswith("xl_tools.")}
    crash = {"traceback"} if module.stem == "__init__" else set()  # what a crash looked like
    assert own <= OWN
    assert others <= STANDARD | crash


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_of_rules_opens_nothing_and_asks_no_clock(module: Path) -> None:
    calls = [n for n in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(n, ast.Call)]
    named = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    called = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
    assert named & NEVER == set()
    assert called & NEVER_CALLED == set()


def test_rules_keep_nothing_from_one_report_to_the_next() -> None:
    before = [outcome_of(case).findings for case in CASES]
    assert [outcome_of(case).findings for case in reversed(CASES)] == before[::-1]


def test_no_file_is_opened_while_rules_run(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = [reading_of(case, EDITIONS) for case in CASES]

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a rule opened a file")

    outcome_of(CASES[0])  # what is imported late has been imported now
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("io.open", refuse)
    for reading in readings:
        assert not any(f.could_not_run for f in check(reading, EDITIONS).findings)


# ---- a rule that is gone is missed -------------------------------------------------------


def said(outcome: Outcome) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in outcome.findings]


def is_missed(rule: str, edition: Edition) -> bool:
    """Does a case that must find something now find it no more?"""
    own = [case for case in CASES if (case.rule, case.edition) == (rule, edition.id) and case.fails]
    return any(rule not in {f.rule for f in outcome_of(case).findings} for case in own)


@pytest.mark.parametrize(
    ("edition", "rule"),
    [(edition, rule) for edition, rule in every_rule() if rule in CHECKS],
    ids=lambda value: getattr(value, "id", value),
)
def test_a_rule_without_its_body_fails_a_case_of_its_own(
    edition: Edition, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_missed(rule, edition)
    silent: Callable[..., Iterator[Any]] = lambda case, rule: iter(())  # noqa: E731
    monkeypatch.setattr(rules, "CHECKS", {**CHECKS, rule: silent})
    assert is_missed(rule, edition)


@pytest.mark.parametrize("edition", list(EDITIONS), ids=lambda edition: edition.id)
def test_a_relation_that_is_left_out_fails_a_case_of_its_own(edition: Edition) -> None:
    for text in edition.relations:
        left = tuple(one for one in edition.relations if one.rule.id != text.rule.id)
        known = {id_: rule for id_, rule in edition.rules.items() if id_ != text.rule.id}
        less = edition._replace(relations=left, rules=MappingProxyType(known))
        editions = EDITIONS.adding(less)
        own = [c for c in CASES if (c.rule, c.edition) == (text.rule.id, edition.id) and c.fails]
        found = [{f.rule for f in outcome_of(case, editions).findings} for case in own]
        assert any(text.rule.id not in rules_found for rules_found in found), text.rule.id


# ---- nor is any part of one --------------------------------------------------------------

# No rules stand there: how rules are called, and what is done with findings, is tested in
# test_check.py, test_suspects.py and test_explanations.py.
ELSEWHERE = {"__init__", "registry", "explained", "witnesses"}
AT_IMPORT = {"late"}  # its work is done before a test begins
EMPTY: dict[str, Any] = {"str": "", "bool": False, "int": 0, "list": [], "tuple": (), "dict": {}}


def parts() -> Iterator[tuple[ModuleType, str]]:
    """Every function of the modules of rules that does not stand in the registry itself."""
    for path in MODULES:
        if path.stem in ELSEWHERE:
            continue
        module = importlib.import_module(f"xl_tools.rules.{path.stem}")
        for name, value in vars(module).items():
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            if own and value not in CHECKS.values() and name not in AT_IMPORT:
                yield module, name


def silenced(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same without its body: nothing, of the kind that it gives."""
    if inspect.isgeneratorfunction(function):
        return lambda *_, **__: iter(())
    kind = str(inspect.signature(function).return_annotation).partition("[")[0]
    return lambda *_, **__: EMPTY.get(kind)


def cases_of(module: ModuleType) -> list[RuleCase]:
    """The cases of the rules of a module."""
    own = {rule for rule, run in CHECKS.items() if run.__module__ == module.__name__}
    return [case for case in CASES if case.rule in own]


@pytest.mark.deep
@pytest.mark.parametrize(
    ("module", "name"), list(parts()), ids=lambda value: getattr(value, "__name__", value)
)
def test_a_function_without_its_body_changes_what_is_said_somewhere(
    module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    function: Callable[..., Any] = getattr(module, name)
    shared = sum(getattr(user, name, None) is function for user in USERS) > 1
    own = CASES if shared else cases_of(module) or CASES
    before = [said(outcome_of(case)) for case in own]
    for user in (rules, *USERS):
        if getattr(user, name, None) is function:
            monkeypatch.setattr(user, name, silenced(function))
    assert any(now_said(case) != old for case, old in zip(own, before, strict=True))


USERS = [importlib.import_module(f"xl_tools.rules.{p.stem}") for p in MODULES if p.stem[0] != "_"]


def now_said(case: RuleCase) -> list[tuple[str, str]]:
    """What is said now; a check that cannot even run says something else than it did."""
    try:
        return said(outcome_of(case))
    except (AttributeError, KeyError, TypeError) as error:
        return [("", str(error))]
