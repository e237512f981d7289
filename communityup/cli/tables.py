"""CSV files of strangers, read with care: every fault is one sentence with file, line and column."""

import csv
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

LONGEST_LINE = 64 * 1024 * 1024
LONGEST_FIELD = 131072
FAULTS = {
    "unexpected end of data": "the file ends inside a quoted text; is it cut off?",
    "field larger than field limit": f"a field is longer than {LONGEST_FIELD} characters",
    "expected after": "a quoted text must be followed by a comma or the end of the line",
    "new-line character seen": "a line ends in a lone carriage return; save the file with ordinary line ends",
}


class PolisFileError(ValueError):
    """A file that cannot be read for certain; its text is one sentence meant for a person.

    ``path``, and where known ``line`` and ``column`` (both from 1) and the ``name`` of that column.
    """

    def __init__(
        self, path: Path, sentence: str, line: int | None = None, column: int | None = None, name: str = ""
    ) -> None:
        self.path, self.sentence, self.line, self.column, self.name = path, sentence, line, column, name
        where = [path.name or str(path)]
        if line is not None:
            where.append(f"line {line}")
        if column is not None:
            where.append(f"column {column}" + (f" ({name})" if name else ""))
        said = f"{', '.join(where)}: {sentence}".removesuffix("?") + ("?" if sentence.endswith("?") else ".")
        super().__init__("".join(sign if sign.isprintable() else " " for sign in said))


class Table:
    """One CSV file: ``header``, then records as lists of stripped cells, each as long as the header.

    ``line`` is where the current record begins. With ``header=False`` records may have any length; with
    ``semicolons=True`` a header without commas may be divided by semicolons (as Dutch spreadsheets do).
    """

    def __init__(self, path: Path, *, header: bool = True, semicolons: bool = False) -> None:
        self.path, self.line, self.header = path, 1, list[str]()
        self._with_header, self._semicolons = header, semicolons

    def __enter__(self) -> Self:
        try:
            self._file: BinaryIO = self.path.open("rb")
        except OSError as fault:
            raise PolisFileError(self.path, f"this file cannot be opened ({fault.strerror})") from None
        try:
            self._begin()
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _begin(self) -> None:
        lines = self._lines()
        first = next(lines, None)
        if first is None:
            raise PolisFileError(self.path, "this file is empty")
        divider = ";" if self._semicolons and ";" in first and "," not in first else ","

        def whole() -> Iterator[str]:
            yield first
            yield from lines

        self._reader = csv.reader(whole(), strict=True, delimiter=divider)
        self._records = self._read()
        if self._with_header:
            self.header = next(self._records, [])
            if not self.header:
                raise PolisFileError(self.path, "the first line must name the columns", line=1)

    def __iter__(self) -> Iterator[list[str]]:
        for record in self._records:
            if not any(record):
                continue
            if self._with_header and len(record) != len(self.header):
                raise PolisFileError(
                    self.path,
                    f"this line has {len(record)} fields where the first line has {len(self.header)}",
                    line=self.line,
                )
            yield record

    def error(self, place: int, sentence: str) -> PolisFileError:
        """What is wrong in the cell at ``place`` (from 0) of the current record."""
        name = self.header[place] if place < len(self.header) else ""
        return PolisFileError(self.path, sentence, self.line, place + 1, name[:40] if self.line > 1 else "")

    def _read(self) -> Iterator[list[str]]:
        while True:
            self.line = self._reader.line_num + 1
            try:
                record = next(self._reader)
            except StopIteration:
                return
            except csv.Error as fault:
                known = [sentence for part, sentence in FAULTS.items() if part in str(fault)]
                raise PolisFileError(self.path, known[0] if known else str(fault), line=self.line) from None
            yield [cell.strip() for cell in record]

    def _lines(self) -> Iterator[str]:
        number = 0
        while raw := self._file.readline(LONGEST_LINE):
            number += 1
            if len(raw) == LONGEST_LINE:
                raise PolisFileError(self.path, f"this line is longer than {LONGEST_LINE} bytes", line=number)
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if b"\0" in raw:
                raise PolisFileError(
                    self.path, f"byte {raw.index(0) + 1} of this line is NUL, so this is not a text file", line=number
                )
            try:
                yield raw.decode()
            except UnicodeDecodeError as fault:
                byte = f"byte {fault.start + 1} of this line (0x{raw[fault.start]:02x})"
                raise PolisFileError(self.path, f"{byte} is not UTF-8; save the file as UTF-8", line=number) from None
