"""Measures what the portal costs: CPU time, statements and bytes, as ratios to a bare page in the same run.

Run with `make bench`. Every journey is a list of requests, given to the application as a web server would
give them (WSGI), so that nothing of a client or a socket is counted. The journeys and the two bare pages take turns,
many times; what is printed is the median, which one slow turn does not move.
"""

import argparse
import gzip
import http.client
import io
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from forms.library import library
from forms.schema import Page
from portal import create_app
from portal.config import read_settings
from portal.extensions import db
from portal.queries.opening import today
from portal.secrets import new_secrets
from portal.services.example import load as load_example
from portal.services.sealed import Sending, store, week_of
from tests.factories import PASSWORD, make_invitation, make_meeting, make_staff
from tests.respondent import answers_for
from tests.servers import free_port

Fields = dict[str, list[str]]


@dataclass
class Browser:
    """Gives requests to an application and keeps its cookies and what came back."""

    app: Callable[..., Any]
    cookies: dict[str, str] = field(default_factory=dict)
    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    requests: ClassVar[int] = 0

    def get(self, path: str) -> str:
        """Open an address; return the page."""
        return self._request("GET", path, b"")

    def post(self, path: str, fields: Fields) -> str:
        """Send a form; return where it leads."""
        self._request("POST", path, urlencode(fields, doseq=True).encode())
        return self.headers.get("Location", "")

    def _request(self, method: str, path: str, body: bytes) -> str:
        Browser.requests += 1
        address, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        chunks = self.app(environ, self._started)
        self.body = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        if self.status >= "4":
            raise RuntimeError(f"{method} {path}: {self.status}")
        return self.body.decode("utf-8", "replace")

    def _started(self, status: str, headers: list[tuple[str, str]], *_rest: object) -> None:
        self.status, self.headers = status, dict(headers)
        for name, value in headers:
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]


def bare_page() -> Flask:
    """Return the least a Flask page can be: one sentence."""
    app = Flask("bare")

    @app.get("/")
    def page() -> str:
        return "<!doctype html><title>Hello</title><h1>Hello</h1>"

    return app


def bare_insert(folder: Path) -> Flask:
    """Return a bare page that keeps one row durably in SQLite, with the same settings as the portal's."""
    app = Flask("bare insert")
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)")

    @app.post("/")
    def page() -> str:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO kept (words) VALUES (?)", ("something to keep",))
        connection.execute("COMMIT")
        return "<!doctype html><title>Hello</title><h1>Hello</h1>"

    return app


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    """Collect every statement the portal sends to its database, without the BEGINs."""
    statements: list[str] = []

    def saw(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", saw)
    yield statements
    event.remove(engine, "before_cursor_execute", saw)


class Bench:
    """The portal on a database of its own, and the journeys through it."""

    def __init__(self, folder: Path) -> None:
        """Make the portal and one meeting each that a child and a room of professionals can answer."""
        secrets = new_secrets() | {
            "HEARD_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite'}",
            "HEARD_INSECURE_COOKIES": "yes",
            "HEARD_EXAMPLE": "yes",
        }
        self.app = create_app(read_settings(secrets))
        self.bare, self.insert = bare_page(), bare_insert(folder)
        self.twelve = library().newest("child-after-8-17")
        self.one_page = library().newest("professional-after-all")
        self.filled: Fields = {}
        for part in self.one_page.pages:
            self.filled |= answers_for(part)
        with self.app.app_context():
            upgrade()
            load_example(datetime.now(UTC))
            self.chair = make_staff("manager")
            held = make_meeting("conference", ages=[10], chair=self.chair, held_on=today() - timedelta(days=3))
            self.child = make_invitation(held, "child", shared=True, child=None).code
            self.room = make_invitation(held, "professional").code
            self.scope = (str(held.team_id), str(self.chair.id), week_of(held.held_on).isoformat())
            self.email = self.chair.email

    def fill(self, responses: int) -> None:
        """Store so many responses, as a release would."""
        team, chair, week = self.scope
        given = {key: [q.choices[-1].value] for key, q in self.one_page.by_key.items() if q.choices}
        one = Sending("professional", "conference", team, chair, "online", week, self.one_page.slug, 1, "en", given)
        with self.app.app_context():
            for start in range(0, responses, 5000):
                store([one] * min(5000, responses - start))
                db.session.commit()

    def bare_page(self, _: object) -> None:
        """Open the bare page."""
        Browser(self.bare).get("/")

    def bare_insert(self, _: object) -> None:
        """Open the bare page that keeps a row."""
        Browser(self.insert).post("/", {})

    def first_page(self, _: object) -> None:
        """Open a code."""
        Browser(self.app).get(f"/{self.child}")

    def begun(self) -> Browser:
        """Return a browser that has pressed Start."""
        browser = Browser(self.app)
        browser.post(f"/{self.child}/start", {})
        return browser

    def question(self, browser: Browser) -> None:
        """Open one question."""
        browser.get(f"/{self.child}/2")

    def answered(self) -> Browser:
        """Return a browser that has answered the first two questions."""
        browser = self.begun()
        for number in (1, 2):
            browser.post(f"/{self.child}/{number}", answers_for(self.twelve.pages[number - 1]))
        return browser

    def answer(self, browser: Browser) -> None:
        """Answer one question and be led to the next."""
        browser.post(f"/{self.child}/2", answers_for(self.twelve.pages[1]))

    def submission(self, _: object) -> None:
        """Start, open and answer twelve questions a page each, check and send."""
        browser = Browser(self.app)
        browser.get(f"/{self.child}")
        where = browser.post(f"/{self.child}/start", {})
        for _number in range(12):
            browser.get(where)
            page: Page = self.twelve.pages[int(where.rsplit("/", 1)[1]) - 1]
            where = browser.post(where, answers_for(page))
        browser.get(f"/{self.child}/check")
        browser.post(f"/{self.child}/send", {})

    def at_the_check(self) -> Browser:
        """Return a browser with every question answered."""
        browser = self.begun()
        for number, page in enumerate(self.twelve.pages, start=1):
            browser.post(f"/{self.child}/{number}", answers_for(page))
        return browser

    def send(self, browser: Browser) -> None:
        """Press Send."""
        browser.post(f"/{self.child}/send", {})

    def professional(self, _: object) -> None:
        """Open the one-page form, send it, read the thank-you."""
        browser = Browser(self.app)
        browser.get(f"/{self.room}")
        # What a person types is the client's work; only a fresh key each time is needed here.
        browser.post(f"/{self.room}", self.filled | {"sending": [uuid.uuid4().hex]})

    def signed_in(self) -> Browser:
        """Return a manager's browser."""
        browser = Browser(self.app)
        browser.get("/staff/sign-in")
        page = gzip.decompress(browser.body).decode()
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
        browser.post(
            "/staff/sign-in",
            {"csrf_token": [token[1] if token else ""], "email": [self.email], "password": [PASSWORD]},
        )
        return browser

    def summary(self, browser: Browser) -> None:
        """Open the summary of the example year."""
        browser.get("/staff/summary?period=2025-26&audience=professional")


@dataclass(frozen=True)
class Journey:
    """Something a person does: `prepare` is not measured, `run` is."""

    name: str
    run: Callable[[Any], None]
    prepare: Callable[[], Any]
    against: str


def journeys(bench: Bench) -> list[Journey]:
    """Return what is measured, and which bare page each is compared with."""

    def nothing() -> None:
        return None

    page, insert = "bare page", "bare insert"
    staff = bench.signed_in()
    return [
        Journey(page, bench.bare_page, nothing, page),
        Journey(insert, bench.bare_insert, nothing, insert),
        Journey("first family page", bench.first_page, nothing, page),
        Journey("a question page", bench.question, bench.begun, page),
        Journey("a question page with its answer", bench.question, bench.answered, page),
        Journey("answering one question", bench.answer, bench.begun, insert),
        Journey("Send, 14 answers", bench.send, bench.at_the_check, insert),
        Journey("12 questions, code to thank-you", bench.submission, nothing, insert),
        Journey("one-page form, code to thank-you", bench.professional, nothing, insert),
        Journey("summary of the example year", bench.summary, lambda: staff, page),
    ]


def measure(bench: Bench, rounds: int) -> dict[str, list[float]]:
    """Return CPU milliseconds of every turn of every journey, all taking turns."""
    spent: dict[str, list[float]] = {journey.name: [] for journey in journeys(bench)}
    taking_turns = journeys(bench)
    for turn in range(rounds):
        for journey in taking_turns:
            ready = journey.prepare()
            before = time.process_time_ns()
            journey.run(ready)
            if turn:  # the first turn warms up
                spent[journey.name].append((time.process_time_ns() - before) / 1e6)
    return spent


def counted(bench: Bench, journey: Journey) -> tuple[int, int]:
    """Return how many requests a journey makes, and how many statements they send to the database."""
    ready = journey.prepare()
    before = Browser.requests
    with counted_statements(bench.app) as statements:
        journey.run(ready)
    return Browser.requests - before, len(statements)


def show(bench: Bench, rounds: int, served: float) -> None:
    """Print a line a journey: CPU milliseconds, its ratio alone and under a web server, requests, statements."""
    spent = {name: statistics.median(values) for name, values in measure(bench, rounds).items()}
    print(f"{'':34}{'CPU ms':>8}{'ratio':>8}{'served':>8}{'requests':>10}{'statements':>12}")
    for journey in journeys(bench):
        cost, against = spent[journey.name], spent[journey.against]
        requests, statements = counted(bench, journey)
        ratio = (cost + requests * served) / (against + served)
        line = f"{journey.name:34}{cost:8.2f}{cost / against:8.1f}{ratio:8.1f}{requests:10}{statements:12}"
        print(f"{line}   of a {journey.against}")


def cost_of_serving(requests: int = 4000) -> float:
    """Return what gunicorn spends on one request by itself, in CPU ms: a bare page served, less the bare page."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare.py").write_text(BARE, encoding="utf-8")
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-k", "gthread", "--threads", "4"]
        server = subprocess.Popen([*command, "bare:app"], cwd=folder, stderr=subprocess.DEVNULL)
        try:
            _ask(port, 200)
            before = _cpu_seconds(server.pid)
            _ask(port, requests)
            spent = _cpu_seconds(server.pid) - before
        finally:
            server.terminate()
            server.wait()
    return 1000 * spent / requests


def first_visit(bench: Bench) -> None:
    """Print the bytes of a first visit, compressed, and of a second."""
    for name, path in (("a child's first visit", f"/{bench.child}"), ("a professional's", f"/{bench.room}")):
        browser = Browser(bench.app)
        browser.get(path)
        sizes = [len(browser.body)]
        page = gzip.decompress(browser.body).decode()
        for asset in re.findall(r'(?:href|src)="(/a/[^"]+)"', page):
            browser.get(asset)
            sizes.append(len(browser.body))
        print(f"{name:34}{sum(sizes):8} bytes in {len(sizes)} requests; again {sizes[0]} bytes in 1 request")


BARE = """from flask import Flask
app = Flask("bare")
@app.get("/")
def page(): return "<!doctype html><title>Hello</title><h1>Hello</h1>"
"""


def _ask(port: int, times: int) -> None:
    """Open the bare page so many times over one connection, waiting for the server first."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _patience in range(200):
        try:
            connection.connect()
            break
        except OSError:
            time.sleep(0.05)
    for _time in range(times):
        connection.request("GET", "/")
        connection.getresponse().read()


def _cpu_seconds(parent: int) -> float:
    """Return the CPU time of a process and its children, from Linux's /proc."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if parent in {int(fields[1]), int(stat.parent.name)}:
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print everything, with the example year stored, and again with many responses more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="how many turns each journey takes")
    parser.add_argument("--responses", type=int, default=100_000, help="how many responses are stored the second time")
    asked = parser.parse_args()
    served = cost_of_serving()
    print(f"gunicorn itself: {served:.2f} CPU ms a request; 'served' counts it in, as people meet it\n")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        first_visit(bench)
        print("\nwith the example year stored")
        show(bench, asked.rounds, served)
        bench.fill(asked.responses)
        print(f"\nwith {asked.responses:,} responses more")
        show(bench, asked.rounds, served)


if __name__ == "__main__":
    main()
