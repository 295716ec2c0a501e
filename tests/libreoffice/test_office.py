"""The boundary to LibreOffice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from xl_tools.libreoffice import office
from xl_tools.libreoffice.office import areas, connected, hundredths, points


class Closed(Exception):
    """What stands for LibreOffice's DisposedException."""


class Uno:
    """A bridge whose first connections are closed at once."""

    def __init__(self, closed: int) -> None:
        self.asked: list[str] = []
        self._closed = closed

    def getComponentContext(self) -> Any:  # noqa: N802 - LibreOffice's name
        manager = SimpleNamespace(createInstanceWithContext=lambda name, context: self)
        return SimpleNamespace(ServiceManager=manager)

    def getClass(self, name: str) -> type[Exception]:  # noqa: N802 - LibreOffice's name
        assert name == "com.sun.star.lang.DisposedException"
        return Closed

    def resolve(self, address: str) -> str:
        self.asked.append(address)
        if len(self.asked) <= self._closed:
            raise Closed
        return "context"


def test_a_connection_that_is_closed_at_once_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    bridge = Uno(closed=2)
    monkeypatch.setattr(office, "uno", lambda: bridge)
    assert connected("pipe,name=xl") == "context"
    assert set(bridge.asked) == {"uno:pipe,name=xl;urp;StarOffice.ComponentContext"}


def test_a_libreoffice_that_closes_every_connection_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office, "uno", lambda: Uno(closed=99))
    with pytest.raises(Closed):
        connected("pipe,name=xl")


def test_points_are_hundredths_of_millimetres() -> None:
    assert (hundredths(72), points(2540)) == (2540, 72)


def test_the_cells_of_ranges_come_row_by_row() -> None:
    area = SimpleNamespace(StartRow=1, EndRow=2, StartColumn=3, EndColumn=4)
    assert list(areas(SimpleNamespace(RangeAddresses=[area]))) == [(1, 3), (1, 4), (2, 3), (2, 4)]
