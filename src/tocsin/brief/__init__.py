"""The document that a council session opens with, made from tables handed to it."""
