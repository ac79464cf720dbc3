"""The example's words: dealt from files of invented sentences, so that few are said twice."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from forms.schema import Kind, Question, Questionnaire

FILES = Path(__file__).parent / "words"

# Questions whose words are kept in a pool, or pools, of another name.
POOLS = {
    "happy_and_proud": ("happy", "proud"),
    "family_time": ("people", "family_time"),
    "meeting_wishes": ("meeting",),
    "private_words": ("private",),
    "meeting_safety_words": ("meeting_safety",),
    "needs_words": ("needs",),
    "needs_language": ("languages",),
    "want_from_meeting": ("want",),
}
OTHERWISE = ("anything", "anything_else")
# How many in a hundred write something, where that is not as usual.
WRITTEN = {
    "private_words": 22,
    "needs_language": 6,
    "needs_words": 20,
    "report_wrong": 30,
    "training": 34,
    "meeting_safety_words": 1,
    "help_for_you": 45,
    "anything_else": 30,
    "identity": 40,
    "wishes": 80,
}
USUALLY_WRITTEN = 58
# Pools smaller than this are said one sentence at a time.
MANY = 12


@dataclass
class Vocabulary:
    """Deals words from shuffled pools; remembers the themes a reader would give what it dealt."""

    luck: Random
    themes: dict[str, frozenset[str]] = field(default_factory=dict)
    _decks: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def words(self, questionnaire: Questionnaire, question: Question, eagerness: float) -> str | None:
        """Return what somebody writes under a question, or None if they leave it empty."""
        chance = WRITTEN.get(question.key, USUALLY_WRITTEN)
        if self.luck.random() * 100 >= chance * eagerness:
            return None
        name, pool = pool_for(questionnaire, question.key)
        said = [self.deal(name, pool)]
        if question.kind is Kind.LONG and len(pool) >= MANY and self.luck.random() < 0.22:
            said.append(self.deal(name, pool))
        text = " ".join(_stopped(part) for part in said[:-1]) + (" " if said[1:] else "") + said[-1]
        self.themes[text] = frozenset().union(*(self.themes[part] for part in said))
        return text[: question.longest]

    def deal(self, name: str, pool: dict[str, frozenset[str]] | list[str]) -> str:
        """Return the next sentence of a pool, its gaps filled."""
        deck = self._decks[name]
        if not deck:
            deck.extend(pool)
            self.luck.shuffle(deck)
        pattern = deck.pop()
        text = pattern
        for gap, fillings in bits().items():
            mark = "{" + gap + "}"
            for filling in self.luck.sample(fillings, text.count(mark)):
                text = text.replace(mark, filling, 1)
        self.themes[text] = pool[pattern] if isinstance(pool, dict) else frozenset()
        return text


def pool_for(questionnaire: Questionnaire, key: str) -> tuple[str, dict[str, frozenset[str]]]:
    """Return the sentences for a question, each with its themes; those for anything else if it has none."""
    name = _file_for(questionnaire)
    content = read_words(name)
    found = [pool for pool in POOLS.get(key, (key,)) if pool in content] or [
        pool for pool in OTHERWISE if pool in content
    ]
    pool: dict[str, frozenset[str]] = {}
    for one in found or list(content):
        for entry in content[one]:
            words, themes = (entry["words"], entry["themes"]) if isinstance(entry, dict) else ([entry], [])
            pool.update(dict.fromkeys(words, frozenset(themes)))
    return f"{name} {' '.join(found)}", pool


@cache
def read_words(name: str) -> dict[str, Any]:
    """Return one file of words."""
    return tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def bits() -> dict[str, list[str]]:
    """Return what fills the gaps in sentences."""
    return read_words("bits")


def _file_for(questionnaire: Questionnaire) -> str:
    if questionnaire.name == "child-before":
        return "child_before_" + questionnaire.edition.replace("-", "_")
    if questionnaire.edition == "foster-carer":
        return "foster_carer_before"
    return questionnaire.name.replace("-", "_")


def _stopped(text: str) -> str:
    return text if text[-1] in ".!?…)" or not text[-1].isascii() else text + "."
