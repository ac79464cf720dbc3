"""Every wording can be translated: what the translators are given is what the portal says."""

from babel.messages.pofile import read_po

from forms.library import library
from scripts.words import TEMPLATE, gathered


def test_the_template_for_translators_holds_every_wording() -> None:
    with TEMPLATE.open("rb") as file:
        kept = {(message.context, message.id) for message in read_po(file) if message.id}
    said = {(message.context, message.id) for message in gathered() if message.id}

    assert said - kept == set(), "run 'make words'"
    assert kept - said == set(), "run 'make words'"


def test_the_words_of_a_questionnaire_have_their_question_as_context() -> None:
    said = {(message.context, message.id) for message in gathered()}

    for questionnaire in library():
        for key, question in questionnaire.by_key.items():
            assert (key, question.label) in said
            assert {(key, option.label) for option in question.options} <= said
