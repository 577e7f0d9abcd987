"""Answers kept between runs: what was decided once is not decided again.

``place`` says where they are, ``version`` on which code they depend, ``codec`` how they are written, ``objects`` how
those are that share parts, ``store`` keeps their rows in an SQLite file and notices damage, ``kept`` puts these
together.
"""

from symnn.results.kept import Results, open_results
from symnn.results.place import folder

__all__ = ["Results", "folder", "open_results"]
