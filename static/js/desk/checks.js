// Looks at the text while one writes, with the same eyes as the server has at publishing.

import { pairsOf } from "./form-state.js";
import { fetchHtml, nodes } from "./preview.js";
import { heldStill } from "./still.js";

const form = document.getElementById("post_form");
const panel = document.getElementById("checks");
const WAIT = 1_500;
let timer = 0;
let asked = "";

async function look() {
  const typed = new URLSearchParams(pairsOf(form)).toString();
  if (typed === asked) return;
  asked = typed;
  const { isMade, text } = await fetchHtml(panel.dataset.checkUrl, typed);
  if (!isMade) return;
  heldStill(() => {
    panel.replaceChildren(...nodes(text));
    showReason();
  });
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, WAIT);
}

// A reason is asked for only where something can be set aside for one.
function showReason() {
  const field = document.querySelector(".field-reason");
  if (!field) return;
  const isUsed = field.querySelector(".errorlist") || field.querySelector("input").value;
  field.hidden = !isUsed && !panel.querySelector(".finding-blocks");
}

if (form && panel) {
  for (const type of ["input", "change"]) form.addEventListener(type, soon);
  window.django.jQuery(form).on("change", soon);
  new MutationObserver(showReason).observe(panel, { childList: true, subtree: true });
  showReason();
  // What is compared with other posts is asked for here alone, so that the page itself comes sooner.
  if (["id_event_input", "id_posts"].some((id) => document.getElementById(id)?.value)) soon();
}
