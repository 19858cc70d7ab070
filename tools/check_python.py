"""Says in a sentence what a machine lacks. Runs on any Python 3, so that an old one gets the sentence too."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "The portal needs Python 3.11 or newer; this is %d.%d. Install one, or name it: make run PYTHON=python3.11"
        % sys.version_info[:2]
    )
try:
    import ensurepip  # noqa: F401  # its absence is the question
    import venv  # noqa: F401
except ImportError:
    sys.exit("This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv")
