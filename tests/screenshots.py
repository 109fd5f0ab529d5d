"""Draws the pictures in screenshots/: every place of the app on the demo company, at the sizes that people use.

Run it with `make screenshots`; names given as arguments draw only those.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent / "screenshots"
SIZES = ((80, 24), (120, 40))


class Picture(NamedTuple):
    """A picture: its name, the keys that lead to it from where the app opens, and its theme.

    An `empty` one has no company yet; with a `step`, somebody has come as far as that in setting theirs up.
    """

    name: str
    keys: tuple[str, ...] = ()
    theme: str = "cadence-dark"
    sizes: tuple[tuple[int, int], ...] = SIZES
    empty: bool = False
    step: str = ""
    paste: str = ""


STEPS = ("company", "rhythm", "people", "stage", "audit", "sort", "cut", "kpis", "ladder", "preview")
TYPED = {
    "name": "Fjord Labs",
    "you": "Ada Berg",
    "count": "7",
    "people": "Bo Dahl\nCy Eide",
    "teams": "Growth: Bo Dahl",
    "tracked": "Customer churn\nNPS\nCAC\nPage views\nLaunch in Spain\nRework pricing",
}
# What somebody tracks, as they sort it: four of ongoing health, of which three stay, and two of strategic change.
HEALTH, CHANGE = ("Customer churn", "NPS", "CAC", "Page views"), ("Launch in Spain", "Rework pricing")

PICTURES = (
    Picture("welcome", empty=True),
    Picture("this-week"),
    Picture("this-week-light", theme="cadence-light"),
    Picture("this-week-wide", sizes=((200, 60),)),
    Picture("record", keys=("r", "2", "4", "0", "0")),
    Picture("close", keys=("c",)),
    Picture("help", keys=("question_mark",)),
    Picture("palette", keys=("ctrl+p",)),
    Picture("kpis", keys=("2",)),
    Picture("kpis-wide", keys=("2", "b", "s", "s"), sizes=((200, 60),)),
    Picture("kpis-as-of", keys=("2", "t", "enter")),
    Picture("cell", keys=("2", *["down"] * 6, "left", "space")),
    Picture("kpi", keys=("2", "down", "down", "enter")),
    Picture("kpi-wide", keys=("2", "down", "enter", "z", "z", "m"), sizes=((200, 60),)),
    Picture("kpi-about", keys=("2", "down", "enter", "i")),
    Picture("source", keys=("2", "down", "enter", "s", "right", "right", "right", "right")),
    Picture("import", keys=("i",), paste="KPI\t2023-W22\t2023-W23\nNPS\t41,5\t42\nTickets\t5\t6"),
    Picture("okrs", keys=("3",)),
    Picture("okrs-past", keys=("3", "left")),
    Picture("objective", keys=("3", *["down"] * 7, "enter")),
    Picture("key-result", keys=("3", *["down"] * 8, "enter")),
    Picture("okr-check-in", keys=("3", "c")),
    Picture("okr-draft", keys=("3", "n")),
    Picture("log", keys=("4",)),
    Picture("did-it-work", keys=("4", "y", "enter")),
    Picture("story", keys=("4", "E", *["down"] * 4, "enter")),
    Picture("answer", keys=("4", "E", "d")),
    Picture("rhythm", keys=("y",)),
    Picture("review-month", keys=("M",)),
    Picture("review-month-90-days", keys=("M", "ctrl+s")),
    Picture("review-month-objectives", keys=("M", "ctrl+s", "ctrl+s", "ctrl+s")),
    Picture("retrospective", keys=("Q",)),
    Picture("retrospective-keep", keys=("Q", "ctrl+s", "ctrl+s")),
    Picture("okr-check-in", keys=("f4",)),
    Picture("check-in-follow-through", keys=("w", *["down"] * 6)),
    Picture("check-in-scorecard", keys=("w", "ctrl+s", "0", "full_stop", "5")),
    Picture("check-in-escalations", keys=("w", "ctrl+s", "ctrl+s")),
    Picture("check-in-close", keys=("w", *["ctrl+s"] * 5)),
    Picture("rollout", keys=("5",)),
    Picture("settings", keys=("comma",)),
    Picture("backups", keys=("B", "n")),
    *(Picture(f"set-up-{number}-{step}", keys=("n",), empty=True, step=step) for number, step in enumerate(STEPS, 1)),
)


async def draw(picture: Picture, size: tuple[int, int], demo: Path, home: Path) -> str:
    """Open the app, press the keys, and give its picture as SVG."""
    from textual.events import Paste

    from cadence_tui import bootstrap
    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.host import Beginning, Host, Safety

    os.chdir(home)  # so that a picture names no folder of the machine that drew it
    path = Path(f"{picture.name}.db") if picture.empty else demo
    if picture.step:
        _begin(path, picture.step)
    host = Host(
        path=path,
        sit_down=lambda file: bootstrap.desk(file, None, patience_ms=bootstrap.APP_PATIENCE_MS),
        found=bootstrap.found,
        demo=lambda: demo,
        notes=home / "notes",
        report_crash=str,
        playbook=bootstrap.playbook,
        keep_setting=lambda *_: home / "settings.toml",
        theme=picture.theme,
        beginning=Beginning(bootstrap.library, bootstrap.machine_now, lambda: "Europe/Oslo"),
        outside=bootstrap.outside(),
        safety=Safety(
            daily=bootstrap.back_up_daily,
            flaw=bootstrap.quick_flaw,
            listed=bootstrap.backups,
            take=bootstrap.back_up,
            restore=bootstrap.restore,
        ),
    )
    app = CadenceApp(host)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause()
        if picture.paste and app.focused is not None:
            app.focused.post_message(Paste(picture.paste))
            await pilot.pause(1)
        await pilot.pause(0.2)
        return app.export_screenshot(title="cadence")


def _begin(path: Path, step: str) -> None:
    """Leave behind what somebody has answered up to a step of setting their company up."""
    from cadence_tui.services.audit import Thing
    from cadence_tui.services.wizard import Answers, FileStore

    things = [
        *(Thing(name, "health", kept=at < len(HEALTH) - 1) for at, name in enumerate(HEALTH)),
        *(Thing(name, "change", kept=at == 0) for at, name in enumerate(CHANGE)),
    ]
    if step == "sort":
        things[1].bucket = things[4].bucket = ""
    sorted_already = STEPS.index(step) > STEPS.index("audit")
    FileStore.beside(path).save(Answers(step=step, typed=dict(TYPED), things=things if sorted_already else []).write())


def main(names: list[str]) -> None:
    """Draw the pictures that are named, or all."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    from cadence_tui import bootstrap
    from cadence_tui.demo import NOW

    os.environ["CADENCE_NOW"] = NOW.isoformat()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for picture in PICTURES:
            for size in picture.sizes:
                name = f"{picture.name}-{size[0]}x{size[1]}"
                if names and picture.name not in names and name not in names:
                    continue
                demo = bootstrap.demo(home / "demo.db")
                svg = asyncio.run(draw(picture, size, demo, home))
                (FOLDER / f"{name}.svg").write_text(svg, "utf-8", newline="\n")
                print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
