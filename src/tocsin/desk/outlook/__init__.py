"""Probabilistic outlooks: models, joint sample paths, archive and scores."""

import os

# Must precede the import of LightGBM: its threads otherwise spin while they wait, which makes
# training crawl as soon as something else uses the cores.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
