"""Where results are kept between runs: in the user's cache directory, or where ``SYMNN_CACHE`` says."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "SYMNN_CACHE"
RESULTS = "SYMNN_RESULTS"
OFF = ("", "off")


def folder() -> Path | None:
    """The folder of kept results; ``None`` where keeping is off.

    ``SYMNN_CACHE`` names another folder, and set to nothing or to ``off`` it turns all keeping off;
    ``SYMNN_RESULTS=off`` turns off that of results alone.
    """
    given = os.environ.get(VARIABLE)
    if given in OFF or os.environ.get(RESULTS) in OFF:
        return None
    return (Path(given) if given else Path(platformdirs.user_cache_dir("symnn"))) / "results"
