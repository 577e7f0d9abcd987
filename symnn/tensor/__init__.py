"""Vectors and matrices: shapes by inference over symbolic dimensions."""
