"""A proved formula near a refuted one: "did you mean …?".

``edits`` is the table of single changes that people make by mistake, undone; ``neighbourhood`` applies each of them at
each place of one side, the likely ones first; ``sieve`` drops what certainly fails at rational points; ``search`` has
the first survivors decided and offers the first that is proved.
"""

from symnn.suggest.search import Query, Suggestion, search

__all__ = ["Query", "Suggestion", "search"]
