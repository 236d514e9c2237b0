"""The languages that Codacy keeps coverage under, and which of them a file belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import PurePosixPath

from reporter.errors import Problem, Slug, UserError
from reporter.model import RepoPath

LANGUAGES = {
    "ABAP": "*.abap",
    "Apex": "*.cls *.trigger",
    "C": "*.c *.h",
    "Clojure": "*.clj *.cljs *.cljc *.edn",
    "Cobol": "*.cbl *.cob",
    "CoffeeScript": "*.coffee",
    "CPP": "*.cpp *.hpp *.cc *.cxx *.ino conan.lock",
    "Crystal": "*.cr",
    "CSharp": "*.cs .deps.json packages.lock.json packages.config Directory.Packages.props Packages.props",
    "CSS": "*.css",
    "Dart": "*.dart pubspec.lock",
    "Dockerfile": "*.dockerfile Dockerfile",
    "Elixir": "*.ex *.exs mix.lock",
    "Elm": "*.elm",
    "Erlang": "*.erl",
    "Fortran": "*.f90 *.f95 *.f03",
    "FSharp": "*.fs",
    "Go": "*.go go.mod go.sum",
    "Groovy": "*.groovy",
    "Haskell": "*.hs *.lhs",
    "HTML": "*.html",
    "Java": "*.java gradle.lockfile pom.xml",
    "Javascript": "*.js *.jsx *.jsm *.vue *.mjs package.json package-lock.json yarn.lock pnpm-lock.yaml",
    "JSON": "*.json",
    "JSP": "*.jsp",
    "Julia": "*.jl Manifest.toml",
    "Kotlin": "*.kt *.kts",
    "LESS": "*.less",
    "Lisp": "*.asd *.el *.lsp *.lisp",
    "Lua": "*.lua",
    "Markdown": "*.md *.markdown *.mdown *.mkdn *.mkd *.mdwn *.mkdown *.ron",
    "Objective C": "*.m",
    "OCaml": "*.ml *.mli *.mly *.mll",
    "Perl": "*.pl",
    "PHP": "*.php composer.lock",
    "PLSQL": "*.trg *.prc *.fnc *.pld *.pls *.plh *.plb *.pck *.pks *.pkh *.pkb *.typ *.tyb *.tps *.tpb",
    "Powershell": "*.ps1 *.psc1 *.psd1 *.psm1 *.ps1xml *.pssc *.cdxml *.clixml",
    "Prolog": "*.p *.swipl",
    "Python": "*.py Pipfile.lock requirements.txt poetry.lock uv.lock",
    "R": "*.r",
    "Ruby": (
        "*.rb *.gemspec *.podspec *.jbuilder *.rake *.opal config.ru Gemfile Gemfile.lock Rakefile Capfile Guardfile "
        "Podfile Thorfile Vagrantfile Berksfile Cheffile Vagabondfile Fastfile"
    ),
    "Rust": "*.rs *.rlib Cargo.lock",
    "SASS": "*.scss",
    "Scala": "*.scala build.sbt.lock",
    "Scratch": "*.scratch *.sb *.sprite *.sb2 *.sprite2",
    "Shell": "*.sh *.bash",
    "Solidity": "*.sol",
    "SQL": "*.sql",
    "Swift": "*.swift Package.resolved Podfile.lock",
    "Terraform": "*.tf",
    "TSQL": "*.tsql",
    "TypeScript": "*.ts *.tsx",
    "Velocity": "*.vm",
    "VisualBasic": "*.vb",
    "VisualForce": "*.component *.page",
    "XML": "*.xml *.xsl *.wsdl *.pom",
    "YAML": "*.yaml *.yml *.env",
}
"""Codacy's own names → its files, by extension or by whole name (codacy-plugins-api, Language.scala).

A name that Codacy lists for two languages stands with one of them.
"""

NEIGHBOURS = {
    "*.cjs": "javascript",
    "*.cts": "typescript",
    "*.hh": "cpp",
    "*.hxx": "cpp",
    "*.mm": "objective c",
    "*.mts": "typescript",
    "*.pyi": "python",
}
"""Extensions that Codacy does not list, given to the language that they are written in."""

SPELLING = {name.lower(): name for name in LANGUAGES}
"""A language as this package speaks of it (Codacy's name in lower case) → as Codacy writes it."""

_LANGUAGE_OF = {pattern.lower(): name.lower() for name, patterns in LANGUAGES.items() for pattern in patterns.split()}


def language_of(path: str) -> str | None:
    """The language Codacy's own table gives a file: by its whole name first, then by what follows its last dot."""
    return _by_name(path, _LANGUAGE_OF)


def known_language(given: str) -> str:
    """The language that a user means, whatever its case, blanks, ``-`` and ``_``; UserError where Codacy has none."""
    plain = {_plain(language): language for language in SPELLING}
    if found := plain.get(_plain(given)):
        return found
    raise UserError(
        Problem(
            slug=Slug.LANGUAGE_NOT_IMPLEMENTED,
            message=f"Codacy has no language {given!r}.",
            reason=f"It accepts {', '.join(SPELLING)}.",
            cure=_suggestion(given, list(plain)),
        )
    )


def assign(paths: Iterable[RepoPath], given: str = "") -> dict[RepoPath, str]:
    """Every path with its language, in the order of ``paths``.

    ``given`` is the user's word for all of them. Without it a file goes by Codacy's table, then by NEIGHBOURS, then
    with the language that most of the other files have (the first by name where two are equal). Raises UserError
    where that tells nothing, or where Codacy does not know ``given``.
    """
    if given:
        return dict.fromkeys(paths, known_language(given))
    found = {path: language_of(path) or _by_name(path, NEIGHBOURS) for path in paths}
    counts = Counter(language for language in found.values() if language)
    if found and not counts:
        raise _nothing_known(found)
    majority = min(counts, key=lambda language: (-counts[language], language), default="")
    return {path: language or majority for path, language in found.items()}


def _by_name(path: str, table: dict[str, str]) -> str | None:
    name = PurePosixPath(path).name.lower()
    _, dot, extension = name.rpartition(".")
    return table.get(name) or (table.get(f"*.{extension}") if dot else None)


def _plain(language: str) -> str:
    return language.lower().replace(" ", "").replace("-", "").replace("_", "")


def _suggestion(given: str, names: list[str]) -> str:
    """``ts`` is an extension, ``c#`` is read aloud, and anything else may be a slip of the finger."""
    aloud = _plain(given).replace("#", "sharp").replace("+", "p")
    by_extension = _LANGUAGE_OF.get(f"*.{aloud.removeprefix('.')}")
    close = [by_extension] if by_extension else get_close_matches(aloud, names, cutoff=0.7)
    return f"Write language: {' or '.join(close)}." if close else "Write one of these names as `language`."


def _nothing_known(paths: Iterable[RepoPath]) -> UserError:
    kinds = sorted({PurePosixPath(path).suffix or PurePosixPath(path).name for path in paths})
    named = ", ".join(kinds[:10]) + (f" and {len(kinds) - 10} more" if len(kinds) > 10 else "")
    return UserError(
        Problem(
            slug=Slug.LANGUAGE_UNKNOWN,
            message=f"The language of the covered files cannot be told: {named}.",
            reason="Codacy keeps coverage by language, and lists none for these files.",
            cure="Name the language that Codacy shows them under, such as language: javascript.",
        )
    )
