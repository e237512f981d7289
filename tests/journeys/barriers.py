"""What axe finds on a page, asked where a part of it is built as none was before; in full of every page."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.nasty import FULL

AXE = Path(__file__).parents[2] / "tools" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
# No page has sound that starts by itself or frames: nothing is fetched anew and nobody is waited for.
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations'], preload: false, iframes: false}).then(r =>
  r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')))"""
SOUND_OR_FRAMES = "document.querySelectorAll('audio, video, iframe, frame, object, embed').length"
# How what is around the main part is built, which headings follow each other in it, and how each of its parts is built:
# every element with its attributes. Of words and addresses only whether there are any, numbers and marks taken out, and
# what repeats itself in a row is told once.
BUILT = """(page) => {
  const worded = new Set(['alt', 'title', 'value', 'placeholder', 'content', 'datetime', 'href', 'src', 'action',
    'aria-label', 'points', 'd', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r',
    'height', 'viewBox', 'transform']);
  const exact = new Set(['class', 'role', 'type', 'lang', 'tabindex', 'aria-level', 'size', 'cols', 'width']);
  const plain = one => one.value.replace(/[\\w.:-]*\\d[\\w.:-]*/g, '#');
  const as_it_is = one => exact.has(one.name) && !(one.name === 'width' && one.ownerElement.localName === 'rect');
  const told = one => one.name + '=' +
    (worded.has(one.name) ? (one.value.trim() ? 'x' : '') : as_it_is(one) ? one.value : plain(one));
  const main = page.querySelector('main');
  const once = all => all.filter((one, place) => one !== all[place - 1]);
  const shell = part => `${part.localName} ${[...part.attributes].map(told).sort().join(' ')}`;
  const built = (part, without) => {
    if (part.nodeType === Node.TEXT_NODE) return part.data.trim() ? 'x' : '';
    if (part.nodeType !== Node.ELEMENT_NODE || part === without) return '';
    return `<${shell(part)}>${once([...part.childNodes].map(one => built(one, without)).filter(Boolean)).join('')}</>`;
  };
  const whole = 'main, section, article, form, fieldset, .main, .two-thirds, .content, .aside, .now';
  const holds = one => one.matches(whole);
  const parts = one => holds(one) ? [shell(one), ...[...one.children].flatMap(parts)] : [built(one, null)];
  const headings = main ? once([...main.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => one.localName)) : [];
  return [built(page.documentElement, main), headings.join(' '), ...(main ? parts(main) : [])];
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


def barriers(page: Page) -> list[str]:
    """Return what axe finds on the page that is open; nothing when all its parts were asked before."""
    return ask_axe(page) if is_new(page, page.evaluate(f"({BUILT})(document)")) else []


def ask_axe(page: Page) -> list[str]:
    """Return what axe finds on the page that is open."""
    assert page.evaluate(SOUND_OR_FRAMES) == 0, page.url
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [str(one) for one in page.evaluate(RUN_AXE)]
