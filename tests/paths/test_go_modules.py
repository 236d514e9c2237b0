"""Go's modules, and those that a profile can be on."""

from __future__ import annotations

import pytest

from reporter.model import RepoPath
from reporter.paths.go_modules import GoModule, go_modules
from tests.paths.cases import decide, outcomes


def test_go_modules_are_declared_in_every_go_mod() -> None:
    texts = {
        "go.mod": "// module no\nmodule example.com/shop\n\nrequire x v1\nreplace x v1 => ./third/x\n",
        "sub/go.mod": """
            module (
                example.com/shop/sub/v2
            )
            replace (
                y => ../../outside
                z => ../z
                w => example.com/w v1
            )
        """,
        "go.work": "use ./sub\nreplace q => ./q\n",
        "other.mod": "module example.com/none\n",
    }
    assert go_modules(map(RepoPath, texts), lambda path, _limit=-1: texts[path].encode()) == (
        GoModule("example.com/shop/sub/v2", "sub", None),
        GoModule("example.com/shop/sub/v2", "sub", "sub"),
        GoModule("example.com/shop", "", ""),
        GoModule("q", "q", None),
        GoModule("x", "third/x", ""),
        GoModule("z", "z", "sub"),
    )


def test_uses_are_listed_in_every_way() -> None:
    texts = {
        "a/go.mod": "module a",
        "b/go.mod": "module b",
        "go.work": 'go 1.24\n\nuse (\n\t./a // first\n\t"./b"\n)\n',
    }
    modules = go_modules(map(RepoPath, texts), lambda path, _limit=-1: texts[path].encode())
    assert {module.name for module in modules if module.by is None} == {"a", "b"}


FORK = {
    "client/go.mod": "module example.com/client\nreplace rsc.io/quote => ../fork\n",
    "client/a.go": "",
    "server/go.mod": "module example.com/server\n",
    "server/a.go": "",
    "fork/go.mod": "module rsc.io/quote\n",
    "fork/q.go": "",
}


@pytest.mark.parametrize(
    ("others", "outcome"),
    [
        (["example.com/client/a.go"], "MATCHED"),
        (["example.com/server/a.go"], "OUTSIDE"),
        (["example.com/server/a.go", "example.com/client/a.go"], "MATCHED"),
        ([], "MATCHED"),
    ],
)
def test_a_replacement_holds_for_the_module_that_makes_it(others: list[str], outcome: str) -> None:
    assert outcomes(decide([], [*others, "rsc.io/quote/q.go"], contents=FORK, format="go"))[-1] == outcome


def test_a_workspace_makes_its_modules_known_to_each_other() -> None:
    work = FORK | {"go.work": "use (\n  ./server\n  ./fork\n)\n"}
    assert (
        outcomes(decide([], ["example.com/server/a.go", "rsc.io/quote/q.go"], contents=work, format="go"))
        == ["MATCHED"] * 2
    )
