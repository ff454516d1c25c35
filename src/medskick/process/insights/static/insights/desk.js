/* Two helps at the desk that need a script; everything can be done without them.
   A field that narrows the list of themes while one types, and focus on what was ticked with a digit. */

const field = document.querySelector("[data-filter]");

if (field) {
  const lines = [...document.getElementById(field.dataset.filter).children];
  const told = document.querySelector("[data-filter-told]");
  field.closest("[data-filter-field]").hidden = false;

  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    for (const line of lines) {
      const words = line.textContent.toLowerCase();
      const ticked = line.querySelector("input").checked;
      line.hidden = !ticked && !words.includes(wanted);
      if (!line.hidden) shown += 1;
    }
    told.textContent = wanted ? `${shown} ${field.dataset.found}` : "";
  });

  // Enter in the field goes to the first theme found instead of saving.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    lines.find((line) => !line.hidden)?.querySelector("input").focus();
  });
}

document.addEventListener("change", (event) => {
  if (event.target.matches(".others__list input[data-key]")) event.target.focus();
});
