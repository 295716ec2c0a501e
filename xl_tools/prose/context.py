"""What was said before in the paragraph: the topic, the year, whose figures, what is divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from xl_tools.edition import Spoken
from xl_tools.prose.apart import is_apart
from xl_tools.prose.claims import Doubt, Options
from xl_tools.prose.inherited import Named
from xl_tools.prose.lexicon import Meaning
from xl_tools.prose.pieces import SEMICOLONS, Piece
from xl_tools.prose.tokens import Token
from xl_tools.prose.years import Years
from xl_tools.records import NamedTuple
from xl_tools.report import Form, Report

# What these lead to was told before, wherever that was.
BACK: Final = ("对", "对于", "针对")
# A year behind these is held beside this one, its number is divided by nothing that follows.
AGAINST: Final = ("比", "较", "与", "同", "由", "从", "超")


class Habits(NamedTuple):
    """What a report's form and its organ's name settle for all its paragraphs."""

    tables: Mapping[str, Spoken]
    year: int
    own_name: str
    reach: frozenset[str]
    ways: frozenset[str]
    split: str


def habits_of(report: Report, form: Form) -> Habits:
    """The words that the context itself looks for."""
    prose = form.edition.prose
    return Habits(
        prose.tables,
        report.year,
        report.organ.name,
        frozenset(prose.words.get("reach", ())),
        frozenset(word for words in prose.dimensions[:1] for word in words),
        prose.words.get("split", ("",))[0],
    )


class Context:
    """Follows one paragraph, piece by piece."""

    __slots__ = (
        "_after",
        "_alone",
        "_counted",
        "_foreign",
        "_habits",
        "_loose",
        "_opened",
        "_piece_end",
        "_piece_scope",
        "_restricted",
        "_saved",
        "_scope",
        "_sentence",
        "_sentence_start",
        "_sentence_text",
        "_soft_spoilt",
        "_sticky",
        "_tables",
        "_told",
        "_topic_sentence",
        "_topics",
        "_until",
        "_whole",
        "_wide",
        "divided",
        "head",
        "inside",
        "listed",
        "named",
        "paragraph",
        "running",
        "section",
        "seen",
        "years",
    )  # fmt: skip

    def __init__(self, habits: Habits, section: str, paragraph: int) -> None:
        self.section, self.paragraph = section, paragraph
        self._habits, self._tables = habits, habits.tables
        self.years = Years(habits.year, habits.reach)
        own = self._tables.get(section)
        by_row = own is not None and own.by == "row"
        self.running: tuple[Meaning, ...] = (_matter_of(section),) if by_row else ()
        self.head: Options = ()
        self.divided = False  # is the sentence dividing a number by applicants?
        self.inside = False  # in brackets?
        self.listed: dict[str, None] = {}  # the rows named in the sentence, in order
        self.seen: set[str] = set()
        self.named = Named()
        self._topics: tuple[Meaning, ...] = ()
        self._topic_sentence = self._sentence = -1
        self._sentence_start = self._piece_end = 0
        self._scope = self._piece_scope = ""
        self._whole: int | None = None
        self._told: int | None = None
        self._saved: Options | None = None
        self._after = self._sentence_text = ""
        self._foreign = self._sticky = self._restricted = self._wide = self._soft_spoilt = False
        self._until = self._opened = self._loose = self._alone = self._counted = False

    # ---- going on ------------------------------------------------------------------------

    def begin(self, tokens: Sequence[Token], heading: Sequence[Token]) -> None:
        """A paragraph speaks of what the heading above it names, on a line of its own.

        One that names no matter at all may still speak of a table by its results.
        """
        if self.running:
            return
        self.running = _matter_above(heading)
        self._alone = bool(self.running) or not heading
        if self.running or any(_names_a_matter(token) for token in tokens):
            return
        table = self._opened_by(tokens)
        if table:
            self._open(table)

    def _opened_by(self, tokens: Sequence[Token]) -> str:
        """The table a paragraph speaks of: by such a word, or by 申请 and whose, or what became."""
        for token in tokens:
            if table := _opens(token):
                return table
        if not any(token.has("bare") for token in tokens):
            return ""
        said = (m for token in tokens for m in token.entry.meanings if not m.topic and m.table)
        return next((m.table for m in said if self._tables[m.table].by == "row"), "")

    def _open(self, table: str) -> None:
        self.running, self._opened = (_matter_of(table),), True

    def enter(self, piece: Piece, text: str) -> None:
        """Take in the words of the next piece."""
        if piece.sentence != self._sentence:
            self._new_sentence(piece, text)
        self._piece_end = piece.tokens[-1].end - self._sentence_start
        self._brackets(piece)
        self._topics = tuple(self._follow(piece))
        self.years.enter(piece)
        self._whose(piece)
        self._loose = self._loose or piece.has("loose")
        if piece.has("item"):
            self._restricted = False
        self._alone = self._alone and not self._counted
        self._counted = self._counted or piece.number is not None
        if piece.number is None and _restricts(piece):
            self._restricted = True
        self._until = self._until or piece.has("until")
        if len(piece.tokens) == 1 and piece.has("split"):
            self._whole = self._told  # 其中，
        self._after = piece.after

    def _new_sentence(self, piece: Piece, text: str) -> None:
        self._sentence_start = start = piece.tokens[0].start
        ends = [e for e in (text.find("。", start), text.find("；", start)) if e >= 0]
        self._sentence = piece.sentence
        self._sentence_text = text[start : min(ends)] if ends else text[start:]
        self.head, self._saved, self.divided = (), None, False
        self.inside, self.listed = False, {}
        self._whole = self._told = None
        self._sticky = self._restricted = self._wide = self._soft_spoilt = False
        self._until = self._loose = self.years.yearly = False
        if self._scope.startswith("organ"):
            self._scope = ""

    def _brackets(self, piece: Piece) -> None:
        """What is said in brackets is no head for what follows them."""
        if self._saved is not None and self._after in ("）", ")"):
            self.head, self._saved = self._saved, None
            self._whole = None
        if self._after in ("）", ")"):
            self.inside = False
        if piece.before in ("（", "("):
            self._saved, self.inside = self.head, True

    def _follow(self, piece: Piece) -> Iterator[Meaning]:
        """The topics this piece ends with; a foreign one makes an end of them."""
        found: list[Meaning] = []
        joined = False
        foreign = piece.has("foreign") and not any(map(_is_result, piece.tokens))
        for token in piece.tokens:
            if token.kind != "word":
                continue
            if token.has("sticky"):
                self._sticky = True
            if foreign and token.has("foreign"):  # not in 主动公开或同意公开22件
                found, self.running, self._soft_spoilt = [], (), True
                self._foreign = True
            topic = self._own_topic(token, piece)
            if topic is not None:
                found = [*found, topic] if joined and found else [topic]
                joined, self.running, self._foreign = False, (topic,), False
                self._topic_sentence, self._opened = piece.sentence, False
                self.seen.add(topic.table)
                self.named.add(topic)
            elif token.has("join"):
                joined = True
            elif not (self.running or self._foreign or self._sticky) and (o := _opens(token)):
                self._open(o)
        if piece.number is not None and found:
            self.running = tuple(found)  # 复议、诉讼共29件，其中被纠正5件
        yield from found

    def _own_topic(self, token: Token, piece: Piece) -> Meaning | None:
        topic = next((m for m in token.entry.meanings if m.topic), None)
        if topic is None or (topic.soft and (self._sticky or self._is_spoilt(piece))):
            return None
        return topic

    def _is_spoilt(self, piece: Piece) -> bool:
        """Is 依申请公开 beside 主动公开 and without 受理, 收到?"""
        measured = any(m.rows and not m.topic for t in piece.tokens for m in t.entry.meanings)
        return self._soft_spoilt and not measured

    def _whose(self, piece: Piece) -> None:
        self._piece_scope = self._scope
        if not piece.has("whole", "own", "office", "organ"):
            return
        scope = ""
        for token in piece.tokens:
            for kind in ("whole", "own", "office", "organ"):
                if token.has(kind):
                    scope = self._organ(piece, token) if kind == "organ" else kind
        self._scope = self._piece_scope = scope

    def _organ(self, piece: Piece, organ: Token) -> str:
        """Whose: 县教育局 by its name; 街道, 城关街道 is our own where our name has that."""
        place = piece.tokens.index(organ)
        before = piece.tokens[place - 1] if place else None
        named = before is not None and (before.kind == "other" or before.has("organ"))
        said = f"{before.text}{organ.text}" if before is not None and named else organ.text
        if said in self._habits.own_name:
            return "own"
        return f"organ:{before.text if before else ''}{organ.text}"

    # ---- what holds here -----------------------------------------------------------------

    @property
    def scope(self) -> str:
        """Whose figures: whole, own, office, organ and its name, or not said."""
        return self._piece_scope

    def refers_back(self, piece: Piece) -> bool:
        """Does a piece speak of what was told before: 对被纠正的1件, or another sentence?"""
        return self._topic_sentence != piece.sentence or piece.tokens[0].text in BACK

    def topics_of(self, piece: Piece) -> tuple[Meaning, ...]:
        """The topics named in the piece; of one table alone where it holds a number."""
        if piece.number is None or not self._topics:
            return self._topics
        return tuple(t for t in self._topics if t.table == self._topics[-1].table)

    def is_foreign(self, piece: Piece, table: str) -> bool:
        """Is a number here none of the tables': another year, a part, a plan, another thing?"""
        if self._restricted or self.years.now != self.years.own:
            return True
        by = self._tables[table].by if table else ""
        return is_apart(piece, table, by, self._habits.ways)

    def doubt(self, piece: Piece, table: str) -> Doubt:
        """How sure the topic is."""
        if self._loose or (self._until and piece.has("running")):
            return Doubt.WEAK
        if not self._bound(table):
            return Doubt.WEAK if piece.number is not None else Doubt.SOME
        if self._topics:
            return Doubt.NONE
        if self._opened:
            plain = any(map(_is_result, piece.tokens))
        else:
            said = self._topic_sentence == piece.sentence or self.section == table
            plain = said or piece.has("bare")
        return Doubt.SOME if plain or self._is_of_whole(piece) else Doubt.CONTEXT

    def _is_of_whole(self, piece: Piece) -> bool:
        """全省结转下年度办理457件: of all organs, and told before anything else is counted."""
        return self._alone and piece.has("whole") and any(map(_opens, piece.tokens))

    def _bound(self, table: str) -> bool:
        """Is it about the table's cases? Not in 行政诉讼21件，其中信息公开类5件."""
        spoken = self._tables[table]
        if spoken.bound and self._is_divided_by(spoken.bound):
            return False
        here = self.section == table or spoken.origin in self.seen
        return here or spoken.bound in self._sentence_text

    def _is_divided_by(self, matter: str) -> bool:
        """Does 其中 with that matter follow in the sentence, and none stand before it?"""
        text = self._sentence_text
        place = text.find(self._habits.split, self._piece_end) if self._habits.split else -1
        return place >= 0 and matter not in text[:place] and matter in text[place:]

    def says_matter(self, piece: Piece, table: str) -> bool:
        """Does a piece without a topic say that it is about the table's cases: 信息公开类5件?"""
        matter = self._tables[table].bound
        return bool(matter) and any(matter in token.text for token in piece.tokens)

    def part_of(self, piece: Piece, index: int) -> int | None:
        """The claim that this one is a part of; `index` is its own place."""
        if piece.has("split") or (piece.before == "：" and self._told):
            self._whole = self._told
            self._wide = piece.before == "：" or piece.after == "："
        elif piece.before in SEMICOLONS and not self._wide:
            self._whole = None
        told = piece.has("reach") or not (piece.has("change") or _compares(piece))
        if self._whole is None and told:
            self._told = index
        return self._whole


def _matter_of(table: str) -> Meaning:
    """A table itself as what is spoken of."""
    return Meaning(table, (), (), True, False, False, "")


def _matter_above(heading: Sequence[Token]) -> tuple[Meaning, ...]:
    """What a heading names: （二）依申请公开情况; nothing where it names other things too."""
    if any(token.has("foreign", "sticky") for token in heading):
        return ()
    topics = [m for token in heading for m in token.entry.meanings if m.topic]
    return tuple(topics) if len(topics) == 1 else ()


def _names_a_matter(token: Token) -> bool:
    """Is it a topic, or a word that takes what follows out of the tables?"""
    return token.has("foreign", "sticky") or any(m.topic for m in token.entry.meanings)


def _restricts(piece: Piece) -> bool:
    """上半年，… and 通过网站，… take away what follows; 设立受理窗口，… does not."""
    if piece.tokens[0].has("restrict"):
        return True
    told = any(m.rows and not m.topic for token in piece.tokens for m in token.entry.meanings)
    return piece.tokens[-1].has("restrict") and not told


def _compares(piece: Piece) -> bool:
    """比2024年的11件: does it only tell what another year's number was?"""
    pairs = zip(piece.tokens, piece.tokens[1:], strict=False)
    return any(year.kind == "year" and before.text.endswith(AGAINST) for before, year in pairs)


def _opens(token: Token) -> str:
    """The table of whose cases a word speaks, whatever else is said; empty: none."""
    return next((m.table for m in token.entry.meanings if m.opens), "")


def _is_result(token: Token) -> bool:
    """Is it said of information asked for, and of nothing else: 予以公开, 补正后仍不明确?"""
    return any(m.result for m in token.entry.meanings)
