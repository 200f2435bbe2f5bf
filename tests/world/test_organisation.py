"""Organisations: who belongs to them on which day, and what a wrong file says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.world.errors import DataError, RequestError
from tocsin.world.marking import Level, Marking
from tocsin.world.organisation import Organisation, Role, bundled, load, parse, source

SIX = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
DAYS = st.dates(dt.date(1946, 1, 1), dt.date(2100, 1, 1))
OWN = """
name = "Lake Commission"
short = "LC"
[[party]]
place = "TCD"
role = "member"
since = 1964-05-22
[[party]]
body = "au"
name = "African Union"
role = "observer"
since = 2002-07-09
"""


def _members(key: str, day: str) -> list[str]:
    return load(key).members(dt.date.fromisoformat(day))


def _own(text: str) -> Organisation:
    return parse(text, key="own", where="own.toml")


def _refusal(text: str) -> str:
    with pytest.raises(DataError) as caught:
        _own(text)
    assert caught.value.where.startswith("own.toml")
    return str(caught.value)


def test_the_members_in_sochi() -> None:
    """On 23 September 2013 six states sat in the council."""
    assert _members("csto", "2013-09-23") == SIX


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        ("1999-04-01", True),
        ("1999-04-02", False),
        ("2006-08-15", False),
        ("2006-08-16", True),
        ("2012-12-19", True),
        ("2012-12-20", False),
        ("2013-09-23", False),
    ],
)
def test_uzbekistan_came_and_went_twice(day: str, inside: bool) -> None:
    """A party that rejoins is a member on the days of either time and on no other."""
    assert ("UZB" in _members("csto", day)) is inside


@pytest.mark.parametrize("party", ["AZE", "GEO"])
def test_two_parties_did_not_prolong(party: str) -> None:
    """Azerbaijan and Georgia were parties until the protocol of 2 April 1999."""
    assert party in _members("csto", "1999-04-01")
    assert party not in _members("csto", "1999-04-02")


def test_there_was_no_member_before_the_treaty() -> None:
    """Before it entered into force the treaty bound nobody."""
    assert _members("csto", "1994-04-19") == []


def test_observers_are_not_members() -> None:
    """Afghanistan and Serbia observe; they are parties without being members."""
    parties = load("csto").parties_on(dt.date(2013, 9, 23), Role.OBSERVER)
    assert {party.key for party in parties} == {"AFG", "SRB"}


def test_west_africa_was_fifteen_and_is_twelve() -> None:
    """Three members of ECOWAS left on 29 January 2025; Mauritania had left before."""
    before, after = _members("ecowas", "2013-09-23"), _members("ecowas", "2025-01-29")
    assert len(before) == 15
    assert set(before) - set(after) == {"BFA", "MLI", "NER"}
    assert "MRT" not in before


def test_neighbours_in_sochi() -> None:
    """The states at the members' borders are watched, the Afghan one among them."""
    assert {"AFG", "CHN", "GEO", "UKR", "UZB"} <= set(load("csto").neighbours(dt.date(2013, 9, 23)))


@given(st.sampled_from(bundled()), DAYS)
def test_nobody_is_watched_twice(key: str, day: dt.date) -> None:
    """Members and neighbours never overlap, and members come first."""
    organisation = load(key)
    watched = organisation.watched(day)
    assert len(watched) == len(set(watched))
    assert watched[: len(organisation.members(day))] == organisation.members(day)


@given(st.sampled_from(bundled()), DAYS)
def test_a_party_has_one_role_at_a_time(key: str, day: dt.date) -> None:
    """No bundled file lists a party twice on one day."""
    keys = [party.key for party in load(key).parties_on(day)]
    assert len(keys) == len(set(keys))


def test_an_unknown_organisation_is_refused() -> None:
    """The refusal names what ships and that a file of one's own will do."""
    with pytest.raises(RequestError, match=r"csto, ecowas.*TOML file of your own"):
        load("warsaw")


def test_a_file_of_ones_own_works_the_same() -> None:
    """Members, bodies, roles and days are read from any file in the form."""
    own = _own(OWN)
    day = dt.date(2013, 9, 23)
    assert (own.key, own.name, own.short) == ("own", "Lake Commission", "LC")
    assert own.members(day) == ["TCD"]
    assert "NGA" in own.neighbours(day)
    assert [(p.key, p.name) for p in own.parties_on(day, Role.OBSERVER)] == [
        ("au", "African Union")
    ]


def test_the_short_name_may_be_left_out() -> None:
    """An organisation without a short name goes by its name."""
    assert _own(OWN.replace('short = "LC"\n', "")).short == "Lake Commission"


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ('name = "Lake', 'title = "Lake', "own.toml: Nothing is known of title"),
        ('short = "LC"', "short = LC", "own.toml: This is not valid TOML"),
        ('"Lake Commission"', '" "', "own.toml: “name” is missing"),
        ('"member"', '"friend"', "own.toml, party 1: “friend” is not a role"),
        ('role = "observer"\n', "", "own.toml, party 2: “” is not a role"),
        ('"TCD"', '"XYZ"', "own.toml, party 1: There is no country “XYZ”"),
        ('"TCD"', '"XYZ"\nname = "X"', "own.toml, party 1: There is no country “XYZ”"),
        ('"TCD"', '"TCD"\nbody = "tcd"', "own.toml, party 1: A party needs either"),
        ('body = "au"\n', "", "own.toml, party 2: A party needs either"),
        ("1964-05-22", '"1964-05-22"', "own.toml, party 1: “since” must be a day"),
        ("1964-05-22", "1964-05-22T12:00:00", "own.toml, party 1: “since” must be a day"),
        ("since = 1964-05-22\n", "", "own.toml, party 1: “since” must be a day"),
        ("1964-05-22", "1964-05-22\nuntil = 1964-05-21", "own.toml, party 1: It ends before"),
        (
            "1964-05-22",
            "1964-05-22\ntil = 1999-01-01",
            "own.toml, party 1: Nothing is known of til",
        ),
        ("2002-07-09", "2002-02-30", "own.toml: This is not valid TOML"),
    ],
)
def test_a_wrong_file_says_where_and_what(written: str, instead: str, said: str) -> None:
    """Each mistake is refused with the file, the party and what is wrong with it."""
    assert _refusal(OWN.replace(written, instead, 1)).startswith(said)


@pytest.mark.parametrize(
    "text", ["", 'name = "None"', 'name = "None"\nparty = "TCD"', "party = []"]
)
def test_an_organisation_needs_parties(text: str) -> None:
    """A file without any party is refused."""
    assert "There is no party" in _refusal(text)


@pytest.mark.parametrize("party", ["3", '"TCD"', "[]"])
def test_a_party_that_is_no_table_is_refused(party: str) -> None:
    """A mere code in the list of parties is refused like any mistake."""
    assert _refusal(f'name = "Own"\nparty = [{party}]').startswith("own.toml, party 1: ")


@pytest.mark.parametrize("value", ["3", "[]", '["TCD"]', "{}", "1964-05-22", "true"])
@pytest.mark.parametrize("written", ['place = "TCD"', 'role = "member"', 'body = "au"'])
def test_what_is_no_text_is_refused(written: str, value: str) -> None:
    """A place, role or body of another type is refused with its party."""
    key = written.partition("=")[0]
    assert "own.toml, party" in _refusal(OWN.replace(written, f"{key} = {value}"))


@given(st.text())
def test_any_text_is_an_organisation_or_refused(text: str) -> None:
    """Whatever a file holds, the worst that comes of it is a `DataError`."""
    _refusal(text)


# --- triggers and markings

RULE = """
[[trigger]]
key = "calm"
name = "A conflict within a year"
vector = "all"
places = "watched"
cost = 1
loss = 10
since = 2000-01-01
until = 2010-12-31
"""


def test_a_trigger_is_read_with_its_defaults() -> None:
    """Threshold and months are those of a conflict in a year if they are left out."""
    (rule,) = _own(OWN + RULE).triggers
    assert (rule.key, rule.vector, rule.places) == ("calm", "all", "watched")
    assert (rule.threshold, rule.months, rule.limit) == (25, 12, 0.1)


@pytest.mark.parametrize(
    ("cost", "loss", "limit"), [("1", "10", 0.1), ("0.3", "3", 0.1), ("0.7", "7.0", 0.1)]
)
def test_the_limit_is_exact_for_what_is_written(cost: str, loss: str, limit: float) -> None:
    """Decimals divide as on paper, so that a chance at the limit is not above it."""
    text = RULE.replace("cost = 1", f"cost = {cost}").replace("loss = 10", f"loss = {loss}")
    assert _own(OWN + text).triggers[0].limit == limit


def test_a_trigger_holds_from_day_to_day() -> None:
    """It is in force on its first and last day and on none outside."""
    own = _own(OWN + RULE)
    days = ["1999-12-31", "2000-01-01", "2010-12-31", "2011-01-01"]
    found = [len(own.triggers_on(dt.date.fromisoformat(day))) for day in days]
    assert found == [0, 1, 1, 0]


def test_places_of_a_trigger_follow_membership() -> None:
    """Members, neighbours and all watched are those of the day; named places stay."""
    own, day = load("csto"), dt.date(2013, 9, 23)
    about = {
        whose: own.places_of(_own(OWN + RULE.replace('"watched"', whose)).triggers[0], day)
        for whose in ('"members"', '"neighbours"', '"watched"', '["TJK", "AFG", "TJK"]')
    }
    members, neighbours, watched, named = about.values()
    assert (members, named) == (SIX, ["TJK", "AFG"])
    assert watched == members + neighbours == own.watched(day)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("cost = 1", "cost = 0", "“cost” must be a number above 0"),
        ("cost = 1", "cost = true", "“cost” must be a number above 0"),
        ("cost = 1", "cost = nan", "“cost” must be a number above 0"),
        ("loss = 10", "loss = inf", "“loss” must be a number above 0"),
        ("loss = 10", "loss = 1", "Acting costs 1 and averts 1: it would never be worth its cost"),
        ("loss = 10\n", "", "“loss” must be a number above 0"),
        ('"all"', '"cyber"', "There is no vector “cyber”"),
        ('"watched"', '"everywhere"', "“places” says nothing that is known"),
        ('"watched"', "[]", "“places” says nothing that is known"),
        ('"watched"', "[3]", "“places” says nothing that is known"),
        ('"watched"', '["XYZ"]', "There is no country “XYZ”"),
        ('"watched"', '["AFG-TJK"]', "There is no country “AFG-TJK”"),
        ("cost", "threshold = 0\ncost", "“threshold” must be a whole number from 1"),
        ("cost", "months = 37\ncost", "“months” must be a whole number from 1 to 36"),
        ("cost", "months = true\ncost", "“months” must be a whole number"),
        ("cost", "treshold = 25\ncost", "Nothing is known of treshold"),
        ('"calm"', '""', "“key” is missing"),
        ("2010-12-31", "1999-12-31", "It ends before it begins"),
        ("2000-01-01", '"2000"', "“since” must be a day"),
    ],
)
def test_a_wrong_trigger_says_where_and_what(written: str, instead: str, said: str) -> None:
    """Each mistake is refused with the file, the trigger and what is wrong with it."""
    text = OWN + RULE.replace(written, instead, 1)
    assert _refusal(text).startswith(f"own.toml, trigger 1: {said}")


def test_two_triggers_with_one_key_are_refused() -> None:
    """Past warnings are known by their trigger's key."""
    assert "More than one trigger has the key “calm”" in _refusal(OWN + RULE + RULE)


@pytest.mark.parametrize("rows", ["3", "[3]", '"calm"', '["calm"]'])
def test_triggers_that_are_no_tables_are_refused(rows: str) -> None:
    """A mere number or name is no trigger."""
    assert _refusal(f"trigger = {rows}\n{OWN}").startswith("own.toml")


@pytest.mark.parametrize("key", bundled())
def test_bundled_triggers_are_proposals(key: str) -> None:
    """What ships says of each trigger that the organisation has not agreed to it."""
    own = load(key)
    assert len(own.triggers) == 2
    assert all("A proposal for the council" in trigger.note for trigger in own.triggers)


@given(st.sampled_from(bundled()), DAYS)
def test_outlooks_are_for_the_members_of_the_day(key: str, day: dt.date) -> None:
    """If the file does not say, the secretariat and who is a member on the day may see them."""
    own = load(key)
    readers = {"secretariat", *own.members(day)}
    assert own.outlook_marking(day) == Marking(Level.AMBER, frozenset(readers))


def test_an_organisation_may_say_for_whom_outlooks_are() -> None:
    """Its own marking is taken, and only the word “members” is read anew each day."""
    day = dt.date(2013, 9, 23)
    closed = _own(OWN + '[outlook]\nmarking = "AMBER+STRICT:members,au"')
    assert str(closed.outlook_marking(day)) == "TLP:AMBER+STRICT:TCD,au"
    assert _own(OWN + '[outlook]\nmarking = "CLEAR"').outlook_marking(day) == Marking()
    nobody = _own(OWN + '[outlook]\nmarking = "RED:members"')
    with pytest.raises(RequestError, match="needs an audience"):
        nobody.outlook_marking(dt.date(1950, 1, 1))


@pytest.mark.parametrize("written", ['marking = "PINK"', "marking = 3", 'mark = "CLEAR"'])
def test_a_wrong_marking_of_outlooks_is_refused(written: str) -> None:
    """A level that does not exist, or a misspelt field, is refused."""
    assert _refusal(f"{OWN}[outlook]\n{written}").startswith("own.toml, outlook: ")
    assert _refusal(f"outlook = 3\n{OWN}").startswith("own.toml, outlook: ")


@pytest.mark.parametrize("key", ["world", "places"])
def test_names_of_other_outlooks_are_taken(key: str, tmp_path: Path) -> None:
    """An organisation whose outlooks would be filed among those of the whole world is refused."""
    path = tmp_path / f"{key}.toml"
    path.write_text(source("csto")[1], encoding="utf-8")
    with pytest.raises(DataError, match="another name"):
        load(str(path))
