"""The schema, as migrations that are only ever appended to. The number applied is the file's `user_version`."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x63616431  # "cad1"

LEDGERS = {
    "readings": ("kpi", "period"),
    "judgements": ("kpi", "period"),
    "kpi_versions": ("key",),
    "period_goals": ("kpi", "period"),
    "meetings": ("kind", "period"),
}
"""Tables whose rows are appended, never changed: the newest row of a key is what stands, a row of nulls stands for
none. `entry` is the history entry that a row came with."""

EXPORTED = {
    "meta": "key",
    "company": "id",
    "rhythms": "from_week",
    "people": "rowid",
    "teams": "rowid",
    "rungs": "position",
    "kpis": "rowid",
    "kpi_versions": "id",
    "period_goals": "id",
    "weeks": "week",
    "kpi_pauses": "kpi, period",
    "readings": "id",
    "judgements": "id",
    "escalations": "number",
    "escalation_events": "id",
    "decisions": "number",
    "actions": "number",
    "meetings": "id",
    "minutes": "kind, period, part, subject",
    "cycles": "id",
    "objectives": "number",
    "key_results": "objective, position",
    "initiatives": "objective, position",
    "kr_checkins": "id",
    "okr_versions": "id",
    "waivers": "lint, subject",
    "ranges": "name",
    "candidates": "folded",
    "sources": "kpi",
    "saved_filters": "name",
    "history": "seq",
}
"""The tables that an export holds, each with the order of its rows; drafts are nobody's but their writer's."""

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE history (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, recorded_at TEXT NOT NULL, who TEXT, verb TEXT NOT NULL,
  subject TEXT NOT NULL, touches TEXT NOT NULL, before TEXT, after TEXT, why TEXT,
  undoes INTEGER REFERENCES history (seq), changes TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX history_undoes ON history (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE company (
  id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, founder TEXT NOT NULL, stage TEXT NOT NULL,
  start TEXT NOT NULL, created_at TEXT NOT NULL, people_count INTEGER, number_format TEXT NOT NULL,
  fiscal_start INTEGER NOT NULL, phase INTEGER NOT NULL, self_verify INTEGER NOT NULL
) STRICT;
CREATE TABLE rhythms (
  from_week TEXT PRIMARY KEY, zone TEXT NOT NULL, close_day INTEGER NOT NULL, close_time TEXT NOT NULL
) STRICT;
CREATE TABLE people (name TEXT PRIMARY KEY, folded TEXT NOT NULL UNIQUE, left_at TEXT) STRICT;
CREATE TABLE teams (name TEXT PRIMARY KEY, folded TEXT NOT NULL UNIQUE, lead TEXT, members TEXT NOT NULL) STRICT;
CREATE TABLE rungs (
  position INTEGER PRIMARY KEY, name TEXT NOT NULL, who TEXT NOT NULL, owes TEXT NOT NULL, hours INTEGER
) STRICT;

CREATE TABLE kpis (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, team TEXT,
  unit TEXT NOT NULL, cadence TEXT NOT NULL, direction TEXT NOT NULL, target TEXT, alert TEXT,
  aggregate TEXT NOT NULL, lag_days INTEGER NOT NULL, kind TEXT, perspective TEXT, measure TEXT NOT NULL,
  formula TEXT, created_at TEXT NOT NULL, due_from TEXT NOT NULL, retired_at TEXT
) STRICT;
CREATE TABLE kpi_versions (id INTEGER PRIMARY KEY, key TEXT NOT NULL, body TEXT, entry INTEGER NOT NULL) STRICT;
CREATE INDEX kpi_versions_key ON kpi_versions (key, id);
CREATE TABLE period_goals (
  id INTEGER PRIMARY KEY, kpi TEXT NOT NULL, period TEXT NOT NULL, direction TEXT, target TEXT, alert TEXT,
  entry INTEGER NOT NULL
) STRICT;
CREATE INDEX period_goals_key ON period_goals (kpi, period, id);
CREATE TABLE weeks (week TEXT PRIMARY KEY, deadline TEXT, moved_why TEXT, paused_why TEXT) STRICT;
CREATE TABLE kpi_pauses (kpi TEXT NOT NULL, period TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (kpi, period)) STRICT;

CREATE TABLE readings (
  id INTEGER PRIMARY KEY, kpi TEXT NOT NULL, period TEXT NOT NULL, value TEXT, note TEXT, origin TEXT, who TEXT,
  at TEXT, meeting INTEGER, entry INTEGER NOT NULL
) STRICT;
CREATE INDEX readings_key ON readings (kpi, period, id);
CREATE INDEX readings_entry ON readings (entry);
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY, kpi TEXT NOT NULL, period TEXT NOT NULL, position INTEGER, status TEXT, judged_at TEXT,
  value TEXT, direction TEXT, target TEXT, alert TEXT, amended INTEGER, late_value TEXT, late_at TEXT,
  entry INTEGER NOT NULL
) STRICT;
CREATE INDEX judgements_key ON judgements (kpi, period, id);
CREATE INDEX judgements_order ON judgements (kpi, position, id);
CREATE INDEX judgements_entry ON judgements (entry);

CREATE TABLE escalations (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, kpi TEXT NOT NULL, state TEXT NOT NULL, opened_at TEXT NOT NULL,
  rung INTEGER NOT NULL, rungs TEXT NOT NULL, causes TEXT NOT NULL, clock_due TEXT, overdue_since TEXT,
  recovered_at TEXT, ended_at TEXT, outcome TEXT, decisions TEXT NOT NULL,
  answered INTEGER NOT NULL, asked TEXT
) STRICT;
CREATE UNIQUE INDEX escalations_open ON escalations (kpi) WHERE state = 'open';
CREATE INDEX escalations_kpi ON escalations (kpi, number);
CREATE TABLE escalation_events (
  id INTEGER PRIMARY KEY, escalation TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, period TEXT, miss TEXT,
  value TEXT, decision TEXT, outcome TEXT, why TEXT, rung INTEGER NOT NULL, asked TEXT NOT NULL, entry INTEGER NOT NULL
) STRICT;
CREATE INDEX escalation_events_key ON escalation_events (escalation, id);

CREATE TABLE decisions (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, title TEXT NOT NULL, why TEXT NOT NULL, kind TEXT NOT NULL,
  by TEXT NOT NULL, at TEXT NOT NULL, check_on TEXT NOT NULL, answers TEXT NOT NULL, options TEXT NOT NULL,
  expect_kpi TEXT, expect_value TEXT, expect_by TEXT, then_values TEXT NOT NULL, outcome TEXT, checked_at TEXT,
  checked_note TEXT NOT NULL, supersedes TEXT, superseded_by TEXT
) STRICT;
CREATE INDEX decisions_check ON decisions (check_on) WHERE outcome IS NULL;
CREATE TABLE actions (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, text TEXT NOT NULL, owner TEXT NOT NULL, due TEXT NOT NULL,
  created_at TEXT NOT NULL, state TEXT NOT NULL, decision TEXT, serves TEXT NOT NULL, done_at TEXT, verified_at TEXT,
  verified_by TEXT, dropped_at TEXT, dropped_why TEXT NOT NULL
) STRICT;
CREATE INDEX actions_state ON actions (state, due);
CREATE INDEX actions_decision ON actions (decision);

CREATE TABLE meetings (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, period TEXT NOT NULL, held_at TEXT, held_by TEXT, rating INTEGER,
  remark TEXT, report TEXT, entry INTEGER NOT NULL
) STRICT;
CREATE INDEX meetings_key ON meetings (kind, period, id);

CREATE TABLE drafts (key TEXT PRIMARY KEY, body TEXT NOT NULL, saved_at TEXT NOT NULL) STRICT;
"""

_SECOND = """
CREATE TABLE cycles (id TEXT PRIMARY KEY, learned TEXT NOT NULL, closed_at TEXT) STRICT;
CREATE TABLE objectives (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, title TEXT NOT NULL, owner TEXT NOT NULL, cycle TEXT NOT NULL,
  team TEXT, kpi TEXT, serves TEXT, review_day INTEGER NOT NULL, state TEXT NOT NULL, created_at TEXT NOT NULL,
  activated_at TEXT, closed_at TEXT
) STRICT;
CREATE INDEX objectives_cycle ON objectives (cycle, number);
CREATE TABLE key_results (
  id TEXT PRIMARY KEY, objective TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
  baseline TEXT, target TEXT, unit TEXT NOT NULL, start TEXT, due TEXT, weight TEXT NOT NULL, kpi TEXT, current TEXT,
  confidence INTEGER, score TEXT, score_note TEXT NOT NULL, ended TEXT, ended_why TEXT NOT NULL
) STRICT;
CREATE INDEX key_results_objective ON key_results (objective, position);
CREATE INDEX key_results_kpi ON key_results (kpi) WHERE kpi IS NOT NULL;
CREATE TABLE initiatives (
  id TEXT PRIMARY KEY, objective TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, owner TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX initiatives_objective ON initiatives (objective, position);
CREATE TABLE kr_checkins (
  id INTEGER PRIMARY KEY, key_result TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, confidence INTEGER NOT NULL,
  value TEXT, progressed TEXT NOT NULL, blocked TEXT NOT NULL, entry INTEGER NOT NULL
) STRICT;
CREATE INDEX kr_checkins_key ON kr_checkins (key_result, id);
CREATE TABLE okr_versions (
  id INTEGER PRIMARY KEY, subject TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL, why TEXT, entry INTEGER NOT NULL
) STRICT;
CREATE INDEX okr_versions_subject ON okr_versions (subject, id);

CREATE TABLE waivers (
  lint TEXT NOT NULL, subject TEXT NOT NULL, why TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (lint, subject)
) STRICT;
CREATE TABLE ranges (name TEXT PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL) STRICT;
CREATE TABLE candidates (
  folded TEXT PRIMARY KEY, name TEXT NOT NULL, bucket TEXT, place INTEGER, note TEXT NOT NULL
) STRICT;
CREATE TABLE saved_filters (name TEXT PRIMARY KEY, screen TEXT NOT NULL, query TEXT NOT NULL) STRICT;
"""

_THIRD = """
ALTER TABLE company ADD COLUMN checkin_weeks INTEGER NOT NULL DEFAULT 1;
"""

_FOURTH = """
CREATE TABLE minutes (
  kind TEXT NOT NULL, period TEXT NOT NULL, part TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, period, part, subject)
) STRICT;
"""

_FIFTH = """
CREATE TABLE sources (kpi TEXT PRIMARY KEY, kind TEXT NOT NULL, place TEXT NOT NULL, pick TEXT NOT NULL) STRICT;
"""

# What the log shows of the history itself: not what an escalation, a decision or an action tells better, nor what undid
# another entry. It stands here since an index goes by it, word for word.
TOLD = (
    "verb NOT IN ('added action','checked','decided','done','dropped','imported','judged','kept','redid','timed_out',"
    "'undid','verified') AND (verb <> 'recorded' OR why IS NOT NULL)"
)

# The entries by what they concern, and those that the log shows: both are looked up, however long the history is.
CONCERNED = "SELECT subject, seq FROM history UNION SELECT value, seq FROM history, json_each(touches)"
INDEXED = f"INSERT OR IGNORE INTO touched (subject, seq) {CONCERNED}"
_SIXTH = f"""
CREATE TABLE touched (
  subject TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;
{INDEXED};
CREATE INDEX history_told ON history (seq) WHERE {TOLD};
"""

_APPENDED = (
    ("history", "escalation_events", "readings", "judgements", "kpi_versions", "period_goals", "meetings"),
    ("kr_checkins", "okr_versions"),
    (),
    (),
    (),
    ("touched",),
)


APPENDED = tuple(table for table in chain.from_iterable(_APPENDED) if table in EXPORTED and table != "history")
"""The tables that only grow, beside the history; each row names the entry that it came with."""


def triggers(tables: tuple[str, ...] = tuple(chain.from_iterable(_APPENDED))) -> dict[str, str]:
    """Give the triggers that keep the appended tables as they were written, by name."""
    return {
        f"{table}_{verb.lower()}_refused": (
            f"CREATE TRIGGER {table}_{verb.lower()}_refused BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever appended to'); END"
        )
        for table in tables
        for verb in ("UPDATE", "DELETE")
    }


_SCRIPTS: tuple[tuple[str, ...], ...] = tuple(
    (*script.split(";\n"), *triggers(tables).values())
    for script, tables in zip((_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH), _APPENDED, strict=True)
)

VERSION = len(_SCRIPTS)


def migrate(connection: sqlite3.Connection, version: int | None = None) -> None:
    """Bring the schema to a version, the newest unless told, inside the transaction that the caller has open."""
    from sqlite_utils import Database, Migrations

    steps = Migrations("cadence")
    for number, script in enumerate(_SCRIPTS[:version], 1):

        def apply(db: Database, script: tuple[str, ...] = script) -> None:
            for statement in filter(str.strip, script):
                db.execute(statement)

        steps(name=f"{number:03d}")(apply)
    steps.apply(Database(connection, execute_plugins=False, strict=True))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version or VERSION}")
