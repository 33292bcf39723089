"""`python main.py`: the same program as the installed `nnviz`."""

import sys

from nnviz.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
