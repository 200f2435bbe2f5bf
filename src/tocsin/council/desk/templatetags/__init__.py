"""Filters for templates of the desk."""
