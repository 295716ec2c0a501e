"""A finished report -> what is handed in: macro-free workbook, manifest, mail."""

from __future__ import annotations
