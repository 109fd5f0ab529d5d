"""The one catalogue of commands: keys, footer, palette, help and the user's keymap all come from it.

How a screen gets its commands
    1. Add a line for each to `CATALOGUE`, with the screen's scope: `Command("log.note", "n", "Note", "Add a note.")`.
       The id is the scope, a dot, and the name of the method that runs it: `action_note`.
    2. Name the scope in `SCOPES`, with the scopes that are in force at the same time, and set `SCOPE = "log"` on the
       screen, dialog or widget. Bindings are made by the base classes (`Place`, `Dialog`, `Rows`) from it; a widget of
       another kind says `BINDINGS = bindings("log")`.
    3. Write `action_note`. Where a command has nothing to act on, `check_action` returns False: it then leaves the
       footer, the palette and the help by itself.

A key may stand once among the commands that are in force together; the app refuses to start when the user's keys break
that (`keymap`), and names both commands. Printable keys never leave a field: a command that must work there has another
kind of key, and `everywhere=True` where dialogs should have it too. One key means one thing: n adds, e edits, r
records, d decides, x writes a file, X takes away (retires, drops, leaves out), u undoes.

Nothing that Textual binds by itself is left over: what moves between fields, scrolls a text or edits a field stands
here too. A text that names a key looks it up (`app.key("week.record")`), or names the command and is `spoken`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType
from textual.keys import Keys, key_to_character

from cadence_tui.tui import editing

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a person can do.

    `keys` are divided by commas, the first of them shown; `label` stands in the footer (empty: not there), a place's in
    the header; `text` says in a sentence what it does, for palette and help. `argument` is handed to the action. A
    command that works `everywhere` does so in fields and dialogs too. `runs` is an action of Textual's own.
    """

    id: str
    keys: str
    label: str
    text: str
    argument: str = ""
    everywhere: bool = False
    runs: str = ""

    @property
    def scope(self) -> str:
        """Say where it is in force."""
        return self.id.partition(".")[0]

    @property
    def action(self) -> str:
        """Give the action as Textual runs it."""
        name = self.id.partition(".")[2].replace("-", "_")
        return self.runs or (f"go('{self.argument}')" if self.argument else name)

    @property
    def place(self) -> str:
        """Name the place it goes to."""
        return self.label or self.text.partition(":")[0]

    @property
    def key(self) -> str:
        """Give the key to show."""
        return shown(self.keys.split(",")[0])


CATALOGUE: tuple[Command, ...] = (
    # Places. A line here and one in `places` is all that a new one needs.
    Command("app.week", "1", "This week", "This week: what needs you, and the scorecard.", argument="week"),
    Command("app.kpis", "2", "KPIs", "KPIs: the scorecard of the newest periods.", argument="kpis"),
    Command("app.okrs", "3", "OKRs", "OKRs: what must change this quarter, and whether it will.", argument="okrs"),
    Command("app.log", "4", "Log", "Log: what was asked, decided and done, and whether it worked.", argument="log"),
    Command(
        "app.rollout", "5", "Rollout", "Rollout: the road, its gates, what comes next and why.", argument="rollout"
    ),
    # What can be done next about an escalation, a decision and an action, in the log and in their stories.
    Command("escalation.answer", "d", "Decide", "Answer the escalation with a decision."),
    Command("escalation.accept", "a", "Accept", "Accept the miss, with the reason."),
    Command("escalation.retarget", "t", "New target", "Answer with a new target."),
    Command("escalation.retire", "X", "Retire", "Answer by retiring the KPI."),
    Command("escalation.raise", "O", "Raise", "Raise its KPI to a key result, from its value now to its target."),
    Command("decision.check", "v", "Did it work?", "Say whether the decision worked."),
    Command("decision.supersede", "s", "Supersede", "Put another decision in its place."),
    Command("action.done", "space", "Done", "Mark the action done."),
    Command("action.verify", "v", "Verify", "Say that you checked that the action was done."),
    Command("action.keep", "K", "New date", "Carry the action over: another date, owner or size."),
    Command("action.drop", "X", "Drop", "Drop the action, with the reason."),
    Command("decision.export", "x", "Export", "Write the decision’s record as a Markdown file."),
    Command("thing.new", "n", "New", "Add an action or a decision."),
    # The log.
    Command("log.find", "slash", "Find", "Find by words: name, KPI, title, why, id, week (W47), month (2026-11)."),
    Command("log.all", "escape", "All", "Show everything again."),
    Command("log.escalations", "E", "", "Show escalations alone, or all again."),
    Command("log.decisions", "D", "", "Show decisions alone, or all again."),
    Command("log.actions", "A", "", "Show actions alone, or all again."),
    Command("log.changes", "C", "", "Show meetings, amendments, pauses and new targets alone, or all again."),
    Command("log.open", "o", "", "Show what is open, or all again."),
    Command("log.overdue", "l", "", "Show what is overdue, or all again."),
    Command("log.check", "c", "", "Show what is to be checked, or all again."),
    Command("log.mine", "m", "", "Show what is yours, or all again."),
    Command("log.narrow", "f", "Filter", "Narrow the log: by kind, state, person, KPI or time, or by a saved filter."),
    Command("log.less", "backspace", "", "Take away what the log was narrowed to last."),
    Command("log.save", "F", "", "Save what the log is narrowed to, under a name."),
    Command(
        "log.calibration", "y", "What worked", "Calibration: how many decisions worked, and how far off they were."
    ),
    Command("search.leave", "escape,enter,down", "", "Go back to the list; the text stays."),
    # What the log can be narrowed to.
    Command("narrow.submit", "enter", "Choose", "Narrow the log to it, or take it away where it is on."),
    Command("choices.rename", "f2", "Rename", "Give the saved filter under the cursor another name."),
    Command("choices.remove", "f3", "Remove", "Take the saved filter under the cursor away."),
    Command("story.kpi", "p", "KPI", "Open the KPI's page."),
    # Objectives and key results, in their cards and on their pages.
    Command("okr.check-in", "c", "Check in", "Check in on the key result: value, confidence, what moved."),
    Command("okr.activate", "a", "Activate", "Activate the draft, once lint finds no error in it."),
    Command("okr.new", "n", "New", "Draft an objective; on the page of one, add a key result or an initiative."),
    Command("okr.edit", "e", "Edit", "Change the objective, key result or initiative; an active one with the reason."),
    Command("okr.decide", "d", "Decide", "Log a decision about it, or an action that serves it."),
    Command("okr.close_it", "C", "Close", "Close the objective, with the reason; it stays readable as it is now."),
    Command("okr.score", "s", "Score", "Score the key result at its cycle’s end."),
    Command("okr.keep", "K", "Keep", "Carry the key result to the next cycle, from where it stands now."),
    Command("okr.drop", "X", "Drop", "Drop the key result, with the reason."),
    Command("okr.promote", "P", "Promote", "Make what the key result has reached its KPI’s new target."),
    Command("okr.go_on", "space", "Next state", "Move the initiative on to its next state."),
    Command("okrs.before", "left,h", "Cycle before", "Show the cycle before."),
    Command("okrs.after", "right", "Next cycle", "Show the next cycle."),
    Command("okrs.tree", "t", "Tree", "Show the objectives as a tree alone, or as cards again."),
    Command("part.kpi", "p", "KPI", "Open the page of the KPI that feeds it."),
    # The rollout.
    Command("rollout.advance", "a", "Next phase", "Go on to the next phase: with its gate met, or with a reason."),
    Command("rollout.lint", "l", "Lint", "Go to what lint found."),
    Command("rollout.waive", "v", "Waive", "Wave the warning under the cursor through, with a reason."),
    # The settings.
    Command("app.settings", "comma", "", "Settings: the company, its week, people, teams, ladder, ranges, and yours."),
    Command("settings.edit", "e", "Edit", "Change what the line is about."),
    Command("settings.new", "n", "New", "Add a person, a team or a rung, whichever the line is among."),
    Command("settings.remove", "X", "Remove", "Let the person leave, or take the team or rung away."),
    Command("settings.default", "D", "Default", "Go back to the default of the stage, or of the program."),
    Command("app.backups", "B", "", "Backups: how old each is, whether it is whole; take one, or put one back."),
    Command("backups.restore", "p", "Put back", "Put the backup in the company’s place, after a question."),
    Command("backups.take", "n", "New", "Take a backup now."),
    Command("backups.leave", "escape", "", "Stop the backup that is being taken, or go back."),
    Command("restore.confirm", "enter", "Put it back", "Put it in the company’s place."),
    Command("colours.keep", "enter", "Keep", "Keep these colours."),
    Command("advance.confirm", "enter", "Open the phase", "Go on to the next phase."),
    # A meeting.
    Command("app.checkin", "w", "", "Weekly check-in: the meeting, where it was left."),
    Command("app.review-month", "M", "", "Monthly review: the month, the 90-day rule, targets, objectives."),
    Command("app.review-quarter", "Q", "", "Retrospective: scores, what was learned, and what goes on."),
    Command("app.review-okrs", "f4", "", "OKR check-in: five minutes on key results alone."),
    Command("meeting.next", "ctrl+s,right", "Next step", "Go on to the next step that holds something."),
    Command("meeting.previous", "left", "", "Go back to the step before."),
    Command("meeting.jump", "f2", "Steps", "Go to any step."),
    Command("meeting.add", "ctrl+n", "Add", "Add a decision, an action or a note, in a field too."),
    Command("meeting.leave", "escape", "Leave", "Leave the meeting; it goes on here, with you or somebody else."),
    Command("meeting.clock", "P", "", "Pause the clock, or let it go on."),
    Command("figures.record", "r", "Record", "Type the value of the KPI under the cursor."),
    Command(
        "figures.pull", "f6,f", "Fetch", "Fetch values from the sources that KPIs name, in a field too, and see them."
    ),
    Command("misses.later", "L", "Later", "Leave the miss unanswered for now, and say so; or take that back."),
    Command("misses.raise", "o", "", "Raise the KPI to a key result: it needs more than a fix."),
    Command("misses.withdraw", "b", "Take back", "Take the answer back that waits for the close."),
    Command("learned.keep", "ctrl+s", "Next step", "Keep what was learned, and go on."),
    Command("stale.keep", "K", "Keep", "Keep the KPI that nobody decides by, with the reason."),
    Command("stale.retire", "X", "Retire", "Retire the KPI, with the reason; its history stays."),
    Command("misfit.page", "p", "Page", "Open the KPI’s page, where its target is changed."),
    Command("course.on", "o", "On course", "The objective is on course."),
    Command("course.change", "c", "Change", "The objective changes course, and why."),
    Command("course.stop", "X", "Stop", "Stop the objective, and why; it is closed as it stands."),
    Command("ends.keep", "K", "Keep", "Carry the key result to the next cycle, from where it stands now."),
    Command("ends.drop", "X", "Drop", "Drop the key result, with the reason."),
    Command("ends.promote", "p", "Promote", "Make what the key result has reached its KPI’s new target."),
    Command("ending.close", "enter", "Close the week", "Close the week, and write its notes."),
    Command("ending.summary", "e", "Summary", "Write the lines of the summary yourself."),
    Command("ending.editor", "E", "", "Write the lines of the summary in your editor ($EDITOR)."),
    Command("ending.copy", "y", "Copy", "Copy the notes to the clipboard."),
    Command("ending.chat", "Y", "For chat", "Copy the notes in the form for chat: a line a KPI and no table."),
    Command("jump.choose", "enter", "Go", "Go to the step."),
    # Everywhere.
    Command("app.undo", "u", "", "Undo your last change."),
    Command("app.redo", "ctrl+r", "", "Redo what was undone."),
    Command("app.back", "escape", "Back", "Go back."),
    Command("app.help", "question_mark", "Help", "Show what works where you are."),
    Command("app.help-too", "f1", "Help", "Show what works where you are, in a field too.", everywhere=True),
    Command("app.command_palette", "ctrl+p", "Palette", "Find any command, KPI, person or decision.", everywhere=True),
    Command("app.reach", "ctrl+g", "", "Label every list, text and field; its letter goes there.", everywhere=True),
    Command("reach.leave", "escape", "Back", "Leave the labels, and go nowhere."),
    Command("app.calendar", "f9", "", "Calendar: closes, checks and due dates as a file for your calendar (.ics)."),
    Command("app.change_theme", "ctrl+t", "", "Choose the colours."),
    Command("app.quit", "q,ctrl+q", "Quit", "Quit; nothing typed is lost."),
    Command("screen.next", "tab", "", "Go to the next list or field.", runs="app.focus_next"),
    Command("screen.previous", "shift+tab", "", "Go to the list or field before.", runs="app.focus_previous"),
    Command("screen.copy", "ctrl+c,super+c", "", "Copy what is selected, or what the cursor is on.", runs="app.copy"),
    # Any list.
    Command("rows.down", "down,j", "", "Go to the next line."),
    Command("rows.up", "up,k", "", "Go to the line before."),
    Command("rows.page_down", "pagedown", "", "Go on by a page."),
    Command("rows.page_up", "pageup", "", "Go back by a page."),
    Command("rows.first", "home,g", "", "Go to the first line."),
    Command("rows.last", "end,G", "", "Go to the last line."),
    Command("rows.open", "enter", "Open", "Open what the line is about."),
    # This week.
    Command("week.record", "r", "Record", "Record a value for the KPI."),
    Command("week.checkin", "w", "Check-in", "Hold the weekly check-in, where it was left."),
    Command("week.decide", "d", "Decide", "Answer what waits for a decision on the line: a miss that has escalated."),
    Command("week.sort", "s", "", "Sort as listed, by name, the worst first, or what falls most first."),
    Command("week.import", "i", "", "Import: values from a file or a paste, seen as understood before."),
    Command("import.accept", "ctrl+s", "Import", "Import all of it, as one change."),
    Command("import.leave-out", "X", "Leave out", "Leave the name out, or take it in again."),
    Command("import.new", "n", "New KPI", "Add a KPI of that name."),
    Command("import.edit", "e", "Edit", "Edit the KPI that is of another cadence than its values in the file."),
    Command("week.pull", "f", "", "Fetch: values from the sources that KPIs name, shown before they are recorded."),
    Command("week.close", "c", "Close", "See what closing the week judges, and close it."),
    Command("week.change", "p", "", "Pause a week, as for a holiday, or move its close."),
    Command("week.notes", "N", "Notes", "Read the newest week’s notes."),
    Command("week.report", "x", "", "Write a report for your team or your board, or all that the file holds."),
    Command("week.rhythm", "y", "", "Rhythm: how it is kept, how far it has come, and what comes next."),
    # The KPIs.
    Command("grid.left", "left,h", "", "Go to the cell on the left, and on to periods that are not in sight."),
    Command("grid.right", "right,l", "", "Go to the cell on the right, and on to periods that are not in sight."),
    Command("kpis.new", "n", "New", "Add a KPI."),
    Command("kpis.edit", "e", "Edit", "Edit the KPI under the cursor."),
    Command("kpis.record", "r", "Record", "Record or amend the value under the cursor."),
    Command("kpis.cell", "space", "Cell", "Open the cell under the cursor: note, history, amendments."),
    Command("kpis.filter", "slash", "Filter", "Show only the KPIs that fit what is typed."),
    Command("kpis.all", "escape", "All", "Show all KPIs again, as they stand now."),
    Command("kpis.as-of", "t", "As of", "See the scorecard as it stood at a past close."),
    Command("kpis.by", "b", "", "Group by team, by perspective or by owner."),
    Command("kpis.sort", "s", "", "Sort as listed, by name, the worst first, or what falls most first."),
    Command("kpis.owner", "o", "", "Show the KPIs of one owner alone, of the next, or all."),
    Command("kpis.level", "v", "", "Show the company’s KPIs alone, those of teams, or all."),
    Command("kpis.kind", "i", "", "Show leading indicators alone, lagging ones, or all."),
    Command("kpis.turn", "f", "", "Show the newest period first, or last; it is kept in your settings."),
    Command("kpis.pause", "p", "Pause", "Pause the KPI for the period under the cursor, or take its pause back."),
    Command("kpis.retire", "X", "Retire", "Retire the KPI; its history stays."),
    # A cell of the scorecard, opened.
    Command("cell.record", "r", "Record", "Record or amend its value."),
    Command("cell.page", "enter", "The KPI", "Open the KPI's page."),
    # One KPI's page.
    Command("kpi.record", "r", "Record", "Record its value for the current period."),
    Command("kpi.amend", "a", "Amend", "Amend the value of the line with the cursor, with the reason."),
    Command("kpi.edit", "e", "Edit", "Edit the KPI."),
    Command("kpi.target", "t", "Target", "Set another target for one coming period."),
    Command("kpi.span", "z", "Zoom", "Show 13, 26, 52 or all periods in the chart."),
    Command("kpi.limits", "m", "Limits", "Show the limits between which it moves by itself (XmR), or not."),
    Command("kpi.about", "i", "About", "Read how it is measured, what it feeds, and its targets with the reasons."),
    Command("kpi.pause", "p", "Pause", "Pause it for the current period, or take the pause back."),
    Command("kpi.raise", "o", "Raise", "Raise it to a key result: from its value now to its healthy target."),
    Command("kpi.source", "s", "", "Source: say where its value comes from, to be fetched when you ask for it."),
    Command("kpi.pull", "f", "", "Fetch its value from its source, and see it before it is recorded."),
    Command("kpi.retire", "X", "Retire", "Retire it; its history stays."),
    # The field in which a value is typed.
    Command("value.submit", "enter", "Save", "Save the value, and go to the next KPI without one; empty, pass it."),
    Command("value.leave", "escape", "Leave", "Leave the field; what was typed is kept."),
    Command("value.before", "up", "", "Go to the KPI before; what was typed is kept."),
    Command("value.after", "down", "", "Go to the next KPI; what was typed is kept."),
    Command("value.next_day", "tab", "Next day", "Go to the next day of a daily KPI."),
    Command("value.last_day", "shift+tab", "", "Go to the day before of a daily KPI."),
    # The fields of a form.
    Command("field.before", "up", "", "Go to the field before."),
    Command("field.after", "down", "", "Go to the next field."),
    Command("fields.previous_field", "shift+tab", "", "Go to the field before."),
    Command("fields.next_field", "tab", "", "Go to the next field."),
    Command("fields.page_up", "pageup", "", "Scroll back by a page."),
    Command("fields.page_down", "pagedown", "", "Scroll on by a page."),
    Command("long.editor", "f5", "Editor", "Write the text in your editor ($EDITOR)."),
    Command("choice.next", "right,space", "", "Choose the next."),
    Command("choice.previous", "left", "", "Choose the one before."),
    Command("choice.done", "enter", "", "Go on."),
    # What is read.
    Command("reading.down", "down,j", "", "Scroll down a line.", runs="scroll_down"),
    Command("reading.up", "up,k", "", "Scroll up a line.", runs="scroll_up"),
    Command("reading.page_down", "pagedown,space", "", "Scroll on by a page.", runs="page_down"),
    Command("reading.page_up", "pageup", "", "Scroll back by a page.", runs="page_up"),
    Command("reading.first", "home,g", "", "Go to its start.", runs="scroll_home"),
    Command("reading.last", "end,G", "", "Go to its end.", runs="scroll_end"),
    # Dialogs.
    Command("dialog.close", "escape,ctrl+o", "Back", "Go back, and change nothing."),
    Command("dialog.help", "question_mark", "Help", "Show what works here."),
    Command("close.confirm", "enter", "Close the week", "Close the week, and write its notes."),
    Command("pull.record", "enter", "Record", "Record what came."),
    Command("ask.accept", "enter", "OK", "Take the answer."),
    Command("form.accept", "ctrl+s", "Save", "Save what the form says."),
    Command("form.afresh", "ctrl+l", "Begin anew", "Throw away what was typed before, and begin anew."),
    Command("notes.folder", "w", "Write", "Write the notes to their folder."),
    Command("notes.older", "o", "Older", "Read the notes of the meeting before."),
    Command("notes.newer", "n", "Newer", "Read the notes of the meeting after."),
    # Without a company.
    Command("welcome.new", "n", "New company", "Set up your company, in ten minutes."),
    Command("welcome.demo", "d", "Demo", "Open the made-up company, and look around."),
    Command("welcome.file", "f", "Company file", "Found the company that a company.toml describes."),
    Command("welcome.steps", "s", "Steps", "See the steps to make a company file."),
    Command("steps.write", "w", "Write the example", "Write the example as company.toml into the folder you are in."),
)

# The set-up of a company, and the audit, which can be run again.
_RUNS = (
    Command("app.audit", "f8", "", "Audit: list what you track, sort it into health and change, and cut each list."),
    Command("wizard.back", "escape", "Back", "Go back a step; nothing is lost."),
    Command("wizard.next", "enter,ctrl+s", "Go on", "Go on to the next step."),
    Command("tracked.file", "ctrl+o", "From a file", "Read what you track from a CSV, TSV or XLSX file, or a list."),
    Command("sort.health", "h", "Health", "It is ongoing health: keep it in bounds."),
    Command("sort.change", "s", "Change", "It is strategic change: something to move."),
    Command("sort.park", "p", "Park", "Put it aside; it can be looked at later."),
    Command("sort.other", "space", "", "Put it into the other list."),
    Command("cut.keep", "space", "Keep", "Keep it, or put it aside."),
    Command("cut.raise", "K", "Up", "Move it up in its list."),
    Command("cut.lower", "J", "Down", "Move it down in its list."),
    Command("cut.pairs", "b", "Pairs", "Rank the list by comparing two at a time."),
    Command("draft.edit", "space,e", "Edit", "Set its owner, target and alert."),
    Command("draft.new", "n", "New", "Write a KPI of your own, on one line."),
    Command("draft.find", "slash", "Library", "Find a KPI in the library."),
    Command("draft.drop", "X", "Leave out", "Leave the KPI out."),
    Command("find.down", "down", "", "Go to the next."),
    Command("find.up", "up", "", "Go to the one before."),
    Command("pairs.first", "1,left,enter", "The first", "The first tells more."),
    Command("pairs.second", "2,right", "The second", "The second tells more."),
)
CATALOGUE += _RUNS
CATALOGUE += tuple(Command(f"line.{name}", keys, "", text, runs=runs) for name, keys, runs, text in editing.LINE)
CATALOGUE += tuple(Command(f"long.{name}", keys, "", text, runs=runs) for name, keys, runs, text in editing.LONG)

# What is in force at the same time as each scope; `app` is under every place, and under no dialog.
SCOPES: Mapping[str, tuple[str, ...]] = {
    "app": (),
    "rows": ("app",),
    "week": ("rows", "app"),
    "welcome": ("rows", "app"),
    "steps": ("dialog",),
    "grid": ("kpis", "rows", "app"),
    "kpis": ("rows", "app"),
    "kpi": ("rows", "app"),
    "log": ("rows", "app"),
    "search": ("line",),
    "story": ("rows", "app"),
    "escalation": ("log", "story", "rows", "app"),
    "decision": ("log", "story", "rows", "app"),
    "action": ("log", "story", "rows", "app"),
    "thing": ("escalation", "log", "story", "rows", "app"),
    "screen": (),
    "value": ("line",),
    "field": ("line", "fields"),
    "line": ("fields", "form", "dialog"),
    "long": ("fields", "form", "dialog"),
    "choice": ("field", "fields"),
    "fields": ("form",),
    "reach": (),
    "reading": ("dialog",),
    "dialog": ("rows",),
    "cell": ("dialog",),
    "ask": ("dialog",),
    "choices": ("dialog", "find"),
    "narrow": ("choices", "find", "line", "dialog"),
    "pull": ("dialog",),
    "import": ("rows", "app"),
    "form": ("dialog",),
    "close": ("reading", "dialog"),
    "notes": ("reading", "dialog"),
    "wizard": ("rows", "app"),
    "tracked": ("fields", "wizard", "app"),
    "sort": ("wizard", "rows", "app"),
    "cut": ("wizard", "rows", "app"),
    "draft": ("wizard", "rows", "app"),
    "find": ("line", "dialog"),
    "pairs": ("dialog",),
    "okrs": ("rows", "app"),
    "part": ("rows", "app"),
    "okr": ("okrs", "part", "rows", "app"),
    "rollout": ("rows", "app"),
    "advance": ("dialog",),
    "settings": ("rows", "app"),
    "colours": ("dialog",),
    "backups": ("rows", "app"),
    "restore": ("dialog",),
    "meeting": ("rows", "app"),
    "jump": ("dialog",),
    "figures": ("meeting", "rows", "app"),
    "misses": ("escalation", "thing", "meeting", "rows", "app"),
    "ending": ("reading", "meeting", "app"),
    "learned": ("meeting", "rows", "app"),
    "stale": ("meeting", "rows", "app"),
    "misfit": ("meeting", "rows", "app"),
    "course": ("meeting", "rows", "app"),
    "ends": ("meeting", "rows", "app"),
}
# What else may surround a field that is typed in.
AROUND: tuple[tuple[str, ...], ...] = (("fields", "meeting", "app"), ("fields", "wizard", "app"), ("ask", "dialog"))
# Where the commands of a scope are found: the command that goes to the place, and the page or the line they are about.
HOMES: Mapping[str, tuple[str, str]] = {
    "week": ("app.week", ""),
    "kpis": ("app.kpis", ""),
    "kpi": ("app.kpis", "KPI"),
    "log": ("app.log", ""),
    "thing": ("app.log", ""),
    "escalation": ("app.log", "Escalation"),
    "decision": ("app.log", "Decision"),
    "action": ("app.log", "Action"),
    "story": ("app.log", "Page"),
    "okrs": ("app.okrs", ""),
    "okr": ("app.okrs", "Key result"),
    "part": ("app.okrs", "Page"),
    "rollout": ("app.rollout", ""),
    "settings": ("app.settings", ""),
    "backups": ("app.backups", ""),
    "meeting": ("app.checkin", ""),
    "figures": ("app.checkin", "Scorecard"),
    "misses": ("app.checkin", "Escalations"),
    "ending": ("app.checkin", "Close"),
    "learned": ("app.review-month", "Learned"),
    "stale": ("app.review-month", "90-day rule"),
    "misfit": ("app.review-month", "Targets"),
    "course": ("app.review-month", "Objectives"),
    "ends": ("app.review-quarter", "Key result"),
}
# Keys that one of two scopes in force may take from the other, since the inner one comes first and means the same.
INNER = {
    ("log.all", "app.back"),
    ("app.back", "kpis.all"),
    ("rows.open", "close.confirm"),
    ("rows.open", "ask.accept"),
    ("rows.open", "narrow.submit"),
    ("rows.open", "pull.record"),
    ("rows.open", "form.accept"),
}
INNER |= {("rows.open", "pairs.first"), ("app.back", "wizard.back"), ("rows.open", "wizard.next")} | {
    ("rows.open", "restore.confirm"),
    ("rows.open", "advance.confirm"),
    ("rows.open", "colours.keep"),
    ("rows.open", "cell.page"),
    ("meeting.leave", "app.back"),
    ("backups.leave", "app.back"),
    ("meeting.next", "learned.keep"),
    ("app.checkin", "week.checkin"),
    ("jump.choose", "rows.open"),
    ("ending.close", "rows.open"),
}
INNER |= {
    ("line.done", "value.submit"),
    ("line.done", "search.leave"),
    ("line.done", "narrow.submit"),
    ("screen.next", "value.next_day"),
    ("screen.previous", "value.last_day"),
    ("screen.next", "fields.next_field"),
    ("screen.previous", "fields.previous_field"),
    ("screen.copy", "line.copy"),
    ("screen.copy", "long.copy"),
    ("choice.done", "line.done"),
    ("line.left", "choice.previous"),
    ("line.right", "choice.next"),
    ("meeting.previous", "line.left"),
    ("meeting.next", "line.right"),
    ("meeting.previous", "long.left"),
    ("meeting.next", "long.right"),
    ("ask.accept", "line.done"),
    ("wizard.next", "line.done"),
    ("long.page-up", "fields.page_up"),
    ("long.page-down", "fields.page_down"),
}


def is_typed(key: str) -> bool:
    """Say whether a key is a character, which a field takes as text."""
    return key_to_character(key) is not None and key not in control_keys()


@cache
def control_keys() -> frozenset[str]:
    """List the keys that have a name and are no character."""
    return frozenset(one.value for one in Keys) - {"space"}


def home_of(scope: str) -> str:
    """Name the place, and the page in it, where the commands of a scope are found; empty for those of every place."""
    place, page = HOMES.get(scope, ("", ""))
    names = [one.place for one in CATALOGUE if one.id == place]
    return " · ".join([*names, page] if page else names)


_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "escape": "esc",
    "enter": "⏎",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "full_stop": ".",
    "space": "space",
    "delete": "del",
    "insert": "ins",
}


def shown(key: str) -> str:
    """Write a key as people read it: ? for question_mark, ^p for ctrl+p."""
    head, plus, last = key.rpartition("+")
    if last in control_keys() or last in _SHOWN:
        last = _SHOWN.get(last) or (last.upper() if re.fullmatch(r"f\d+", last) else last)
    else:
        last = key_to_character(last) or last
    return f"^{last}" if head == "ctrl" else f"{head}{plus}{last}"


def bindings(scope: str) -> list[BindingType]:
    """Make the bindings of a scope; each has its command's id, so that the user's keymap reaches it."""
    return [
        Binding(one.keys, one.action, one.label, show=bool(one.label), priority=one.everywhere, id=one.id)
        for one in CATALOGUE
        if one.scope == scope
    ]


def spoken(text: str, commands: Mapping[str, Command]) -> str:
    """Put the key of each command into a text in which it is named by its id: `{meeting.leave} leaves`."""
    return re.sub(r"\{([a-z]+\.[\w-]+)\}", lambda found: commands[found[1]].key, text)
