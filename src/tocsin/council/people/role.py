"""What a person does in the organisation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles; a person may hold several, each from one day to another."""

    ANALYST = "analyst", _("analyst")
    OFFICER = "officer", _("officer")
    CHAIR = "chair", _("chair")
    DELEGATE = "delegate", _("delegate")
    OBSERVER = "observer", _("observer")
    ADMINISTRATOR = "administrator", _("administrator")


TWO_FACTORS = frozenset({Role.OFFICER, Role.CHAIR, Role.ADMINISTRATOR})
"""Who needs a second factor beside the password."""
