"""The tables of the desk."""

from tocsin.council.desk.warning import Addressee, Warning

__all__ = ["Addressee", "Warning"]
