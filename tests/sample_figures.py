"""A realistic set of figures for the tests of what is shown: three languages, three reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reporter.figures import About, Figures, Report, Sent, Status, Unused, Upload, gather
from reporter.formats import BY_NAME
from reporter.model import Coverage, LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath, Skipped
from reporter.paths import Decision, Outcome
from reporter.report_file import ReportFile

ABOUT = About(
    version="1.0.0",
    repository="acme/shop",
    commit="0123456789abcdef0123456789abcdef01234567",
    event="pull request #42",
    link="https://app.codacy.com/gh/acme/shop/dashboard",
    server_url="https://github.com",
)
HOST = "/home/runner/work/shop/shop"


def table(coverable: int, covered: int) -> LineHits:
    """Lines 1 … coverable, the first ``covered`` of them hit once."""
    return LineHits.from_mapping({line: int(line <= covered) for line in range(1, coverable + 1)})


def matched(report_path: str, repo_path: str, rule: str, reason: str = "") -> Decision:
    return Decision(
        report_path=ReportPath(report_path),
        repo_path=RepoPath(repo_path),
        outcome=Outcome.MATCHED,
        rule=rule,
        reason=reason,
    )


def report(
    shown: str,
    format_name: str,
    files: dict[str, LineHits],
    decisions: Iterable[Decision],
    skipped: tuple[Skipped, ...] = (),
) -> Report:
    reported = tuple(ReportedFile(ReportPath(path), lines) for path, lines in files.items())
    parsed = ParsedReport(format_name, reported, skipped=skipped)
    return Report.of(
        ReportFile(Path(shown), shown), BY_NAME[format_name], parsed, decisions, size=1_234_567, seconds=0.042
    )


def sample(status: Status = Status.UPLOADED) -> Figures:
    """A pull request of a shop written in TypeScript, Java and Python."""
    typescript = {f"web/src/{name}.ts": table(120 + 7 * n, 100 - n) for n, name in enumerate(NAMES)}
    java = {f"com/acme/stock/{name.title()}.java": table(60 + n, 60 - 3 * n) for n, name in enumerate(NAMES)}
    python = {f"src/prices/{name}.py": table(40 + n, 40 + n) for n, name in enumerate(NAMES[:8])}
    java_root = "backend/src/main/java"
    web = [matched(f"{HOST}/{path}", path, "workspace root") for path in typescript]
    web += [
        Decision(
            report_path=ReportPath("util/index.ts"),
            outcome=Outcome.AMBIGUOUS,
            rule="suffix",
            candidates=(RepoPath("packages/api/util/index.ts"), RepoPath("packages/web/util/index.ts")),
            cure="path-prefix: packages/api",
        ),
        Decision(
            report_path=ReportPath("generated/schema.ts"),
            outcome=Outcome.UNMATCHED,
            rule="no such name",
            nearest=RepoPath("web/src/schema.ts"),
        ),
    ]
    backend = [matched(path, f"{java_root}/{path}", "Java package", java_root) for path in java]
    prices = [matched(path.removeprefix("src/"), path, "<source>", "src") for path in python]
    prices += [
        Decision(
            report_path=ReportPath(f"{HOST}/.venv/lib/python3.12/site-packages/{name}/__init__.py"),
            outcome=Outcome.OUTSIDE,
            rule="outside",
            reason="installed package",
        )
        for name in ("attr", "idna", "rich", "yaml")
    ]
    coverage: Coverage = {RepoPath(path): lines for path, lines in sorted((typescript | python).items())}
    coverage |= {RepoPath(f"{java_root}/{path}"): lines for path, lines in java.items()}
    return gather(
        ABOUT,
        status,
        coverage,
        {path: LANGUAGES[path.rpartition(".")[2]] for path in coverage},
        reports=(
            report("coverage/lcov.info", "lcov", typescript, web),
            report(
                "backend/target/site/jacoco/jacoco.xml",
                "jacoco",
                java,
                backend,
                (Skipped("line number", 3, "com/acme/stock/Basket.java: '0'"),),
            ),
            report("coverage.xml", "cobertura", python, prices),
        ),
        unused=(
            Unused(
                "tests/fixtures/lcov.info",
                "tracked by git: name it in coverage-reports to use it",
            ),
            Unused("old/coverage.xml", "ends in the middle of line 812", "unusable"),
        ),
        uploads=(
            Upload(language="java", size=412_000, seconds=0.4),
            Upload(language="python", size=38_000, seconds=0.2),
            Upload(language="typescript", size=890_000, attempts=2, first_failure="503", seconds=1.1),
            Upload(seconds=0.2),
        )
        if status is Status.UPLOADED
        else (
            Upload(language="java", size=412_000, sent=Sent.REFUSED, why='404 "not found"', seconds=0.2),
            Upload(language="python", size=38_000, sent=Sent.UNAVAILABLE, attempts=5, why="503", seconds=31),
            Upload(language="typescript", size=890_000, part=1, parts=2, sent=Sent.NOT_TRIED),
            Upload(sent=Sent.WITHHELD, why="not every upload was accepted"),
        ),
        payload_path="" if status is Status.UPLOADED else "/home/runner/work/_temp/codacy-coverage",
    )


LANGUAGES = {"ts": "TypeScript", "java": "Java", "py": "Python"}
NAMES = (
    *("address", "basket", "catalogue", "checkout", "discount", "invoice", "payment", "receipt", "refund", "returns"),
    *("search", "session", "shipping", "stock", "tax", "voucher"),
)
