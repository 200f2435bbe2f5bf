"""What is done with amendments: tabled and withdrawn by a party, carried into a new version."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council import seat, texts, wording
from tocsin.council.council.models import Amendment, Paragraph, Text
from tocsin.council.council.text import AmendmentFate, Change
from tocsin.council.council.wording import LONGEST
from tocsin.council.people.actions import require_voice
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown
from tocsin.council.site.notice import Code, notify
from tocsin.world.errors import ConflictError, MissingError, RequestError

MOST = 500
"""How many amendments a text has at most."""


class Table(Given):
    """A change of one paragraph; without a `paragraph` it adds one before the first."""

    text: Annotated[uuid.UUID, Shown(hidden=True)]
    paragraph: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    party: Annotated[str, Shown(label=_l("For"), choices=seat.spoken)]
    change: Annotated[Change, Shown(label=_l("What it does"))]
    words: Annotated[
        str,
        Shown(
            label=_l("The paragraph as it would read"),
            help=_l("Empty if it deletes the paragraph."),
            rows=8,
        ),
    ] = Field(default="", max_length=LONGEST, pattern=r"^[^\x00]*$")
    reason: Annotated[str, Shown(label=_l("Why"), rows=4)] = Field(
        default="", max_length=LONGEST, pattern=r"^[^\x00]*$"
    )

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """The paragraph as it reads now."""
        rows = [row.paragraph for row in texts.placed(texts.asked_for(actor, asked))]
        words = next((row.words for row in rows if str(row.pk) == asked.get("paragraph")), "")
        return {"words": words, "change": Change.REPLACE if words else Change.INSERT}


@action("amendment.table", _l("Table an amendment"), *texts.DRAFTERS)
def table(actor: Actor, given: Table) -> Amendment:
    """Table a change of a paragraph of the newest version, for a member."""
    text = texts.held(actor, given.text)
    party = seat.seated(actor, given.party)
    texts.require_open(text)
    paragraph = _standing(text, given.paragraph)
    _fits(given, paragraph)
    last = text.amendments.order_by("-number").first()
    one = Amendment(text=text, number=last.number + 1 if last else 1, paragraph=paragraph)
    if one.number > MOST:
        raise RequestError(_("A text has at most %(most)s amendments.") % {"most": MOST})
    one.change, one.words, one.reason = given.change, _kept(given), given.reason
    one.party, one.tabled_by = party, actor.person
    one.save()
    notify(text, Code.AMENDED, texts.interested(), but=actor.user)
    return one


def _words(given: Table) -> str:
    return given.words.replace("\r\n", "\n").replace("\r", "\n")


def _kept(given: Table) -> str:
    """The words of an amendment: one paragraph, none if it deletes."""
    if given.change == Change.DELETE:
        return ""
    if len(wording.paragraphs(given.words)) > 1:
        raise RequestError(
            _("An amendment is to one paragraph, and this is several."),
            where="words",
            remedy=_("Take the blank lines out, or table one amendment for each."),
        )
    return _words(given)


def _standing(text: Text, id: uuid.UUID | None) -> Paragraph | None:
    """A paragraph of the newest version; raises `ConflictError` for any other."""
    if id is None:
        return None
    found = [row.paragraph for row in texts.placed(text) if row.paragraph_id == id]
    if not found:
        raise ConflictError(
            _("This paragraph is not in the newest version."),
            remedy=_("Look at the newest version, and amend the paragraph that is there."),
        )
    return found[0]


def _fits(given: Table, paragraph: Paragraph | None) -> None:
    if paragraph is None and given.change != Change.INSERT:
        raise RequestError(_("Say which paragraph it replaces or deletes."), where="paragraph")
    if given.change == Change.DELETE:
        if given.words and (paragraph is None or _words(given) != paragraph.words):
            raise RequestError(
                _("An amendment that deletes has no words of its own."),
                where="words",
                remedy=_("Leave the words empty, or let it replace the paragraph."),
            )
    elif not given.words:
        raise RequestError(_("Write how the paragraph would read."), where="words")
    elif given.change == Change.REPLACE and paragraph and _words(given) == paragraph.words:
        raise RequestError(_("These are the words that the paragraph has."), where="words")


class Withdraw(Given):
    """The end of an amendment by the party that tabled it."""

    amendment: Annotated[uuid.UUID, Shown(hidden=True)]

    @classmethod
    def about(cls, actor: Actor, asked: dict[str, str]) -> str:
        """The amendment."""
        id = texts.identifier(asked.get("amendment"))
        one = Amendment.objects.filter(pk=id).select_related("text").first()
        if one is None or not Text.objects.visible(actor.person).filter(pk=one.text_id).exists():
            return ""
        said = _("Amendment %(number)s to “%(text)s”") % {"number": one.number, "text": one.text}
        return f"{said}\n\n{one.words}"


@action("amendment.withdraw", _l("Withdraw the amendment"), *texts.DRAFTERS)
def withdraw(actor: Actor, given: Withdraw) -> Amendment:
    """Withdraw an amendment."""
    one = found(actor, given.amendment)
    require_voice(actor, one.party)
    _require_tabled(one)
    _ended(one, AmendmentFate.WITHDRAWN)
    notify(one.text, Code.AMENDED, texts.interested(), but=actor.user)
    return one


def found(actor: Actor, id: uuid.UUID) -> Amendment:
    """An amendment of a text that the actor sees, both held, the text first."""
    if (row := Amendment.objects.filter(pk=id).first()) is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    text = texts.held(actor, row.text_id)
    one = Amendment.held(id)
    one.text = text
    return one


def _require_tabled(one: Amendment) -> None:
    if one.fate != AmendmentFate.TABLED:
        raise ConflictError(
            _("Amendment %(number)s is %(fate)s.")
            % {"number": one.number, "fate": one.get_fate_display()},
            remedy=_("Table a new one if it is still wanted."),
        )


def _ended(one: Amendment, fate: AmendmentFate) -> None:
    one.fate, one.ended_at = fate, clock.now()
    one.save()


class Carry(Given):
    """Amendments that go together into a new version, made from the version `number`."""

    text: Annotated[uuid.UUID, Shown(hidden=True)]
    number: Annotated[int, Shown(hidden=True, label=_l("Version"))] = Field(ge=1, le=32_767)
    amendments: Annotated[
        tuple[int, ...],
        Shown(label=_l("Amendments"), help=_l("Their numbers in one line, such as 2, 5.")),
    ] = Field(min_length=1, max_length=MOST)
    reason: Annotated[Line, Shown(label=_l("On what ground"))]

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """The version of now."""
        return {"number": texts.asked_for(actor, asked).newest.number}


@action("amendment.carry", _l("Carry amendments"), Role.OFFICER)
def carry(actor: Actor, given: Carry) -> Text:
    """Carry amendments into a new version; those to a paragraph that is changed by it fall."""
    text = texts.held(actor, given.text)
    texts.require_open(text)
    texts.require_newest(text, given.number)
    chosen = numbered(text, given.amendments)
    for one in chosen:
        _require_tabled(one)
    _no_rivals(chosen)
    before = [row.paragraph for row in texts.placed(text)]
    for one in chosen:
        _ended(one, AmendmentFate.CARRIED)
    texts.versioned(text, actor, _carried(text, before, chosen), given.reason)
    notify(text, Code.DRAFTED, texts.interested(), but=actor.user)
    return text


def numbered(text: Text, numbers: Sequence[int]) -> list[Amendment]:
    """The amendments of a text with some numbers; raises `RequestError` if one is not there."""
    found = list(text.amendments.filter(number__in=set(numbers)).select_related("paragraph"))
    if missing := sorted(set(numbers) - {one.number for one in found}):
        raise RequestError(
            _("There is no amendment %(numbers)s to this text.")
            % {"numbers": ", ".join(map(str, missing[:20]))}
        )
    return found


def _no_rivals(chosen: Sequence[Amendment]) -> None:
    places = Counter(one.paragraph_id for one in chosen if one.change != Change.INSERT)
    for one in chosen:
        if one.change != Change.INSERT and places[one.paragraph_id] > 1:
            same = [a for a in chosen if a.paragraph_id == one.paragraph_id]
            rivals = [a.number for a in same if a.change != Change.INSERT]
            raise ConflictError(
                _("Amendments %(numbers)s change the same paragraph.")
                % {"numbers": ", ".join(map(str, rivals))},
                remedy=_("Carry one of them, or have a text negotiated that replaces both."),
            )


def _carried(
    text: Text, before: Sequence[Paragraph], chosen: Sequence[Amendment]
) -> list[Paragraph]:
    """The paragraphs of the version in which amendments are carried."""
    after: dict[Any, list[Amendment]] = {}
    instead: dict[Any, Amendment] = {}
    for one in chosen:
        if one.change == Change.INSERT:
            after.setdefault(one.paragraph.line if one.paragraph else None, []).append(one)
        else:
            instead[one.paragraph_id] = one
    rows = [texts.added(text, one.words) for one in after.get(None, [])]
    for row in before:
        other = instead.get(row.pk)
        if other is None:
            rows.append(row)
        elif other.change == Change.REPLACE:
            rows.append(texts.changed(text, row, other.words))
        rows += [texts.added(text, one.words) for one in after.get(row.line, [])]
    return rows
