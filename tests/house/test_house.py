"""The house keeps its own rules: small files, short functions, plain names, a lock that is followed."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator

from tests.servers import ROOT

# Tables are written in one piece in a migration; taking them apart would hide what it does.
CODE = [
    path
    for room in ("forms", "portal", "scripts")
    for path in sorted((ROOT / room).rglob("*.py"))
    if path.parent.name != "versions"
]
LONGEST_FILE, LONGEST_FUNCTION, DEEPEST = 250, 30, 2
NO_NAMES = {"utils", "helpers", "common", "misc"}
NESTS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)


def test_files_are_short_and_so_are_their_functions() -> None:
    faults = [f"{path.relative_to(ROOT)}: {fault}" for path in CODE for fault in _faults(path.read_text("utf-8"))]

    assert not faults, "\n".join(faults)


def test_nothing_is_named_for_what_it_is_not() -> None:
    names = {part for path in CODE for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}

    assert not names & NO_NAMES


def test_pip_and_uv_install_the_same() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {f"{package['name']}=={package['version']}" for package in lock["package"] if package["name"] != "heard"}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    constrained = {line.partition(";")[0].strip() for line in lines if line and not line.startswith("#")}

    assert constrained == locked, "run 'make constraints'"


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=~! ]", line)[0].lower() for line in wanted}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert names <= {line.partition("==")[0] for line in lines}


def test_every_setting_is_in_the_one_table() -> None:
    settings = set(re.findall(r"HEARD_[A-Z_]+", (ROOT / "portal" / "config.py").read_text(encoding="utf-8")))
    settings |= set(re.findall(r"HEARD_[A-Z_]+", (ROOT / "portal" / "secrets.py").read_text(encoding="utf-8")))
    table = re.findall(
        r"^\| `(HEARD_[A-Z_]+)`", (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert sorted(table) == sorted(settings)


def test_only_the_configuration_reads_the_environment() -> None:
    readers = [path for path in CODE if "scripts" not in path.parts and "os.environ" in path.read_text("utf-8")]

    assert [path.name for path in readers] == ["config.py"]


def test_no_secret_is_kept_in_the_repository() -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()

    assert not [name for name in kept if name.startswith("instance/") or name.endswith((".env", ".sqlite", ".pem"))]


def _faults(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    if text.count("\n") > LONGEST_FILE:
        yield f"{text.count(chr(10))} lines"
    yield from (f"{name} has {lines} lines" for name, lines in _function_lines(tree) if lines > LONGEST_FUNCTION)
    yield from (f"{name} nests {depth} deep" for name, depth in _function_depths(tree) if depth > DEEPEST)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _function_lines(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each function and its length, not counting its signature, its docstring and functions inside it."""
    for function in _functions(tree):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        # A table is one statement, however long; chopping it to fit would help nobody.
        if len(body) > 1:
            inner = sum((one.end_lineno or 0) - one.lineno + 1 for one in _functions(ast.Module(body, [])))
            yield function.name, (body[-1].end_lineno or 0) - body[0].lineno + 1 - inner


def _function_depths(tree: ast.AST) -> Iterator[tuple[str, int]]:
    return ((function.name, max(_depth(node) for node in function.body)) for function in _functions(tree))


def _depth(node: ast.AST) -> int:
    """Return how deep blocks stand inside each other; `elif` is no deeper than its `if`."""
    if isinstance(node, ast.FunctionDef):
        return 0
    inner = [
        _depth(child) - (isinstance(node, ast.If) and _is_elif(node, child)) for child in ast.iter_child_nodes(node)
    ]
    return max(inner, default=0) + isinstance(node, NESTS)


def _is_elif(node: ast.If, child: ast.AST) -> bool:
    return isinstance(child, ast.If) and node.orelse == [child]
