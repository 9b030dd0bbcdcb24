"""The rules of the house that a machine can hold. Each test is the only guard of its rule."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

STREET = """
errors strict settings periods receipt portal landing records quality warehouse
reform indicators index alerts publication street commands __main__
""".split()  # noqa: SIM905 - read as a street, not as a list

TOUCH_THE_WORLD = (
    "requests",
    "urllib3",
    "smtplib",
    "socket",
    "http.server",
    "aiosmtpd",
    "fsspec",
    "sqlalchemy",
    "psycopg",
)
PURE = ("periods.py", "receipt.py", "index", "records/agency_code.py")
CLOCK = re.compile(r"\b(?:datetime|date|pendulum)\.(?:now|today|utcnow)$|^time\.time$")
VAGUE = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "base", "misc"}
LATER = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b|for la" r"ter\b|raise Not" r"Implemented")


@cache
def tracked(pattern: str) -> tuple[Path, ...]:
    """The files of the project that match, as git sees them (new ones too); never an empty list."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", pattern]
    listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    files = tuple(ROOT / line for line in listed if line and (ROOT / line).is_file())
    assert files, f"no file matches {pattern}: this test would hold nothing"
    return files


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each imported module with its line; `from include import street` counts as include.street."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively; write the whole name"
            if node.module == "include":
                yield from ((node.lineno, f"include.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def place(path: Path) -> str:
    """The name in STREET of the part of include/ that a file belongs to."""
    return path.relative_to(ROOT / "include").parts[0].removesuffix(".py")


def test_include_does_not_know_airflow() -> None:
    found = [
        f"{path}:{line} {name}"
        for path in tracked("include/*.py")
        for line, name in imports(path)
        if name.split(".")[0] in {"airflow", "reform_index", "dags", "plugins"}
    ]
    assert found == []


def test_imports_go_one_way_along_the_street() -> None:
    found = []
    for path in tracked("include/*.py"):
        here = place(path)
        if here == "__init__":
            continue
        assert here in STREET, f"{path} has no place in the street"
        for line, name in imports(path):
            parts = name.split(".")
            if parts[0] == "include" and len(parts) > 1 and STREET.index(parts[1]) > STREET.index(here):
                found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert found == []


def test_great_expectations_lives_in_quality_and_is_imported_late() -> None:
    late = set()
    for path in (*tracked("include/*.py"), *tracked("dags/*.py")):
        for node in parsed(path).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "great_expectations" not in ast.unparse(node), f"{path}: imports it when the module is read"
        if any(name.split(".")[0] == "great_expectations" for _, name in imports(path)):
            late.add(place(path))
    assert late == {"quality"}


def test_pure_parts_touch_nothing() -> None:
    found = []
    for part in PURE:
        pattern = f"include/{part}" if part.endswith(".py") else f"include/{part}/*.py"
        for path in tracked(pattern):
            found += [
                f"{path}:{line} {name}"
                for line, name in imports(path)
                if name.startswith(TOUCH_THE_WORLD) or name.split(".")[0] in {"duckdb", "os", "subprocess"}
            ]
    assert found == []


def test_only_the_doors_touch_the_world() -> None:
    doors = ("portal", "landing", "warehouse", "alerts", "publication")
    plain = [name for name in TOUCH_THE_WORLD if name not in {"sqlalchemy", "psycopg"}]
    found = [
        f"{path}:{line} {name}"
        for path in tracked("include/*.py")
        if place(path) not in doors
        for line, name in imports(path)
        if name.startswith(tuple(plain))
    ]
    assert found == []


def test_time_comes_in_as_an_argument() -> None:
    found = [
        f"{path}:{node.lineno} {dotted(node.func)}"
        for path in tracked("include/*.py")
        if place(path) not in {"commands", "__main__"}
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and CLOCK.search(dotted(node.func))
    ]
    assert found == []


def test_dags_say_when_and_never_how() -> None:
    for path in tracked("dags/*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 70, f"{path} is longer than a DAG file should be"
        for line, name in imports(path):
            assert name.split(".")[0] in {"airflow", "datetime", "include", "pendulum", "reform_index"}, (
                f"{path}:{line} {name}"
            )
        for node in parsed(path).body:
            if isinstance(node, ast.ImportFrom):
                assert node.module != "include.street", f"{path}: import the street inside the task"


def test_nobody_edits_the_import_path() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in tracked("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and dotted(node) == "sys.path"
    ]
    assert found == []


def test_names_say_something() -> None:
    found = [
        path for path in tracked("*.py") if VAGUE & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]
    assert found == []


def test_no_room_is_too_full() -> None:
    for pattern in ("*.py", "*.sql", "*.toml"):
        for path in tracked(pattern):
            length = len(path.read_text(encoding="utf-8").splitlines())
            assert length <= 300, f"{path} has {length} lines: it is more than one thing"


def test_nothing_is_left_undone() -> None:
    found = [
        f"{path}: {match.group()}"
        for pattern in ("*.py", "*.sql", "*.toml", "*.md", "*.yaml")
        for path in tracked(pattern)
        if (match := LATER.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in tracked("include/*.py") if ast.get_docstring(parsed(path)) is None]
    assert silent == []


def test_tests_mirror_the_street() -> None:
    parts = {place(path) for path in tracked("include/*.py")} - {"__init__", "__main__", "commands", "street"}
    mirrored = {
        path.relative_to(ROOT / "tests").parts[0].removesuffix(".py").removeprefix("test_")
        for path in tracked("tests/*.py")
    }
    assert parts <= mirrored


def test_no_test_leaves_itself_out() -> None:
    leaving = re.compile(r"pytest\.(?:skip|xfail|importorskip)\b|mark\.(?:skip|skipif|xfail)\b")
    here = Path(__file__)
    found = [
        path for path in tracked("tests/*.py") if path != here and leaving.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
