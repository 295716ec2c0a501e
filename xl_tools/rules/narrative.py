"""The prose of a report, read once for all rules about it, and only where there is any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_tools.report import Form, Report

if TYPE_CHECKING:
    from xl_tools.prose import Mention, Told
    from xl_tools.rules.repetition import Repeated
    from xl_tools.rules.texts import Texts


class Narrative:
    """What the texts of one report tell in numbers; read when first asked for."""

    __slots__ = ("_form", "_repeated", "_report", "_texts", "_told")

    def __init__(self, report: Report, form: Form) -> None:
        self._report, self._form = report, form
        self._told: Told | None = None
        self._texts: Texts | None = None
        self._repeated: tuple[Repeated, ...] = ()

    def texts(self) -> Texts | None:
        """Its paragraphs, and where they stand; None without any text."""
        if self._texts is None and any(map(str.strip, self._report.narrative.values())):
            from xl_tools.rules.texts import Texts

            self._texts = Texts(self._report, self._form.edition)
        return self._texts

    def repeated(self, prior: Report, run: int) -> tuple[Repeated, ...]:
        """How much of each section stood in last year's report, in runs of so many characters."""
        if not self._repeated:
            from xl_tools.rules.repetition import repeated

            self._repeated = repeated(self._report, prior, run)
        return self._repeated

    @property
    def repetition(self) -> tuple[Repeated, ...]:
        """What was found so; nothing where no rule asked."""
        return self._repeated

    def told(self) -> Told | None:
        """Its numbers, and where they do not fit each other; None without any text."""
        if self._told is None and any(self._report.narrative.values()):
            from xl_tools.prose import read_prose  # most reports of a roll-up have no text

            self._told = read_prose(self._report, self._form)
        return self._told

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Every number that was read; none where no rule asked or the reading failed."""
        return self._told.mentions if self._told else ()
