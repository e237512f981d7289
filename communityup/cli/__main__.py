"""Lets `python -m communityup.cli` do what `communityup` does."""

import sys

from communityup.cli import main

sys.exit(main())
