"""What each operation on arrays means: the shape of its result and its entry, by families."""
