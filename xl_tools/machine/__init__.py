"""What is on this machine, and what the buttons in Excel need to find Python."""

from __future__ import annotations
