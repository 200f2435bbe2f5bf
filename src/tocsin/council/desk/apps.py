"""The application as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.desk"
    label = "desk"

    def ready(self) -> None:
        """Register the actions and kinds of the desk."""
        from tocsin.council.desk import (  # noqa: F401, PLC0415 (models are loaded first)
            outcome,
            outlooks,
            overdue,
            report_parsing,
            reports,
            sources,
            statements,
            trigger_pages,
            triggers,
            warning_answers,
            warning_pages,
            warnings,
        )
