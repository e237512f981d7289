"""What is filled in about recordings: links, words, files with subtitles and codes; and what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communityup.base.errors import Refused
from communityup.codes.models import Code
from communityup.log.models import Line
from communityup.network.recordings import actions, permissions
from communityup.network.recordings.models import Part, Recording
from communityup.people.actors import Actor
from tests.make_network import browser
from tests.make_recordings import HERE, LINK, SAID, SUMMARY, at, by_letter, kept, new_code, opened, was, watch
from tests.nasty import some

pytestmark = pytest.mark.django_db
FILLED = {"link": LINK, "summary": SUMMARY, "transcript": SAID, "no_transcript": ""}
SUBTITLES = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nEén sleutel.\n\n00:05.000 --> 00:07.000\nIs genoeg.\n"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://video.example.org/a", "https://"),
        ("https://jan:geheim@video.example.org/a", "Haal dat eruit"),
        ("https://127.0.0.1/a", "privénetwerk"),
        ("https://[::1]/a", "privénetwerk"),
        ("https://10.1.2.3/a", "privénetwerk"),
        ("https://169.254.169.254/meta", "privénetwerk"),
        ("https://localhost/a", "privénetwerk"),
        ("https://video.local/a", "privénetwerk"),
        ("https://video.intranet/a", "privénetwerk"),
        ("https://2130706433/a", "privénetwerk"),
        ("https://0x7f.0.0.1/a", "privénetwerk"),
        ("https://0177.0.0.01/a", "privénetwerk"),
        ("https://video/a", "privénetwerk"),
        ("https://video.example.org:99999/a", "klopt niet"),
        ("javascript:alert(1)", "https://"),
    ],
)
def test_link_that_is_not_safe_is_refused_without_asking_for_it(address: str, sentence: str) -> None:
    assert sentence in permissions.fault_of_link(address)
    _made, dilek, session = was()
    with pytest.raises(Refused):
        kept(session, dilek, link=address)
    answer = browser(dilek).post(f"{HERE}{session.public_id}/opname/toevoegen/", {**FILLED, "link": address})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    "good", [LINK, "https://8.8.8.8/a", "https://xn--bcher-kva.example:8443/a?b=c", "https://video.example.org./a"]
)
def test_link_into_the_world_is_kept(good: str) -> None:
    assert permissions.fault_of_link(good) == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"link": ""}, "Vul dit nog in"),
        ({"summary": ""}, "Vul dit nog in"),
        ({"summary": "x" * 601}, "600"),
        ({"transcript": "x" * 300_001}, "300"),
        ({"transcript": SAID, "no_transcript": "Geen geluid."}, "Laat dit dan leeg"),
        ({"link": f"https://video.example.org/{'x' * 300}"}, "300"),
    ],
)
def test_bad_form_gives_a_sentence_and_keeps_what_was_typed(wrong: dict[str, str], sentence: str) -> None:
    _made, dilek, session = was()
    answer = browser(dilek).post(f"{HERE}{session.public_id}/opname/toevoegen/", {**FILLED, **wrong})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence in html
    assert (SAID in html) == ("transcript" not in wrong or wrong["transcript"] == SAID)
    assert not Recording.objects.exists()


def test_subtitles_are_read_from_a_file_without_their_marks_of_time() -> None:
    _made, dilek, session = was()
    file = SimpleUploadedFile("opname.vtt", SUBTITLES.encode(), content_type="text/vtt")
    place = f"{HERE}{session.public_id}/opname/toevoegen/"
    assert browser(dilek).post(place, {**FILLED, "transcript": "", "file": file}).status_code == 302
    assert str(Part.objects.get().words) == "Eén sleutel.\n\nIs genoeg."


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"\x00\x00", b"x" * (1024 * 1024 + 1), b"WEBVTT\n\n1\n"])
def test_file_that_is_no_text_or_too_large_is_refused_with_a_sentence(content: bytes) -> None:
    _made, dilek, session = was()
    file = SimpleUploadedFile("opname.txt", content)
    place = f"{HERE}{session.public_id}/opname/toevoegen/"
    answer = browser(dilek).post(place, {**FILLED, "transcript": "", "file": file})
    assert answer.status_code == 422
    assert "estand" in answer.content.decode()
    assert not Recording.objects.exists()


def test_long_transcript_is_kept_whole_in_parts() -> None:
    _made, dilek, session = was()
    words = "\n".join(f"Zin {number} van een lange avond." for number in range(3_000)) + "\n" + "x" * 45_000
    recording = kept(session, dilek, transcript=words)
    assert recording.parts.count() > 4
    assert "".join(str(part.words) for part in recording.parts.all()).replace("\n", "") == words.replace("\n", "")
    before = Line.objects.count()
    kept(session, dilek, transcript=words)
    assert Line.objects.count() == before, "the same again changes nothing"


@pytest.mark.parametrize("typed", some(__name__))
def test_no_typed_code_is_an_error_of_ours(typed: str) -> None:
    _made, dilek, recording = opened()
    new_code(recording, dilek)
    assert Client().post(watch(recording), {"code": typed}).status_code in {403, 422}


def test_wrong_forms_beside_it_give_a_sentence() -> None:
    _made, dilek, recording = opened()
    client = browser(dilek)
    for days in ("0", "91", "veel", ""):
        answer = client.post(at(recording, "nieuwe-code"), {"days": days})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    actions.close_recording(recording, by=Actor.of(dilek))
    for wrong in ({"name": "", "email": "a@example.org"}, {"name": "A", "email": "geen adres"}, {"name": "x" * 61}):
        assert client.post(at(recording, "beheren"), wrong).status_code == 422
    assert Client().post(by_letter(recording.speakers.get()), {"said": "misschien"}).status_code == 422
    assert client.post(at(recording, "openen"), {"audience": "iemand"}).status_code == 404
    assert not Code.objects.exists()
