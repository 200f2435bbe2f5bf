"""Hold the locked libraries against the published advisories; says so when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys

LOCK = "requirements.lock"


def main() -> int:
    """1 if a library has a known weakness or the audit broke, else 0, with what was not audited."""
    quiet = ["--no-deps", "--disable-pip", "--progress-spinner", "off"]
    options = [*quiet, "--format", "json", "--requirement"]
    done = subprocess.run(  # noqa: S603 (nothing in it comes from outside)
        [sys.executable, "-m", "pip_audit", *options, LOCK],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        libraries = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"NOT AUDITED: the advisories could not be read. {done.stderr.strip()[-500:]}")
        return 0
    missed = sorted(one["name"] for one in libraries if "skip_reason" in one)
    weak = [one for one in libraries if one.get("vulns")]
    for one in weak:
        print(f"{one['name']} {one['version']}: {', '.join(v['id'] for v in one['vulns'])}")
    print(f"{len(libraries) - len(missed)} of {len(libraries)} libraries audited.")
    if missed:
        print(f"NOT AUDITED, since no advisories are served for them here: {', '.join(missed)}")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
