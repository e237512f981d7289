"""Build the one NL Design System stylesheet of the site from the packages beside this file.

`python tools/assets/build.py` reads `node_modules` (made by `npm ci`), keeps only the
rules whose classes our templates use and only the tokens those rules ask for, and writes
`communityup/ui/static/ui/built/`. It does nothing when nothing changed since the last time.
Plain standard library: who installs the wheel needs neither this file nor Node.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "communityup"
BUILT = PACKAGE / "ui" / "static" / "ui" / "built"
OWN_STYLES = PACKAGE / "ui" / "static" / "ui"
MODULES = HERE / "node_modules"
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource-variable/noto-sans"
FONT_FILE = "noto-sans-latin-wght-normal.woff2"
THEME_CLASS = ".voorbeeld-theme"

HEADER = """/*! NL Design System: @utrecht/*-css (EUPL-1.2, Frameless B.V. and Gemeente Utrecht), \
voorbeeld design tokens (EUPL-1.2, NL Design System Community); \
Noto Sans (SIL OFL 1.1, The Noto Project Authors). Made by tools/assets/build.py. */
"""
FONT_FACE = (
    '@font-face{font-family:"Noto Sans";font-style:normal;font-weight:100 900;font-display:swap;'
    'src:url("noto-sans-latin.woff2") format("woff2");unicode-range:UNICODE}'
)


class NotInstalledError(Exception):
    """A package that the build needs is not there."""


def used_classes() -> set[str]:
    """Every `utrecht-…` class named in a template or a Python file of the product."""
    found: set[str] = set()
    for kind in ("*.html", "*.py"):
        for path in sorted(PACKAGE.rglob(kind)):
            found.update(re.findall(r"utrecht-[\w-]+", path.read_text(encoding="utf-8")))
    return found


def own_styles() -> str:
    """Our hand-written CSS: it names tokens that must stay."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(OWN_STYLES.glob("*.css")))


def component_files() -> list[Path]:
    """The stylesheet of every @utrecht package that package.json asks for, in its order."""
    asked = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return [MODULES / name / "dist" / "index.css" for name in asked if name.startswith("@utrecht/")]


def read(path: Path) -> str:
    """The text of an installed file, or a sentence that says what to do."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotInstalledError(
            f"{path.relative_to(HERE)} is missing. Run `npm ci` in {HERE.relative_to(HERE.parents[1])} first "
            "(`make setup` does both)."
        ) from None


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Top-level (prelude, body) pairs of a stylesheet without comments."""
    start = depth = opened = 0
    for position, character in enumerate(css):
        if character == "{":
            depth += 1
            if depth == 1:
                opened = position
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : position]
                start = position + 1
    if depth:
        raise ValueError("a stylesheet with an unclosed rule")


def selectors(prelude: str) -> list[str]:
    """The selectors of a rule, split on the commas that stand outside brackets."""
    parts, depth, current = [], 0, ""
    for character in prelude:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return [*parts, current.strip()]


def pruned(css: str, used: set[str]) -> str:
    """Only the rules that one of the used classes can match."""
    kept = []
    for prelude, body in rules(css):
        if prelude.startswith("@"):
            inner = pruned(body, used) if prelude.startswith(("@media", "@supports")) else body
            if inner.strip():
                kept.append(f"{prelude}{{{inner}}}")
            continue
        wanted = [one for one in selectors(prelude) if set(re.findall(r"\.(utrecht-[\w-]+)", one)) <= used]
        if wanted and body.strip():
            kept.append(f"{','.join(wanted)}{{{body}}}")
    return "\n".join(kept)


def asked_tokens(css: str) -> set[str]:
    return set(re.findall(r"var\(\s*(--[\w-]+)", css))


def theme_tokens(theme: str, css: str) -> str:
    """The theme's rule with only the tokens that `css` asks for, directly or through another token."""
    values = dict(re.findall(r"(--[\w-]+)\s*:\s*([^;]+);", theme))
    waiting, wanted = asked_tokens(css), set()
    while waiting:
        name = waiting.pop()
        if name in values and name not in wanted:
            wanted.add(name)
            waiting |= asked_tokens(values[name])
    body = "".join(f"{name}:{value};" for name, value in sorted(values.items()) if name in wanted)
    return f"{THEME_CLASS}{{{body}}}"


def minified(css: str) -> str:
    """Without comments and needless white space; strings in our sources hold neither."""
    css = re.sub(r"\s+", " ", without_comments(css))
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


def font_face() -> str:
    """The @font-face of the Latin part of Noto Sans, with the range the font package gives it."""
    index = read(MODULES / FONT / "index.css")
    block = re.search(rf"{re.escape(FONT_FILE)}.*?unicode-range:\s*([^;}}]+)", index, flags=re.DOTALL)
    if not block:
        raise NotInstalledError(f"{FONT} does not describe {FONT_FILE} any more; look at tools/assets/build.py.")
    return FONT_FACE.replace("UNICODE", block.group(1).strip())


def stylesheet(used: set[str]) -> str:
    components = "\n".join(pruned(without_comments(read(path)), used) for path in component_files())
    theme = without_comments(read(MODULES / TOKENS / "dist" / "theme.css"))
    tokens = theme_tokens(theme, components + own_styles())
    return HEADER + "\n".join(minified(part) for part in (font_face(), tokens, components)) + "\n"


def stamp(used: set[str]) -> str:
    """Changes when anything that the result depends on changes."""
    state = hashlib.sha256()
    for path in (HERE / "package-lock.json", HERE / "package.json", Path(__file__)):
        state.update(path.read_bytes())
    state.update(" ".join(sorted(used)).encode())
    state.update(" ".join(sorted(asked_tokens(own_styles()))).encode())
    return state.hexdigest()


def build(*, force: bool = False) -> bool:
    """Write the built folder; False when it was already up to date."""
    used = used_classes()
    mark, now = BUILT / "stamp.txt", stamp(used)
    made = [BUILT / "nlds.css", BUILT / "noto-sans-latin.woff2", BUILT / "noto-sans-licence.txt"]
    if not force and all(path.exists() for path in made) and mark.exists() and mark.read_text() == now:
        return False
    css = stylesheet(used)
    font = MODULES / FONT / "files" / FONT_FILE
    if not font.exists():
        raise NotInstalledError(f"{font.relative_to(HERE)} is missing. Run `npm ci` in tools/assets first.")
    BUILT.mkdir(parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)
    made[0].write_text(css, encoding="utf-8")
    shutil.copyfile(font, made[1])
    shutil.copyfile(MODULES / FONT / "LICENSE", made[2])
    mark.write_text(now)
    return True


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the NL Design System stylesheet.")
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    try:
        changed = build(force=parser.parse_args(arguments).force)
    except NotInstalledError as missing:
        print(f"The styles cannot be built: {missing}", file=sys.stderr)
        return 2
    print("Styles built." if changed else "Styles are up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
