"""What programs send: an action's own schema as JSON, read strictly, with bytes in base64."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, get_args

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.params.models import Body, BodyModel
from pydantic import EncodedBytes, EncoderProtocol, create_model
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from tocsin.council.record.action import Action
from tocsin.council.record.given import Given
from tocsin.council.site.api_problem import MediaError, SizeError

SMALL = 2**20
"""The most that an action without files takes, in bytes."""


class Base64(EncoderProtocol):
    """Base64 with nothing but its own letters."""

    @classmethod
    def decode(cls, data: bytes) -> bytes:
        """The bytes that are meant."""
        try:
            return base64.b64decode(data, validate=True)
        except binascii.Error:
            raise PydanticCustomError("base64", "This is not base64.") from None

    @classmethod
    def encode(cls, value: bytes) -> bytes:
        """The letters that stand for some bytes."""
        return base64.b64encode(value)

    @classmethod
    def get_json_format(cls) -> str:
        """Its name in a schema."""
        return "base64"


Encoded = Annotated[bytes, EncodedBytes(encoder=Base64)]


class ExactModel(BodyModel):
    """A body read as strictly as JSON allows: a number in quotes is no number."""

    @classmethod
    def resolve(cls, request: HttpRequest, api: Any, path_params: dict[str, Any]) -> Any:
        """Read the body; raises what is wrong with its form, its size or its content."""
        field = cls.model_fields["given"]
        schema: Any = field.annotation
        _check(request, _limit(schema))
        return {"given": schema.model_validate_json(request.body, strict=True)}


class Exact(Body):  # type: ignore[misc]  # ninja's parameters are untyped
    """A parameter that is the whole body."""

    _model = ExactModel

    @classmethod
    def _param_source(cls) -> str:
        return "body"


def given(act: Action) -> type[Given]:
    """What an action is given, as programs send it: the same schema, under a name of its own."""
    name = "".join(part.title() for part in act.name.replace("-", "_").split("."))
    own: dict[str, Any] = {
        field: (_encoded(info), info)
        for field, info in act.given.model_fields.items()
        if _bytes(info)
    }
    return create_model(name, __base__=act.given, __doc__=act.given.__doc__, **own)


def _bytes(info: FieldInfo) -> bool:
    kinds = (info.annotation, *get_args(info.annotation))
    return bytes in kinds or Encoded in kinds


def _encoded(info: FieldInfo) -> Any:
    return Encoded if info.annotation is bytes else Encoded | None


def _limit(schema: type[Given]) -> int:
    files = any(_bytes(info) for info in schema.model_fields.values())
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE if files else SMALL


def _check(request: HttpRequest, limit: int) -> None:
    if request.content_type != "application/json":
        raise MediaError(
            _("Only JSON is read here."), remedy=_("Send it with Content-Type: application/json.")
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise SizeError(
            _("This is too much: at most %(limit)s bytes are taken.") % {"limit": limit}
        )
