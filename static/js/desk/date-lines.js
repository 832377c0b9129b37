// Who opens the box for a date means to type in it, after what it holds.

import "./event-date.js";

for (const box of document.querySelectorAll("details.dating")) {
  box.addEventListener("toggle", () => {
    const input = box.querySelector("input[data-read-url]");
    if (!box.open) return;
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  });
}
