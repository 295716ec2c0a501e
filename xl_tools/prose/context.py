"""What was said before in the paragraph: the topic, the year, whose figures, what is divided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_tools.prose.apart import is_apart, is_whole_year
from xl_tools.prose.claims import Doubt, Options
from xl_tools.prose.lexicon import Meaning
from xl_tools.prose.pieces import Piece
from xl_tools.prose.tokens import Token
from xl_tools.report import Form, Report

SEMICOLONS = ("；", ";")


class Context:
    """Follows one paragraph, piece by piece."""

    __slots__ = (
        "_after",
        "_by_word",
        "_foreign",
        "_loose",
        "_opened",
        "_own_name",
        "_piece_end",
        "_piece_scope",
        "_piece_year",
        "_reach",
        "_restricted",
        "_saved",
        "_scope",
        "_sentence",
        "_sentence_start",
        "_sentence_text",
        "_soft_spoilt",
        "_split",
        "_sticky",
        "_tables",
        "_told",
        "_topic_sentence",
        "_topics",
        "_until",
        "_ways",
        "_whole",
        "_wide",
        "_year",
        "_year_sentence",
        "divided",
        "head",
        "inside",
        "listed",
        "own_year",
        "paragraph",
        "running",
        "section",
        "seen",
        "yearly",
    )  # fmt: skip

    def __init__(self, report: Report, form: Form, section: str, paragraph: int) -> None:
        self.section, self.paragraph = section, paragraph
        self._tables = form.edition.prose.tables
        self._own_name = report.organ.name
        self._ways = frozenset(w for words in form.edition.prose.dimensions[:1] for w in words)
        self._split = form.edition.prose.words.get("split", ("",))[0]
        self.own_year = self._year = self._piece_year = report.year
        own = self._tables.get(section)
        by_row = own is not None and own.by == "row"
        self._reach = frozenset(form.edition.prose.words.get("reach", ()))
        self.running: tuple[Meaning, ...] = (_matter_of(section),) if by_row else ()
        self.head: Options = ()
        self.divided = False  # is the sentence dividing a number by applicants?
        self.inside = False  # in brackets?
        self.listed: dict[str, None] = {}  # the rows named in the sentence, in order
        self.seen: set[str] = set()
        self.yearly = False  # does the sentence compare with last year?
        self._topics: tuple[Meaning, ...] = ()
        self._topic_sentence = self._sentence = -1
        self._sentence_start = self._piece_end = 0
        self._scope = self._piece_scope = ""
        self._whole: int | None = None
        self._told: int | None = None
        self._saved: Options | None = None
        self._after = self._sentence_text = ""
        self._foreign = self._sticky = self._restricted = self._wide = self._soft_spoilt = False
        self._until = self._opened = self._loose = self._by_word = False
        self._year_sentence = -1

    # ---- going on ------------------------------------------------------------------------

    def begin(self, tokens: Sequence[Token]) -> None:
        """A paragraph that names no matter at all may still speak of a table by its results."""
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
        self._date(piece)
        self._whose(piece)
        self._loose = self._loose or piece.has("loose")
        if piece.has("item"):
            self._restricted = False
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
        self._until = self._loose = self.yearly = False
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
        of_results = any(map(_is_result, piece.tokens))  # 主动公开或同意公开22件
        for token in piece.tokens:
            if token.kind != "word":
                continue
            if token.has("sticky"):
                self._sticky = True
            if token.has("foreign") and not of_results:
                found, self.running, self._soft_spoilt = [], (), True
                self._foreign = True
            topic = self._own_topic(token, piece)
            if topic is not None:
                found = [*found, topic] if joined and found else [topic]
                joined, self.running, self._foreign = False, (topic,), False
                self._topic_sentence, self._opened = piece.sentence, False
                self.seen.add(topic.table)
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

    def _date(self, piece: Piece) -> None:
        if self._by_word and self._goes_on(piece):
            self._year, self._by_word = self.own_year, False
        self._piece_year = self._year
        years = {token.text for token in piece.tokens if token.kind == "year"}
        if years or piece.has("yearly", "current", "prior"):
            self._compare(piece)
            self._said_years(piece, years)
        if piece.number is not None and piece.after in self._reach and not years:
            self._piece_year = self.own_year - 1  # 由5件降至4件

    def _goes_on(self, piece: Piece) -> bool:
        """Does it speak of another thing than 去年 did? Not with 其中."""
        apart = piece.before in SEMICOLONS and not piece.tokens[0].has("split")
        return apart or piece.sentence != self._year_sentence

    def _said_years(self, piece: Piece, years: set[str]) -> None:
        if len(years) > 1 and not is_whole_year(piece):
            self._piece_year = 0  # of several years
            return
        changed = piece.has("change")
        for index, token in enumerate(piece.tokens):
            year = self._said_year(token)
            if year is None:
                continue
            self._piece_year = year
            before = piece.tokens[:index]
            leads = all(t.has("filler", "join") for t in before) and not _compares(before)
            if leads and not changed:
                self._year, self._year_sentence = year, piece.sentence
                self._by_word = token.kind != "year"

    def _compare(self, piece: Piece) -> None:
        """同比, 比上年, 比2023年: with last year; 比2019年: not with last year."""
        said = {self._said_year(token) for token in piece.tokens} - {None, self.own_year}
        if said - {self.own_year - 1}:
            self.yearly = False
        elif said or piece.has("yearly"):
            self.yearly = True

    def _said_year(self, token: Token) -> int | None:
        if token.kind == "year" and token.amount is not None:
            return int(token.amount.value)
        if token.has("current"):
            return self.own_year
        return self.own_year - 1 if token.has("prior") else None

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
        """Whose: 县教育局 by its name; 街道 alone is our own where our name has that word."""
        place = piece.tokens.index(organ)
        before = piece.tokens[place - 1] if place else None
        named = before is not None and (before.kind == "other" or before.has("organ"))
        if organ.text in self._own_name and not named:
            return "own"
        return f"organ:{before.text if before else ''}{organ.text}"

    # ---- what holds here -----------------------------------------------------------------

    @property
    def scope(self) -> str:
        """Whose figures: whole, own, office, organ and its name, or not said."""
        return self._piece_scope

    def topics_of(self, piece: Piece) -> tuple[Meaning, ...]:
        """The topics named in the piece; of one table alone where it holds a number."""
        if piece.number is None or not self._topics:
            return self._topics
        return tuple(t for t in self._topics if t.table == self._topics[-1].table)

    @property
    def year(self) -> int:
        """The year the piece speaks of; 0 where it speaks of several."""
        return self._piece_year

    def is_foreign(self, piece: Piece, table: str) -> bool:
        """Is a number here none of the tables': another year, a part, a plan, another thing?"""
        if self._restricted or self._piece_year != self.own_year:
            return True
        by = self._tables[table].by if table else ""
        return is_apart(piece, table, by, self._ways)

    def doubt(self, piece: Piece, table: str) -> Doubt:
        """How sure the topic is."""
        if self._loose or (self._until and piece.has("running")):
            return Doubt.WEAK
        if not self._bound(table):
            return Doubt.WEAK if piece.number is not None else Doubt.SOME
        if self._topics:
            return Doubt.NONE
        if self._opened:
            return Doubt.SOME if any(map(_is_result, piece.tokens)) else Doubt.CONTEXT
        if self._topic_sentence == piece.sentence or self.section == table:
            return Doubt.SOME
        return Doubt.SOME if piece.has("bare") else Doubt.CONTEXT

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
        place = text.find(self._split, self._piece_end) if self._split else -1
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
        if self._whole is None and (piece.has("reach") or not piece.has("change")):
            self._told = index
        return self._whole


def _matter_of(table: str) -> Meaning:
    """A table itself as what is spoken of."""
    return Meaning(table, (), (), True, False, False, "")


def _names_a_matter(token: Token) -> bool:
    """Is it a topic, or a word that takes what follows out of the tables?"""
    return token.has("foreign", "sticky") or any(m.topic for m in token.entry.meanings)


def _restricts(piece: Piece) -> bool:
    """上半年，… and 通过网站，… take away what follows; 设立受理窗口，… does not."""
    if piece.tokens[0].has("restrict"):
        return True
    told = any(m.rows and not m.topic for token in piece.tokens for m in token.entry.meanings)
    return piece.tokens[-1].has("restrict") and not told


def _compares(before: Sequence[Token]) -> bool:
    """数量与上年基本持平: 与 before the year."""
    return bool(before) and before[-1].has("join")


def _opens(token: Token) -> str:
    """The table of whose cases a word speaks, whatever else is said; empty: none."""
    return next((m.table for m in token.entry.meanings if m.opens), "")


def _is_result(token: Token) -> bool:
    """Is it said of information asked for, and of nothing else: 予以公开, 补正后仍不明确?"""
    return any(m.result for m in token.entry.meanings)
