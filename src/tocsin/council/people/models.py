"""The tables of parties and people."""

from tocsin.council.people.party import Organisation, Party
from tocsin.council.people.user import Appointment, Credential, Token, User

__all__ = ["Appointment", "Credential", "Organisation", "Party", "Token", "User"]
