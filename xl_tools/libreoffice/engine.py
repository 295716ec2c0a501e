"""A running LibreOffice -> an engine of xlwings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from xl_tools.libreoffice import office
from xl_tools.libreoffice.apps import App, Apps
from xl_tools.libreoffice.values import cleaned, plain

NAME: Final = "libreoffice"


class LibreOffice:
    """What xlwings asks of an engine, for the LibreOffice of a component context."""

    name: Final = NAME
    type: Final = "desktop"

    def __init__(self, context: Any) -> None:
        self.context = context
        self._app = App(self, context)

    @property
    def apps(self) -> Apps:
        """The apps: this LibreOffice."""
        return Apps(self._app)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any = None) -> Any:
        """A value of any library as one of Python's own, before it goes to the cells."""
        return plain(x)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Values from cells as the options of the range want them."""
        options = (datetime_builder, empty_as, number_builder, err_to_str)
        return [[cleaned(value, *options) for value in row] for row in data]


def register(context: Any) -> Any:
    """Make xlwings use the LibreOffice of a component context; the engine, now the active one.

    An engine of an earlier call gives way to this one.
    """
    import xlwings

    engine = xlwings.Engine(impl=LibreOffice(context))
    xlwings.engines.engines[:] = [known for known in xlwings.engines if known.name != NAME]
    xlwings.engines.add(engine)
    engine.activate()
    return engine


def connect(address: str) -> Any:
    """As `register`, for the LibreOffice that listens at an address.

    The address is what `soffice --accept` was given, without `;urp`: "pipe,name=xl" or
    "socket,host=127.0.0.1,port=2002".
    """
    return register(office.connected(address))
