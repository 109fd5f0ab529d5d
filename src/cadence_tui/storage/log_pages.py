"""The log's pages: escalations, decisions, actions and changes, newest first, narrowed where they lie.

What is sought is sought in SQL, a page at a time, so that a word which stands in one row of ten thousand costs one look
through the table and no row is built but those that are found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.text import fold
from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger
from cadence_tui.storage.migrations import TOLD
from cadence_tui.storage.rows import dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.sought import Sought

_DATED = frozenset("0123456789-w")
_ESCAPED = re.compile(r"(?:\\u[0-9a-f]{4})+")
# What a row is about by KPI: asked of escalations, of decisions, and of actions by what they come from or serve.
_ABOUT_DECISION = (
    "(expect_kpi IN {kpis} OR EXISTS (SELECT 1 FROM json_each(then_values) WHERE key IN {kpis}) OR EXISTS ("
    "SELECT 1 FROM json_each(answers) AS answered LEFT JOIN escalations ON escalations.id = answered.value "
    "WHERE ifnull(escalations.kpi, answered.value) IN {kpis}))"
)
_ABOUT_ACTION = (
    f"(decision IN (SELECT id FROM decisions WHERE {_ABOUT_DECISION}) OR EXISTS ("  # noqa: S608
    "SELECT 1 FROM json_each(serves) WHERE value IN {kpis}))"
)
_KINDS_OF_CAUSE = {"late": "late ", "breach": "breach ", "no_response": "no answer "}
_SAID = f"{''.join(_KINDS_OF_CAUSE.values())}, then ×0123456789 withdrawn"
_CAUSES = " || ".join(f"iif(instr(causes, '\"{kind}\"'), '{words}', '')" for kind, words in _KINDS_OF_CAUSE.items())
_CAUSES += " || ', then ×0123456789 withdrawn'"
# How somebody looks at the log is no part of what happened.
_OF_THE_COMPANY = "verb NOT IN ('saved filter', 'renamed filter', 'removed filter')"
_IS_OPEN = "(outcome IS NULL AND superseded_by IS NULL)"
_STATES = {
    "decisions": {
        "open": _IS_OPEN,
        "check": f"({_IS_OPEN} AND check_on <= :today)",
        "settled": f"NOT {_IS_OPEN}",
        "worked": "(outcome = 'worked' AND superseded_by IS NULL)",
        "failed": "(outcome = 'failed' AND superseded_by IS NULL)",
    },
    "actions": {
        "open": "state IN ('open', 'done')",
        "overdue": "(state = 'open' AND due < :today)",
        "check": "state = 'done'",
        "settled": "state IN ('verified', 'dropped')",
    },
    "escalations": {"open": "0", "overdue": "0", "settled": "1"},
    "history": {},
}


class LogPages(Ledger):
    """Reads backwards, a page at a time; `below` is the number of the last one of the page before."""

    def read_days(self, when: Callable[[str], str]) -> None:
        """Have searches know how the day and the week of a stored moment are written."""
        self.database.connection.create_function("when_of", 1, when, deterministic=True)
        self.database.connection.create_function("folded", 1, fold, deterministic=True)
        self.database.connection.create_function("unescaped", 1, _unescaped, deterministic=True)

    def found_escalations(self, sought: Sought, below: int, most: int) -> list[Escalation]:
        """Read a page of the escalations; open ones are all in it, for where they stand depends on the moment."""
        where = _Where("escalations", sought, at="opened_at", who="asked", about="kpi IN {kpis}")
        where.look_in("id", "state", "ifnull(outcome, '')", "ifnull(asked, '')", "decisions")
        where.look_in_json("rungs")
        if any(word.text in _SAID for word in sought.words):
            where.ways.append(f"instr({_CAUSES}, {{word}})")
        return list(map(rows.escalation_from, self._page(where, f"(state = 'open' OR ({where}))", below, most)))

    def found_decisions(self, sought: Sought, below: int, most: int) -> list[Decision]:
        """Read a page of the decisions."""
        where = _Where("decisions", sought, at="at", who="by", about=_ABOUT_DECISION)
        where.look_in("id", "title", "by", "kind", "ifnull(outcome, '')", "why", "answers")
        where.look_in_json("options")
        return list(map(rows.decision_from, self._page(where, f"{where}", below, most)))

    def found_actions(self, sought: Sought, below: int, most: int) -> list[Action]:
        """Read a page of the actions."""
        where = _Where("actions", sought, at="created_at", who="owner", about=_ABOUT_ACTION, named="")
        where.look_in("id", "text", "owner", "state", "ifnull(decision, '')", "serves", "dropped_why")
        return list(map(rows.action_from, self._page(where, f"{where}", below, most)))

    def found_changes(self, sought: Sought, below: int, most: int, words: Callable[[str], str]) -> list[Entry]:
        """Read a page of the meetings, amendments, pauses and changes of definition that still count.

        `words` gives what is said of every entry with a verb, whatever it was made to.
        """
        self.database.connection.create_function("said_by", 1, words, deterministic=True)
        about = "(seq IN (SELECT seq FROM touched WHERE subject IN {kpis}) AND verb <> 'closed')"
        named = "EXISTS (SELECT 1 FROM json_each(touches) WHERE value IN {kpis})"
        where = _Where("history", sought, at="at", who="who", about=about, named=named)
        where.look_in("'#' || seq", "verb", "subject", "ifnull(who, '')", "ifnull(why, '')", "said_by(verb)")
        where.look_in_json("ifnull(before, '') || ifnull(after, '')")
        where.values["undone"] = dumps(sorted(self.undone()))
        counts = f"{TOLD} AND {_OF_THE_COMPANY} AND seq NOT IN (SELECT value FROM json_each(:undone))"  # noqa: S608
        return list(map(rows.entry_from, self._page(where, f"{counts} AND {where}", below, most, number="seq")))

    def _page(self, where: _Where, wanted: str, below: int, most: int, number: str = "number") -> Iterator[Any]:
        """Read so many rows below a number."""
        return self.database.execute(
            f"SELECT * FROM {where.table} WHERE {number} < :below AND {wanted} ORDER BY {number} DESC LIMIT :most",  # noqa: S608
            {**where.values, "below": below, "most": most},
        )


class _Where:
    """The conditions under which a row of a table is what is sought, and the values in them.

    `about` says that a row is about some KPIs; `named` that a KPI's name finds it, as `about` does unless told. `ways`
    are those in which a word may be found.
    """

    def __init__(self, table: str, sought: Sought, *, at: str, who: str, about: str, named: str | None = None) -> None:
        self.table, self.sought, self.at, self.who, self.about = table, sought, at, who, about
        self.named = about if named is None else named
        self.values: dict[str, Any] = {"today": sought.today.isoformat()}
        self.ways: list[str] = []

    def look_in(self, *columns: str) -> None:
        """Look for words in some columns; letters that SQLite cannot fold are folded as everywhere else."""
        text = " || ' ' || ".join(columns)
        is_plain = f"length(CAST({text} AS BLOB)) = length({text})"
        self.ways += [f"instr(lower({text}), {{word}})", f"(NOT ({is_plain}) AND instr(folded({text}), {{word}}))"]

    def look_in_json(self, text: str) -> None:
        """Look for words in JSON, in which every letter but the plain ones is escaped."""
        escaped = f"(instr({text}, '\\u') AND instr(unescaped({text}), {{word}}))"
        self.ways += [f"instr(lower({text}), {{word}})", escaped]

    def __str__(self) -> str:
        """Write all of them."""
        return " AND ".join(("1", *self._conditions()))

    def _conditions(self) -> Iterator[str]:
        """Go through the conditions; each word has to stand in a text, in the day, or in a KPI's name."""
        sought = self.sought
        if sought.state is not None:
            yield _STATES[self.table].get(sought.state, "0")
        if sought.person is not None:
            self.values["person"] = sought.person
            yield f"{self.who} = :person"
        if sought.kpi is not None:
            yield self._names(self.about, "kpi", (sought.kpi,))
        for name, moment, sign in (("since", sought.since, ">="), ("until", sought.until, "<")):
            if moment is not None:
                self.values[name] = rows.stamp(moment)
                yield f"{self.at} {sign} :{name}"
        for place, word in enumerate(sought.words):
            name = f"word{place}"
            self.values[name] = word.text
            ways = [way.replace("{word}", f":{name}") for way in self.ways]
            if _DATED.issuperset(word.text):
                ways.append(f"instr(when_of({self.at}), :{name})")
            if word.kpis and self.named:
                ways.append(self._names(self.named, f"kpis{place}", word.kpis))
            yield f"({' OR '.join(ways)})"

    def _names(self, about: str, name: str, kpis: tuple[str, ...]) -> str:
        """Say that a row is about one of some KPIs."""
        self.values[name] = dumps(kpis)
        return about.replace("{kpis}", f"(SELECT value FROM json_each(:{name}))")  # noqa: S608 (its name is ours)


def _unescaped(text: str) -> str:
    """Fold a text in JSON as it reads."""
    plain = _ESCAPED.sub(lambda found: found[0].encode("ascii").decode("unicode_escape"), text)
    return fold(plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
