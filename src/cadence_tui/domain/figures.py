"""Which numbers of a title are targets.

A year, “v2”, “the first 3 partners” or “ISO 27001” hold digits and set no level; “NPS to 70” does (seeds 003, 004).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from cadence_tui.domain.phrase import MANY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cadence_tui.domain.phrase import Token
    from cadence_tui.domain.words import Words

Target = Literal["percent", "money", "times", "time", "way", "measure", "count", "reached", "many", "compared"]

_YEARS = range(1900, 2101)
_ALL, _TEN = 100, 10
_FEW, _NEAR, _FAR = 3, 3, 6
_WHOLE = re.compile(r"\d+")


def targets(found: Sequence[Token], words: Words) -> dict[int, Target]:
    """Find the numbers of a title that set a level, each with what shows it."""
    kinds = {n: _Number(found, n, words).kind() for n, token in enumerate(found) if token.kind == "number"}
    return {n: kind for n, kind in kinds.items() if kind is not None}


class _Number:
    """One number among its neighbours."""

    def __init__(self, found: Sequence[Token], n: int, words: Words) -> None:
        self.found, self.n, self.words = found, n, words
        self.token = found[n]
        self.before = [token.text for token in found[:n]]
        self.after = [token.text for token in found[n + 1 :]]

    def kind(self) -> Target | None:
        """Say what makes it a target, if it is one."""
        if self._only_names():
            return None
        if self._on_the_way():
            return "way"
        if self._is_tried():
            return None
        sort = self.token.sort
        if sort == "percent":
            is_name = self._before() == "the" and not self._names_measure()  # the voice of the 99 percent
            return None if is_name or self._is_adjective() else "percent"
        if sort == "money":
            return "money"
        if sort == "times":
            is_moved = "more" in self.after[:1] and bool({*self.before} & self.words.moves)
            return "times" if is_moved or self._names_measure() else None
        if sort == "unit" or self._unit(self.words.short_units | self.words.long_units):
            return self._time()
        return self._plain()

    def _before(self, place: int = 1) -> str:
        """Give the word so many places before it."""
        return self.before[-place] if len(self.before) >= place else ""

    def _unit(self, units: Collection[str]) -> bool:
        """Say whether a unit of time follows."""
        return bool(self.after) and self.after[0] in units

    def _only_names(self) -> bool:
        """Say whether the number only names, picks out or dates something."""
        last, words = self._before(), self.words
        if last == "past" and (self.token.sort in ("money", "percent") or self._measure_before()):
            return False
        is_picked = last in words.pickers or self._before(2) in words.pickers
        if (is_picked and not self._is_first_of_many()) or (self.after and self.after[0] in words.best):
            return True
        if last in words.owned and self.token.sort == "number" and not self._is_reached():
            return True
        if last in words.months or (self.after and self.after[0] in words.months and self.token.is_plain):
            return True
        if self.is_segment():
            return True
        if not self.token.is_plain:
            return False
        return self._is_label() or self._is_year()

    def _is_tried(self) -> bool:
        """Say whether it only says how many a piece of work looks at: test three price points, two design partners."""
        if not self.token.is_plain or not self.before or not self._is_small():
            return False
        if {*self.after[:2]} & self.words.counting:
            return False
        if self.after[:1] and self.after[0] in self.words.samples and self._counts():
            return True
        verb = next((text for text in self.before if text not in self.words.lead_ins), "")
        return verb in self.words.tries and not {*self.before} & (self.words.comparators | self.words.moves)

    def _is_small(self) -> bool:
        """Say whether it is one of those that are told on a hand or two."""
        return (self.token.value or 0) <= _TEN and self.token.text not in self.words.tens - {"ten"}

    def _is_first_of_many(self) -> bool:
        """Say whether so many are to be had for the first time: get the first 1,000 users."""
        verbs = {text for text in self.before[-_FEW:] if text not in ("the", "our", "first")}
        is_had = bool(verbs & {"get", "acquire", "sign", "reach"}) and "first" in self.before[-2:]
        return is_had and (self.token.value or 0) >= _ALL and bool({*self.after[:2]} & self.words.counts)

    def _is_label(self) -> bool:
        """Say whether the word before makes a name of it: ISO 27001, Phase 2, Windows 11."""
        if self.n == 0:
            return False
        token = self.found[self.n - 1]
        if token.kind == "name":
            return True
        if token.kind != "word" or self._is_metric(token.text):
            return False
        is_acronym = token.raw.isupper() and len(token.raw) > 1
        is_capital = token.raw[:1].isupper() and self.n > 1 and not self._follows_stop(self.n - 1)
        return token.text in self.words.labels or is_acronym or (is_capital and token.text not in self._verbs())

    def _follows_stop(self, place: int) -> bool:
        """Say whether a word only opens a sentence or a clause, so that its capital says nothing."""
        return self.found[place - 1].kind == "sign"

    def _verbs(self) -> frozenset[str]:
        """List the words that may stand before a number and be no name."""
        words = self.words
        return words.reach | words.moves | words.work | words.connectors | words.stops | words.comparators

    def _is_year(self) -> bool:
        """Say whether it is a year, and no count of something."""
        is_four = _WHOLE.fullmatch(self.token.text) and len(self.token.text) == len("2027")
        is_named = self._before() in ("the", "our") and self._before(2) not in self.words.reach  # the 2027 price list
        return bool(is_four) and int(self.token.text) in _YEARS and (is_named or not self._counts())

    def is_segment(self) -> bool:
        """Say whether it says for whom: the best choice for teams of 50, for companies with over $1M in revenue."""
        if self._before() in ("to", "–", "-") and self.n > 1 and self.found[self.n - 2].kind == "number":
            return _Number(self.found, self.n - 2, self.words).is_segment()  # the other end of 10 to 50
        if self._before() in ("to", "at", "from", "by", "of") and self._before(2) not in self.words.segments:
            return False
        for place in range(self.n - 1, -1, -1):
            word = self.before[place]
            if word in ("for", "serving", "among"):
                between = {*self.before[place:], *self.after[:4]}
                return bool(between & self.words.segments) and not between & self.words.reach
        return False

    def _is_adjective(self) -> bool:
        """Say whether a hundred percent only underlines: a 100% remote company."""
        if self._before() in ("give", "giving", "gives"):
            return True
        return (
            self.token.value == _ALL
            and bool(self.after)
            and self.after[0] not in self.words.stops
            and not self._counts()
            and self._before() not in self.words.connectors - {"a", "an", "the", "is", "be", "are"}
            and self._before() not in self.words.reach
        )

    def _on_the_way(self) -> bool:
        """Say whether it is one end of a way: from 45 to 65, 14 → 7."""
        back, ahead = self.before[-_FAR:], self.after[:_FAR]
        is_end = (
            self._before() in ("to", "->", "→", "below", "under", "above") and "from" in back and self._number_in(back)
        )
        is_start = self._before() in self.words.guides and "to" in ahead and self._number_in(ahead)
        is_arrow = self._before() in ("->", "→") or (bool(self.after) and self.after[0] in ("->", "→"))
        if not self.token.text[:1].isdigit() and self.token.is_plain:
            return False
        is_saying = (self.token.value or 0) <= 1 and not self._names_measure()  # from 0 to 1
        return (is_end or is_start or is_arrow) and not is_saying

    def _number_in(self, texts: Sequence[str]) -> bool:
        """Say whether there is a number among the neighbours."""
        return any(text[:1].isdigit() or text[:1] in "$€£¥₹" for text in texts if text)

    def _time(self) -> Target | None:
        """Judge a span of time: a level when it is compared, a date or a rhythm otherwise."""
        is_short = self.token.sort == "unit" or self._unit(self.words.short_units)
        last = self._before()
        if last in self.words.comparators - {"within", "past", "over"} or self._lasts():
            return "time"
        if last in ("within", "in") and is_short:
            return "time"
        if last in ("to", "at", "of") and (self._measure_before() or {*self.before} & self.words.moves):
            return "time"
        return "time" if self._measure_before() and last in self.words.connectors - {"in", "over", "by"} else None

    def _lasts(self) -> bool:
        """Say whether it is so much of something measured, or is saved: 18 months of runway, save 400 hours."""
        at = 0 if self.token.sort == "unit" else 1
        of = self.after[at : at + 2]
        is_saved = self.token.sort == "unit" or self._unit(self.words.short_units)
        return (len(of) > 1 and of[0] == "of" and of[1] in self.words.measures) or (
            is_saved and self._before() in self.words.saved
        )

    def _plain(self) -> Target | None:
        """Judge a number that stands alone or counts something."""
        counted = self._counted()
        if counted in self.words.measures:
            return "measure"
        if self._measure_before() and (counted is None or not counted.endswith("s") or counted in self.words.counts):
            return "measure"
        if counted in self.words.counts or {*self.after[:2]} & self.words.counting:
            return "count"
        if self._is_reached() or self._is_gained(counted):
            return "reached"
        if self.after[:1] == ["of"] and any(token.is_plain for token in self.found[self.n + 2 : self.n + 4]):
            return "count"  # 60 of 100, 80 of our 100
        if self.token.sort == "many" or (self.token.value or 0) >= MANY:
            return "many"
        is_moved = bool({*self.before} & self.words.moves)
        if counted is None and is_moved and self._before() in ("to", "at", "by", "of", *self.words.comparators):
            return "compared"
        return "compared" if self._before() in self.words.comparators - {"within", "past"} and self._before(2) else None

    def _counted(self) -> str | None:
        """Name what it counts, as it ends the phrase (20 sales calls are calls); None where it stands alone."""
        run = list[str]()
        for token in self.found[self.n + 1 : self.n + 2 + _NEAR]:
            if token.kind != "word" or token.text in self.words.stops:
                break
            run.append(token.text)
        metrics = [n for n, text in enumerate(run) if self._is_metric(text)]
        if not metrics:
            return run[-1] if run else None
        last = run[-1]
        is_head = last.endswith("s") and len(last) > _NEAR and metrics[-1] == len(run) - 2
        return last if is_head and last not in self.words.measures else run[metrics[0]]

    def _counts(self) -> bool:
        """Say whether it counts something that is measured."""
        counted = self._counted()
        return counted is not None and self._is_metric(counted)

    def _is_metric(self, text: str) -> bool:
        """Say whether a word is something measured or counted."""
        return text in self.words.measures or text in self.words.counts

    def _names_measure(self) -> bool:
        """Say whether anything measured is named at all."""
        return any(self._is_metric(token.text) for token in self.found)

    def _measure_before(self) -> bool:
        """Say whether what it measures stands before it, with nothing but small words between."""
        for place in range(self.n - 1, max(-1, self.n - 1 - _FAR), -1):
            token = self.found[place]
            if token.text in self.words.measures:
                return True
            if token.text in self.words.counts:
                return self._before() in self.words.connectors
            if token.text not in self.words.connectors and token.kind != "number":
                return False
        return False

    def _is_gained(self, counted: str | None) -> bool:
        """Say whether somebody is to win so many: sign fifteen bakeries, bring 500 bakers in."""
        is_many = (self.token.value or 0) >= _TEN or self.token.text in self.words.tens
        return is_many and counted is not None and counted.endswith("s") and self._before() in self.words.gains

    def _is_reached(self) -> bool:
        """Say whether somebody is to reach it: reach 500 schools, hit 70."""
        for text in reversed(self.before[-_NEAR:]):
            if text in self.words.reach:
                return True
            if text not in (
                "our",
                "a",
                "the",
                "at",
                "least",
                "over",
                "more",
                "than",
                "about",
                "around",
                "some",
                "up",
                "to",
                "all",
            ):
                return False
        return False
