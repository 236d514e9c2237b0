"""How one input is described and how its text becomes a value; settings.py lists the inputs themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

TRUE = ("true", "True", "TRUE")
FALSE = ("false", "False", "FALSE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input of the action.

    ``read`` turns trimmed, non-empty text into the value or raises ValueError with what is wrong and the cure.
    ``fallback`` is the environment variable read where the input is empty. A ``secret`` never becomes a flag of the
    command line, a ``hidden`` one is filled by action.yml itself, a ``switch`` is a boolean.
    """

    name: str
    description: str
    read: Callable[[str], Any]
    fallback: str = ""
    default: str = ""
    secret: bool = False
    hidden: bool = False
    switch: bool = False


def declare(
    name: str,
    description: str,
    value: T,
    read: Callable[[str], T],
    **more: Any,  # noqa: ANN401 - the remaining fields of Input
) -> T:
    """A dataclass field for one input; ``value`` is what it has where nothing is given."""
    row = Input(name=name, description=description, read=read, switch=isinstance(value, bool), **more)
    return field(default=value, metadata={"input": row})


def text(value: str) -> str:
    """The text as it is."""
    return value


def boolean(value: str) -> bool:
    """Exactly the spellings of YAML 1.2's core schema, as the runner's toolkit accepts them."""
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ValueError(f"is {value!r}, which is no boolean. Write true or false (YAML 1.2 core schema)")


def token(value: str) -> str:
    """A secret that fits in an HTTP header; what is wrong is said without showing it."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("holds a blank or a character no token has. Copy the token again into the secret, alone")
    return value


def commit(value: str) -> str:
    """A full SHA, in lower case."""
    if not re.fullmatch(r"[0-9a-fA-F]{40}", value):
        raise ValueError(f"is {value!r}, which is no full commit SHA. Write its 40 hexadecimal digits")
    return value.lower()


def percent(value: str) -> Decimal:
    """0 to 100, with or without the sign."""
    try:
        number = Decimal(value.removesuffix("%").rstrip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= 100:
        raise ValueError(f"is {value!r}. Write a percentage from 0 to 100")
    return number


def seconds(value: str) -> int:
    """Whole seconds, at most a day."""
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value[:6]) <= 86_400 or len(value) > 6:
        raise ValueError(f"is {value!r}. Write whole seconds from 1 to 86400")
    return int(value)


def seconds_or_none(value: str) -> int:
    """Whole seconds, at most a day; 0 means not at all."""
    return 0 if value == "0" else seconds(value)


def base_url(value: str) -> str:
    """An http or https URL with a host and nothing that could leak: no credentials, query or fragment."""
    try:
        parts = urlsplit(value)
        leaks = "@" in parts.netloc or parts.query or parts.fragment
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and not leaks
    except ValueError:  # brackets around what is no IPv6 address, or a port that is no number
        usable = False
    if not usable:
        raise ValueError("is no URL of a server. Write it like https://codacy.example.com")
    return value.rstrip("/")


def choice(enum: type[ChosenT]) -> Callable[[str], ChosenT]:
    """Reads one of the values of ``enum``, in any case."""

    def read(value: str) -> ChosenT:
        try:
            return enum(value.lower())
        except ValueError:
            raise ValueError(f"is {value!r}. Write {one_of(member.value for member in enum)}") from None

    return read


ChosenT = TypeVar("ChosenT", bound=Enum)


def one_of(names: Any) -> str:  # noqa: ANN401 - any iterable of strings
    """``a, b or c``."""
    *others, last = map(str, names)
    return f"{', '.join(others)} or {last}" if others else last


def lines(value: str) -> tuple[str, ...]:
    """A list written with new lines."""
    return tuple(line for line in map(str.strip, value.splitlines()) if line)


def mapping(value: str) -> tuple[tuple[str, str], ...]:
    """``from => to`` lines; ``to`` may be empty, the root of the repository."""
    pairs = []
    for line in lines(value):
        source, arrow, target = (part.strip() for part in line.partition("=>"))
        if not arrow or not source:
            raise ValueError(f"has the line {line!r}. Write each line as: path in the report => path in the repository")
        pairs.append((source, target))
    return tuple(pairs)
