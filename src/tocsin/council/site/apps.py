"""The application as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.site"
    label = "site"

    def ready(self) -> None:
        """Register the action on notices."""
        from tocsin.council.site import mail  # noqa: F401, PLC0415 (models are loaded first)
