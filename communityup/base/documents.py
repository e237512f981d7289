"""What kind of document these bytes are, and the same document without what does not belong in it.

What somebody says about a file (its name, its kind) counts for nothing: only what is in it. Documents of an office
program are put together anew: without what stood before or after, without who made them, without where photos were
taken. What does something by itself when one opens it is not kept.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from struct import error as StructError  # noqa: N812 — an error is named as one
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

# So many bytes a document holds at most, and so many when all in it is unpacked; and so many parts.
LARGEST, LARGEST_UNPACKED, MOST_PARTS = 2 * 1024 * 1024, 32 * 1024 * 1024, 2_000
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_OPEN = {
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}presentationml.presentation": "pptx",
}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    **{kind: media_type.decode() for media_type, kind in OPEN_DOCUMENTS.items()},
    **{kind: media_type for media_type, kind in OFFICE_OPEN.items()},
}
# Where who made a document stands, and what stands there instead: nobody.
ABOUT = {
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"><office:meta/>'
    b"</office:document-meta>",
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_ZIP, _OLD_OFFICE, _PROGRAM = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_PICTURE_INSIDE = re.compile(rb"\A(?:RIFF....WEBP|....ftyp(?:hei|avif|mif1))", re.DOTALL)
_MARKUP = re.compile(r"\A\s*<\s*(?:!doctype|!--|\?xml|html|head|body|svg|script|iframe|meta)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ACTING_PART = re.compile(
    r"vbaproject|vbadata|activex|oleobject|externallinks/|(?:^|/)(?:basic|scripts)/|\.(?:exe|dll|js|vbs|bat|cmd|scr|jar)$",
    re.IGNORECASE,
)
_MACRO = re.compile(rb"vnd\.sun\.star\.script:|macro:/", re.IGNORECASE)
_ACTING_PDF = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?\bstream\r?\n", re.DOTALL)
# A part of a photo that says where, when and with what it was taken: its mark, its length, and what follows.
_TAKEN = re.compile(rb"\xff\xe1(..)(?=Exif\0\0|http://ns\.adobe\.com/)", re.DOTALL)


class NotKeptError(ValueError):
    """These bytes are no document that is kept; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document: its kind, as the end of its name, and its bytes as they are kept."""

    kind: str
    content: bytes


def read(content: bytes) -> Document:
    """Return what kind of document this is, as it is kept.

    Raises NotKeptError: "empty", "big", "picture", "page", "old", "locked", "acts", "bomb", "broken" or "unknown".
    """
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise NotKeptError("empty")
    if len(content) > LARGEST:
        raise NotKeptError("big")
    if content.startswith(_PICTURES) or _PICTURE_INSIDE.match(content):
        raise NotKeptError("picture")
    if content.startswith(_OLD_OFFICE):
        raise NotKeptError("old")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(_ZIP):
        return _office(content)
    return _text(content)


def _text(content: bytes) -> Document:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotKeptError("unknown") from None
    if _MARKUP.match(words):
        raise NotKeptError("page")
    if _CONTROL.search(words):
        raise NotKeptError("unknown")
    return Document(kind="txt", content=words.encode())


def _pdf(content: bytes) -> Document:
    if not content.rstrip(b"\r\n\t \0").endswith(b"%%EOF"):
        raise NotKeptError("broken")  # cut off, or another document stands behind it
    plain = _unescaped(content)
    if b"/Encrypt" in plain:
        raise NotKeptError("locked")
    if any(_ACTING_PDF.search(_unescaped(part)) for part in (plain, *_packed_objects(content))):
        raise NotKeptError("acts")
    return Document(kind="pdf", content=_untold(content))


def _packed_objects(content: bytes) -> Iterator[bytes]:
    left = LARGEST_UNPACKED
    for found in _PACKED_OBJECTS.finditer(content):
        unpacking = zlib.decompressobj()
        try:
            part = unpacking.decompress(content[found.end() :], left)
        except zlib.error:
            raise NotKeptError("broken") from None
        left -= len(part)
        if unpacking.unconsumed_tail or left <= 0:
            raise NotKeptError("bomb")
        yield part


def _unescaped(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _office(content: bytes) -> Document:
    parts = _parts(content)
    kind = _kind(parts)
    for name, part in parts.items():
        if _ACTING_PART.search(name) or part.startswith((_OLD_OFFICE, _PROGRAM)) or _MACRO.search(part):
            raise NotKeptError("acts")
        if name.lower().endswith(".rels"):
            _refuse_what_is_fetched(part)
    kept = BytesIO()
    with ZipFile(kept, "w") as made:
        for name in sorted(parts, key=lambda one: (one != "mimetype", one != "[Content_Types].xml")):
            about = ZipInfo(name)
            about.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            made.writestr(about, ABOUT.get(name) or _untold(parts[name]))
    if kept.tell() > LARGEST:
        raise NotKeptError("big")
    return Document(kind=kind, content=kept.getvalue())


def _parts(content: bytes) -> dict[str, bytes]:
    """Return what is packed in these bytes, by name; never more than a document may hold, whatever it says itself."""
    parts, left = dict[str, bytes](), LARGEST_UNPACKED
    try:
        with ZipFile(BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_PARTS:
                raise NotKeptError("bomb")
            for entry in entries:
                if entry.flag_bits & 1:
                    raise NotKeptError("locked")
                if entry.is_dir():
                    continue
                _refuse_odd(entry, parts)
                with packed.open(entry) as opened:
                    parts[entry.filename] = opened.read(left + 1)
                left -= len(parts[entry.filename])
                if left < 0:
                    raise NotKeptError("bomb")
    except (BadZipFile, EOFError, OSError, LookupError, RuntimeError, ValueError, StructError, zlib.error) as fault:
        raise fault if isinstance(fault, NotKeptError) else NotKeptError("broken") from None
    return parts


def _refuse_odd(entry: ZipInfo, before: dict[str, bytes]) -> None:
    name = entry.filename
    if name in before or name.startswith("/") or ".." in name.split("/") or "\\" in name:
        raise NotKeptError("broken")
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise NotKeptError("broken")


def _kind(parts: dict[str, bytes]) -> str:
    if (kind := OPEN_DOCUMENTS.get(parts.get("mimetype", b"").strip())) and "content.xml" in parts:
        if b"manifest:encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise NotKeptError("locked")
        return kind
    told = parts.get("[Content_Types].xml", b"")
    for media_type, kind in OFFICE_OPEN.items():
        if f'"{media_type}.main+xml"'.encode() in told:
            return kind
    raise NotKeptError("acts" if b"macroEnabled" in told else "unknown")


def _refuse_what_is_fetched(part: bytes) -> None:
    """Raise NotKeptError for a document that fetches something by itself; a link that one clicks is none."""
    try:
        found = list(ET.fromstring(part))  # noqa: S314 — two megabytes at most, and the parser bounds what it expands
    except ET.ParseError:
        raise NotKeptError("broken") from None
    for one in found:
        if one.get("TargetMode", "").lower() == "external" and not one.get("Type", "").endswith("/hyperlink"):
            raise NotKeptError("acts")


def _untold(content: bytes) -> bytes:
    """Return photos without where, when and with what they were taken; nothing moves, so all else stays as it was."""
    kept = bytearray(content)
    for found in _TAKEN.finditer(content):
        length = int.from_bytes(found[1], "big") - 2
        end = min(found.end() + max(length, 0), len(kept))
        kept[found.end() : end] = bytes(end - found.end())
    return bytes(kept)
