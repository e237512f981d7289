"""The first program that runs on a strange machine: finds a Python that fits and hands over to tools/install.py.

Written so that even an old Python 3 can read it and say clearly that it is too old.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)


def fits(version):  # type: (tuple[int, int]) -> bool
    """Say whether Community-up runs on this Python."""
    return OLDEST <= version <= NEWEST


def another_python():  # type: () -> str | None
    """Find a Python on this machine that does fit, newest first."""
    test = "import sys; sys.exit(not (%r <= sys.version_info[:2] <= %r))" % (OLDEST, NEWEST)
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        path = shutil.which("python3.%d" % minor)
        with open(os.devnull, "w") as silence:
            if path and subprocess.call([path, "-c", test], stdout=silence, stderr=silence) == 0:
                return path
    return None


def main():  # type: () -> None
    """Start the installer with a Python that fits, or say in one sentence what is wrong."""
    if fits(sys.version_info[:2]):
        sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        from tools import install

        sys.exit(install.main(sys.argv[1:]))
    path = another_python()
    if path:
        os.execv(path, [path] + sys.argv)
    sys.exit(
        "This is Python %d.%d, too %s for Community-up: install Python 3.11, 3.12 or 3.13, "
        "or name one: make run PYTHON=/path/to/python3.12"
        % (sys.version_info[0], sys.version_info[1], "old" if sys.version_info[:2] < OLDEST else "new")
    )


if __name__ == "__main__":
    main()
