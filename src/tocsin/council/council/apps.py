"""The application as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.council"
    label = "council"

    def ready(self) -> None:
        """Register the actions and kinds of the council."""
        from tocsin.council.council import (  # noqa: F401, PLC0415 (models are loaded first)
            agreedline_pages,
            agreedlines,
            minutes_pages,
            minuting,
            offer_pages,
            offers,
        )
