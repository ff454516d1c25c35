import "./styles/site.css";
import { dialogs, menuButton, scriptButtons, tableFilters } from "./common/buttons.ts";
import { errorSummary } from "./common/errors.ts";
import { answers } from "./site/answers.ts";
import { counters } from "./site/counter.ts";
import { drafts } from "./site/draft.ts";
import { everythingOrSome } from "./site/everything.ts";
import { films } from "./site/films.ts";
import { kiosks } from "./site/kiosk.ts";
import { sendOnce } from "./site/once.ts";
import { proofs } from "./site/proof.ts";
import { reviews } from "./site/review.ts";

document.documentElement.classList.add("has-script");
menuButton();
scriptButtons();
tableFilters();
dialogs();
errorSummary();
answers();
counters();
drafts();
everythingOrSome();
films();
// The order matters: a form is first reviewed, then proved, then sent once; from a kiosk only while there is a network.
reviews();
proofs();
kiosks();
sendOnce();
// Fetched by the pages that have an outbox alone.
const desk = document.querySelector<HTMLElement>("[data-outbox]");
if (desk) void import("./site/notes.ts").then((own) => own.notes(desk));
