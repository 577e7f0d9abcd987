"""``python -m symnn``."""

from symnn.cli import main

if __name__ == "__main__":
    main()
