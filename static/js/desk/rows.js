// Rows in an order: real buttons to move one, focus kept on them, each move announced.

const status = () => document.getElementById("desk-status");

function rowsOf(group) {
  return [...group.querySelectorAll(".inline-related:not(.empty-form)")];
}

function nameOf(group) {
  return group.dataset.rowName;
}

function button(label, step) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "move";
  made.dataset.step = step;
  made.textContent = label;
  return made;
}

function prepare(row) {
  const head = row.querySelector(".row-head");
  if (head.querySelector(".move")) return;
  const place = document.createElement("span");
  place.className = "moves";
  place.append(button("Move up", -1), button("Move down", 1));
  head.append(place);
}

// The library drags stored rows only, by this class; before load, the admin's own script would
// take it to mean that a row typed in vain has no "Remove" link.
function makeDraggable(row) {
  row.classList.add("has_original");
}

function refresh(group) {
  const rows = rowsOf(group);
  rows.forEach((row, index) => {
    row.querySelector("input[name$='-position']").value = index + 1;
    const label = row.querySelector(".inline_label");
    label.textContent = `${index + 1}`;
    for (const move of row.querySelectorAll(".move")) {
      const target = index + Number(move.dataset.step);
      move.setAttribute("aria-disabled", String(target < 0 || target >= rows.length));
      move.setAttribute("aria-label", `${move.textContent}: ${nameOf(group)} ${index + 1}`);
    }
  });
}

function move(group, row, step) {
  const rows = rowsOf(group);
  const target = rows[rows.indexOf(row) + step];
  if (!target) return;
  if (step < 0) target.before(row);
  else target.after(row);
  refresh(group);
  const place = rowsOf(group).indexOf(row) + 1;
  status().textContent = `${nameOf(group)} moved to place ${place} of ${rows.length}.`;
}

for (const group of document.querySelectorAll(".rows")) {
  group.querySelectorAll(".inline-related").forEach(prepare);
  refresh(group);
  addEventListener("load", () => rowsOf(group).forEach(makeDraggable));
  group.addEventListener("click", (event) => {
    const pressed = event.target.closest(".move");
    if (!pressed) return;
    move(group, pressed.closest(".inline-related"), Number(pressed.dataset.step));
    pressed.focus();
  });
  group.addEventListener("formset:added", (event) => {
    prepare(event.target);
    makeDraggable(event.target);
    // The ordering library numbers the rows after this event; ours come last.
    setTimeout(() => refresh(group));
    event.target.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  new MutationObserver(() => refresh(group)).observe(group.querySelector("fieldset"), { childList: true });
}
