"""Mathematical notation, LaTeX and Unicode, becomes terms and is printed back from them."""
