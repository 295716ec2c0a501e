"""Message boxes that are answered without a window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xl_tools.libreoffice.dialogs import BUTTONS, VARIABLE, Alert, answering, ask, pick_folder


@pytest.mark.parametrize("buttons", BUTTONS)
def test_boxes_are_recorded_and_agreed_to(
    buttons: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "boxes"))
    alert = Alert("勾稽关系不成立", "校验结果", buttons)
    assert ask(None, None, alert) == alert.answers[0]
    line = json.loads((tmp_path / "boxes").read_text(encoding="utf-8"))
    assert line == {
        "prompt": "勾稽关系不成立",
        "title": "校验结果",
        "buttons": buttons,
        "mode": "",
        "answer": alert.answers[0],
    }


def test_a_recorded_box_is_answered_as_told_where_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "boxes"))
    (tmp_path / "boxes.answer").write_text("no\n", encoding="utf-8")
    assert ask(None, None, Alert("替换吗？", buttons="yes_no")) == "no"
    assert ask(None, None, Alert("替换吗？", buttons="ok_cancel")) == "ok"


def test_the_innermost_answer_counts() -> None:
    with answering(lambda alert: "yes"):
        with answering(lambda alert: alert.answers[-1]):
            assert ask(None, None, Alert("问", buttons="yes_no")) == "no"
        assert ask(None, None, Alert("问", buttons="yes_no")) == "yes"


@pytest.mark.parametrize("said", ["", "no"])
def test_a_folder_is_chosen_as_told_else_none_is(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "boxes"))
    (tmp_path / "boxes.answer").write_text(said, encoding="utf-8")
    assert pick_folder(None, "选文件夹", "/") == ""
    (tmp_path / "boxes.answer").write_text(str(tmp_path), encoding="utf-8")
    assert pick_folder(None, "选文件夹", "/") == str(tmp_path)
    line = (tmp_path / "boxes").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(line) == {"prompt": "选文件夹", "buttons": "folder", "answer": str(tmp_path)}
