"""``python -m medskick`` is the same as the ``medskick`` command."""

import sys

from medskick.cli import main

if __name__ == "__main__":
    sys.exit(main())
