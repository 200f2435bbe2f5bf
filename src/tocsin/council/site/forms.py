"""Forms made from what an action is given, so that pages and programs share one schema."""

from __future__ import annotations

import datetime as dt
import types
import uuid
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from tocsin.council.people.models import Party, User
from tocsin.council.record.action import Action, Actor
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.marking import ADMINISTRATION
from tocsin.world.errors import TocsinError
from tocsin.world.marking import Level, Marking


class UploadField(forms.FileField):
    """A file that is read only if it is not too large."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file; raises `ValidationError` if it has more bytes than are taken."""
        file = super().clean(data, initial)
        if file and (file.size or 0) > settings.UPLOAD_LIMIT:
            most = settings.UPLOAD_LIMIT >> 20
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": most})
        return file


class SeriesField(forms.CharField):
    """Several numbers or words in one line, with commas or spaces between them."""

    def prepare_value(self, value: Any) -> Any:
        """The line that a list stands for."""
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """The list that a line stands for."""
        return str(super().clean(value)).replace(",", " ").split()


PLAIN: dict[type, tuple[type[forms.Field], dict[str, Any]]] = {
    uuid.UUID: (forms.UUIDField, {}),
    bool: (forms.BooleanField, {}),
    int: (forms.IntegerField, {}),
    float: (forms.FloatField, {"widget": forms.NumberInput(attrs={"step": "any"})}),
    Decimal: (forms.DecimalField, {}),
    dt.datetime: (
        forms.DateTimeField,
        {"widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")},
    ),
    dt.date: (
        forms.DateField,
        {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    ),
    bytes: (UploadField, {}),
    str: (forms.CharField, {}),
}


class Renderer(TemplatesSetting):
    """Renders forms and fields by our own templates."""

    form_template_name = "site/form.html"
    field_template_name = "site/field.html"


class ActionForm(forms.Form):
    """The form of one action for one actor; `given` holds the checked input once it is valid."""

    given: Given

    def __init__(self, action: Action, actor: Actor, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.action, self.actor = action, actor
        for name, field in action.given.model_fields.items():
            self.fields[name] = _field(field, actor)

    def clean(self) -> dict[str, Any]:
        """Check the whole against the action's schema."""
        values = {
            name: value
            for name, value in super().clean().items()  # type: ignore[union-attr]
            if value not in (None, "", [])
        }
        for name, value in list(values.items()):
            if isinstance(value, UploadedFile):
                values |= {name: value.read(), "filename": value.name or ""}
        try:
            self.given = self.action.given.model_validate(values)
        except ValidationError as error:
            for problem in error.errors():
                where = str(problem["loc"][0]) if problem["loc"] else None
                if where not in self.errors:
                    said = problem["msg"].removeprefix("Value error, ")
                    self.add_error(where if where in self.fields else None, said)
        return values


class MarkingWidget(forms.MultiWidget):
    """A level, the parties of its audience, and for RED the persons."""

    template_name = "site/marking_field.html"

    def decompress(self, value: str | None) -> list[Any]:
        """The three answers that a marking's text stands for."""
        if not value:
            return [str(Level.AMBER), [], []]
        marking = Marking.parse(value)
        named = sorted(marking.audience)
        red = marking.level is Level.RED
        return [str(marking.level), [] if red else named, named if red else []]


class MarkingField(forms.MultiValueField):
    """A marking as its text."""

    def __init__(self, **options: Any) -> None:
        parties = Party.objects.exclude(key=ADMINISTRATION).order_by("name")
        people = User.objects.filter(is_active=True).exclude(party__key=ADMINISTRATION)
        people = people.select_related("party").order_by("name")
        levels = [(str(level), f"TLP:{level}") for level in Level]
        keys = [(party.key, party.name) for party in parties]
        named = [(str(user.pk), f"{user.name} ({user.party})") for user in people]
        fields = (
            forms.ChoiceField(choices=levels),
            forms.MultipleChoiceField(choices=keys, required=False),
            forms.MultipleChoiceField(choices=named, required=False),
        )
        widgets = [
            forms.Select(choices=levels, attrs={"aria-label": _("Level")}),
            forms.CheckboxSelectMultiple(choices=keys),
            forms.CheckboxSelectMultiple(choices=named),
        ]
        super().__init__(
            fields=fields, widget=MarkingWidget(widgets), require_all_fields=False, **options
        )

    def compress(self, data_list: list[Any]) -> str:
        """The marking's text from the three answers."""
        if not data_list:
            return ""
        level, parties, people = data_list
        named = people if level == str(Level.RED) else parties
        try:
            return str(Marking.parse(f"{level}:{','.join(named if level != 'CLEAR' else [])}"))
        except TocsinError as error:
            raise forms.ValidationError(str(error)) from None


def _field(field: FieldInfo, actor: Actor) -> forms.Field:
    """The form's field for a schema's field."""
    shown = next((m for m in field.metadata if isinstance(m, Shown)), Shown())
    kind, several = _kind(field.annotation)
    options: dict[str, Any] = {
        "label": shown.label or None,
        "help_text": shown.help,
        "required": field.is_required() and kind is not bool,
    }
    if not field.is_required() and field.default is not None:
        options["initial"] = field.default
    if shown.hidden:
        return forms.CharField(**options, widget=forms.HiddenInput)
    if shown.marking:
        return MarkingField(**options)
    if choices := _choices(kind, shown, actor):
        if several:
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **options
            )
        return forms.ChoiceField(choices=[("", "—"), *choices], **options)
    if several:
        return SeriesField(**options)
    made, extra = PLAIN[kind]
    if shown.rows:
        extra = {"widget": forms.Textarea(attrs={"rows": shown.rows})}
    return made(**options, **extra, **_limits(field, made))


def _kind(annotation: Any) -> tuple[type, bool]:
    """The plain type of an annotation, and whether it is a list."""
    if get_origin(annotation) in {Union, types.UnionType}:
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in {list, tuple, frozenset}:
        return get_args(annotation)[0], True
    return annotation, False


def _choices(kind: Any, shown: Shown, actor: Actor) -> list[tuple[Any, Any]]:
    if shown.choices:
        return shown.choices(actor)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [(member.value, getattr(member, "label", member.value)) for member in kind]
    return []


def _limits(field: FieldInfo, made: type[forms.Field]) -> dict[str, Any]:
    names = {"max_length": "max_length", "min_length": "min_length"}
    if made in {forms.IntegerField, forms.FloatField}:
        names = {"ge": "min_value", "le": "max_value"}
    elif made is forms.DecimalField:
        names = {name: name for name in ("max_digits", "decimal_places")}
        names |= {"ge": "min_value", "le": "max_value"}
    elif made is not forms.CharField:
        return {}
    found: dict[str, Any] = {}
    for limit in field.metadata:
        for source, target in names.items():
            if (value := getattr(limit, source, None)) is not None:
                found[target] = value
    return found


def summary(error: TocsinError) -> str:
    """An error as a form says it."""
    return f"{error.what} {error.remedy}".strip() or _("It could not be done.")
