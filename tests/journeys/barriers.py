"""What axe finds on a page, asked where a part of it is built as none was before; in full of every page.

Half of the time of axe goes into the contrast of colours, so that is asked where words stand in colours as none did.
"""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.nasty import FULL

AXE = Path(__file__).parents[2] / "tools" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
# No page has sound that starts by itself or frames: nothing is fetched anew and nobody is waited for.
RUN_AXE = """contrast => axe.run(document, {resultTypes: ['violations'], preload: false, iframes: false,
  rules: {'color-contrast': {enabled: contrast}}}).then(r =>
  r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')))"""
# In which colours, how large and how thick words stand on a page: of each element with words of its own, down to the
# first background that nothing shines through.
COLOURS = """() => {
  const clear = /rgba\\(.*, 0\\)|transparent/;
  const below = part => {
    const found = [];
    let covered = false;
    for (let one = part; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.opacity !== '1') found.push(style.opacity);
      if (covered) continue;
      if (style.backgroundImage !== 'none') found.push(style.backgroundImage);
      if (!clear.test(style.backgroundColor)) found.push(style.backgroundColor);
      covered = /^rgb\\(/.test(style.backgroundColor);
    }
    return found.join(' on ');
  };
  const worded = part => part.matches('input, textarea, select') ||
    [...part.childNodes].some(one => one.nodeType === Node.TEXT_NODE && one.data.trim());
  const told = part => {
    const {color, fontSize, fontWeight} = getComputedStyle(part);
    return [color, fontSize, fontWeight, below(part)].join(' ');
  };
  return [...new Set([...document.body.querySelectorAll('*')].filter(worded).map(told))];
}"""
SOUND_OR_FRAMES = "document.querySelectorAll('audio, video, iframe, frame, object, embed').length"
# How a page is built, piece by piece: what holds others stands for itself, and so does each thing in a list, each field
# of a form, each mark of a party and each step from one heading to the next. Every element with its attributes; of
# words and addresses only whether there are any, of names only which are the same, numbers and marks taken out. What
# repeats itself is told once. Which ids there are twice no piece tells: tests/crawled/test_crawl.py.
BUILT = """(page) => {
  const worded = new Set(['alt', 'title', 'placeholder', 'content', 'datetime', 'href', 'src', 'action',
    'hx-post', 'hx-get', 'data-label', 'aria-label', 'points', 'd', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r',
    'height', 'viewBox', 'transform']);
  const exact = new Set(['class', 'role', 'type', 'lang', 'tabindex', 'aria-level', 'size', 'cols', 'width']);
  const names = new Set(['id', 'for', 'name', 'list', 'form', 'headers', 'data-counter', 'aria-labelledby',
    'aria-describedby', 'aria-controls', 'aria-owns', 'aria-activedescendant']);
  let known = new Map();
  const which = name => known.get(name) ?? known.set(name, known.size).get(name);
  const plain = one => one.value.replace(/[\\w.:-]*\\d[\\w.:-]*/g, '#');
  const as_it_is = one => exact.has(one.name) && !(one.name === 'width' && one.ownerElement.localName === 'rect');
  const told = one => one.name + '=' + (worded.has(one.name) ? (one.value.trim() ? 'x' : '')
    : names.has(one.name) ? one.value.split(/\\s+/).map(which).join(' ') : as_it_is(one) ? one.value : plain(one));
  const once = all => [...new Set(all.filter(Boolean))].join('');
  const said = one => one.nodeType === Node.TEXT_NODE && one.data.trim();
  const words = part => [...part.childNodes].some(said) ? ' x' : '';
  const filled = new Set(['value', 'checked', 'selected']);
  const shell = part => part.localName +
    [...part.attributes].filter(one => !filled.has(one.name)).map(told).sort().map(one => ' ' + one).join('');
  const built = part => {
    if (part.nodeType !== Node.ELEMENT_NODE) return said(part) ? 'x' : '';
    if (part.matches('.party')) return 'party';
    return `<${shell(part)}>${once([...part.childNodes].map(built))}</>`;
  };
  const whole = 'html, head, body, header, nav, footer, main, section, article, form, details, ' +
    'div:not(.field), fieldset, .button-row, ul, ol, dl, table, thead, tbody, tr';
  const piece = (part, how) => { known = new Map(); return `${part.parentElement?.localName} ${how(part)}`; };
  const pieces = part => part.matches(whole)
    ? [piece(part, shell) + words(part), ...[...part.children].flatMap(pieces)] : [piece(part, built)];
  const parties = [...page.querySelectorAll('.party')].map(shell);
  const levels = [...page.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => one.localName);
  return [...levels.map((one, place) => `${levels[place - 1]} ${one}`), ...parties, ...pieces(page.documentElement)];
}"""
READ = f"""async address => {{
  const answer = await fetch(address);
  if (!(answer.headers.get('content-type') || '').includes('text/html')) return null;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const links = [...page.querySelectorAll('a[href]')].map(one => new URL(one.getAttribute('href'), answer.url).href);
  return {{status: answer.status, links, built: ({BUILT})(page)}};
}}"""
_SEEN: set[tuple[int, str]] = set()


@dataclass(frozen=True)
class Read:
    """A page as the server gives it, not opened yet."""

    status: int
    links: list[str]
    built: list[str]


def read(page: Page, address: str) -> Read | None:
    """Read an address with the eyes of the person whose page is open; None when it is no page but a file."""
    found = page.evaluate(READ, address)
    return Read(**found) if found else None


def is_new(page: Page, built: list[str]) -> bool:
    """Say whether a part built like this was never looked at, on a page as wide as this; in full everything is new."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    parts = {(width, one) for one in built}
    new = not parts <= _SEEN
    _SEEN.update(parts)
    return new or FULL


def has_new_colours(page: Page) -> bool:
    """Say whether words stand in colours on the page that is open as they never did; in full always."""
    colours = {(0, one) for one in page.evaluate(COLOURS)}
    new = not colours <= _SEEN
    _SEEN.update(colours)
    return new or FULL


def barriers(page: Page) -> list[str]:
    """Return what axe finds on the page that is open; nothing when all its parts were asked before."""
    return ask_axe(page) if is_new(page, page.evaluate(f"({BUILT})(document)")) else []


def ask_axe(page: Page) -> list[str]:
    """Return what axe finds on the page that is open."""
    assert page.evaluate(SOUND_OR_FRAMES) == 0, page.url
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [str(one) for one in page.evaluate(RUN_AXE, has_new_colours(page))]
