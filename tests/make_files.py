"""Documents made of nothing, for tests: small and right, and each kind of wrong."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from communityup.base.documents import Document, read
from communityup.network.enclosures.actions import add_file
from communityup.network.library.models import Enclosure, Practice
from communityup.people.actors import Actor
from tests import make

WORDS = "Stap 1: de programmering. Stap 2: de sleutels."
FILE_TITLE = "De afspraak in vier stappen"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EXIF = b"Exif\0\0II*\0 52.0907 N 5.1214 E van de familie Tester"
PHOTO = b"\xff\xd8\xff\xe1" + (len(EXIF) + 2).to_bytes(2, "big") + EXIF + b"\xff\xdb\x00\x43 het beeld \xff\xd9"


def text(words: str = WORDS) -> bytes:
    return words.encode()


def pdf(inside: bytes = b"", after: bytes = b"") -> bytes:
    objects = b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj 2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\n"
    return b"%PDF-1.4\n" + objects + inside + b"\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n" + after


def packed(inside: bytes) -> bytes:
    """Return objects of a PDF as they stand in one that is packed."""
    return b"3 0 obj <</Type /ObjStm /N 1>> stream\r\n" + zlib.compress(inside) + b"\nendstream endobj"


def zipped(parts: dict[str, bytes], *, method: int = ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as kept:
        for name, part in parts.items():
            about = ZipInfo(name)
            about.compress_type = ZIP_STORED if name == "mimetype" else method
            kept.writestr(about, part)
    return made.getvalue()


def docx(*, main: str = f"{OFFICE}.main+xml", relation: str = "", **more: bytes) -> bytes:
    """Return a document of Word; `more` are parts, with two underscores for a slash and one for a dot."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    named = {name.replace("__", "/").replace("_", "."): part for name, part in more.items()}
    return zipped(
        {
            "[Content_Types].xml": types.encode(),
            "word/document.xml": f"<w:document>{WORDS}</w:document>".encode(),
            "word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>".encode(),
            "docProps/core.xml": b"<cp:coreProperties><dc:creator>Familie Tester</dc:creator></cp:coreProperties>",
            **named,
        }
    )


def odt(**more: bytes) -> bytes:
    named = {name.replace("__", "/").replace("_", "."): part for name, part in more.items()}
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:text>{WORDS}</office:text>".encode(),
            "meta.xml": b"<meta:initial-creator>Familie Tester</meta:initial-creator>",
            **named,
        }
    )


def document(content: bytes | None = None) -> Document:
    return read(pdf() if content is None else content)


def sent(content: bytes, name: str = "stappen.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    """Return a file as a browser sends it; its name and kind say nothing of what is in it."""
    return SimpleUploadedFile(name, content, content_type=kind)


def enclosed(practice: Practice, *, title: str = FILE_TITLE, content: bytes | None = None) -> Enclosure:
    """Let Amina, who writes, add a file."""
    return add_file(practice, title=title, document=document(content), by=Actor.of(make.amina()))
