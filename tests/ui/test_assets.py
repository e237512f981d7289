"""The stylesheet of the NL Design System is built from what the pages use, and the first view stays small."""

import gzip
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory

ASSETS = Path(__file__).parents[2] / "tools" / "assets"
INSTALLED = (ASSETS / "node_modules" / "@utrecht").is_dir()
BUDGET = 120 * 1024
needs_packages = pytest.mark.skipif(not INSTALLED, reason="the npm packages are not installed (make setup)")


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assets_build", ASSETS / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lock_file_names_no_host_and_pins_what_it_fetches() -> None:
    lock = (ASSETS / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in re.sub(r'"url": "https://(opencollective|github)[^"]+"', "", lock)
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') >= 15
    packages = (ASSETS / "package.json").read_text(encoding="utf-8")
    assert not re.search(r'": "[\^~*]', packages)


def test_rules_of_unused_parts_are_left_out_and_used_ones_stay(build: ModuleType) -> None:
    css = """.utrecht-a{x:1}.utrecht-a--b:hover,.utrecht-a{y:2}.utrecht-c:not(.utrecht-a){z:3}
    @media print{.utrecht-c{q:1}.utrecht-a{w:4}}@media screen{.utrecht-c{q:1}}"""
    kept = build.minified(build.pruned(css, {"utrecht-a"}))
    assert kept == ".utrecht-a{x:1}.utrecht-a{y:2}@media print{.utrecht-a{w:4}}"


def test_tokens_are_kept_when_asked_for_directly_or_through_another(build: ModuleType) -> None:
    theme = ".voorbeeld-theme{--a: var( --b );--b: 1px;--c: var(--a);--d: 2px;}"
    assert build.minified(build.theme_tokens(theme, "p{x:var(--a, 3px)}")) == (
        ".voorbeeld-theme{--a:var( --b );--b:1px}"
    )


def test_selectors_are_split_only_outside_brackets(build: ModuleType) -> None:
    assert build.selectors(".a:is(.b, .c), .d[x='1,2']") == [".a:is(.b, .c)", ".d[x='1,2']"]


def test_a_broken_stylesheet_is_a_fault_and_not_half_a_look(build: ModuleType) -> None:
    with pytest.raises(ValueError, match="unclosed"):
        build.pruned(".a{x:1", set())


def test_missing_packages_are_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    folder = tmp_path / "tools" / "assets"
    folder.mkdir()
    (tmp_path / "communityup" / "ui" / "static" / "ui").mkdir(parents=True)
    for name in ("build.py", "package.json", "package-lock.json"):
        (folder / name).write_bytes((ASSETS / name).read_bytes())
    ran = subprocess.run([sys.executable, folder / "build.py"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "npm ci" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "communityup" / "ui" / "static" / "ui" / "built").exists()


@needs_packages
def test_building_twice_does_nothing_the_second_time(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "BUILT", tmp_path / "built")
    assert build.build() is True
    first = (tmp_path / "built" / "nlds.css").read_bytes()
    assert build.build() is False
    (tmp_path / "built" / "noto-sans-latin.woff2").unlink()  # a half build mends itself
    assert build.build() is True
    assert (tmp_path / "built" / "nlds.css").read_bytes() == first
    assert first.count(b"{") == first.count(b"}")


@needs_packages
def test_every_design_system_class_in_a_template_has_its_rule(build: ModuleType) -> None:
    used = build.used_classes()
    css = build.stylesheet(used)
    known = set(re.findall(r"\.(utrecht-[\w-]+)", css))
    assert {"utrecht-button", "utrecht-textbox", "utrecht-alert--error"} <= known
    assert known <= used


@needs_packages
def test_first_view_with_everything_it_loads_fits_in_the_budget(build: ModuleType, rf: RequestFactory) -> None:
    from communityup.ui import views

    page = views.style_page(rf.get("/stijl/")).content  # larger than any page of a challenge
    build.build()
    sizes = {"the page": len(gzip.compress(page))}
    for name in set(re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())):
        found = finders.find(name)
        assert found, name
        content = Path(found).read_bytes()
        sizes[name] = len(content) if name.endswith(".woff2") else len(gzip.compress(content))
    print(sizes, sum(sizes.values()))
    assert any(name.endswith(".woff2") for name in sizes)
    assert sum(sizes.values()) <= BUDGET
