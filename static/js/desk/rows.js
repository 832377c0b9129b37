// Rows in an order: real buttons to move one, focus kept on them, each move announced; or dragged.

import Sortable from "../../vendor/sortablejs.js";

const status = () => document.getElementById("desk-status");

// Rows in the order of time have no place of their own.
const isOrdered = (group) => !group.classList.contains("unordered");

function rowsOf(group) {
  return [...group.querySelectorAll(".inline-related:not(.empty-form)")];
}

function nameOf(group) {
  return group.dataset.rowName;
}

// A form that comes back with errors has its rows as they are stored, not as they were put.
function restoreOrder(group) {
  const place = (row) => Number(row.querySelector("input[name$='-position']").value);
  const rows = rowsOf(group).sort((one, other) => place(one) - place(other));
  group.querySelector(".empty-form")?.before(...rows);
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
  const grip = document.createElement("span");
  grip.className = "grip";
  head.prepend(grip);
  // It is told by the place of the row.
  row.querySelector(".field-position").hidden = true;
}

function makeSortable(group) {
  Sortable.create(group.querySelector("fieldset"), {
    draggable: ".inline-related:not(.empty-form)",
    handle: ".grip",
    animation: 120,
    // By the pointer, which a finger is as well.
    forceFallback: true,
    fallbackTolerance: 3,
    onEnd: () => {
      refresh(group);
      group.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
}

function refresh(group) {
  const rows = rowsOf(group);
  rows.forEach((row, index) => {
    if (isOrdered(group)) row.querySelector("input[name$='-position']").value = index + 1;
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

// The focus would be lost with the link that had it.
function afterRemoval(group, place) {
  const rows = rowsOf(group);
  const next = rows[Math.min(place, rows.length - 1)];
  if (next) focusOnFirst(next);
  else group.querySelector(".add-row a")?.focus();
  status().textContent = `${nameOf(group)} removed, ${rows.length} left.`;
}

function focusOnFirst(row) {
  const first = row.querySelector("input:not([type=hidden]), textarea, select");
  // select2 hides the list of choices and puts a box of its own after it.
  const shown = first?.classList.contains("select2-hidden-accessible");
  (shown ? first.nextElementSibling.querySelector(".select2-selection") : first)?.focus();
}

for (const group of document.querySelectorAll(".rows")) {
  if (isOrdered(group)) {
    group.querySelectorAll(".inline-related").forEach(prepare);
    restoreOrder(group);
    makeSortable(group);
  }
  refresh(group);
  // Before the admin's own listener, which takes the row away.
  group.addEventListener(
    "click",
    (event) => {
      const row = event.target.closest(".inline-deletelink")?.closest(".inline-related");
      if (!row) return;
      const place = rowsOf(group).indexOf(row);
      setTimeout(() => afterRemoval(group, place));
    },
    true,
  );
  // The admin's links that are buttons: the space bar presses a button.
  group.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("a[role=button]")) return;
    event.preventDefault();
    event.target.click();
  });
  group.addEventListener("click", (event) => {
    const pressed = event.target.closest(".move");
    if (!pressed) return;
    move(group, pressed.closest(".inline-related"), Number(pressed.dataset.step));
    pressed.focus();
  });
  // After the admin's own listener, which makes the boxes of select2.
  document.addEventListener("formset:added", ({ target }) => {
    if (!group.contains(target)) return;
    if (isOrdered(group)) prepare(target);
    refresh(group);
    focusOnFirst(target);
  });
  new MutationObserver(() => refresh(group)).observe(group.querySelector("fieldset"), { childList: true });
}
