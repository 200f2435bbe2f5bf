"""The application as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Names the application."""

    name = "tocsin.council.site"
    label = "site"
