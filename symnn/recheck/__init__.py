"""Verifies certificates again from the claim itself, without the provers."""
