"""The application as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.site"
    label = "site"

    def ready(self) -> None:
        """Register the actions on notices and exercises; see that the index of words is made."""
        from tocsin.council import demo  # noqa: F401, PLC0415 (models are loaded first)
        from tocsin.council.record import derived  # noqa: PLC0415 (models are loaded first)
        from tocsin.council.site import mail  # noqa: F401, PLC0415

        post_migrate.connect(derived.complete, sender=self)
