"""What sentences say of the formulas in them: words alone, no scope and no claim."""
