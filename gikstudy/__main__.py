"""`python -m gikstudy` is the command `gikstudy`."""

from gikstudy.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
