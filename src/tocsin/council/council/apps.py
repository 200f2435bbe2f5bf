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
            amendments,
            decision_pages,
            decision_voices,
            decisions,
            offer_pages,
            offers,
            outages,
            position_pages,
            positions,
            renderings,
            silences,
            text_pages,
            texts,
            undertaking_agenda,
            undertaking_evidence,
            undertaking_pages,
            undertaking_steps,
            undertakings,
            agenda,
            attendance,
            feeds,
            item_pages,
            items,
            listings,
            opening_pages,
            openings,
            session_pages,
            sessions,
            speakers,
        )
