"""company.toml: what it may say, what stands in for what it does not say, and how each mistake is named."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.kpi import Target
from cadence_tui.domain.ladder import Rung
from cadence_tui.domain.text import visible
from cadence_tui.edges.company_fields import CompanyFields, PersonFields, RungFields, TeamFields
from cadence_tui.edges.company_file import CompanyPlan, example, read_company, read_ladder, stage_of
from cadence_tui.edges.kpi_fields import KpiFields

TODAY = date(2026, 9, 20)
COMPANY = '[company]\nname = "Fjord Labs"\n'
KPI = '[[kpis]]\nname = "Churn"\nowner = "Ada"\ndirection = "at_most"\ntarget = 5\n'


def read(text: str) -> CompanyPlan:
    """Read a file that is in order."""
    return read_company(text, zone="Europe/Oslo", today=TODAY)


def problems(text: str) -> list[str]:
    """Read a file that is not in order, and list what is said about it."""
    with pytest.raises(InvalidError) as refused:
        read(text)
    return list(refused.value.problems) or [str(refused.value)]


def said_about(text: str) -> list[str]:
    """Read any file, and list every sentence that is said about it: none when it is in order."""
    try:
        read(text)
    except InvalidError as error:
        return [str(error), *error.problems]
    return []


def company(line: str) -> str:
    """Write a file with one line more in [company], which is line 3."""
    return f"{COMPANY}{line}\n"


def kpi(*lines: str) -> str:
    """Write a file with one KPI, whose further lines begin at line 8."""
    return f"{COMPANY}{KPI}" + "\n".join(lines)


# --- What it says -----------------------------------------------------------------------------------------------------


def test_a_company_needs_no_more_than_a_name() -> None:
    """A name is enough: the rest is the product's default, the machine's zone and the first of this month."""
    assert read(COMPANY) == CompanyPlan(
        name="Fjord Labs",
        founder="Founder",
        zone="Europe/Oslo",
        close_day=0,
        close_time=time(18),
        start=date(2026, 9, 1),
        number_format="1,234.50",
        people_count=None,
        stage="solo",
        fiscal_start=1,
        self_verify=True,
        people=("Founder",),
        teams=(),
        kpis=(),
        ladder=None,
    )


def test_everything_can_be_said() -> None:
    """Each field of [company] is taken as it is written."""
    plan = read(
        COMPANY
        + 'timezone = "America/New_York"\nclose_day = "thu"\nclose_time = "09:30"\nstart = 2026-10-05\n'
        + 'number_format = "1.234,50"\npeople_count = 30\nfounder = "Ada"\nfiscal_year_start = 4\nself_verify = false\n'
    )
    assert (plan.zone, plan.close_day, plan.close_time) == ("America/New_York", 3, time(9, 30))
    assert (plan.start, plan.number_format, plan.people_count) == (date(2026, 10, 5), "1.234,50", 30)
    assert (plan.founder, plan.fiscal_start, plan.self_verify, plan.stage) == ("Ada", 4, False, "alignment")


@pytest.mark.parametrize("written", ['"18:00"', '"18:00:00"', "18:00:00", '" 18:00 "'])
def test_a_close_time_is_text_or_a_time(written: str) -> None:
    """A time of day is written in quotes, or as TOML writes one; seconds, where there are any, are zero."""
    assert read(company(f"close_time = {written}")).close_time == time(18)


def test_midnight_is_a_close_time() -> None:
    """The first moment of a day closes a week as any other does."""
    assert read(company('close_time = "00:00"')).close_time == time(0)


@pytest.mark.parametrize("written", ['"sun"', '"Sun"', '"SUNDAY"'])
def test_a_close_day_is_a_day_of_the_week(written: str) -> None:
    """A day is its first three letters or its whole name, however it is cased."""
    assert read(company(f"close_day = {written}")).close_day == 6


@pytest.mark.parametrize("written", ["2026-10-05", '"2026-10-05"'])
def test_a_start_is_text_or_a_date(written: str) -> None:
    """A date is written as TOML writes one, or the same in quotes."""
    assert read(company(f"start = {written}")).start == date(2026, 10, 5)


def test_without_a_clock_the_start_is_asked_for() -> None:
    """Where nobody says what day it is, the file must name the rollout's first day."""
    with pytest.raises(InvalidError, match=r"line 1, company\.start: It is missing; write the first day"):
        read_company(COMPANY)


@pytest.mark.parametrize(
    ("people", "stage"),
    [(1, "solo"), (2, "traction"), (20, "traction"), (21, "alignment"), (100, "alignment"), (101, "scaling")],
)
def test_the_number_of_people_decides_the_stage(people: int, stage: str) -> None:
    """One is solo, up to 20 traction, up to 100 alignment, and scaling from 101 on."""
    assert stage_of(people) == stage
    assert read(company(f"people_count = {people}")).stage == stage


def test_a_stage_that_is_named_holds() -> None:
    """Who names a stage means it, whatever the number of people."""
    assert read(company('people_count = 7\nstage = "solo"')).stage == "solo"


def test_everyone_named_counts_where_nobody_is_counted() -> None:
    """Without a stage and a number of people, those who are named decide the stage."""
    assert read(COMPANY + '[[people]]\nname = "Ada"\n').stage == "traction"


def test_everyone_named_anywhere_is_a_person() -> None:
    """The founder comes first, then those listed, leads, members, owners, and those on rungs of the ladder."""
    plan = read(
        f"""{company('founder = "F"')}
        [[ladder]]
        name = "Board"
        who = "B"
        owes = "decision"
        [[kpis]]
        name = "Churn"
        owner = "O"
        direction = "yes_no"
        [[teams]]
        name = "Growth"
        members = ["M", "L"]
        lead = "L"
        [[people]]
        name = "P"
        """
    )
    assert plan.people == ("F", "P", "L", "M", "O", "B")


def test_a_person_is_one_however_they_are_spelled() -> None:
    """Names that count as the same are one person, spelled as they stand first."""
    plan = read(
        f"""{company('founder = "Zoë"')}
        [[teams]]
        name = "Growth"
        lead = "ZOË"
        members = ["zoë", "Ada", "ADA"]
        [[kpis]]
        name = "Churn"
        owner = "ada"
        team = "growth"
        direction = "yes_no"
        [[ladder]]
        name = "Top"
        who = "ZOe\u0308"
        owes = "decision"
        """
    )
    assert plan.people == ("Zoë", "Ada")
    assert (plan.teams[0].lead, plan.teams[0].members) == ("Zoë", ("Zoë", "Ada"))
    assert (plan.kpis[0].owner, plan.kpis[0].team) == ("Ada", "Growth")
    assert plan.ladder == (Rung("Top", "Zoë", "decision"),)


def test_a_target_may_be_a_number_or_text() -> None:
    """A number of TOML is taken exactly as it is written; text is read as people write values."""
    plan = read(kpi("alert = 7.10"))
    assert plan.kpis[0].goal == Target("at_most", Decimal(5), Decimal("7.10"))
    assert str(plan.kpis[0].goal.alert) == "7.10"
    assert read(kpi('alert = "1.2k"')).kpis[0].goal.alert == 1200


def test_a_number_of_toml_has_a_point_whatever_the_number_format() -> None:
    """1.234 is a little over one, also in a company that writes a thousand so; text follows the company's format."""
    german = f"{company(chr(110) + 'umber_format = ' + chr(34) + '1.234,50' + chr(34))}"
    plan = read(german + KPI.replace("target = 5", 'target = 1.234\nalert = "1.234"'))
    assert plan.kpis[0].goal == Target("at_most", Decimal("1.234"), Decimal(1234))


def test_a_range_has_two_ends() -> None:
    """A range is a list of both its ends, or one text."""
    for written in ('["40", "60"]', "[40, 60]", '"40..60"'):
        text = KPI.replace("at_most", "between").replace("5", written)
        assert read(COMPANY + text).kpis[0].goal.target == (40, 60)


def test_a_yes_no_kpi_has_the_target_yes() -> None:
    """Yes may be said, and goes without saying."""
    for target in ("", "target = true", 'target = "yes"'):
        plan = read(COMPANY + f'[[kpis]]\nname = "Shipped"\nowner = "Ada"\nunit = "yes_no"\n{target}\n')
        assert (plan.kpis[0].goal, plan.kpis[0].unit) == (Target("yes_no"), "yes_no")


def test_a_key_is_made_from_the_name() -> None:
    """A key that is not given is made from the name, and never takes one that another KPI is given."""
    second = KPI.replace("Churn", "Churn!") + 'key = "churn"\n'
    assert [plan.key for plan in read(COMPANY + KPI + second).kpis] == ["churn-2", "churn"]


def test_a_formula_may_name_kpis_further_down() -> None:
    """The order of KPIs in the file does not matter, and a formula gets its one spelling."""
    plan = read(
        kpi('formula = "new-mrr/new-customers"')
        + "\n"
        + KPI.replace("Churn", "New MRR")
        + KPI.replace("Churn", "New customers")
    )
    assert plan.kpis[0].formula == "new-mrr / new-customers"


def test_a_ladder_is_taken_in_its_order() -> None:
    """Rungs climb as they stand in the file; a limit that is not there is none."""
    rungs = """
    [[ladder]]
    name = "Owner"
    who = "Owner"
    owes = "action"
    respond_within_hours = 24
    [[ladder]]
    name = "Board"
    who = "Board member"
    owes = "decision"
    """
    expected = (Rung("Owner", "owner", "action", 24), Rung("Board", "Board member", "decision"))
    assert read(COMPANY + rungs).ladder == expected
    assert read_ladder(rungs) == expected


def test_line_ends_and_byte_order_marks_do_not_matter() -> None:
    """A file from Windows is read as any other, and its problems have the same lines."""
    assert read("\ufeff" + COMPANY.replace("\n", "\r\n")).name == "Fjord Labs"
    assert problems("\ufeff" + company("people_count = 0").replace("\n", "\r\n"))[0].startswith("company.toml, line 3,")


# --- What it may not say ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('nam = "x"', "nam: There is no such field; did you mean name?"),
        ('name2 = "x"', "name2: There is no such field; did you mean name?"),
        ('zzz = "x"', "zzz: There is no such field; there are name, timezone, close_day, close_time, start, "),
        ('timezone = "Europe/Osl"', "timezone: There is no time zone “Europe/Osl”. Did you mean Europe/Oslo?"),
        ('timezone = "/etc/passwd"', "timezone: There is no time zone “/etc/passwd”."),
        ("timezone = 1", "timezone: “1” does not belong here; write a time zone, as “Europe/Oslo”."),
        ('close_day = "monkey"', "close_day: “monkey” does not belong here; write one of mon, tue, wed, thu, fri, "),
        ("close_day = 1", "close_day: “1” does not belong here"),
        ('close_time = "24:00"', "close_time: “24:00” does not belong here; write hours and minutes, as “18:00”."),
        ('close_time = "6 pm"', "close_time: “6 pm” does not belong here"),
        ("close_time = 18:00:30", "close_time: “18:00:30” does not belong here"),
        ('start = "soon"', "start: “soon” does not belong here; write the first day of the rollout, as 2026-09-01."),
        ("start = 2026-09-01T10:00:00Z", "start: “2026-09-01 10:00:00+00:00” does not belong here"),
        ("start = 1026-09-01", "start: “1026-09-01” does not belong here"),
        ("start = 9999-12-31", "start: “9999-12-31” does not belong here"),
        ('number_format = "1234.5"', "number_format: “1234.5” does not belong here; write “1,234.50” or “1.234,50”"),
        ("people_count = 0", "people_count: “0” does not belong here; write how many people there are, as 7."),
        ("people_count = true", "people_count: “true” does not belong here"),
        ("people_count = 7.5", "people_count: “7.5” does not belong here"),
        ('people_count = "7"', "people_count: “7” does not belong here"),
        ('stage = "huge"', "stage: “huge” does not belong here; write solo, traction, alignment or scaling."),
        ('founder = "Ada & Bob"', "founder: “Ada & Bob” is more than one; name the one person"),
        ('founder = " "', "founder: The founder is empty"),
        ("fiscal_year_start = 13", "fiscal_year_start: “13” does not belong here; write the number of the month"),
        ('self_verify = "yes"', "self_verify: “yes” does not belong here; write true, "),
        (
            "checkin_weeks = 3",
            "checkin_weeks: “3” does not belong here; write 1 for a check-in on objectives every week",
        ),
    ],
)
def test_a_wrong_field_of_the_company_is_named(line: str, problem: str) -> None:
    """A problem names the file, the line and the field, and says what would be right."""
    (found,) = problems(company(line))
    assert found.startswith(f"company.toml, line 3, company.{problem}")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('owner = "Ada and Bob"', "TOML"),
        ('unti = "percent"', "unti: There is no such field; did you mean unit?"),
        ('unit = "euro"', "unit: “euro” is not a unit; write one of number, percent, currency:EUR, hours, "),
        ('unit = "currency:EURO"', "unit: “currency:EURO” is not a unit"),
        ('team = "Grwth"', "team: There is no team “Grwth”. Leave it out for a company KPI."),
        ('cadence = "yearly"', "cadence: “yearly” does not belong here; write daily, weekly or monthly."),
        ('alert = "4"', "alert: The alert 4 must not be below the target 5 of an “at_most” KPI."),
        ('alert = "4..7"', "alert: “4..7” is a range; an “at_most” KPI takes one number, as 40."),
        ("alert = nan", "alert: “NaN” is not a number; write it as 1,234.50"),
        ("alert = inf", "alert: “Infinity” is not a number"),
        ("alert = 1e999999999999", "alert: “1E+999999999999” is not a number"),
        ("alert = 1e99", "alert: “1E+99” is not a number"),
        ("alert = true", "alert: “true” is not a number"),
        ("alert = 2026-09-01", "alert: “2026-09-01” is not a number"),
        pytest.param(f"alert = 0x{'f' * 20_000}", "alert: “a number without end” is not a number", id="endless"),
        ("alert = []", "alert: "),
        ("lag_days = 10", "lag_days: Only a monthly KPI can lag; leave it out, or make the cadence monthly."),
        (
            'cadence = "monthly"\nlag_days = 29',
            "lag_days: “29” does not belong here; write a whole number from 0 to 28.",
        ),
        ('aggregate = "max"', "aggregate: “max” does not belong here; write last, sum or mean."),
        ('kind = "soon"', "kind: “soon” does not belong here; write leading or lagging."),
        ('perspective = "x"', "perspective: “x” does not belong here; write financial, customer, process or learning."),
        ('key = "Churn"', "key: The key “Churn” may hold only small letters, digits, - and _, and needs a letter"),
        ('measure = "a\\u001bb"', "measure: The measure has a control character (␛) in it"),
        ('formula = "churn +"', "formula: The formula cannot be read: it ends where a KPI or number is missing"),
        ('formula = "mrr / 2"', "formula: There is no KPI “mrr”."),
        ('formula = "churn / 2"', "formula: A KPI cannot be worked out from itself: churn → churn"),
    ],
)
def test_a_wrong_field_of_a_kpi_is_named(line: str, problem: str) -> None:
    """A KPI's problem stands under its own line, and says what would be right."""
    text = kpi(line)
    if problem == "TOML":
        assert problems(text) == ["company.toml, line 8: It is not TOML: Cannot overwrite a value; name it once."]
        return
    (found,) = problems(text)
    at = 9 if "\n" in line else 8
    assert found.startswith(f"company.toml, line {at}, kpis.{problem}")


def test_yes_or_no_is_not_measured_as_a_number() -> None:
    """The unit yes_no and the direction yes_no go together; the problem stands under the direction."""
    (found,) = problems(kpi('unit = "yes_no"'))
    assert found == (
        "company.toml, line 6, kpis.direction: The unit yes_no and the direction yes_no go together; write both, or "
        "neither."
    )


@pytest.mark.parametrize(
    "owner", ["Ada and Bob", "Ada/Bob", "Ada & Bob", "Ada, Bob", "Ada AND Bob", "Ada; Bob", "Ada + Bob", "Ada＆Bob"]
)
def test_a_joint_owner_is_refused(owner: str) -> None:
    """A KPI has exactly one owner, also where the joint name is listed as a person."""
    text = COMPANY + f'[[people]]\nname = "{owner}"\n' + KPI.replace("Ada", owner)
    (found,) = problems(text)
    assert found.startswith(f"company.toml, line 7, kpis.owner: “{owner}” is more than one")


@pytest.mark.parametrize("owner", ["Anderson", "Sandy", "Head of Brand", "O’Neil-Smith", "Ørjan"])
def test_a_single_owner_is_taken(owner: str) -> None:
    """A name with “and” inside a word is one person."""
    assert read(COMPANY + KPI.replace("Ada", owner)).kpis[0].owner == owner


def test_inputs_of_a_formula_are_numbers_of_one_cadence() -> None:
    """A formula over an answer, or over a KPI at another pace, is refused where it stands."""
    others = '[[kpis]]\nname = "Done"\nowner = "Ada"\ndirection = "yes_no"\n' + KPI.replace(
        "Churn", 'Burn"\ncadence = "monthly'
    )
    assert problems(kpi('formula = "done * 2"\n') + others) == [
        "company.toml, line 8, kpis.formula: done is a yes/no KPI; a formula needs numbers."
    ]
    assert problems(kpi('formula = "burn * 2"\n') + others) == [
        "company.toml, line 8, kpis.formula: burn is monthly and churn weekly; a formula needs one cadence."
    ]


def test_a_cycle_is_named_where_it_closes() -> None:
    """KPIs that are worked out from each other are refused, naming the way round."""
    text = kpi('formula = "b * 2"\n') + KPI.replace("Churn", "B") + 'formula = "churn * 2"\n'
    (found,) = problems(text)
    assert found.startswith(
        "company.toml, line 14, kpis.formula: A KPI cannot be worked out from itself: b → churn → b"
    )


def test_a_formula_over_a_faulty_kpi_is_not_blamed_for_it() -> None:
    """A KPI with a problem of its own still counts as one that there is."""
    text = kpi('formula = "burn * 2"\n') + KPI.replace("Churn", 'Burn"\nunit = "euro')
    assert [problem.split(":")[0] for problem in problems(text)] == ["company.toml, line 11, kpis.unit"]


@pytest.mark.parametrize(
    ("table", "field", "extra"),
    [("people", "Ada", ""), ("teams", "Growth", ""), ("kpis", "Churn", 'owner = "A"\ndirection = "yes_no"\n')],
)
def test_a_name_is_given_once(table: str, field: str, extra: str) -> None:
    """Two people, teams or KPIs whose names count as the same are refused."""
    text = COMPANY + "".join(f'[[{table}]]\nname = "{name}"\n{extra}' for name in (field, field.upper()))
    (found,) = problems(text)
    line = 6 + extra.count("\n")
    assert (
        found == f"company.toml, line {line}, {table}.name: “{field.upper()}” stands in line 4 already; take one away."
    )


def test_a_key_is_given_once() -> None:
    """A second KPI with the same key is refused."""
    (found,) = problems(kpi('key = "x"\n') + KPI.replace("Churn", "Burn") + 'key = "x"\n')
    assert found.startswith("company.toml, line 14, kpis.key: There is a KPI x already; choose another key")


@pytest.mark.parametrize(
    ("rung", "problem"),
    [
        ('name = "A"\nwho = "owner"', "4, ladder.owes: It is missing; write action or decision."),
        ('name = "A"\nwho = "owner"\nowes = "money"', "7, ladder.owes: “money” does not belong here"),
        ('who = "owner"\nowes = "action"', "4, ladder.name: It is missing; write the rung’s name, as “Owner”."),
        (
            'name = "A"\nowes = "action"',
            "4, ladder.who: It is missing; write owner, lead, founder, or a person’s name.",
        ),
        (
            'name = "A"\nwho = "x"\nowes = "action"\nrespond_within_hours = 0',
            "8, ladder.respond_within_hours: “0” does not belong here; write whole hours from 1 to 8,784",
        ),
        (
            'name = "A"\nwho = "x"\nowes = "action"\nhours = 1',
            "8, ladder.hours: There is no such field; there are name, ",
        ),
    ],
)
def test_a_wrong_rung_is_named(rung: str, problem: str) -> None:
    """A rung has a name, someone who is asked, and what they owe; a limit is at least an hour."""
    (found,) = problems(f"{COMPANY}\n[[ladder]]\n{rung}\n")
    assert found.startswith(f"company.toml, line {problem}")


def test_a_ladder_has_one_to_five_rungs() -> None:
    """A sixth rung is refused, and so is a ladder without any."""
    rung = '[[ladder]]\nname = "A"\nwho = "owner"\nowes = "action"\n'
    assert len(read(COMPANY + 5 * rung).ladder or ()) == 5
    assert problems(COMPANY + 6 * rung) == ["company.toml, line 3, ladder: A ladder has 1 to 5 rungs; this one has 6."]
    assert problems("ladder = []\n" + COMPANY) == [
        "company.toml, line 1, ladder: A ladder has 1 to 5 rungs; this one has 0."
    ]


def test_a_ladder_file_holds_nothing_else() -> None:
    """A file with a ladder is not mistaken for a company's."""
    with pytest.raises(InvalidError, match=r"line 1, company: There is no such table; there are ladder\."):
        read_ladder(COMPANY + '[[ladder]]\nname = "A"\nwho = "owner"\nowes = "action"\n')
    with pytest.raises(InvalidError, match=r"ladder: It is missing; write each rung as a table"):
        read_ladder("")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1, company.name: It is missing; write the company’s name, as “Fjord Labs”."),
        ("company = 1", "line 1, company: It is not what belongs here; write it as a table [company]."),
        (COMPANY + "[kpis]\n", "line 3, kpis: It is not what belongs here; write each of them as a table [[kpis]]."),
        ('people = ["Ada"]\n' + COMPANY, "line 1, people: It is not what belongs here; write each of them as a table"),
        (COMPANY + "[[kpi]]\n", "line 3, kpi: There is no such table; did you mean kpis?"),
        (COMPANY + "[objectives]\n", "line 3, objectives: There is no such table; there are company, people, teams, "),
        (
            COMPANY + '[[teams]]\nname = "A"\nmembers = "Ada"\n',
            "line 5, teams.members: “Ada” does not belong here; write",
        ),
        (COMPANY + '[[teams]]\nname = "A"\nmembers = ["B", 5]\n', "line 5, teams.members: “5” does not belong here"),
        (
            COMPANY + '[[people]]\nname = "A\\u202eB"\n',
            "line 4, people.name: The person’s name has a control character",
        ),
        (COMPANY + "[[kpis]\n", "line 3: It is not TOML: "),
        (COMPANY + "name = \n", "line 3: It is not TOML: "),
        (COMPANY + "close_day = mon\n", "line 3: It is not TOML: "),
        ("[company", "line 1: It is not TOML: "),
    ],
)
def test_a_wrong_document_is_named(text: str, problem: str) -> None:
    """Tables that are missing, unknown or of the wrong shape are named, and so is the line that is not TOML."""
    (found,) = problems(text)
    assert found.startswith(f"company.toml, {problem}")
    assert found.isprintable()


@pytest.mark.parametrize("value", ["[" * 5_000, "9" * 5_000], ids=["list", "number"])
def test_an_endless_document_is_refused(value: str) -> None:
    """What would exhaust the reader is refused like any other mistake."""
    (found,) = problems(f"{COMPANY}start = {value}")
    assert found == "company.toml is not a file of this kind: a number or a list in it is endless."


def test_every_problem_is_named_at_once() -> None:
    """One run names every problem in the order of the lines, under a sentence that counts them."""
    with pytest.raises(InvalidError) as refused:
        read(f'colour = 1\n{company("people_count = 0")}{KPI}unit = "euro"\nteam = "X"\n[[people]]\n')
    assert str(refused.value) == "company.toml has 5 problems; nothing was created:"
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "line 1, colour",
        "line 4, company.people_count",
        "line 10, kpis.unit",
        "line 11, kpis.team",
        "line 12, people.name",
    ]


def test_the_name_of_a_file_is_shown_safely() -> None:
    """A file's own name is named without what a terminal would execute."""
    with pytest.raises(InvalidError, match=r"^␛\[2J\.toml, line 1, company\.name: It is missing"):
        read_company("", today=TODAY, source="\x1b[2J.toml")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text whatever ends in anything but a plan or a sentence, and the sentence can be shown."""
    assert all(visible(said) == said for said in said_about(text))


@given(st.data())
def test_any_slip_in_a_complete_file_is_read_or_refused(data: st.DataObject) -> None:
    """A character lost, doubled or mistyped anywhere in a complete file is no way to an error that nobody foresaw."""
    text = example()
    at = data.draw(st.integers(0, len(text) - 1))
    slip = data.draw(st.one_of(st.sampled_from(['"', "]", "[", "=", "\n", "", "0", "''", '"""', "#"]), st.characters()))
    assert all(visible(said) == said for said in said_about(text[:at] + slip + text[at + 1 :]))


# --- The example ------------------------------------------------------------------------------------------------------


def test_the_example_is_accepted() -> None:
    """What `init --print-example` prints, `init --from` takes."""
    plan = read(example())
    assert plan.stage == "traction"
    assert len(plan.people) == 6
    assert plan.ladder is not None


def test_the_example_shows_each_option() -> None:
    """Every field that there is stands in the example, with a comment or as one."""
    text = example()
    for model in (CompanyFields, PersonFields, TeamFields, KpiFields, RungFields):
        for field in model.model_fields:
            assert f"\n{field} = " in text or f"\n# {field} = " in text, field


def test_the_example_shows_each_choice() -> None:
    """Every direction, cadence, unit, kind and perspective can be found in the example."""
    text = example()
    for word in ("at_least", "at_most", "between", "yes_no", "daily", "weekly", "monthly", "sum", "mean", "last"):
        assert word in text
    for word in ("percent", "currency:", "hours", "days", "ratio", "leading", "lagging", "process", "learning"):
        assert word in text


def test_the_example_fits_a_terminal() -> None:
    """No line of it is wider than 120 cells, and no tab or carriage return is in it."""
    assert all(len(line) <= 120 and line.isprintable() for line in example().split("\n"))


def test_what_is_commented_out_in_the_example_is_accepted_too() -> None:
    """Taking away the # before an option gives a file that is still in order."""
    shown = "\n".join(
        line.removeprefix("# ") if line.startswith("# ") and " = " in line else line for line in example().split("\n")
    )
    assert shown != example()
    assert read(shown).stage == "traction"
