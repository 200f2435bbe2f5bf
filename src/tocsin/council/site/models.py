"""The tables of the site."""

from tocsin.council.site.lease import Lease
from tocsin.council.site.notice import Notice

__all__ = ["Lease", "Notice"]
