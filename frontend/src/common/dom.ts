/** Small helpers shared by both entry points. All words come from the server (`{% ui_texts %}`, `{% outbox_texts %}`), none from here. */

export function all<T extends Element>(selector: string, root: ParentNode = document): T[] {
  return Array.from(root.querySelectorAll<T>(selector));
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

let texts: Record<string, string> | undefined;

/** A sentence in the page's language, with `{name}` replaced. An unknown key answers with the key itself. */
export function text(key: string, values: Record<string, string | number> = {}): string {
  if (!texts) {
    texts = {};
    for (const id of ["ui-texts", "outbox-texts"]) {
      const source = document.getElementById(id)?.textContent;
      if (source) Object.assign(texts, JSON.parse(source) as Record<string, string>);
    }
  }
  const sentence = texts[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Calls `action` when `wait` milliseconds have passed without another call. */
export function debounce<A extends unknown[]>(wait: number, action: (...given: A) => void): (...given: A) => void {
  let timer: number | undefined;
  return (...given) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => action(...given), wait);
  };
}

/** Sends a form anew from inside its own submit event: browsers ignore that until the event is over. */
export function sendAgain(form: HTMLFormElement, submitter: HTMLElement | null): void {
  window.setTimeout(() => form.requestSubmit(submitter), 0);
}

/** Says something to screen readers without moving focus, in a region that exists from the start of the page. */
export function announce(sentence: string): void {
  const region = document.getElementById("ui-announcer");
  if (region) region.textContent = sentence;
}
