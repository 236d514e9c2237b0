"""Which folders package managers link to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reporter.model import RepoPath
from reporter.paths.workspaces import Workspaces


def _workspaces(texts: Mapping[str, str]) -> Workspaces:
    return Workspaces(map(RepoPath, texts), lambda path, _limit=-1: texts[path].encode())


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("package.json", '{"workspaces": ["libs/*"]}'),
        ("package.json", '{"workspaces": {"packages": ["./libs/ui"]}}'),
        ("lerna.json", '{"packages": ["libs/**"]}'),
        ("pnpm-workspace.yaml", "packages:\n  # all\n  - 'apps/*'\n  - \"libs/*\" # ours\nother: 1\n"),
        ("web/package.json", '{"dependencies": {"ui": "file:../libs/ui"}}'),
        ("web/package.json", '{"devDependencies": {"ui": "link:../libs/ui"}}'),
        ("app/composer.json", '{"repositories": [{"type": "path", "url": "../libs/*"}]}'),
        ("app/composer.json", '{"repositories": {"ours": {"type": "path", "url": "../libs/ui"}}}'),
    ],
)
def test_every_way_to_link(file: str, text: str) -> None:
    workspaces = _workspaces({file: text})
    assert workspaces.links("ui", "libs/ui")
    assert not workspaces.links("ui", "third_party/ui")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"workspaces": 1}', '{"workspaces": ["../libs/*", "!libs/ui", 7]}'])
def test_nothing_is_linked(text: str) -> None:
    assert not _workspaces({"package.json": text}).links("ui", "libs/ui")


@pytest.mark.parametrize(
    ("asked", "linked"),
    [
        ("workspace:*", True),
        ("workspace:^1.0.0", True),
        ("*", True),
        ("latest", True),
        ("^2.1.0", True),
        ("2.3.4", True),
        ("2.3.3", False),
        ("~1.0.0", False),
        (">=1 <2", False),
    ],
)
def test_a_version_that_is_not_there_comes_from_the_registry(asked: str, *, linked: bool) -> None:
    texts = {
        "package.json": '{"workspaces": ["*"]}',
        "ui/package.json": '{"name": "ui", "version": "2.3.4"}',
        "web/package.json": f'{{"dependencies": {{"ui": "{asked}"}}}}',
    }
    assert _workspaces(texts).links("ui", "ui") is linked
