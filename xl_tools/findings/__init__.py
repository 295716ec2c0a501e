"""Findings -> text, JSON: the same findings, said for people and for programs."""

from __future__ import annotations
