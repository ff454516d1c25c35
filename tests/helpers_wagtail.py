"""The editor of pages in a browser: Wagtail's own pages, looked at as ours are but for what only Wagtail can mend."""

from __future__ import annotations

from typing import Any, NamedTuple

from helpers_browser import AXE, AXE_TAGS, SETTLED, Hands

SIDES = "/arbetsyta/sidor"


class Excepted(NamedTuple):
    """A rule of axe that elements of Wagtail's break, and why it cannot be mended from outside."""

    rule: str
    selector: str
    why: str


# All that is left; docs/subsystems/pages.md tells the same. A test fails when one of them is no longer needed.
EXCEPTED = (
    Excepted(
        "region",
        "body > [data-tippy-root]",
        "A tooltip repeats the name of the control that has focus. Its library lays it last in the page, outside all "
        "landmarks, and finds its place from there.",
    ),
)


class EditorHands(Hands):
    """Hands that know what is excepted. ``met``: the exceptions that were needed. ``said``: what the policy forbade."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.met: set[Excepted] = set()
        self.said: list[str] = []
        self.page.on(
            "console", lambda one: self.said.append(one.text) if "Content Security" in one.text else None
        )

    def violations(self) -> list[dict[str, Any]]:
        """What axe finds, element by element, without what is excepted."""
        self.page.evaluate(SETTLED)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(FIND, [AXE_TAGS, [[one.rule, one.selector] for one in EXCEPTED]])
        self.met |= {EXCEPTED[one["excepted"]] for one in found if one["excepted"] >= 0}
        return [one for one in found if one["excepted"] < 0]

    def look(self, label: str, *, axe: bool = True) -> None:
        """As everywhere, and no control reaches past the edge: the editor hides what is wider than its column."""
        super().look(label, axe=axe)
        out = self.page.evaluate(PAST_THE_EDGE)
        assert not out, f"{label} at {self.page.url}: past the edge are {out}"

    def choose(self, name: str, text: str) -> None:
        """Reach a list of choices with Tab and type the beginning of one."""
        self.tab_to(name, role="select")
        self.page.keyboard.type(text)
        chosen = self.page.evaluate("document.activeElement.selectedOptions[0].textContent.trim()")
        assert chosen.startswith(text), f"{name}: {chosen!r} was chosen, not {text!r}"


FIND = """([tags, excepted]) =>
  axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(found =>
    found.violations.flatMap(one => one.nodes.map(node => {
      const element = document.querySelector(node.target[0]);
      return {
        id: one.id, help: one.help, target: node.target.join(' '), html: node.html.slice(0, 300),
        excepted: excepted.findIndex(([rule, which]) => rule === one.id && Boolean(element?.matches(which))),
      };
    })))"""

PAST_THE_EDGE = """() => {
  const unseen = '.w-sr-only, .visuallyhidden';
  const scrolls = one =>
    ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth;
  return [...document.querySelectorAll('main *, [role=dialog] *')]
    .filter(one => (one.tabIndex >= 0 || one.matches('h1, h2')) && !one.closest(unseen))
    .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter(one => one.getBoundingClientRect().width && one.getBoundingClientRect().right > innerWidth + 1)
    .filter(one => {
      for (let above = one.parentElement; above; above = above.parentElement) if (scrolls(above)) return false;
      return true;
    })
    .map(one => one.outerHTML.slice(0, 160));
}"""
