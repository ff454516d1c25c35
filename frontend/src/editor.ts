import "./styles/fonts.css";
import "./styles/editor.css";
import { mendNames } from "./editor/names.ts";

mendNames(document.body);
