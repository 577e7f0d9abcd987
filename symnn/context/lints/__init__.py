"""What is wrong with a formula before any algebra, or looks wrong and is asked of the provers."""
