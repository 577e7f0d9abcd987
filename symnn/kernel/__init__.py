"""Decides scalar claims: refutation by certified balls, sign cells, normal forms, derivatives, limits, bounds."""
