"""The application as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.council"
    label = "council"

    def ready(self) -> None:
        """Register the actions and kinds of the council."""
        from tocsin.council.council import (  # noqa: F401, PLC0415 (models are loaded first)
            agenda,
            agreedline_pages,
            agreedlines,
            amendments,
            attendance,
            decision_pages,
            decision_voices,
            decisions,
            feeds,
            item_pages,
            items,
            listings,
            minutes_pages,
            minuting,
            offer_pages,
            offers,
            opening_pages,
            openings,
            outages,
            position_pages,
            positions,
            renderings,
            review_pages,
            reviews,
            sections,
            session_pages,
            sessions,
            silences,
            speakers,
            text_pages,
            texts,
            undertaking_agenda,
            undertaking_evidence,
            undertaking_pages,
            undertaking_steps,
            undertakings,
        )
