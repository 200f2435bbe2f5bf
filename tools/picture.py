"""Take the picture of a brief that the README opens with.

Usage: python tools/picture.py BRIEF.html
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent.parent / "docs/brief.png"
WIDTH, HEIGHT = 1000, 1400
OPTIONS = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main(page: Path) -> None:
    """Photograph the top of a page in the machine's Chromium, in light colours."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*OPTIONS, *as_root]
        )
        sheet = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        sheet.goto(page.resolve().as_uri())
        sheet.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
