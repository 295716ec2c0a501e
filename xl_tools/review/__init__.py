"""Finished reports -> what differs between two of them, or from the form and its layout."""

from __future__ import annotations
