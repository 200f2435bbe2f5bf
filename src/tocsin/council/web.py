"""The web server's own process, on a socket that it is handed: python -m tocsin.council.web."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.council.settings")
THREADS = 4
MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn makes a private file there for its heartbeat)


class Web(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn with our application, which no file or variable of its own configures."""

    def __init__(self, socket: int, workers: int) -> None:
        self.options = {
            "bind": f"fd://{socket}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        from tocsin.council.wsgi import application  # noqa: PLC0415 (within the web server)

        return application


if __name__ == "__main__":
    Web(int(sys.argv[1]), int(sys.argv[2])).run()
