"""The application as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.record"
    label = "record"

    def ready(self) -> None:
        """Register the actions on markings and the record."""
        from tocsin.council.record import actions  # noqa: F401, PLC0415 (models are loaded first)
