"""`python -m deploy.cli`, for where the command `lmis` is not on the path."""

from deploy.cli import main

if __name__ == "__main__":
    main(prog_name="lmis")
