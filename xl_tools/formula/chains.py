"""One SUBSTITUTE around another, dozens deep -> one step."""

from __future__ import annotations

from xl_tools.formula.functions import Function
from xl_tools.formula.syntax import Call, Literal, Tree


def constant_changes(tree: Tree) -> tuple[Tree, Function]:
    """The text that is changed by constants, and all changes as one; itself where there are none.

    None of them makes the text longer, so that it never grows beyond what a cell may hold.
    """
    changes: list[tuple[str, str]] = []
    while (change := _change(tree)) is not None:
        tree = change[0]
        changes.append(change[1:])
    changes.reverse()

    def changed(words: str) -> str:
        for old, new in changes:
            words = words.replace(old, new)
        return words

    return tree, Function("t", 1, changed)


def _change(tree: Tree) -> tuple[Tree, str, str] | None:
    """The text of a SUBSTITUTE, what is looked for in it, and what is put there."""
    if not isinstance(tree, Call) or tree.function != "SUBSTITUTE" or len(tree.arguments) != 3:
        return None
    text, *parts = tree.arguments
    old, new = (part.value if isinstance(part, Literal) else None for part in parts)
    if isinstance(old, str) and isinstance(new, str) and len(new) <= len(old) > 0:
        return text, old, new
    return None
