"""`make bench NAME=engine`: what is measured of the analysis engine."""

import sys

from engine_vmeasure import main

if __name__ == "__main__":
    sys.exit(main())
