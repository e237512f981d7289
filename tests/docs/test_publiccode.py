"""publiccode.yml says what the standard (0.7) asks, and agrees with the rest of the repository."""

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

KNOWN = {
    "publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn", "softwareVersion",
    "releaseDate", "logo", "platforms", "categories", "usedBy", "fundedBy", "roadmap", "developmentStatus",
    "softwareType", "organisation", "intendedAudience", "description", "legal", "maintenance", "localisation",
    "dependsOn", "supports",
}  # fmt: skip
REQUIRED = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
    "maintenance", "localisation",
}  # fmt: skip
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
    "standalone/other", "addon", "library", "configurationFiles",
}  # fmt: skip
DESCRIPTION = {
    "localisedName", "shortDescription", "longDescription", "documentation", "apiDocumentation", "features",
    "screenshots", "videos", "awards",
}  # fmt: skip
SHORT, LONG_LEAST, LONG_MOST = 150, 150, 10_000


def description_faults(description: dict[str, dict[str, Any]]) -> list[str]:
    """Name what is wrong with the descriptions."""
    faults = [] if description else ["no description in any language"]
    for language, words in description.items():
        if set(words) - DESCRIPTION:
            faults.append(f"{language}: unknown {sorted(set(words) - DESCRIPTION)}")
        if not 0 < len(words.get("shortDescription", "").strip()) <= SHORT:
            faults.append(f"{language}: shortDescription must have 1 to {SHORT} characters")
        if not LONG_LEAST <= len(words.get("longDescription", "").strip()) <= LONG_MOST:
            faults.append(f"{language}: longDescription must have {LONG_LEAST} to {LONG_MOST} characters")
        if not words.get("features"):
            faults.append(f"{language}: name features")
    return faults


def section_faults(content: dict[str, Any]) -> list[str]:
    """Name what is wrong with the sections other than the descriptions."""
    maintenance, localisation = content["maintenance"], content["localisation"]
    wanted = {
        "the version is 0.7": content["publiccodeYmlVersion"] == "0.7",
        "a known status": content["developmentStatus"] in STATUSES,
        "a known type": content["softwareType"] in TYPES,
        "an address that begins with https": content["url"].startswith("https://"),
        "an organisation with a uri": "uri" in content.get("organisation", {"uri": ""}),
        "supports as a list of ids": all(set(row) == {"id"} for row in content.get("supports", [])),
        "a licence": bool(content["legal"].get("license")),
        "a known kind of maintenance": maintenance.get("type") in {"internal", "contract", "community", "none"},
        "contacts with names": maintenance.get("type") not in {"internal", "community"}
        or all(row.get("name") for row in maintenance.get("contacts", [{}])),
        "languages": isinstance(localisation["localisationReady"], bool) and bool(localisation["availableLanguages"]),
        "countries in capitals": all(two.isupper() for two in content.get("intendedAudience", {}).get("countries", [])),
    }
    return [name for name, holds in wanted.items() if not holds]


def faults(content: dict[str, Any]) -> list[str]:
    """Name everything in which a publiccode.yml departs from the standard."""
    missing = [f"missing {key}" for key in sorted(REQUIRED - set(content))]
    if missing:
        return missing
    unknown = [f"unknown {key}" for key in sorted(set(content) - KNOWN)]
    return unknown + section_faults(content) + description_faults(content["description"])


@pytest.fixture
def content(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / "publiccode.yml").read_text(encoding="utf-8"))
    return loaded


def test_publiccode_follows_the_standard(content: dict[str, Any]) -> None:
    assert faults(content) == []


def test_publiccode_agrees_with_the_package(root: Path, content: dict[str, Any]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert content["softwareVersion"] == project["version"]
    assert content["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert sorted(content["localisation"]["availableLanguages"]) == ["en", "nl"]
    assert set(content["description"]) == {"en", "nl"}
    dt.date.fromisoformat(content["releaseDate"])


PLANTED: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda content: content.pop("legal"), "missing legal"),
    (lambda content: content.update(licence="EUPL"), "unknown licence"),
    (lambda content: content.update(publiccodeYmlVersion="0.2"), "the version is 0.7"),
    (lambda content: content.update(softwareType="website"), "a known type"),
    (lambda content: content["maintenance"].update(type="sometimes"), "a known kind of maintenance"),
    (
        lambda content: content["description"]["nl"].update(shortDescription="x" * 151),
        "nl: shortDescription must have 1 to 150 characters",
    ),
    (
        lambda content: content["description"]["en"].update(longDescription="short"),
        "en: longDescription must have 150 to 10000 characters",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("plant", "fault"), PLANTED, ids=[fault for _, fault in PLANTED])
def test_publiccode_reader_finds_a_planted_fault(
    content: dict[str, Any], plant: Callable[[dict[str, Any]], object], fault: str
) -> None:
    plant(content)
    assert faults(content) == [fault]
