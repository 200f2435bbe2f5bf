"""The application as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.people"
    label = "people"

    def ready(self) -> None:
        """Register the actions on people."""
        from tocsin.council.people import (  # noqa: PLC0415 (models are loaded first)
            actions,  # noqa: F401
            securing,  # noqa: F401
        )
