"""The languages of a text: renderings of its paragraphs, and which languages are authentic."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council import language, texts, wording
from tocsin.council.council.models import Paragraph, Rendering, Text
from tocsin.council.council.text import TextStage
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown
from tocsin.council.site.notice import Code, notify
from tocsin.world.errors import ConflictError, RequestError


class Render(Given):
    """The version `number` in another language: one of its paragraphs, or all in their order."""

    text: Annotated[uuid.UUID, Shown(hidden=True)]
    number: Annotated[int, Shown(hidden=True, label=_l("Version"))] = Field(ge=1, le=32_767)
    paragraph: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    language: Annotated[str, Shown(label=_l("Language"), choices=language.choices)]
    words: Annotated[
        str,
        Shown(
            label=_l("In this language"),
            help=_l("All paragraphs in their order, with a blank line between them."),
            rows=24,
        ),
    ] = texts.wording_field()

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """The version, and what there is in a language already, where it is complete."""
        text = texts.asked_for(actor, asked)
        rows, said = [row.paragraph for row in texts.placed(text)], rendered(text)
        if asked.get("paragraph"):
            rows = [row for row in rows if str(row.pk) == asked["paragraph"]]
        words = [said.get((row.pk, asked.get("language", "")), "") for row in rows]
        shown = {"words": wording.joined(words)} if all(words) else {}
        return {"number": text.newest.number, **shown}


@action("text.render", _l("Render in another language"), *texts.DRAFTERS)
def render(actor: Actor, given: Render) -> Text:
    """Enter the newest version of a text in another language, or one paragraph of it."""
    text = texts.held(actor, given.text)
    texts.require_drafter(actor)
    code = language.required(given.language)
    if code == text.language:
        raise RequestError(_("The text is written in this language: revise it instead."))
    _may_render(text, code)
    texts.require_newest(text, given.number)
    rows = _meant(text, given.paragraph)
    words = wording.paragraphs(given.words)
    if len(words) != len(rows):
        raise RequestError(
            _("There are %(n)s paragraphs, and the text has %(all)s.")
            % {"n": len(words), "all": len(rows)},
            remedy=_("Write as many as the text has, in its order, blank lines between them."),
        )
    known = rendered(text)
    for row, one in zip(rows, words, strict=True):
        if known.get((row.pk, code)) != one:
            Rendering(paragraph=row, language=code, words=one, made_by=actor.person).save()
    notify(text, Code.DRAFTED, texts.interested(), but=actor.user)
    return text


def _may_render(text: Text, code: str) -> None:
    """A language that is not authentic may be added whenever, one that is only while it is open."""
    if text.stage != TextStage.OPEN and code in text.authentic:
        texts.require_open(text)


def _meant(text: Text, id: uuid.UUID | None) -> list[Paragraph]:
    rows = [row.paragraph for row in texts.placed(text)]
    if id is None:
        return rows
    if not (found := [row for row in rows if row.pk == id]):
        raise ConflictError(
            _("This paragraph is not in the newest version."),
            remedy=_("Look at the newest version, and render the paragraph that is there."),
        )
    return found


class Authentic(Given):
    """In which languages a text is authentic."""

    text: Annotated[uuid.UUID, Shown(hidden=True)]
    languages: Annotated[
        tuple[str, ...],
        Shown(
            label=_l("Authentic languages"),
            help=_l("Their codes in one line, such as ru, hy. All are equally authentic."),
        ),
    ] = Field(min_length=1, max_length=20)

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """Those of now."""
        return {"languages": texts.asked_for(actor, asked).authentic}


@action("text.authentic", _l("Say what is authentic"), Role.OFFICER)
def authentic(actor: Actor, given: Authentic) -> Text:
    """Say in which languages a text is authentic; each must be complete before it is decided."""
    text = texts.held(actor, given.text)
    texts.require_open(text)
    text.authentic = list(dict.fromkeys(language.required(code) for code in given.languages))
    text.save()
    return text


def complete(text: Text) -> list[str]:
    """The authentic languages in which the newest version lacks a paragraph."""
    rows, said = [row.paragraph for row in texts.placed(text)], rendered(text)
    others = [code for code in text.authentic if code != text.language]
    return [code for code in others if not all((row.pk, code) in said for row in rows)]


def rendered(text: Text) -> dict[tuple[Any, str], str]:
    """The newest words of each paragraph in each other language."""
    rows = Rendering.objects.filter(paragraph__text=text).order_by("made_at", "pk")
    return {(row.paragraph_id, row.language): row.words for row in rows}
