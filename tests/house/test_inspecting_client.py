"""The client that inspects pages sees what is wrong with one, and nothing where nothing is."""

import pytest
from flask import Flask

from tests.inspecting_client import InspectingClient, faults_of

SOUND = """<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Meetings · Westshire</title>
<link rel="stylesheet" href="/a/1/heard.css"><script src="/a/1/heard.js" defer></script></head>
<body><a href="#main">Skip</a><main id="main"><h1>Meetings</h1>
<form method="post"><label for="place">Place</label><input id="place" name="place" aria-describedby="hint">
<p id="hint">A town</p><label><input type="checkbox" name="late"> Late</label>
<input type="hidden" name="token" value="1"><button>Save</button></form>
<img src="/a/1/mark.png" alt=""><a href="https://elsewhere.example/">Elsewhere</a></main></body></html>"""


def test_a_sound_page_has_no_fault() -> None:
    assert faults_of(SOUND, "/staff/meetings") == []


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<h1>Meetings</h1>", "<h2>Meetings</h2>", "there must be one h1, not 0"),
        ("<h1>Meetings</h1>", "<h1>Meetings</h1><h1>More</h1>", "there must be one h1, not 2"),
        ("<title>Meetings", "<title>People", "must begin with the h1 'Meetings'"),
        ("<title>Meetings", "<title>Error: Meetings", "'Error: ' begins the title exactly when"),
        ("<h1>", '<div class="errors"></div><h1>', "'Error: ' begins the title exactly when"),
        ('id="hint"', 'id="place"', "the id 'place' stands 2 times"),
        ('id="hint"', 'id="hint" id="other"', "does not parse (duplicate-attribute)"),
        ('aria-describedby="hint"', 'aria-describedby="gone"', "points at nothing"),
        ('for="place"', 'for="elsewhere"', "<input name='place'> has no label"),
        (">Place</label>", "></label>", "<input name='place'> has no label"),
        ("<button>Save</button>", "<button></button>", "says nothing"),
        (' alt=""', "", "has no alt"),
        ('href="#main"', 'href="#gone"', "the link '#gone' points at nothing"),
        ('lang="en"', "", "lang='None' is not a language offered"),
        ('dir="ltr"', 'dir="rtl"', "dir='rtl' is wrong for English"),
        ("<main ", '<main style="color:red" ', "has inline style"),
        ("</head>", "<style>p{}</style></head>", "has inline style"),
        ("</body>", "<script>1</script></body>", "there is an inline script"),
        ("<main ", '<main onclick="go()" ', "has an onclick handler"),
        ('src="/a/1/heard.js"', 'src="https://cdn.example/heard.js"', "from elsewhere"),
        ('href="/a/1/heard.css"', 'href="//cdn.example/heard.css"', "from elsewhere"),
        ("</p>", "</p></p>", "does not parse"),
        ("<p id", "<p><p id=x></b><p id", "does not parse"),
    ],
)
def test_each_fault_is_seen(right: str, wrong: str, fault: str) -> None:
    page = SOUND.replace(right, wrong, 1)

    assert fault in "\n".join(faults_of(page, "/staff/meetings"))


def test_a_family_page_has_a_discreet_title() -> None:
    discreet = SOUND.replace("<title>Meetings", "<title>Question 1 of 9")

    assert faults_of(discreet, "/F574T4CTVR66/1") == []
    assert faults_of(SOUND.replace("Meetings · Westshire", ""), "/F574T4CTVR66/1") == ["the page has no title"]


def test_a_page_that_is_not_sound_fails_the_test_that_opened_it(app: Flask, client: InspectingClient) -> None:
    rendered = app.view_functions["pages.privacy"]
    app.view_functions["pages.privacy"] = lambda: "<h1>No more than this</h1>"
    try:
        with pytest.raises(AssertionError, match="/privacy is not sound"):
            client.get("/privacy")
    finally:
        app.view_functions["pages.privacy"] = rendered
