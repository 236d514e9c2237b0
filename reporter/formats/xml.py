"""Reads XML reports event by event: one guarded expat parser under every XML format.

The parser is the one that defusedxml sets up: entity declarations and external references are refused, a DOCTYPE is
accepted and never fetched. The handlers sit on expat itself, so that an element costs one call.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from reporter.errors import ReportError, Slug
from reporter.report_file import ReportFile, unreadable

CHUNK_BYTES = 256 * 1024

MAX_TOKEN_BYTES = 8 * 1024**2
"""The largest single tag, comment or text: expat keeps an unfinished one in memory and looks at it again and again."""

MAX_DEPTH = 1000
"""Reports nest by groups, packages and folders; nothing that writes one comes near."""

Start = Callable[[str, dict[str, str]], None]
RawStart = Callable[[str, list[str]], None]
End = Callable[[str], None]


class XmlReader:
    """Calls ``start(name, attributes)`` and ``end(name)`` for every element; names come without their namespace.

    ``depth`` is that of the element in hand, 1 for the root. ``after_chunk()`` is called now and then, so that what
    has piled up can be made smaller.
    """

    def __init__(self, start: Start, end: End | None = None, after_chunk: Callable[[], None] | None = None) -> None:
        self.depth = 0
        self._depth_of: dict[str, int] = {}
        self._start = start
        self._end = end
        self._after_chunk = after_chunk
        self._text: list[str] = []
        self._text_length = 0
        self._expat: expat.XMLParserType = DefusedXMLParser(target=_NoTarget()).parser
        self._expat.DefaultHandlerExpand = None
        self._expat.buffer_text = True
        self._handle_every_element()

    def read(self, report: ReportFile) -> None:
        """Read the report to its end.

        Raises ReportError for what is no well-formed XML, is not wholly there, or exceeds the limits above.
        """
        fed = done = 0
        try:
            with report.open() as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    self._expat.Parse(chunk, False)  # noqa: FBT003 - expat's own signature, which takes no keywords
                    fed += len(chunk)
                    done = max(done, self._expat.CurrentByteIndex)  # -1 while expat waits for the rest of a tag
                    if fed - done > MAX_TOKEN_BYTES:
                        raise self._too_large()
                    if self._after_chunk:
                        self._after_chunk()
            if not fed:
                raise ReportError(Slug.REPORT_EMPTY, "is empty", cure=_WRITE_AGAIN)
            self._finish()
        except expat.ExpatError as error:
            raise _malformed(error) from error
        except OSError as error:
            raise unreadable(error) from error
        except DefusedXmlException as error:
            raise self._entities() from error
        except (ValueError, LookupError) as error:
            if self._depth_of:  # a declared encoding fails before the first element: this is no such failure
                raise
            raise _encoding(error) from error

    def raw(self, start: RawStart) -> None:
        """Until ``resume``: call only ``start(name, [attribute, value, …])``, names as expat gives them.

        It is the quick way through a long run of like elements. Their ends are not reported and ``depth`` stands still.
        """
        self._expat.ordered_attributes = True
        self._expat.StartElementHandler = start
        self._expat.EndElementHandler = None

    def resume(self, name: str, attributes: list[str]) -> None:
        """End the quick way with the element it does not know, which stands where its like stood before."""
        self.depth = self._depth_of.get(name, self.depth + 1) - 1
        self._handle_every_element()
        self._element(name, pairs(attributes))

    def collect_text(self) -> None:
        """Keep the text from here on, for ``text``."""
        self._text, self._text_length = [], 0
        self._expat.CharacterDataHandler = self._more_text

    def text(self) -> str:
        """The text since ``collect_text``; no more is kept."""
        self._expat.CharacterDataHandler = None
        return "".join(self._text)

    def _handle_every_element(self) -> None:
        self._expat.ordered_attributes = False
        self._expat.StartElementHandler = self._element
        self._expat.EndElementHandler = self._element_end

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self._depth_of[name] = self.depth
        if self.depth > MAX_DEPTH:
            raise ReportError(
                Slug.REPORT_MALFORMED,
                f"nests more than {MAX_DEPTH} elements into each other",
                reason="No coverage tool writes that.",
                cure=_WRITE_AGAIN,
                line=self._expat.CurrentLineNumber,
                column=self._expat.CurrentColumnNumber + 1,
            )
        self._start(name.rpartition("}")[2] if "}" in name else name, attributes)

    def _element_end(self, name: str) -> None:
        if self._end:
            self._end(name.rpartition("}")[2] if "}" in name else name)
        self.depth -= 1

    def _more_text(self, text: str) -> None:
        self._text.append(text)
        self._text_length += len(text)
        if self._text_length > MAX_TOKEN_BYTES:
            raise self._too_large()

    def _finish(self) -> None:
        try:
            self._expat.Parse(b"", True)  # noqa: FBT003 - as above
        except expat.ExpatError as error:
            raise ReportError(
                Slug.REPORT_MALFORMED,
                "ends in the middle of its XML",
                reason=f"After line {error.lineno} more must follow. The step that writes the report was stopped, or"
                " the disk was full.",
                cure="Let that step finish before this one starts, and look for errors in its log.",
                line=error.lineno,
                column=error.offset + 1,
            ) from error

    def _too_large(self) -> ReportError:
        return ReportError(
            Slug.REPORT_TOO_LARGE,
            f"holds one tag or text of more than {MAX_TOKEN_BYTES // 1024**2} MiB",
            reason="No coverage tool writes that; reading on would fill the memory.",
            cure=_WRITE_AGAIN,
            line=self._expat.CurrentLineNumber,
            column=self._expat.CurrentColumnNumber + 1,
        )

    def _entities(self) -> ReportError:
        return ReportError(
            Slug.REPORT_ENTITIES,
            "declares XML entities, which are refused",
            reason="Entities can read other files or fill the memory, and no coverage tool needs them.",
            cure="Remove the <!ENTITY …> declarations, or find out what added them to the report.",
            line=self._expat.CurrentLineNumber,
            column=self._expat.CurrentColumnNumber + 1,
        )


def pairs(attributes: list[str]) -> dict[str, str]:
    """``[attribute, value, …]`` as a mapping."""
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


class _NoTarget:
    """Takes no events: the handlers are set on expat."""


_WRITE_AGAIN = "Let the step that writes the report write it again, and look for errors in its log."
_IN_UTF_8 = "If it is not in UTF-8, write it in UTF-8 or declare its encoding in the first line."
_OF_ENCODING = frozenset(
    expat.errors.codes[name]
    for name in (expat.errors.XML_ERROR_INVALID_TOKEN, expat.errors.XML_ERROR_INCORRECT_ENCODING)
)


def _malformed(error: expat.ExpatError) -> ReportError:
    return ReportError(
        Slug.REPORT_MALFORMED,
        "is not well-formed XML",
        reason=f"Line {error.lineno}, column {error.offset + 1}: {expat.ErrorString(error.code)}.",
        cure=f"{_WRITE_AGAIN} {_IN_UTF_8}" if error.code in _OF_ENCODING else _WRITE_AGAIN,
        line=error.lineno,
        column=error.offset + 1,
    )


def _encoding(error: Exception) -> ReportError:
    return ReportError(
        Slug.REPORT_MALFORMED,
        "is written in an encoding that cannot be read",
        reason=f"{str(error).capitalize()}.",
        cure="Let the tool write the report in UTF-8.",
    )
