// What readers see above the story: its title, its date, its TLDR. Asked for while the preview is
// shown, of the whole form.

import { everyEditor } from "./editors.js";
import { pairsOf } from "./form-state.js";
import { fetchHtml, nodes } from "./preview.js";

const form = document.getElementById("post_form");
const WAIT = 600; // ms without a change

function readHead(preview) {
  const head = document.createElement("div");
  head.style.display = "grid";
  head.style.grid = "auto / minmax(0, 1fr)";
  head.style.gap = "var(--space-5)";
  let asked = "";
  let timer = 0;
  const read = async () => {
    if (!preview.checkVisibility()) return;
    const typed = new URLSearchParams(pairsOf(form)).toString();
    if (typed === asked) return;
    asked = typed;
    const { isMade, text } = await fetchHtml(form.dataset.headUrl, typed);
    if (isMade && typed === asked) head.replaceChildren(...nodes(text));
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(read, WAIT);
  };
  preview.shadowRoot.querySelector(".story").before(head);
  for (const type of ["input", "change"]) form.addEventListener(type, soon);
  window.django.jQuery(form).on("change", soon);
  new ResizeObserver(soon).observe(preview);
}

if (form) {
  everyEditor((editor) => {
    if (editor.closest(".part-story")) readHead(editor.querySelector(".markdownx-preview"));
  });
}
