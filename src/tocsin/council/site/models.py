"""The tables of the site."""

from tocsin.council.site.lease import Lease
from tocsin.council.site.notice import Notice
from tocsin.council.site.wording import Wording

__all__ = ["Lease", "Notice", "Wording"]
