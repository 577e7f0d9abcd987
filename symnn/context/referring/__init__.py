"""References to other equations: which are cited, in which part, and what comes into scope by them."""
