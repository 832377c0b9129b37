// A dossier as readers will see it, whole: asked for of the form as it is typed, and shown in the
// place of what is written, at the section from which it was asked for.

import { everyEditor } from "./editors.js";

const form = document.getElementById("post_form");
const preview = document.getElementById("dossier-preview");
let asked = null;

function wear(root) {
  for (const address of preview.dataset.styles.split(" ")) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = address;
    root.append(sheet);
  }
  const page = document.createElement("div");
  root.append(page);
  return page;
}

async function answered() {
  const pairs = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const body = new URLSearchParams(pairs);
  const answer = await fetch(form.dataset.headUrl, { method: "POST", body, redirect: "manual" });
  const text = await answer.text();
  if (answer.ok) return [...new DOMParser().parseFromString(text, "text/html").body.childNodes];
  if (answer.status === 400) return [text];
  throw new Error(`status ${answer.status}`);
}

function prepare(page, back) {
  const show = async (from, number) => {
    asked = from;
    const found = await answered().catch(() => ["The preview could not be made: sign in again in another tab, or wait a moment."]);
    page.replaceChildren(...found);
    form.classList.add("is-previewed");
    preview.hidden = false;
    back.focus({ preventScroll: true });
    (page.querySelectorAll(".dossier-background > section")[number] ?? back).scrollIntoView();
  };
  back.addEventListener("click", () => {
    form.classList.remove("is-previewed");
    preview.hidden = true;
    asked?.focus();
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
  const host = preview.querySelector(".dossier-page");
  prepare(wear(host.attachShadow({ mode: "open" })), back);
}
