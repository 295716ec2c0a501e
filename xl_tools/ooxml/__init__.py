"""Open XML files at the level of bytes: members, cells with their places, exact patches.

package: file bytes -> members · workbook: package -> sheets, names, strings, styles ·
sheet: sheet XML -> cells · patch: sheet XML and new contents -> sheet XML.
"""

from __future__ import annotations
