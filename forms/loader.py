"""Reads questionnaire files; refuses what is wrong, naming the file, the key and the mend."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from forms.schema import Measure, Questionnaire

Model = TypeVar("Model", Measure, Questionnaire)

MENDS = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not known here; remove it or correct its spelling",
    "string_pattern_mismatch": "begins with a small letter and has only small letters, digits and '_' "
    "(in 'name' and 'edition', '-' instead); correct it",
    "string_too_short": "has no words; write them",
    "too_short": "is empty; put at least one in it",
}
READ_LATER = frozenset({"measure", "outcomes"})
"""What is read from the file after an answer was given; correcting it changes nothing anybody was asked."""


class FormFileError(Exception):
    """A questionnaire file that cannot be used: the message names file, key and mend."""


def load_measures(path: Path) -> Mapping[str, Measure]:
    """Read the measures file.

    Returns every measure by key; raises FormFileError if the file cannot be used.
    """
    return {key: _build(Measure, path, {"key": key, **_table(path, key, words)}) for key, words in _read(path).items()}


def load_questionnaire(path: Path, measures: Mapping[str, Measure]) -> Questionnaire:
    """Read one questionnaire file.

    Returns the questionnaire; raises FormFileError if the file is not sound, its name does not say
    what it holds, or it counts toward a measure that is not known for its audience.
    """
    questionnaire = _build(Questionnaire, path, _read(path))
    expected = f"{questionnaire.slug}.v{questionnaire.version}.toml"
    if path.name != expected:
        raise FormFileError(f"{path.name}: the file must be called '{expected}' for what it holds; rename it")
    if faults := [*_measure_faults(questionnaire, measures)]:
        raise FormFileError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return questionnaire


def check_published(paths: Iterable[Path], published: Path) -> None:
    """Raise FormFileError if a published version was changed or has gone.

    `published` holds one SHA-256 digest a file: answers already given were given to exactly those words.
    """
    here = {path.name: path for path in paths}
    if faults := [*_published_faults(here, read_published(published))]:
        raise FormFileError("\n".join(faults))


def read_published(published: Path) -> dict[str, object]:
    """Return the digest of each published file by its name; none if nothing is published yet."""
    return _read(published) if published.exists() else {}


def digest_of(path: Path) -> str:
    """Return the SHA-256 digest of what a questionnaire file asks.

    Remarks, the order of keys and line endings do not count, nor do 'measure' and 'outcomes': what an answer means
    is read from the file later, so that a mistake there can be mended without a new version.
    """
    asked = json.dumps(_asked(_read(path)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()


def _published_faults(here: Mapping[str, Path], digests: Mapping[str, object]) -> Iterator[str]:
    for name, digest in digests.items():
        if name not in here:
            yield f"{name}: this version was published and its file is gone; put it back"
        elif digest_of(here[name]) != digest:
            yield (
                f"{name}: this version was published and has been changed since; "
                "put it back as it was and make your change in a new version"
            )


def _asked(content: object) -> object:
    if isinstance(content, dict):
        return {key: _asked(value) for key, value in content.items() if key not in READ_LATER}
    if isinstance(content, list):
        return [_asked(entry) for entry in content]
    return content


def _measure_faults(questionnaire: Questionnaire, measures: Mapping[str, Measure]) -> Iterator[str]:
    for question in questionnaire.by_key.values():
        if question.measure is None:
            continue
        measure = measures.get(question.measure)
        if measure is None:
            yield (
                f"question '{question.key}': measure '{question.measure}' is not known; "
                "correct its spelling or add it to measures.toml"
            )
        elif measure.words_for(questionnaire.audience) is None:
            yield (
                f"question '{question.key}': measure '{question.measure}' has no words for "
                f"'{questionnaire.audience}'; add them to measures.toml"
            )


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FormFileError(f"{path.name}: cannot be read: {error.strerror}; put the file there") from error
    except UnicodeDecodeError as error:
        raise FormFileError(f"{path.name}: is not UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise FormFileError(f"{path.name}: is not TOML: {error}; correct that line") from error


def _table(path: Path, key: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise FormFileError(f"{path.name}: '{key}' must be a table of words, one for each audience; write '[{key}]'")
    return value


def _build(model: type[Model], path: Path, content: dict[str, object]) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        found = error.errors()
        lines = [
            f"{path.name}: {_where(fault['loc'], content)}: {_mend(fault['type'], fault['msg'])}"
            for fault in found
            if not (fault["type"] == "too_short" and _holds_another(fault["loc"], found))
        ]
        raise FormFileError("\n".join(lines)) from error


def _holds_another(location: tuple[int | str, ...], faults: Iterable[ErrorDetails]) -> bool:
    """Return whether a list only seems empty because what is in it has faults of its own."""
    return any(len(fault["loc"]) > len(location) and fault["loc"][: len(location)] == location for fault in faults)


def _where(location: tuple[int | str, ...], content: object) -> str:
    """Name a place in a file by keys a person can search for, not by numbers."""
    named = []
    for step in location:
        if isinstance(content, dict):
            content = content.get(str(step))
            named.append(str(step))
        elif isinstance(content, list) and isinstance(step, int):
            content = content[step]
            entry = content if isinstance(content, dict) else {}
            named.append(repr(entry.get("key") or entry.get("value") or step + 1))
    return " ".join(named) or "the questionnaire"


def _mend(error_type: str, message: str) -> str:
    words = message.removeprefix("Value error, ").replace("Input should be", "should be")
    if error_type == "value_error":
        return words
    return MENDS.get(error_type, f"{words}; correct it")
