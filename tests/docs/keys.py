"""The table of keys, from the app's one catalogue of commands."""

from __future__ import annotations

from cadence_tui.tui.commands import CATALOGUE, HOMES, Command, home_of

# What the scopes that no place is the home of are called here. Those that share a heading share a table.
HEADINGS = {
    "app": "Everywhere",
    "screen": "Everywhere",
    "reach": "While everything has a label",
    "rows": "In any list",
    "grid": "KPIs",
    "search": "In the search field of the log",
    "cell": "A cell of the scorecard, opened",
    "value": "In the field in which a value is typed",
    "line": "In a field of one line",
    "long": "In a field of several lines",
    "field": "In a form",
    "fields": "In a form",
    "form": "In a form",
    "choice": "In a choice",
    "dialog": "In any dialog",
    "ask": "In any dialog",
    "reading": "Where a text is read",
    "close": "Closing the week",
    "notes": "Notes",
    "import": "Import",
    "pull": "Fetched values",
    "advance": "Next phase",
    "colours": "Colours",
    "restore": "Backups",
    "jump": "Weekly check-in",
    "welcome": "Without a company",
    "steps": "Without a company",
    "wizard": "Set-up and audit",
    "tracked": "Set-up and audit: what you track",
    "sort": "Set-up and audit: sorting",
    "cut": "Set-up and audit: cutting",
    "pairs": "Set-up and audit: two at a time",
    "draft": "Set-up and audit: KPIs",
    "find": "Set-up and audit: KPIs",
}
_NAMES = {"question_mark": "?", "slash": "/", "comma": ",", "escape": "esc", "full_stop": "."}


def table() -> str:
    """Write each key under where it works, with the id by which the settings name its command."""
    groups = dict[str, list[Command]]()
    for one in CATALOGUE:
        groups.setdefault(heading(one.scope), []).append(one)
    return "\n\n".join(_group(name, groups[name]) for name in sorted(groups, key=lambda name: _place(groups[name])))


def _place(commands: list[Command]) -> tuple[int, int, str]:
    """Say where a table stands: what works everywhere first, then place by place as the catalogue has them."""
    scopes = [one.scope for one in commands]
    ids = [one.id for one in CATALOGUE]
    homes = [(ids.index(HOMES[scope][0]), HOMES[scope][1]) for scope in scopes if scope in HOMES]
    first = next((n for n, scope in enumerate(("app", "rows")) if scope in scopes), None)
    if first is not None:
        return (0, first, "")
    return (1, *min(homes)) if homes else (2, ids.index(commands[0].id), "")


def heading(scope: str) -> str:
    """Say where a scope is in force."""
    return HEADINGS.get(scope) or home_of(scope) or scope.capitalize()


def _group(name: str, commands: list[Command]) -> str:
    """Write the keys that work at one place."""
    rows = [f"| {_keys(one)} | {one.text.replace('|', chr(92) + '|')} | `{one.id}` |" for one in commands]
    return "\n".join([f"## {name}", "", "| key | does | id |", "| --- | --- | --- |", *rows])


def _keys(command: Command) -> str:
    """Write the keys of a command as they are written in the settings."""
    return " ".join(f"`{_key(key)}`" for key in command.keys.split(","))


def _key(key: str) -> str:
    """Write a key by its character or its name."""
    head, plus, last = key.rpartition("+")
    return f"{head}{plus}{_NAMES.get(last, last)}"
