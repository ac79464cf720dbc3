"""Starts programs that end when whoever started them does, even if that was killed."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

# From <sys/prctl.h>: which signal a process gets when its parent ends.
PR_SET_PDEATHSIG = 1


def start(command: Sequence[str], **how: Any) -> subprocess.Popen[bytes]:
    """Start a program that gets SIGTERM when this process ends; on Linux only, elsewhere it is simply started."""
    if sys.platform == "linux":
        how["preexec_fn"] = _end_with_parent
    return subprocess.Popen(command, **how)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
