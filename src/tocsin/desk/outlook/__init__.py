"""Probabilistic outlooks: models, joint sample paths, archive and scores."""
