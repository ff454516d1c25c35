/* Two helps in the queue that need a script; everything can be done without them.
   Words marked with the mouse or the keyboard are put into the field for words to hide, and the line that was opened is
   the current one. */

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  const words = document.querySelector("input[data-mask-words]");
  if (!chosen || chosen.isCollapsed || !words) return;
  const inside = [chosen.anchorNode, chosen.focusNode].every((node) => source(node));
  if (inside && source(chosen.anchorNode) === source(chosen.focusNode)) words.value = chosen.toString().trim();
});

function source(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest("[data-mask-source]") ?? null;
}

document.addEventListener("htmx:afterSwap", (event) => {
  const opened = event.detail.requestConfig?.elt;
  if (!opened?.matches("[data-key-item]")) return;
  for (const line of document.querySelectorAll("[data-key-item][aria-current]")) line.removeAttribute("aria-current");
  opened.setAttribute("aria-current", "true");
  // The address names what is shown, also after a decision has led on to the next one.
  const wanted = new URL(opened.getAttribute("href"), location.href);
  if (wanted.search !== location.search) history.replaceState(history.state, "", wanted);
  jump();
});

// Where list and voice lie below each other, whoever opens a voice is taken to it.
const stacked = window.matchMedia("(width < 64rem)");

function jump() {
  const heading = document.getElementById("granskad");
  if (!stacked.matches || !heading) return;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

if (new URLSearchParams(location.search).has("nr")) jump();
