"""macros/*.bas and xlwings -> vbaProject.bin. Used when workbooks are built, never by a command."""

from __future__ import annotations
