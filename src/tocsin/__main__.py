"""The way in, also as `python -m tocsin`; interrupted while loading it ends as quietly as later."""

from __future__ import annotations

import sys


def main() -> None:
    """Load the commands and run one."""
    try:
        from tocsin import cli  # noqa: PLC0415 (loading takes long enough to be interrupted)

        cli.main()
    except KeyboardInterrupt:
        print("tocsin: interrupted; nothing half-written was left.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
