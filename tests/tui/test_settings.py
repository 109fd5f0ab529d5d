"""The settings: what each change does and from when, what is one's own, and what a company of one is spared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui import locations, settings
from cadence_tui.services import people
from cadence_tui.tui.screens.settings import SettingsScreen
from cadence_tui.tui.screens.settings_rows import SettingRows
from tests.tui.driving import screen_text, toasts, type_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

SIZE = (120, 40)
SOLO = """
[company]
name = "Acme [/]"
timezone = "Europe/Oslo"
people_count = 1

[[people]]
name = "Ada"
"""


async def _on(pilot: Pilot[None], app: CadenceApp, key: str, press: str = "enter") -> None:
    """Open the settings where they are not, and press a key on a line."""
    if not isinstance(app.screen, SettingsScreen):
        await pilot.press("comma")
        await pilot.pause()
    app.screen.query_one(SettingRows).cursor = key
    await pilot.pause()
    await pilot.press(press)
    await pilot.pause()


async def _type_over(pilot: Pilot[None], text: str) -> None:
    """Put a text in the place of what a field holds, and go on."""
    await pilot.press("end", "ctrl+u")
    await type_in(pilot, text)
    await pilot.press("enter")
    await pilot.pause()


def _keys(app: CadenceApp) -> Iterable[str]:
    return app.screen.query_one(SettingRows).settings


async def test_another_number_of_people_says_what_it_changes_and_is_undone(stage: Stage) -> None:
    """As the number is typed its stage and what that sets are seen; the toast says what changed and how to undo it."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "company:people_count")
        await pilot.press("end", "ctrl+u")
        await type_in(pilot, "40")
        assert "Alignment: OKRs lead. 10 to 15 company KPIs" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "stage traction → alignment" in toasts(app)
        assert "It counts from now on. u takes it back." in toasts(app)
        assert "alignment: OKRs lead" in screen_text(app)
        await pilot.press("u")
        await pilot.pause()
        assert "traction: KPIs lead" in screen_text(app)


async def test_a_new_close_says_from_which_week_it_holds_before_it_is_saved(stage: Stage) -> None:
    """The form names the first week that has not begun; saving says it again, and the coming close is listed."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "close:")
        assert "A new close holds from W49" in screen_text(app)
        await pilot.press("f", "ctrl+s")
        await pilot.pause()
        assert "close day mon → fri" in toasts(app)
        assert "It holds from W49" in toasts(app)
        assert "From W49 on" in screen_text(app)


async def test_a_zone_that_there_is_not_is_refused_beside_its_field(stage: Stage) -> None:
    """What is wrong stands below the field, with what would be right, and nothing is saved."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _on(pilot, app, "close:")
        await pilot.press("down", "down", "end", "ctrl+u")
        await type_in(pilot, "Mars/Base")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "There is no time zone “Mars/Base”" in " ".join(screen_text(app).split())


async def test_a_person_leaves_once_somebody_takes_over(stage: Stage) -> None:
    """Leaving names what is held, asks who takes it over, and hands all of it over in one change."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "person:Mateo Silva", "X")
        assert "Mateo Silva holds KPIs" in screen_text(app)
        await pilot.press("ctrl+s")
        assert "Hand over to is needed" in screen_text(app)
        await type_in(pilot, "Noor Haddad")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "Mateo Silva has left, and what they held is handed over. u takes it back." in toasts(app)
        assert "person:Mateo Silva" not in _keys(app)
        with stage.sit_down() as desk:
            assert people.holdings(desk.repository, "Mateo Silva").told() == []
        await pilot.press("u")
        await pilot.pause()
        assert "person:Mateo Silva" in _keys(app)


async def test_a_teams_kpis_are_given_to_somebody_in_it(stage: Stage) -> None:
    """Where somebody who leaves owns a team's KPIs, the form asks who of the team takes them over."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "person:Mateo Silva", "X")
        await type_in(pilot, "Noor Haddad")
        await pilot.press("tab")
        assert "Growth’s KPIs" in screen_text(app)
        assert "Linh Tran · Jonas Weber" in screen_text(app)
        await type_in(pilot, "Linh Tran")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Mateo Silva has left" in toasts(app)
        with stage.sit_down() as desk:
            kpis = desk.repository.kpis(retired=False)
            assert (kpis["new_bakeries"].owner, kpis["new_mrr"].owner) == ("Linh Tran", "Noor Haddad")


async def test_a_team_goes_and_its_kpis_have_another_home(stage: Stage) -> None:
    """The form names its KPIs, and asks which team takes them over, or the company."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "team:Growth", "X")
        assert "It owns New bakeries" in " ".join(screen_text(app).split())
        await type_in(pilot, "company")
        await pilot.press("ctrl+s")
        await pilot.pause()
        with stage.sit_down() as desk:
            held = [one.id for one in desk.repository.objectives() if one.team == "Growth" and one.state != "closed"]
            assert held or desk.repository.kpi("new_bakeries").team is None


async def test_people_and_teams_are_added_and_renamed(stage: Stage) -> None:
    """A name is text, whatever it holds; what belongs to it follows."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "person:Mateo Silva", "n")
        await type_in(pilot, "[b] Zed")
        await pilot.press("enter")
        await pilot.pause()
        assert "person:[b] Zed" in _keys(app)
        await _on(pilot, app, "person:[b] Zed")
        await _type_over(pilot, "Zoe [red]")
        assert "person:Zoe [red]" in _keys(app)
        await _on(pilot, app, "team:Growth")
        await _type_over(pilot, "Sales [/]")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "team:Sales [/]" in _keys(app)
        with stage.sit_down() as desk:
            assert desk.repository.kpi("new_bakeries").team == "Sales [/]"
        await _on(pilot, app, "team:Sales [/]", "X")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Its KPIs go to is needed" in screen_text(app)


async def test_a_rung_is_changed_for_escalations_opened_afterwards(stage: Stage) -> None:
    """The ladder says that open escalations keep theirs; `D` goes back to the stage's."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "rung:1")
        await pilot.press("down", "down", "down")
        await _type_over(pilot, "24")
        assert "open ones keep theirs. u takes it back." in toasts(app)
        with stage.sit_down() as desk:
            assert [rung.hours for rung in desk.repository.ladder() or ()][1] == 24
        await _on(pilot, app, "rung:1", "D")
        assert "The stage’s ladder again" in toasts(app)
        with stage.sit_down() as desk:
            assert desk.repository.ladder() is None


async def test_a_range_of_ones_own_goes_before_the_stages(stage: Stage) -> None:
    """It is read as people write it, shown as one's own, and emptied it is the stage's again."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "range:company_kpis")
        await type_in(pilot, "9-4")
        await pilot.press("enter")
        assert "wrong way round" in screen_text(app)
        await _type_over(pilot, "2-6")
        assert "2 to 6  (your own)" in screen_text(app)
        assert "Company KPIs: 2 to 6, from now on" in toasts(app)
        await _on(pilot, app, "range:company_kpis", "D")
        assert "3 to 9  (the stage’s, traction)" in screen_text(app)


# --- One's own --------------------------------------------------------------------------------------------------------


async def test_colours_are_seen_as_they_are_chosen_and_kept_beside_what_else_the_file_holds(stage: Stage) -> None:
    """The cursor shows each theme; esc goes back to what was; enter keeps it for later starts, and other lines stay."""
    folder = locations.config_folder()
    folder.mkdir(parents=True)
    own = folder / settings.FILE
    own.write_text('# mine\nperson = "Noor Haddad"\n\n[keys]\n"week.close" = "C"\n', "utf-8")
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "own:theme")
        await pilot.press("down")
        await pilot.pause()
        assert app.theme == "cadence-light"
        await pilot.press("escape")
        await pilot.pause()
        assert app.theme == "cadence-dark"
        await _on(pilot, app, "own:theme")
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "These colours stay" in toasts(app)
        assert app.screen.query_one(SettingRows).settings["own:theme"].value == "cadence-light"
    text = own.read_text("utf-8")
    assert text.startswith("# mine\n")
    assert settings.read(folder) == settings.Settings("Noor Haddad", None, "cadence-light", {"week.close": "C"})
    assert stage.app(theme=settings.read(folder).theme).theme == "cadence-light"


async def test_the_notes_folder_holds_at_once(stage: Stage) -> None:
    """A folder is a whole path; notes go there from now on, and after a new start."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _on(pilot, app, "own:notes")
        await _type_over(pilot, "notes")
        assert "no whole path" in screen_text(app)
        await _type_over(pilot, str(stage.folder / "else").replace("_", "-"))
        assert app.host.notes.name == "else"
        assert "Notes go there from now on" in toasts(app)
    assert settings.read(locations.config_folder()).notes == app.host.notes


@pytest.mark.parametrize(
    ("text", "name", "value", "wanted"),
    [
        ("", "theme", "a", 'theme = "a"\n'),
        ('theme = "b"  # dark\n', "theme", "a", 'theme = "a"  # dark\n'),
        ('theme = "b"\nperson = "Ada"', "theme", None, 'person = "Ada"\n'),
        ('[keys]\na = "b"\n', "notes", 'C:\\x "é"', 'notes = "C:\\\\x \\"é\\""\n\n[keys]\na = "b"\n'),
    ],
)
def test_a_setting_is_written_where_it_stands(text: str, name: str, value: str | None, wanted: str) -> None:
    """One line changes, comes or goes; every other stays as it was written."""
    assert settings.with_value(text, name, value) == wanted


# --- A company of one -------------------------------------------------------------------------------------------------


async def test_a_company_of_one_is_spared_what_can_say_only_one_thing(stage: Stage) -> None:
    """Neither founder, people nor teams are shown; its second rung takes the name of whoever advises."""
    stage.company(SOLO)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        kinds = {key.partition(":")[0] for key in _keys(app)}
        assert kinds == {"company", "close", "rung", "add-rung", "range", "own"}
        assert not {"company:founder", "own:person", "range:team_kpis"} & set(_keys(app))
        await _on(pilot, app, "rung:1")
        await pilot.press("down")
        await _type_over(pilot, "Grace")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen.query_one(SettingRows).settings["rung:1"].value.startswith("Grace")


@pytest.mark.long
async def test_every_setting_opens_a_form_and_nothing_half_typed_is_lost(stage: Stage) -> None:
    """Each line opens; esc leaves it unchanged, and what was typed is offered again."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        for key in list(_keys(app)):
            await _on(pilot, app, key)
            assert not isinstance(app.screen, SettingsScreen), key
            await pilot.press("escape")
            await pilot.pause()
        await _on(pilot, app, "company:name")
        await type_in(pilot, "ry")
        await pilot.press("escape")
        await pilot.pause()
        await _on(pilot, app, "company:name")
        assert "Rye & Ledgerry" in screen_text(app)
