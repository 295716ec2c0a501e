"""The mail programs that read our mails."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.office import mailers


@pytest.fixture(scope="session")
def mailparser_folder() -> Path:
    """Where mailparser is, with ripmime at hand. Only for tests marked `office`."""
    folder = mailers.mailparser_folder()
    if folder is None or shutil.which("ripmime") is None:
        pytest.fail(
            "没有 mailparser 或 ripmime：先运行 .ci/run，"
            f"或自行安装并用环境变量 {mailers.VARIABLE} 指明 mailparser。"
        )
    return folder
