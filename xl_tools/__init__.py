"""政府信息公开工作年度报告: from the blank official workbook to the final document."""

from __future__ import annotations

__version__ = "0.1.0"
