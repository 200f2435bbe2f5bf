"""Filters for templates of the council."""
