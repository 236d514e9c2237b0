"""What the text of a source tells: how many lines it has, and which of them no tool counts as statements."""

from __future__ import annotations

from dataclasses import dataclass

_HASH = frozenset(
    ("py", "pyx", "rb", "pl", "pm", "t", "r", "R", "jl", "sh", "bash", "ex", "exs", "coffee", "nim", "tcl")
)
_SLASHES = frozenset(
    (
        *("c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm", "cs", "d", "dart", "go", "groovy", "java", "kt"),
        *("kts", "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "php", "rs", "scala", "sc", "swift", "vue"),
    )
)
_DASHES = frozenset(("lua", "hs", "elm", "adb", "ads"))

_COMMENT = {
    **dict.fromkeys(_HASH, b"#"),
    **dict.fromkeys(_SLASHES, b"//"),
    **dict.fromkeys(_DASHES, b"--"),
    **dict.fromkeys(("erl", "hrl"), b"%"),
    **dict.fromkeys(("clj", "cljs", "cljc", "el"), b";"),
    **dict.fromkeys(("f90", "f95", "f03", "f08"), b"!"),
}
"""How a line of nothing but a comment starts, by the end of the file's name. Comments of several lines are not seen."""


@dataclass(frozen=True, slots=True)
class Text:
    """The number of ``lines`` of a file, and the ``idle`` ones: blank, or nothing but a comment."""

    lines: int
    idle: frozenset[int]

    @classmethod
    def of(cls, name: str, content: bytes) -> Text:
        """That of the file ``name``."""
        comment = _COMMENT.get(name.rpartition(".")[2])
        lines = content.splitlines()
        idle = (
            number
            for number, line in enumerate(lines, start=1)
            if not (code := line.strip()) or (comment and code.startswith(comment))
        )
        return cls(len(lines), frozenset(idle))
