"""What is done with texts: drafted, revised version by version, frozen while they are decided."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council import language, seat, wording
from tocsin.council.council.item import ItemStage
from tocsin.council.council.models import Item, Paragraph, Placing, Text, Version
from tocsin.council.council.text import AmendmentFate, Change, TextStage
from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown
from tocsin.council.site.notice import Code, holders, notify, people_of
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

DRAFTERS = (Role.OFFICER, Role.CHAIR, Role.DELEGATE)

Words = Annotated[
    str,
    Shown(
        label=_l("Paragraphs"),
        help=_l("Leave a blank line between paragraphs. They are numbered by themselves."),
        rows=24,
    ),
]
"""The whole wording of a text."""


def wording_field() -> Any:
    """What a wording has to fit; its size is said in words by `wording.paragraphs`."""
    return Field(min_length=1, pattern=r"^[^\x00]*$")


class Draft(Given):
    """A new text under an item."""

    item: Annotated[uuid.UUID, Shown(hidden=True)]
    title: Annotated[Line, Shown(label=_l("Title"))]
    language: Annotated[str, Shown(label=_l("Language"), choices=language.choices)]
    paragraphs: Words = wording_field()
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]


@action("text.draft", _l("Draft a text"), *DRAFTERS)
def draft(actor: Actor, given: Draft) -> Text:
    """Lay the first version of a text before the council; its own language is authentic."""
    item = Item.objects.seen(actor.person, given.item)
    require_drafter(actor)
    if item.stage != ItemStage.OPEN:
        raise ConflictError(
            _("This item is no longer open."), remedy=_("Propose a new item for a new text.")
        )
    borne = marking.marking(given.marking, maker=actor.person)
    marking.require_within(borne, [item])
    tongue = language.required(given.language)
    text = Text(item=item, title=given.title, language=tongue, authentic=[tongue])
    text.marking, text.originator = borne, actor.person.party
    words = wording.paragraphs(given.paragraphs)
    text.save()
    rows = [_paragraph(text, one) for one in words]
    versioned(text, actor, rows, "")
    notify(text, Code.DRAFTED, interested(), but=actor.user)
    return text


class Revise(Given):
    """The whole new wording of a text, made from the version `number`."""

    text: Annotated[uuid.UUID, Shown(hidden=True)]
    number: Annotated[int, Shown(hidden=True, label=_l("Version"))] = Field(ge=1, le=32_767)
    paragraphs: Words = wording_field()
    reason: Annotated[Line, Shown(label=_l("What was changed, and why"))]

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """The newest wording."""
        text = asked_for(actor, asked)
        words = [row.paragraph.words for row in placed(text)]
        return {"number": text.newest.number, "paragraphs": wording.joined(words)}


@action("text.revise", _l("Revise"), *DRAFTERS)
def revise(actor: Actor, given: Revise) -> Text:
    """Make a new version of a text; paragraphs that stay as they are keep their positions."""
    text = held(actor, given.text)
    _may_revise(actor, text)
    require_open(text)
    require_newest(text, given.number)
    words = wording.paragraphs(given.paragraphs)
    before = [row.paragraph for row in placed(text)]
    if words == [paragraph.words for paragraph in before]:
        raise RequestError(_("Nothing was changed."))
    versioned(text, actor, _rows(text, before, words), given.reason)
    notify(text, Code.DRAFTED, interested(), but=actor.user)
    return text


def _rows(text: Text, before: Sequence[Paragraph], words: list[str]) -> list[Paragraph]:
    """The paragraphs of a new wording; one that was there before, in any version, is itself."""
    every = list(text.paragraphs.all())
    known = {(row.line, row.words): row for row in every}
    matched = wording.matched([row.words for row in before], words)
    lines = {before[index].line for index in matched if index is not None}
    gone = {row.words: row for row in every if row.line not in lines}
    found = []
    for one, index in zip(words, matched, strict=True):
        if index is None:
            row = gone.pop(one, None)
            gone = {w: other for w, other in gone.items() if not row or other.line != row.line}
            found.append(row or _paragraph(text, one))
        else:
            line = before[index].line
            found.append(known.get((line, one)) or _paragraph(text, one, line))
    return found


def _paragraph(text: Text, words: str, line: uuid.UUID | None = None) -> Paragraph:
    row = Paragraph(text=text, words=words, **({"line": line} if line else {}))
    row.save()
    return row


def changed(text: Text, before: Paragraph, words: str) -> Paragraph:
    """The paragraph with other words: one that had them before, or a new one."""
    row = text.paragraphs.filter(line=before.line, words=words).first()
    return row or _paragraph(text, words, before.line)


def added(text: Text, words: str) -> Paragraph:
    """A new paragraph."""
    return _paragraph(text, words)


def versioned(text: Text, actor: Actor, rows: Sequence[Paragraph], reason: str) -> Version:
    """Make the next version of a text of some paragraphs; what amends others falls."""
    wording.required([row.words for row in rows])
    last = text.versions.order_by("-number").first()
    version = Version(text=text, number=last.number + 1 if last else 1, reason=reason)
    version.made_by = actor.person
    version.save()
    for number, row in enumerate(rows, 1):
        Placing(within=version, paragraph=row, number=number).save()
    _let_fall(text, rows)
    return version


def _let_fall(text: Text, rows: Sequence[Paragraph]) -> None:
    """Let the amendments fall whose paragraph is no longer there as it was."""
    there, lines = {row.pk for row in rows}, {row.line for row in rows}
    tabled = text.amendments.filter(fate=AmendmentFate.TABLED, paragraph__isnull=False)
    fallen = []
    for one in tabled.select_related("paragraph", "party"):
        inserts = one.change == Change.INSERT and one.paragraph.line in lines
        if one.paragraph_id not in there and not inserts:
            one.fate, one.ended_at = AmendmentFate.FALLEN, clock.now()
            one.save()
            fallen.append(one.party)
    if fallen:
        notify(text, Code.AMENDED, people_of(*fallen))


def placed(text: Text, number: int | None = None) -> list[Placing]:
    """The paragraphs of the newest version of a text, or of another one, in their order."""
    version = text.newest if number is None else text.versions.get(number=number)
    return list(version.placings.select_related("paragraph"))


def held(actor: Actor, id: uuid.UUID) -> Text:
    """A text that the actor sees, held."""
    Text.objects.seen(actor.person, id)
    return Text.held(id)


def require_drafter(actor: Actor) -> None:
    """Raise `AccessError` unless the actor is an officer or speaks for a member today."""
    if Role.OFFICER in actor.roles:
        return
    today = {party.key for party in seat.members(clock.today())}
    if not today & {key for key, _name in seat.spoken(actor)}:
        raise AccessError(
            _("Texts are for the secretariat and for those who speak for a member."),
            remedy=_("The secretariat enters credentials."),
        )


def _may_revise(actor: Actor, text: Text) -> None:
    if Role.OFFICER not in actor.roles:
        require_voice(actor, text.originator)


def require_open(text: Text) -> None:
    """Raise `ConflictError` if a text can no longer be changed."""
    if text.stage == TextStage.FROZEN:
        raise ConflictError(
            _("This text is frozen: it is being decided on."),
            remedy=_("Wait for the decision, or have it withdrawn; then the text opens again."),
        )
    if text.stage != TextStage.OPEN:
        raise ConflictError(
            _("This text was decided on and stays as it is."),
            remedy=_("Draft a new text under its item, or under a new one."),
        )


def require_newest(text: Text, number: int) -> None:
    """Raise `ConflictError` unless a version is the newest one."""
    if text.newest.number != number:
        raise ConflictError(
            _("There is a newer version of this text, and yours was made from an older one."),
            remedy=_("Keep what you wrote, look at the newest version, and make it from that."),
        )


def freeze(text: Text) -> Version:
    """Freeze a text, held, while its newest version is decided on; only within an action."""
    from tocsin.council.council.renderings import complete  # noqa: PLC0415 (they need texts)

    require_open(text)
    if missing := complete(text):
        names = ", ".join(language.named(code) for code in missing)
        raise RequestError(
            _("The text is not complete in all its authentic languages: %(names)s.")
            % {"names": names},
            remedy=_("Render the paragraphs that are missing, or change what is authentic."),
        )
    text.stage = TextStage.FROZEN
    text.save()
    return text.newest


def settle(text: Text, stage: TextStage) -> None:
    """Say what became of a text, held; what is still tabled falls unless it opens again."""
    text.stage = stage
    text.save()
    if stage in {TextStage.ADOPTED, TextStage.FALLEN}:
        for one in text.amendments.filter(fate=AmendmentFate.TABLED):
            one.fate, one.ended_at = AmendmentFate.FALLEN, clock.now()
            one.save()


def interested() -> list[User]:
    """The people of the members and the officers, of whom those are told who may see a thing."""
    return [*people_of(*seat.members(clock.today())), *holders(Role.OFFICER)]


def asked_for(actor: Actor, asked: dict[str, str]) -> Text:
    """The text that a form's address asks for; raises `MissingError`."""
    return Text.objects.seen(actor.person, identifier(asked.get("text")))  # type: ignore[no-any-return]


def identifier(said: str | None) -> uuid.UUID:
    """An identifier as an address says it; raises `MissingError` for anything else."""
    try:
        return uuid.UUID(said or "")
    except ValueError:
        raise MissingError(_("There is no such thing, or it is not marked for you.")) from None
