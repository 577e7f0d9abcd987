"""What formulas and the words around them give names: declarations, definitions, properties of arrays."""
