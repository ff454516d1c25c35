import htmx from "htmx.org";
import { announce, text } from "../common/dom.ts";

/** htmx under a strict content security policy: nothing evaluated, no inline styles, only our own address. */
export function startHtmx(): void {
  htmx.config.allowEval = false;
  htmx.config.allowScriptTags = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.historyCacheSize = 0; // pages of the workspace are not kept in browser storage
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  document.addEventListener("htmx:configRequest", (event) => {
    const detail = (event as CustomEvent<{ headers: Record<string, string>; verb: string }>).detail;
    if (token && detail.verb !== "get") detail.headers["X-CSRFToken"] = token;
  });
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failure, () => showFailure());
  }
}

function showFailure(): void {
  const place = document.getElementById("ui-messages");
  if (!place) return;
  const line = document.createElement("p");
  line.className = "message message--bad";
  line.setAttribute("role", "alert");
  line.textContent = text("request_failed");
  place.replaceChildren(line);
  announce(text("request_failed"));
}
