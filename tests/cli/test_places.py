"""Renewing the list of municipalities: again without doubles, faulty files leave nothing, merged ones stay findable."""

import contextlib
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communityup.base.errors import NotAllowed
from communityup.cli import main
from communityup.cli import places as cli
from communityup.log.models import Line
from communityup.organisations import actions, queries
from communityup.organisations.models import Place
from communityup.people.actors import Actor
from tests import make

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "places"
HEAD = "code,name,province,size,longitude,latitude,went_into\n"
TWO = HEAD + "GM0001,Oeverstad,Waterland,20 tot 50 duizend,5.1,52.1,\nGM0002,Lindeveen,Waterland,,5.3,52.1,\n"
LINE = "organisations.places_imported"


def square(code: str, left: float, *, kind: str = "Polygon") -> dict[str, Any]:
    ring = [[left, 52.0], [left + 0.2, 52.0], [left + 0.2, 52.2], [left, 52.2], [left, 52.0]]
    parts: Any = [ring] if kind == "Polygon" else [[ring]]
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": parts}}


def borders(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def run(folder: Path, content: str | bytes, outlines: str | None = None) -> int:
    """Write the files and import them."""
    path, drawn = folder / "plaatsen.csv", folder / "grenzen.geojson"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if outlines is None:
        return main(["import", "places", str(path)])
    drawn.write_text(outlines)
    return main(["import", "places", str(path), "--borders", str(drawn)])


def names() -> list[str]:
    return [spot.name for spot in queries.places().offered]


def test_list_with_borders_is_imported_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, TWO, borders(square("GM0001", 5.0), square("GM0002", 5.2, kind="MultiPolygon"))) == 0
    assert "2 in the list, 2 of them with borders. 2 new, 0 changed, 0 ended." in capsys.readouterr().out
    assert names() == ["Lindeveen", "Oeverstad"]
    there = Place.objects.get(code="GM0001")
    assert (there.province, there.size, there.longitude) == ("Waterland", "20 tot 50 duizend", 5.1)
    assert there.outline.startswith("M5")
    assert there.box is not None
    assert there.box[0] == 5000
    assert Line.objects.filter(type=LINE).count() == 1


def test_second_run_changes_nothing_and_leaves_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = borders(square("GM0001", 5.0), square("GM0002", 5.2))
    run(tmp_path, TWO, drawn)
    before = list(Place.objects.values())
    capsys.readouterr()
    assert run(tmp_path, TWO, drawn) == 0
    assert "Nothing new: all 2 places are there already." in capsys.readouterr().out
    assert list(Place.objects.values()) == before
    assert Line.objects.filter(type=LINE).count() == 1


def test_list_without_borders_leaves_those_that_are_there(tmp_path: Path) -> None:
    run(tmp_path, TWO, borders(square("GM0001", 5.0)))
    assert run(tmp_path, "gemeentecode;naam\nGM0001;Oeverstad\nGM0002;Lindeveen\n") == 0
    assert Place.objects.get(code="GM0001").outline


def test_merged_and_renamed_places_keep_their_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, TWO + "GM0003,Heidelo,,,,,\n")
    capsys.readouterr()
    assert run(tmp_path, HEAD + "GM0001,Groot-Oeverstad,,,,,\nGM0002,Lindeveen,,,,,GM0001\n") == 0
    assert "0 new, 2 changed, 2 ended" in capsys.readouterr().out
    known = queries.places()
    assert names() == ["Groot-Oeverstad"]
    merged, renamed, gone = known.at("Lindeveen"), known.at("oeverstad"), known.at("Heidelo")
    assert merged is not None
    assert merged.code == "GM0001"
    assert renamed is not None
    assert renamed.name == "Groot-Oeverstad"
    assert gone is not None
    assert gone.ended
    assert run(tmp_path, TWO + "GM0003,Heidelo,,,,,\n") == 0
    assert names() == ["Heidelo", "Lindeveen", "Oeverstad"]
    assert Place.objects.get(code="GM0002").successor is None


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("", "line 1: there is no column code and no column name"),
        ("code,name\n", "there is no place in it"),
        ("code,wie\nGM1,Oeverstad\n", "line 1: there is no column name"),
        ("code,name\nGM1,Oeverstad\nGM1,Lindeveen\n", "line 3: the code GM1 is there twice"),
        ("code,name\nGM1\n", "line 2: 1 cells, while line 1 names 2 columns"),
        ("code,name\nGM1,Oeverstad\nGM2,\n", "line 3, column 2 (name): a name is missing"),
        ("code,name\nniets,Oeverstad\n", "line 2, column 1 (code): 'niets' is not a code"),
        (f"code,name\nGM1,{'a' * 81}\n", "line 2, column 2 (name): more than 80 characters"),
        ("code,name\nGM1,Oever\x07stad\n", "line 2, column 2 (name): more than 80 characters, or signs"),
        ("code,name,lon,lat\nGM1,Oeverstad,5,x\n", "line 2, column 4 (lat): 'x' is not a number of degrees"),
        ("code,name,lon,lat\nGM1,Oeverstad,nan,52\n", "line 2, column 3 (lon)"),
        ("code,name,lon,lat\nGM1,Oeverstad,5,95\n", "between -90 and 90"),
        ("code,name,lon,lat\nGM1,Oeverstad,5,\n", "longitude and latitude go together"),
        ("code,name,opgegaan_in\nGM1,Oeverstad,GM9\n", "GM1 went into GM9, which is not in the file"),
        ("code,name,opgegaan_in\nGM1,Oeverstad,GM2\nGM2,Lindeveen,GM1\n", "which went back into it"),
        ("code,name\nGM1,Oeverstad\nGM2,Lindevée\n".encode("latin-1"), "line 3: this is not UTF-8"),
        ('code,name\nGM1,"Oever\0stad"\n', "line 2"),
    ],
)
def test_faulty_list_says_where_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, where: str
) -> None:
    assert run(tmp_path, content) == 1
    told = capsys.readouterr().err
    assert where in told
    assert len(told.splitlines()) == 1
    assert not Place.objects.exists()
    assert not Line.objects.filter(type=LINE).exists()


@pytest.mark.parametrize(
    ("outlines", "where"),
    [
        ('{"features": [\n  {"type": }', "line 2, column 12: this is not JSON"),
        ("[" * 100_000, "this is not"),
        ("[]", "not a GeoJSON FeatureCollection"),
        ('{"features": [3]}', "feature 1: its code 'None' is not in the list"),
        (borders(square("GM0009", 5.0)), "feature 1: its code 'GM0009' is not in the list"),
        (borders(square("GM0001", 5.0, kind="Polygon") | {"geometry": None}), "feature 1 (GM0001): only a Polygon"),
        (borders(square("GM0001", 5.0), square("GM0002", 190.0)), "feature 2 (GM0002): a point is not"),
        (borders(square("GM0001", 5.0)).replace("52.2", "1" + "0" * 400), "feature 1 (GM0001): a point is not"),
        (borders(square("GM0001", 5.0)).replace("52.2", "NaN"), "feature 1 (GM0001): a point is not"),
        (borders(square("GM0001", 5.0)).replace("52.2", '"52.2"'), "feature 1 (GM0001): a point is not"),
        (borders(square("GM0001", 155000.0)), "in degrees (WGS84)"),
    ],
)
def test_faulty_borders_say_where_and_leave_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], outlines: str, where: str
) -> None:
    assert run(tmp_path, TWO, outlines) == 1
    assert where in capsys.readouterr().err
    assert not Place.objects.exists()


def test_file_that_is_not_there_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "places", str(tmp_path / "weg.csv")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_file_that_is_too_large_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "LARGEST", 10)
    assert run(tmp_path, TWO) == 1
    assert "that is no list" in capsys.readouterr().err
    monkeypatch.setattr(cli, "LARGEST", 50_000_000)
    monkeypatch.setattr(cli, "MOST_POINTS", 3)
    assert run(tmp_path, TWO, borders(square("GM0001", 5.0))) == 1
    assert "more than 3 points" in capsys.readouterr().err


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_file_gets_a_sentence_and_never_a_trace(tmp_path: Path, content: str, outlines: str) -> None:
    path = tmp_path / "ruis.csv"
    for words in (content, f"code,name\nGM1,{content}\n"):
        path.write_text(words, encoding="utf-8", errors="replace", newline="")
        with contextlib.suppress(cli.PlacesFileError):
            cli.read_list(path)
    path.write_text(outlines, encoding="utf-8", errors="replace")
    with pytest.raises(cli.PlacesFileError):
        cli.read_borders(path, {"GM1"}, progress=lambda _done, _total: None)


def test_only_the_operator_renews_the_list() -> None:
    with pytest.raises(NotAllowed):
        actions.renew_places([actions.Row(code="GM1", name="Oeverstad")], by=Actor.of(make.person("Amina")))
    assert not Place.objects.exists()


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not on this computer")
def test_all_real_municipalities_fit_on_a_small_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, drawn = SHARED / "gemeenten_342.csv", SHARED / "gemeenten_342.geojson"
    assert main(["import", "places", str(path), "--borders", str(drawn), "--source", "Kadaster / CBS,  2023"]) == 0
    assert "342 in the list, 342 of them with borders" in capsys.readouterr().out
    paths = "".join(Place.objects.values_list("outline", flat=True))
    assert set(Place.objects.values_list("source", flat=True)) == {"Kadaster / CBS, 2023"}
    assert len(gzip.compress(paths.encode())) < 60_000
    assert {spot.code: spot.name for spot in queries.built_in()} == dict(Place.objects.values_list("code", "name"))
