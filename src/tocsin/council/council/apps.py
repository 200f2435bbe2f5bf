"""The application as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.council"
    label = "council"

    def ready(self) -> None:
        """Register the actions and kinds of the council."""
        from tocsin.council.council import (  # noqa: F401, PLC0415 (models are loaded first)
            decision_pages,
            decision_voices,
            decisions,
            outages,
            silences,
            amendments,
            position_pages,
            positions,
            renderings,
            text_pages,
            texts,
            undertaking_agenda,
            undertaking_evidence,
            undertaking_pages,
            undertaking_steps,
            undertakings,
            agreedline_pages,
            agreedlines,
            offer_pages,
            offers,
        )
