"""What kind of document bytes are, and that nothing is kept that hides, acts or tells who made it."""

from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from communityup.base import documents
from communityup.base.documents import LARGEST, NotKeptError, read
from communityup.files.forms import WHY_NOT
from tests.make_files import OFFICE, PHOTO, RELATIONS, WORDS, docx, odt, packed, pdf, text, zipped


def why(content: bytes) -> str:
    with pytest.raises(NotKeptError) as refused:
        read(content)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "pdf"),
        (text(), "txt"),
        (b"\xef\xbb\xbf" + text(), "txt"),
        (docx(), "docx"),
        (docx(main=f"{OFFICE[: OFFICE.rindex('wordpr')]}spreadsheetml.sheet.main+xml"), "xlsx"),
        (docx(main=f"{OFFICE[: OFFICE.rindex('wordpr')]}presentationml.presentation.main+xml"), "pptx"),
        (odt(), "odt"),
        (odt(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (odt(mimetype=b"application/vnd.oasis.opendocument.presentation"), "odp"),
    ],
)
def test_kind_follows_from_what_is_in_it(content: bytes, kind: str) -> None:
    kept = read(content)
    assert kept.kind == kind
    assert read(kept.content) == kept, "what is kept can be read, and is kept the same"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"a" * (LARGEST + 1), "big"),
        (PHOTO, "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"GIF89a" + zipped({"a": b"b"}), "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        (b"\0\0\0\x18ftypheic", "picture"),
        (b"<svg xmlns='x' onload='y'/>", "page"),
        (b" \n<!DOCTYPE html><script>x</script>", "page"),
        (b"<?xml version='1.0'?><a/>", "page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
        (b"MZ\x90\x00", "unknown"),
        (b"\x7fELF\x02", "unknown"),
        (b"woorden \0 en een nul", "unknown"),
        ("café".encode("latin-1"), "unknown"),
        (zipped({"a.txt": b"x"}), "unknown"),
        (docx()[:-40], "broken"),
        (b"PK\x03\x04" + b"\0" * 40, "broken"),
        (zipped({"../../etc/passwd": b"x"}), "broken"),
        (zipped({"a": b"x"}, method=ZIP_BZIP2), "broken"),
        (pdf()[:-8], "broken"),
        (pdf(after=b"<html><script>x</script>"), "broken"),
        (pdf(after=zipped({"a": b"b"})), "broken"),
        (pdf(b"3 0 obj <</Encrypt 4 0 R>> endobj"), "locked"),
        (odt(**{"META-INF__manifest_xml": b"<manifest:encryption-data/>"}), "locked"),
        (pdf(b"<</OpenAction <</S /JavaScript /JS (app.alert(1))>>>>"), "acts"),
        (pdf(b"<</S /J#61vaScript>>"), "acts"),
        (pdf(packed(b"<</S /Launch>>")), "acts"),
        (pdf(b"<</Type /EmbeddedFile>>"), "acts"),
        (docx(word__vbaProject_bin=b"x"), "acts"),
        (docx(word__media__image1_png=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "acts"),
        (docx(word__run_exe=b"x"), "acts"),
        (docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "acts"),
        (odt(Basic__Standard__script_xml=b"x"), "acts"),
        (odt(styles_xml=b'<a xlink:href="vnd.sun.star.script:x"/>'), "acts"),
        (
            docx(
                relation=f'<Relationship Type="{RELATIONS}/attachedTemplate" TargetMode="External" Target="http://x"/>'
            ),
            "acts",
        ),
    ],
)
def test_what_is_not_kept_is_refused_for_its_own_reason(content: bytes, code: str) -> None:
    assert why(content) == code


def test_link_that_one_clicks_is_no_reason_to_refuse_a_document() -> None:
    link = f'<Relationship Type="{RELATIONS}/hyperlink" TargetMode="External" Target="https://example.org"/>'
    assert read(docx(relation=link)).kind == "docx"


@pytest.mark.parametrize("content", [docx(word__media__foto_jpg=PHOTO), odt(Pictures__foto_jpg=PHOTO)])
def test_office_document_is_kept_without_who_made_it_and_where_photos_were_taken(content: bytes) -> None:
    with ZipFile(BytesIO(read(content).content)) as kept:
        inside = {name: kept.read(name) for name in kept.namelist()}
    whole = b"".join(inside.values())
    assert WORDS.encode() in whole
    assert b"het beeld" in whole
    assert b"Familie Tester" not in whole
    assert b"familie Tester" not in whole
    assert b"52.0907" not in whole


def test_photo_in_a_pdf_says_no_more_where_it_was_taken_and_nothing_moves() -> None:
    before = pdf(b"3 0 obj <</Filter /DCTDecode>> stream\n" + PHOTO + b"\nendstream endobj")
    kept = read(before).content
    assert b"52.0907" not in kept
    assert len(kept) == len(before)
    assert kept.index(b"het beeld") == before.index(b"het beeld")


def test_nothing_that_stands_before_or_after_a_document_of_parts_is_kept() -> None:
    kept = read(docx() + b"<script>verstopt</script>").content
    assert b"verstopt" not in kept


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_UNPACKED", 100_000)
    assert why(docx(word__media__nul_png=b"\0" * 200_000)) == "bomb"
    assert why(pdf(packed(b" " * 200_000))) == "bomb"
    monkeypatch.setattr(documents, "MOST_PARTS", 3)
    assert why(docx()) == "bomb"


def test_part_that_says_it_is_small_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_UNPACKED", 100_000)
    whole = docx(word__media__nul_png=b"\0" * 200_000)
    lied = whole.replace((200_000).to_bytes(4, "little"), (20).to_bytes(4, "little"))
    assert lied != whole
    assert why(lied) in {"bomb", "broken"}


def read_or_refused(content: bytes) -> str:
    """Return the kind of what is kept, or why it is not; anything else than these two fails."""
    try:
        return read(content).kind
    except NotKeptError as refused:
        return refused.code


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", docx()[:200]]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_document_or_refused(content: bytes, begins: bytes) -> None:
    assert read_or_refused(begins + content) in {*documents.MEDIA_TYPES, *WHY_NOT}


@given(st.integers(0, len(docx()) - 1), st.integers(0, 255))
@example(702, 0)  # a part without a name
@settings(max_examples=150, deadline=None)
def test_damaged_document_is_read_or_refused(place: int, value: int) -> None:
    damaged = bytearray(docx())
    damaged[place] = value
    assert read_or_refused(bytes(damaged)) in {*documents.MEDIA_TYPES, *WHY_NOT}
