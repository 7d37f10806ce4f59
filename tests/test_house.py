"""The rules of the house, so that a change that breaks one is told at once, by name."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from importlinter.cli import lint_imports

from lib.version import VERSION

ROOT = Path(__file__).parents[1]
LIB = sorted((ROOT / "lib").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
APP = ROOT / "app.py"
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MESSAGES = ROOT / "lib" / "report" / "messages"
# Where people's words may not be written down: they come from messages/.
SCREEN = [APP, *PAGES, *(path for path in LIB if path.is_relative_to(ROOT / "lib" / "ui"))]
CHARTS = [path for path in LIB if path.is_relative_to(ROOT / "lib" / "report" / "charts")]
NOT_OURS = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"}
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".txt", ".lock", ".sh", ".R", ".css", ".json", ".cff", ""}


def name(path: Path) -> str:
    """A file as it is named in a failure."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """The file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(path: Path) -> int:
    """How many lines the file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def imported(path: Path) -> Iterator[str]:
    """Every module that the file imports, by its full name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def attributes(path: Path) -> Iterator[str]:
    """Every attribute that the file asks for: `session_state` of `st.session_state`."""
    return (node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute))


class TestImports:
    def test_point_down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The contracts of pyproject.toml hold."""
        monkeypatch.chdir(ROOT)
        monkeypatch.syspath_prepend(str(ROOT))

        assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0

    def test_lib_knows_no_page(self) -> None:
        """Nothing in lib imports a page or the frame."""
        guilty = [
            name(path) for path in LIB if any(re.match(r"(pages|app)(\.|$)", module) for module in imported(path))
        ]

        assert guilty == []

    def test_pages_know_only_lib_and_streamlit(self) -> None:
        """A page asks, calls and shows: it imports Streamlit, lib.ui and the types it passes on."""
        allowed = {"streamlit", "lib", *sys.stdlib_module_names}
        guilty = {
            name(path): other for path in [APP, *PAGES] for other in imported(path) if root_of(other) not in allowed
        }

        assert guilty == {}

    def test_streamlit_stays_on_the_surface(self) -> None:
        """Streamlit is imported by app.py, pages, lib/ui and lib/server.py only."""
        surface = {*SCREEN, ROOT / "lib" / "server.py"}
        guilty = [name(path) for path in LIB if path not in surface and "streamlit" in map(root_of, imported(path))]

        assert guilty == []

    def test_command_line_never_loads_streamlit(self) -> None:
        """`python -m lib` works, and starts fast, without the browser's half."""
        program = "import sys, lib.__main__; print([name for name in sys.modules if name.startswith('streamlit')])"

        answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

        assert answer.stdout.strip() == "[]"

    @pytest.mark.parametrize("package", ["lib", "lib/intake"])
    def test_packages_on_the_readers_way_are_empty(self, package: str) -> None:
        """The reader's process imports nothing that it does not need."""
        assert (ROOT / package / "__init__.py").read_text(encoding="utf-8").strip() == ""


def root_of(module: str) -> str:
    """The package a module belongs to."""
    return module.split(".", maxsplit=1)[0]


class TestShape:
    def test_pages_are_short(self) -> None:
        """A page has at most 60 lines."""
        assert {name(path): lines(path) for path in [APP, *PAGES] if lines(path) > 60} == {}

    def test_lib_files_are_about_one_thing(self) -> None:
        """A file in lib has at most 300 lines."""
        assert {name(path): lines(path) for path in LIB if lines(path) > 300} == {}

    def test_no_drawer_for_everything(self) -> None:
        """No file is named after what it is not about."""
        drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}

        assert [name(path) for path in [*LIB, *PAGES, *TESTS] if path.stem in drawers] == []


class TestSession:
    def test_state_has_one_user(self) -> None:
        """Only lib/ui/session.py names st.session_state."""
        users = {name(path) for path in [APP, *PAGES, *LIB] if "session_state" in attributes(path)}

        assert users <= {"lib/ui/session.py"}

    def test_caches_live_in_one_file(self) -> None:
        """Only lib/ui/cached.py uses Streamlit's caches."""
        users = {name(path) for path in [APP, *PAGES, *LIB] if {"cache_data", "cache_resource"} & set(attributes(path))}

        assert users <= {"lib/ui/cached.py"}

    def test_caches_belong_to_one_visitor(self) -> None:
        """Every cache is the session's own and bounded."""
        for call in cache_decorators(ROOT / "lib" / "ui" / "cached.py"):
            options = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}

            assert options.get("scope") == "'session'", ast.unparse(call)
            assert int(options["max_entries"]) > 0, ast.unparse(call)


def cache_decorators(path: Path) -> list[ast.Call]:
    """The calls that decorate a function with a cache; a bare decorator fails."""
    found = []
    for node in ast.walk(tree(path)):
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else []:
            if "cache" in ast.unparse(decorator):
                assert isinstance(decorator, ast.Call), f"{node.name}: the cache names no scope"
                found.append(decorator)
    return found


class TestLanguages:
    def test_hold_the_same_sentences(self) -> None:
        """en.toml and zh.toml have the same keys."""
        english, chinese = sentences("en"), sentences("zh")

        assert sorted(english.keys() - chinese.keys()) == []
        assert sorted(chinese.keys() - english.keys()) == []

    def test_fill_in_the_same_values(self) -> None:
        """A sentence names the same placeholders in both languages, but for words that one language's grammar adds."""
        english, chinese = sentences("en"), sentences("zh")
        added = {"unit", "margin_unit", "better"}  # 为0.5分, 分值越低越好: English says these elsewhere or not at all
        different = {
            key: sorted(placeholders(english[key]) ^ placeholders(chinese[key]))
            for key in english.keys() & chinese.keys()
            if not placeholders(english[key]) ^ placeholders(chinese[key]) <= added
        }

        assert different == {}

    def test_no_sentence_is_empty(self) -> None:
        """Every sentence says something, except where nothing is said in one language."""
        assert [
            key for key, words in sentences("en").items() if not words.strip() and not sentences("zh")[key].strip()
        ] == []

    @pytest.mark.parametrize("path", [*SCREEN, *CHARTS], ids=name)
    def test_no_sentence_is_written_into_a_screen(self, path: Path) -> None:
        """Words given to Streamlit or to a chart come from the message files."""
        assert list(literal_sentences(path)) == []

    @pytest.mark.parametrize("path", [*SCREEN, *CHARTS], ids=name)
    def test_no_chinese_is_written_into_a_screen(self, path: Path) -> None:
        """No string of a page or a chart holds a Chinese character; only the switch names the language in itself."""
        strings = {text for text in constants(tree(path)) if re.search("[\u4e00-\u9fff]", text)}

        assert strings <= {"中文"}

    def test_font_holds_every_character(self) -> None:
        """What we say can be drawn by the font that ships with the app."""
        held = TTFont(ROOT / "data" / "fonts" / "NotoSansSC-Regular.otf").getBestCmap()
        said = set("".join([*sentences("en").values(), *sentences("zh").values()])) - {"\n"}

        assert {character for character in said if ord(character) not in held} == set()


def sentences(language: str) -> dict[str, str]:
    """Every sentence of a language by its full key."""
    return dict(flat(tomllib.loads((MESSAGES / f"{language}.toml").read_text(encoding="utf-8")), ""))


def flat(table: object, key: str) -> Iterator[tuple[str, str]]:
    """The leaves of a table, each with its key."""
    if isinstance(table, dict):
        for part, below in table.items():
            yield from flat(below, f"{key}.{part}" if key else part)
    elif isinstance(table, list):
        for number, below in enumerate(table):
            yield from flat(below, f"{key}.{number}")
    else:
        yield key, str(table)


def placeholders(sentence: str) -> set[str]:
    """The names a sentence is filled with."""
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


def constants(node: ast.AST) -> Iterator[str]:
    """Every string below a node but docstrings."""
    docstrings = {
        id(part.body[0].value)
        for part in ast.walk(node)
        if isinstance(part, ast.Module | ast.ClassDef | ast.FunctionDef)
        and part.body
        and isinstance(part.body[0], ast.Expr)
    }
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in docstrings:
            yield part.value


def literal_sentences(path: Path) -> Iterator[str]:
    """Strings of two words or more given to `st.…` or `alt.…` themselves, not to a call among their arguments."""
    for call in ast.walk(tree(path)):
        if isinstance(call, ast.Call) and re.match(r"(st|alt)\.", ast.unparse(call.func)):
            for text in given_words([*call.args, *(keyword.value for keyword in call.keywords)]):
                if re.search(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}", text):
                    yield f"line {call.lineno}: {text}"


def given_words(arguments: Iterable[ast.AST]) -> Iterator[str]:
    """The strings in arguments, but not those inside a further call."""
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value
        elif not isinstance(argument, ast.Call):
            yield from given_words(ast.iter_child_nodes(argument))


class TestSafety:
    def test_no_html_from_text(self) -> None:
        """Nothing a registry says is ever read as HTML."""
        users = [name(path) for path in [APP, *PAGES, *LIB] if "unsafe_allow_html" in path.read_text(encoding="utf-8")]

        assert users == []

    def test_html_has_one_place(self) -> None:
        """Only lib/ui/show.py writes HTML, from stylesheets and from lib/ui/printed.py, which escapes every word."""
        users = [name(path) for path in [APP, *PAGES, *LIB] if "st.html(" in path.read_text(encoding="utf-8")]

        assert users == ["lib/ui/show.py"]

    def test_no_pickle(self) -> None:
        """Data from outside are never unpickled."""
        users = [name(path) for path in [APP, *PAGES, *LIB] if {"pickle", "marshal", "shelve"} & set(imported(path))]

        assert users == []

    @pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
    def test_locks_are_exact_and_hashed(self, lock: str) -> None:
        """Every package is one version with its hashes; no address says where it comes from."""
        text = (ROOT / lock).read_text(encoding="utf-8")
        packages = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())

        assert all(re.match(r"[a-z0-9._\[\]-]+==\S+", package) for package in packages)
        assert all("--hash=sha256:" in package for package in packages)
        assert "://" not in text

    def test_locks_agree(self) -> None:
        """The tests run with the versions that the app is installed with."""
        app, tests = (set(re.findall(r"^(\S+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
                      for lock in ("requirements.lock", "requirements-test.lock"))  # fmt: skip
        shared = {package for package, _ in app} & {package for package, _ in tests}

        assert {pair for pair in app if pair[0] in shared} == {pair for pair in tests if pair[0] in shared}


class TestTests:
    def test_are_never_skipped(self) -> None:
        """A test runs, or it is not there."""
        marks = {"skip", "skipif", "xfail", "importorskip"}
        guilty = {name(path): found for path in TESTS if (found := marks & set(attributes(path)))}

        assert guilty == {}

    def test_never_sleep(self) -> None:
        """A test waits for what it expects, not for time to pass."""
        guilty = [name(path) for path in TESTS if {"sleep", "wait_for_timeout"} & set(attributes(path))]

        assert guilty == []

    def test_mock_nothing_of_ours(self) -> None:
        """A test runs the code, not a stand-in for it."""
        assert [name(path) for path in TESTS if any("mock" in module for module in imported(path))] == []


class TestPortability:
    def test_the_citation_names_the_version(self) -> None:
        """A paper that cites CITATION.cff cites what it used."""
        assert f"\nversion: {VERSION}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")

    def test_no_file_knows_the_machine_it_was_written_on(self) -> None:
        """No path of one machine, no folder beside the project, no address of a package index."""
        places = re.compile(
            r"\.\./shared|(?<![\w.:~-])/(?:work|root|opt|home|tmp)/\w|pypi\.(?:org|python)|pythonhosted\.|/simpl[e]/"
        )
        guilty = {name(path): found.group() for path in our_files() if (found := places.search(readable(path)))}

        assert guilty == {}

    def test_lib_is_not_ignored(self) -> None:
        """A stock .gitignore for Python would leave out our code."""
        rules = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

        assert not {"lib", "lib/", "/lib/", "data/", "*.lock"} & set(rules)

    def test_every_change_is_checked_as_a_newcomer_would(self) -> None:
        """The continuous check is the two commands of the README."""
        commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

        assert [line for line in commands if line.startswith("make ")] == ["make lint", "make test"]


def our_files() -> list[Path]:
    """Every text file of the project."""
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file() and path.suffix in TEXT and not NOT_OURS & set(path.relative_to(ROOT).parts)
    ]


def readable(path: Path) -> str:
    """The file's text; test data in another encoding count as far as they can be read."""
    return path.read_text(encoding="utf-8", errors="replace")
