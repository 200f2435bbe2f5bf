"""Parties, the people who act for them, and the organisation they make up."""
