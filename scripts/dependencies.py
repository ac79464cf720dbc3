"""Prints what the portal depends on, for pip: python scripts/dependencies.py [dev].

The names stand in pyproject.toml alone, and pip 23 cannot read a group from there.
"""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
names = list(project["project"]["dependencies"])
if "dev" in sys.argv[1:]:
    names += project["dependency-groups"]["dev"]
print("\n".join(names))
