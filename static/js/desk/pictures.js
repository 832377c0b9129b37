// Pictures for the story: pasted, dropped or chosen, each described before it is uploaded, or taken
// from the library with the words that it has there.

import { everyEditor } from "./editors.js";
import { ask, hasText, insertBlock, leave } from "./insert.js";

const dialog = document.getElementById("picture-dialog");
const part = (name) => document.getElementById(`picture-${name}`);
const waiting = [];
const PAUSE = 250; // ms without a key
let editor = null;
let current = null;
let chosen = null;
let timer = 0;

// Drawn, for the page loads no picture that is not the site's.
async function showThumbnail(file) {
  const canvas = part("thumbnail");
  canvas.hidden = true;
  const picture = file && (await createImageBitmap(file).catch(() => null));
  if (!picture) return;
  canvas.width = Math.min(240, Math.round((160 * picture.width) / picture.height));
  canvas.height = Math.round((canvas.width * picture.height) / picture.width);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.hidden = false;
}

function open(file) {
  current = file;
  dialog.querySelector("form").reset();
  refuse("");
  part("alt").disabled = false;
  const name = dialog.querySelector(".picture-name");
  name.hidden = !file;
  name.textContent = file ? file.name || "Pasted picture" : "";
  dialog.querySelector(".picture-file").hidden = Boolean(file);
  showThumbnail(file);
  if (!dialog.open) ask(dialog, editor);
  turn("upload");
  (file ? part("alt") : part("file")).focus();
}

function next() {
  if (waiting.length) open(waiting.shift());
  else if (dialog.open) leave(dialog);
}

function refuse(message, control) {
  part("problem").textContent = message;
  control?.focus();
}

// The dialog is closed first: what lies behind it takes no text.
function insert(code, told) {
  leave(dialog);
  insertBlock(editor, code);
  document.getElementById("desk-status").textContent = told;
  next();
}

async function send(file) {
  const form = new FormData();
  form.append("csrfmiddlewaretoken", document.querySelector("#post_form [name=csrfmiddlewaretoken]").value);
  form.append("image", file, file.name || "pasted.png");
  for (const name of ["alt", "caption", "credit"]) form.append(name, part(name).value.trim());
  if (part("decorative").checked) form.append("decorative", "1");
  const answer = await fetch(editor.dataset.markdownxUploadUrlsPath, { method: "POST", body: form });
  const type = answer.headers.get("content-type") ?? "";
  const isJson = type.startsWith("application/json");
  if (type.startsWith("text/plain")) throw new Error(await answer.text());
  if (!isJson) {
    throw new Error(
      answer.status === 403
        ? "You may not add pictures here. Ask an administrator, or open this page again."
        : "The server did not take the picture. Sign in again in another tab, then try once more.",
    );
  }
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
}

async function upload() {
  const file = current ?? part("file").files[0];
  if (!file) return refuse("Choose a picture first.", part("file"));
  if (!part("alt").value.trim() && !part("decorative").checked) {
    return refuse("Describe the picture, or mark it as decorative.", part("alt"));
  }
  const pressed = dialog.querySelector("[value=add]");
  pressed.disabled = true;
  try {
    const { image_code: code, loss = "" } = await send(file);
    insert(code, `Picture added to the story. ${loss}`.trim());
  } catch (error) {
    refuse(error.message || "The picture could not be sent. Check the connection and try again.");
  } finally {
    pressed.disabled = false;
  }
}

// The library

const isLibrary = () => !part("panel-library").hidden;

function turn(name) {
  for (const each of ["upload", "library"]) {
    const tab = part(`tab-${each}`);
    tab.setAttribute("aria-selected", String(each === name));
    tab.tabIndex = each === name ? 0 : -1;
    part(`panel-${each}`).hidden = each !== name;
  }
  refuse("");
  if (name === "library" && !part("found").children.length) look();
}

function choose(picture) {
  chosen = picture;
  for (const each of part("found").children) each.setAttribute("aria-pressed", String(each.value === chosen?.id));
  const words = chosen?.alt ? `It shows: ${chosen.alt}` : "Decorative: it says nothing the text does not say";
  part("chosen").textContent = chosen ? words : "";
}

function card(picture) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "picture-card" });
  button.value = picture.id;
  const image = Object.assign(document.createElement("img"), { src: picture.thumbnail, alt: "", loading: "lazy" });
  button.append(image, Object.assign(document.createElement("span"), { textContent: picture.text }));
  button.addEventListener("click", () => choose(picture));
  return button;
}

async function look() {
  const term = part("search").value.trim();
  const query = new URLSearchParams({ app_label: "posts", model_name: "post", field_name: "hero", term });
  const answer = await fetch(`${dialog.dataset.libraryUrl}?${query}`, { redirect: "manual" }).catch(() => null);
  if (term !== part("search").value.trim()) return;
  if (!answer?.ok) {
    part("chosen").textContent = "The library cannot be shown now. Try again in a moment.";
    return;
  }
  const { results } = await answer.json();
  part("found").replaceChildren(...results.map(card));
  choose(results.find((each) => each.id === chosen?.id));
  if (!results.length) part("chosen").textContent = "No picture has these words.";
}

function add() {
  if (!isLibrary()) return upload();
  if (!chosen) return refuse("Choose a picture first.", part("search"));
  insert(chosen.code, "Picture added to the story.");
}

function take(event, files) {
  if (!files?.length) return;
  if (hasText(event.clipboardData ?? event.dataTransfer)) return;
  // markdownx would upload them at once, without a word of description.
  event.preventDefault();
  event.stopImmediatePropagation();
  editor = event.target.closest(".story-editor").querySelector("textarea");
  waiting.push(...files);
  next();
}

if (dialog) {
  const isOurs = (event) => event.target.closest?.(".story-editor");
  addEventListener("paste", (event) => isOurs(event) && take(event, event.clipboardData?.files), true);
  addEventListener("drop", (event) => isOurs(event) && take(event, event.dataTransfer?.files), true);
  everyEditor((each, box) => {
    const start = each.querySelector("[data-add-picture]");
    start.hidden = false;
    start.addEventListener("click", () => {
      editor = box;
      open(null);
    });
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    add();
  });
  dialog.querySelector("[value=cancel]").addEventListener("click", next);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    next();
  });
  part("file").addEventListener("change", () => showThumbnail(part("file").files[0]));
  part("decorative").addEventListener("change", () => {
    part("alt").disabled = part("decorative").checked;
    if (part("decorative").checked) part("alt").value = "";
  });
  for (const name of ["upload", "library"]) part(`tab-${name}`).addEventListener("click", () => turn(name));
  dialog.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    turn(isLibrary() ? "upload" : "library");
    part(`tab-${isLibrary() ? "library" : "upload"}`).focus();
  });
  part("search").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}
