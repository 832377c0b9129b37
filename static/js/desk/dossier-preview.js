// A dossier as readers will see it, whole: asked for of the form as it is typed, and shown in the
// place of what is written, at the section from which it was asked for.

import { everyEditor } from "./editors.js";
import { pairsOf } from "./form-state.js";
import { dress, fetchHtml, nodes } from "./preview.js";

const form = document.getElementById("post_form");
const preview = document.getElementById("dossier-preview");
let opener = null;

function prepare(page, back) {
  const show = async (from, number) => {
    opener = from;
    const { isMade, text } = await fetchHtml(form.dataset.headUrl, pairsOf(form));
    page.replaceChildren(...(isMade ? nodes(text) : [text]));
    form.classList.add("is-previewed");
    preview.hidden = false;
    back.focus({ preventScroll: true });
    (page.querySelectorAll(".dossier-background > section")[number] ?? back).scrollIntoView();
  };
  back.addEventListener("click", () => {
    form.classList.remove("is-previewed");
    preview.hidden = true;
    opener?.focus();
  });
  everyEditor((editor) => {
    const open = document.createElement("button");
    open.type = "button";
    open.className = "button";
    open.textContent = "Preview";
    open.addEventListener("click", () => {
      const sections = [...form.querySelectorAll(".rows-sections .story-editor")];
      show(open, sections.indexOf(editor));
    });
    const place = document.createElement("div");
    place.className = "view-tools";
    place.append(open);
    editor.querySelector(".story-tools").append(place);
  });
}

if (preview) {
  const back = preview.querySelector("button");
  const page = document.createElement("div");
  dress(preview.querySelector(".dossier-page")).append(page);
  prepare(page, back);
}
