"""Builds the wheel: the folders that stand beside the packages travel inside `portal`, and translations compiled."""

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
BESIDE = ("templates", "static", "translations")


class BuildWithPages(build_py):
    """Copies what pages are made of, after the packages."""

    def run(self) -> None:
        """Build."""
        super().run()
        data = Path(self.build_lib) / "portal" / "_data"
        for folder in BESIDE:
            shutil.copytree(HERE / folder, data / folder, dirs_exist_ok=True)
        for catalogue in data.glob("translations/*/LC_MESSAGES/*.po"):
            with catalogue.open("rb") as words, catalogue.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(words))


setup(cmdclass={"build_py": BuildWithPages})
