"""`python -m undergrad`, the same as the command `undergrad`."""

import sys
from pathlib import Path

import undergrad

# -m searches the current folder first, where a student may have a file json.py or random.py.
if sys.path and Path(sys.path[0]).resolve() == Path.cwd() != Path(undergrad.__file__).parent.parent:
    del sys.path[0]

from undergrad.cli.main import main

sys.exit(main())
