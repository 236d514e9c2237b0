"""The folders in which nobody keeps sources or fresh reports: caches, environments and installed packages."""

from __future__ import annotations

PRUNED = frozenset(
    (
        *(".git", ".hg", ".svn", ".jj"),
        *("node_modules", "bower_components", "jspm_packages", ".yarn", ".pnpm-store", ".nyc_output"),
        *("vendor", ".bundle"),
        *(".venv", "venv", ".virtualenv", "virtualenv", ".env", "env", ".direnv", "site-packages", "dist-packages"),
        *(
            ".tox",
            ".nox",
            "__pycache__",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
            ".cache",
            ".turbo",
            ".eggs",
            "htmlcov",
        ),
        *(".gradle", ".m2", ".ivy2", ".cargo", ".rustup", ".nuget", ".terraform", ".bazel"),
    )
)


def is_pruned(name: str) -> bool:
    """Whether a folder of this name is left out of every walk."""
    return name in PRUNED
