"""`python -m undergrad`, the same as the command `undergrad`."""

import sys

from undergrad.cli.main import main

sys.exit(main())
