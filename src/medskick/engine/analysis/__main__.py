"""`python -m medskick.engine.analysis`: the same as `medskick analyse`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
