import "./styles/staff.css";
import { startHtmx } from "./staff/htmx.ts";
import { confirmDialogs } from "./staff/confirm.ts";
import { coding } from "./staff/coding.ts";
import { folds } from "./staff/fold.ts";
import { keyboardLists } from "./staff/keys.ts";
import { jobProgress } from "./staff/progress.ts";
import { selection } from "./staff/selection.ts";

startHtmx();
confirmDialogs();
keyboardLists();
selection();
jobProgress();
folds();
coding();
