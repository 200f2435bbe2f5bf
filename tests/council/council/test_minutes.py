"""Minutes drawn up from what happened, for a marking: all of it that its readers may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.council.council.papers import (
    BEGINS,
    FOR_MEMBERS,
    a_decision,
    a_position,
    a_session,
    an_item,
    kept,
    listed,
    marked,
    present,
    spoke,
)
from tests.council.council.test_offers import told
from tests.council.desk.test_report import a_report

from tocsin.council.council import minuting
from tocsin.council.council.models import (
    Amendment,
    Concern,
    Correction,
    Minutes,
    Objection,
    Paper,
    Paragraph,
    Passage,
    Placing,
    Session,
    Text,
    Undertaking,
    Version,
    Voice,
)
from tocsin.council.council.tallied import counted
from tocsin.council.record import actions as markings
from tocsin.council.record import chain, verify
from tocsin.council.record.widening import sources
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

HIDDEN = "the hidden clause"
EARLY = BEGINS + dt.timedelta(minutes=30)


def a_meeting(house: Any) -> Session:
    """A session in which much happened, some of it not for everybody."""
    session = a_session(house)
    there = dict.fromkeys(("RUS", "ARM", "BLR", "TJK"), "Head of state")
    for key, office in there.items():
        present(session, house.party(key), office)
    border = an_item(house, "The border", words="More crossings are likely.")
    listed(session, border, 1)
    report = a_report(house, title="On the crossings", marking=FOR_MEMBERS)
    laid = {"made_at": EARLY, "party": house.party("TJK")}
    kept(Paper(item=border, report=report, **laid))
    spoke(session, house.party("TJK"), "The border", 1)
    spoke(session, house.party("ARM"), "Any other business", 2)
    a_position(
        house, "tajikistan", "TJK", FOR_MEMBERS, item=border, words="It is urgent.", made_at=EARLY
    )
    decision = a_decision(
        border,
        "Aid for the border",
        session=session,
        tally={"voices": {"ARM": "consent", "BLR": "abstain"}, "unknown": ["TJK"]},
    )
    kept(Concern(decision=decision, party=house.party("TJK"), why="Its border."))
    kept(
        Objection(
            decision=decision,
            party=house.party("BLR"),
            words="Not without a cost estimate.",
            at=EARLY,
            by=house.people["belarus"],
        )
    )
    kept(an_undertaking(house, decision))
    return session


def an_undertaking(house: Any, decision: Any, **more: Any) -> Undertaking:
    """What follows from a decision, not saved yet."""
    usual: dict[str, Any] = {
        "track": "decision",
        "owner": house.party("RUS"),
        "title": "Equip the posts",
        "what": "Forty posts get radios.",
        "made_on": BEGINS.date(),
        "due": dt.date(2014, 3, 31),
        "precision": "quarter",
        "decision": decision,
        "entered_by": house.people["officer"],
        "marking": decision.marking,
        "originator": house.party("secretariat"),
        "made_at": EARLY,
    }
    return Undertaking(**{**usual, **more})


def hide(house: Any, session: Session) -> int:
    """Add things to a session that its members may not all see; how many."""
    item = session.listings.get(number=1).item
    narrow = {"item": item, "made_at": EARLY}
    a_position(house, "armenia", "ARM", "AMBER:ARM,secretariat", words=HIDDEN, **narrow)
    report = a_report(house, title=HIDDEN, marking="AMBER:secretariat")
    kept(Paper(report=report, party=house.party("secretariat"), **narrow))
    narrow_ = marked("AMBER:ARM,secretariat")
    a_decision(item, HIDDEN, words="", marking=narrow_, session=session)
    listed(session, an_item(house, HIDDEN, "AMBER:secretariat"), 2)
    open_ = item.decisions.get(title="Aid for the border")
    kept(an_undertaking(house, open_, title=HIDDEN, marking=marked("AMBER:secretariat")))
    return 5


def drawn(house: Any, session: Session, marking: str = FOR_MEMBERS) -> Minutes:
    """Minutes of a session, drawn up by the officer."""
    given = minuting.Draw(session=session.pk, marking=marking)
    found: Minutes = minuting.draw(house.actor("officer"), given)
    return found


def words(minutes: Minutes) -> str:
    """All passages."""
    return "\n".join(minutes.passages.values_list("words", flat=True))


def corrected(house: Any, passage: Passage, said: str, who: str = "armenia") -> Correction:
    """A correction that somebody proposed."""
    given = minuting.Correct(passage=passage.pk, words=said, reason="It was said otherwise.")
    minuting.correct(house.actor(who), given)
    found: Correction = passage.corrections.last()
    return found


def judged(house: Any, correction: Correction, fate: str = "taken") -> None:
    """Take or refuse a correction."""
    minuting.judge(house.actor("officer"), minuting.Judge(correction=correction.pk, fate=fate))


def test_minutes_tell_what_happened(house: Any) -> None:
    """Head, attendance, quorum, and under its item everything that was laid, said and decided."""
    minutes = drawn(house, a_meeting(house))
    said = words(minutes)
    for line in (
        "Minutes: Council in Sochi",
        "Plenary session. Place: Sochi.",
        "Opened on 23 September 2013, 10:10 (Europe/Moscow, UTC+04:00), closed on "
        "23 September 2013, 13:00 (Europe/Moscow, UTC+04:00).",
        "In the chair: chair, Russia.",
        "Tajikistan\tHead of state\t10:10–13:00",
        "Members present at the close: 4 of 6; needed: 3. There was a quorum.",
        "1. The border",
        "More crossings are likely.",
        "Papers laid: “On the crossings” (Tajikistan).",
        "Took the floor: Tajikistan.",
        "Tajikistan: supports. It is urgent.",
        "Decision put in session: “Aid for the border”. It was adopted.",
        "In favour: Armenia. Abstaining: Belarus. Not heard: Tajikistan.",
        "Marked as concerned: Tajikistan (Its border.).",
        "Objection of Belarus, 23 September 2013, 10:30 (Europe/Moscow, UTC+04:00): "
        "Not without a cost estimate.",
        "Undertaking of Russia: “Equip the posts”. Forty posts get radios. Due: quarter 1 of 2014.",
        "Armenia: Any other business",
        "The chair thanked the members.",
    ):
        assert line in said
    assert minutes.left_out == 0
    assert "left out" not in said
    assert said.index("1. The border") < said.index("Aid for the border") < said.index("Close")
    assert not list(verify.findings())


def test_minutes_tell_positions_on_parts_of_a_text(house: Any) -> None:
    """On the text, on a paragraph by its number, on an amendment; the last of each party counts."""
    session = a_meeting(house)
    item = session.listings.get(number=1).item
    text = kept(Text(item=item, title="Statement", **_borne(item)))
    version = kept(Version(text=text, number=1))
    paragraph = kept(Paragraph(text=text, words="The border is guarded."))
    kept(Placing(within=version, paragraph=paragraph, number=1))
    amendment = kept(
        Amendment(
            text=text,
            number=2,
            paragraph=paragraph,
            change="delete",
            party=house.party("ARM"),
            tabled_by=house.people["armenia"],
        )
    )
    for minutes_later, stand, on in (
        (1, "object", {"paragraph": paragraph}),
        (2, "accept", {"paragraph": paragraph, "condition": "If it is paid for."}),
        (3, "support", {}),
        (4, "reserve", {"amendment": amendment}),
    ):
        at = EARLY + dt.timedelta(minutes=minutes_later)
        more = {"item": item, "text": text, "stand": stand, "made_at": at, **on}
        a_position(house, "belarus", "BLR", FOR_MEMBERS, **more)
    minutes = drawn(house, session)
    said = [line for line in words(minutes).splitlines() if "“Statement”" in line]
    assert said == [
        "On “Statement”: Belarus: supports.",
        "On paragraph 1 of “Statement”: Belarus: can accept. On condition: If it is paid for.",
        "On amendment 2 to “Statement”: Belarus: reserves its position.",
    ]
    assert minutes.language == "en"
    on = {"table": "council.text", "thing": text.pk, "reason": "It is not for all."}
    markings.narrow(house.actor("officer"), markings.Remark(**on, marking="AMBER:secretariat"))
    assert "“Statement”" not in words(drawn(house, session, "AMBER:secretariat,ARM"))


def _borne(item: Any) -> dict[str, Any]:
    return {"marking": item.marking, "originator": item.originator}


def test_what_not_all_may_see_is_left_out_and_counted(house: Any) -> None:
    """Nothing of it is in the minutes but how many things it was; who may see it gets it."""
    session = a_meeting(house)
    hidden = hide(house, session)
    minutes = drawn(house, session)
    assert minutes.left_out == hidden
    assert HIDDEN not in words(minutes)
    assert f"{hidden} things were left out" in words(minutes)
    for path in ("", "history/", "readers/"):
        assert HIDDEN not in told(house, "belarus").get(f"/minutes/{minutes.pk}/{path}").text
    own = drawn(house, session, "AMBER:secretariat")
    assert own.left_out == 0
    assert words(own).count(HIDDEN) == hidden


def test_a_bar_leaves_out_as_a_marking_does(house: Any) -> None:
    """A report from which one of the readers is kept is not named to any of them."""
    session = a_meeting(house)
    report = session.listings.get().item.papers.get().report
    markings.bar(
        house.actor("analyst"),
        markings.Keep(table="desk.report", thing=report.pk, party="BLR", reason="A source."),
    )
    minutes = drawn(house, session)
    assert minutes.left_out == 1
    assert "On the crossings" not in words(minutes)


def test_the_newest_position_that_all_may_see_is_told(house: Any) -> None:
    """Earlier ones of the same party are not, nor those taken after the session."""
    session = a_meeting(house)
    item = session.listings.get().item
    for minute, said in ((1, "At first."), (2, "In the end."), (600, "Long afterwards.")):
        at = EARLY + dt.timedelta(minutes=minute)
        a_position(house, "armenia", "ARM", FOR_MEMBERS, item=item, words=said, made_at=at)
    said = words(drawn(house, session))
    assert "In the end." in said
    assert "At first." not in said
    assert "Long afterwards." not in said


def test_a_hidden_text_is_not_named(house: Any) -> None:
    """A decision on a text that its readers may no longer see is told without the text."""
    from tocsin.council.council.models import Text, Version  # noqa: PLC0415

    session = a_meeting(house)
    item = session.listings.get().item
    text = Text(
        item=item,
        title=HIDDEN,
        language="en",
        marking=marked("AMBER:secretariat"),
        originator=house.party("secretariat"),
    )
    kept(text)
    decided = kept(Version(text=text, number=3))
    a_decision(item, "On a text", text=text, decided=decided, session=session, words="")
    minutes = drawn(house, session)
    assert "On a text" in words(minutes)
    assert HIDDEN not in words(minutes)
    assert minutes.left_out == 1
    assert f"Text: “{HIDDEN}”, version 3." in words(drawn(house, session, "AMBER:secretariat"))


def test_a_tally_is_told_with_its_reasons(house: Any) -> None:
    """The tally that a decision keeps is put in words: who stood where, and why it came to that."""
    session = a_session(house)
    item = an_item(house, "The border")
    listed(session, item, 1)
    decision = a_decision(item, "Aid", session=session)
    for key in ("ARM", "BLR"):
        present(session, house.party(key), "Head of state")
        said = {"choice": "consent", "at": EARLY, "by": house.people["officer"]}
        kept(Voice(decision=decision, party=house.party(key), **said))
    decision.tally = counted(decision, EARLY)
    kept(decision)
    told_ = words(drawn(house, session))
    assert "In favour: Armenia, Belarus." in told_
    assert "Reason: of the members 1/3 are present; the quorum is not reached." in told_


def test_words_cannot_pass_for_a_row(house: Any) -> None:
    """A tab in what somebody wrote makes no table of it, and control characters are dropped."""
    session = a_session(house, closing="One\ttwo\tthree\x0b.")
    minutes = drawn(house, session)
    assert "One two three." in words(minutes)
    assert "\t" not in words(minutes)


def test_an_empty_session_says_so(house: Any) -> None:
    """No items, nobody there, not closed: each is said, none is guessed."""
    session = a_session(house, stage="open", closed_at=None, closing="", venue="", opened_at=BEGINS)
    said = words(drawn(house, session))
    for line in (
        "No item was agreed for the agenda.",
        "Nobody was entered as present.",
        "not closed yet",
        "Place: unknown.",
        "There was no quorum.",
        "The session was not closed when these minutes were drawn up.",
    ):
        assert line in said


def test_minutes_are_drawn_once_for_some_readers(house: Any) -> None:
    """By officers only, of a session that was opened, within its readers, once for a marking."""
    session = a_meeting(house)
    drawn(house, session)
    with pytest.raises(ConflictError, match="already"):
        drawn(house, session)
    with pytest.raises(RequestError, match="Not all whom"):
        drawn(house, session, "AMBER:secretariat,SRB")
    given = minuting.Draw(session=session.pk, marking="AMBER:ARM")
    with pytest.raises(AccessError):
        minuting.draw(house.actor("armenia"), given)
    with pytest.raises(ConflictError, match="not opened"):
        drawn(house, a_session(house, stage="planned", opened_at=None, closed_at=None))
    with pytest.raises(MissingError):
        drawn(house, a_session(house, "AMBER:ARM"), "AMBER:secretariat")


def test_their_readers_are_told(house: Any) -> None:
    """Everybody who may see them gets a notice, when drawn up and when adopted."""
    minutes = drawn(house, a_meeting(house))

    def people() -> set[str]:
        found = Notice.objects.filter(code=Code.MINUTES, thing=minutes.pk)
        return {notice.user.email.partition("@")[0] for notice in found}

    assert people() == {"analyst", "chair", "armenia", "belarus", "tajikistan"}
    minuting.adopt(house.actor("chair"), minuting.Adopt(minutes=minutes.pk))
    assert "officer" in people()


def test_a_correction_is_proposed_and_taken(house: Any) -> None:
    """Only what was taken changes a passage; what it was drawn as stays beside it."""
    minutes = drawn(house, a_meeting(house))
    passage = minutes.passages.get(words="More crossings are likely.")
    refused = corrected(house, passage, "No crossings are likely.")
    judged(house, refused, "refused")
    passage.refresh_from_db()
    assert passage.words == "More crossings are likely."
    taken = corrected(house, passage, "More crossings are certain.", "officer")
    page = told(house).get(f"/minutes/{minutes.pk}/").text
    assert "<del>likely</del><ins>certain</ins>" in page
    assert "It was said otherwise." in page
    judged(house, taken)
    passage.refresh_from_db()
    assert (passage.drawn, passage.words) == (taken.before, taken.words)
    for again in (taken, refused):
        with pytest.raises(ConflictError, match="already"):
            judged(house, again)
    assert not list(verify.findings())


def test_a_correction_of_what_changed_meanwhile_is_refused(house: Any) -> None:
    """Of two on the same words the second is not taken over the first."""
    minutes = drawn(house, a_meeting(house))
    passage = minutes.passages.get(words="More crossings are likely.")
    first, second = corrected(house, passage, "One."), corrected(house, passage, "Two.")
    judged(house, first)
    with pytest.raises(ConflictError, match="otherwise by now"):
        judged(house, second)
    judged(house, second, "refused")
    passage.refresh_from_db()
    assert passage.words == "One."


def test_only_members_and_officers_correct(house: Any) -> None:
    """Who speaks for no member is refused, and unseen passages are as those that are not there."""
    minutes = drawn(house, a_meeting(house), "AMBER:secretariat,ARM")
    passage = minutes.passages.get(words="More crossings are likely.")
    for who in ("analyst", "observer"):
        with pytest.raises(AccessError):
            corrected(house, passage, "Other.", who)
    with pytest.raises(MissingError) as unseen:
        corrected(house, passage, "Other.", "belarus")
    given = minuting.Correct(passage=minutes.pk, words="Other.", reason="None.")
    with pytest.raises(MissingError) as absent:
        minuting.correct(house.actor("belarus"), given)
    assert str(unseen.value) == str(absent.value)
    with pytest.raises(RequestError, match="already"):
        corrected(house, passage, "More crossings are likely.\r\n")
    with pytest.raises(AccessError):
        minuting.judge(house.actor("armenia"), minuting.Judge(correction=minutes.pk, fate="taken"))


def test_the_form_begins_with_the_words(house: Any) -> None:
    """A correction starts from the passage as it reads, for those who may see it."""
    minutes = drawn(house, a_meeting(house), "AMBER:secretariat,ARM")
    passage = minutes.passages.get(words="More crossings are likely.")
    for who, seen in (("armenia", True), ("belarus", False)):
        form = told(house, who).get(f"/do/minutes.correct/?passage={passage.pk}").text
        assert ("More crossings are likely." in form) is seen
    assert told(house).get("/do/minutes.correct/?passage=x").status_code == 200


def test_adoption_freezes(house: Any) -> None:
    """Only the chair adopts, with no correction open; then nothing changes any more."""
    minutes = drawn(house, a_meeting(house))
    passage = minutes.passages.get(words="More crossings are likely.")
    path, before = f"/minutes/{minutes.pk}/", minutes.head
    assert "/do/minutes.adopt/" in told(house, "chair").get(path).text
    correction = corrected(house, passage, "More crossings are certain.")
    assert "/do/minutes.adopt/" not in told(house, "chair").get(path).text
    adopt = minuting.Adopt(minutes=minutes.pk)
    with pytest.raises(ConflictError, match="still open"):
        minuting.adopt(house.actor("chair"), adopt)
    with pytest.raises(AccessError):
        minuting.adopt(house.actor("officer"), adopt)
    judged(house, correction)
    head = chain.Head.objects.get().hash
    minuting.adopt(house.actor("chair"), adopt)
    minutes.refresh_from_db()
    assert minutes.head == head != before
    for again in (
        lambda: corrected(house, passage, "Other."),
        lambda: judged(house, correction),
        lambda: minuting.adopt(house.actor("chair"), adopt),
    ):
        with pytest.raises(ConflictError, match="adopted"):
            again()
    page = told(house, "belarus").get(path).text
    assert "More crossings are certain." in page
    assert "crossings are likely" not in page
    assert "<ins>" not in page
    assert "/do/minutes." not in page
    assert head in page
    assert not list(verify.findings())


def test_an_open_session_is_not_adopted(house: Any) -> None:
    """Minutes drawn up before the close wait for it."""
    minutes = drawn(house, a_session(house, stage="open", closed_at=None))
    with pytest.raises(ConflictError, match="not closed"):
        minuting.adopt(house.actor("chair"), minuting.Adopt(minutes=minutes.pk))


def test_a_widening_asks_all_whose_work_is_in_it(house: Any) -> None:
    """The parties whose reports and positions were drawn from have to agree first."""
    minutes = drawn(house, a_meeting(house))
    parties = {one.originator.key for one in sources(minutes)}
    assert parties == {"secretariat", "TJK"}


def test_the_list_leads_officers_to_what_is_missing(house: Any) -> None:
    """Sessions without minutes are offered until there are some; the filter tells the rest."""
    session = a_meeting(house)
    link = f"/do/minutes.draw/?session={session.pk}"
    assert link in told(house).get("/minutes/").text
    assert link not in told(house, "armenia").get("/minutes/").text
    minutes = drawn(house, session)
    assert link not in told(house).get("/minutes/").text
    assert str(minutes.pk) in told(house, "armenia").get("/minutes/?adopted=no").text
    assert str(minutes.pk) not in told(house, "armenia").get("/minutes/?adopted=yes").text
    assert told(house).get("/minutes/?adopted=never").status_code == 400


def test_queries_do_not_grow_with_passages(house: Any, django_assert_max_num_queries: Any) -> None:
    """A page asks as often for many passages and corrections as for few."""
    minutes = drawn(house, a_meeting(house))
    for passage in minutes.passages.all():
        corrected(house, passage, "Other.")
    client = told(house)
    with django_assert_max_num_queries(40):
        client.get(f"/minutes/{minutes.pk}/")
