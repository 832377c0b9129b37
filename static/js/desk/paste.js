// Rich text that is pasted or dropped becomes Markdown, on the server; plain text loses the control
// characters that nothing can store.

import { everyEditor } from "./editors.js";
import { hasText, insert, nextNote, replace, tell } from "./insert.js";

const WAIT = 5_000; // ms for the server
const BREAK = /\r\n?|[\x0b\x0c\x85\u2028]/g;
const CONTROL = /[\0-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]/g;
let isPlain = false;

function cleaned(text) {
  const lines = text.replace(BREAK, "\n").replace(/\u2029/g, "\n\n");
  const plain = lines.replace(CONTROL, "");
  const hadBreaks = lines !== text.replace(/\r\n?/g, "\n");
  const hadControls = plain !== lines;
  const told = [
    hadBreaks ? "Breaks that were control characters are plain ones now." : "",
    hadControls ? "Control characters were taken out." : "",
  ];
  return [plain, told.filter(Boolean).join(" ")];
}

export async function converted(box, html) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  // Pictures come along whole, and are left out.
  body.append("html", html.replace(/\ssrc\s*=\s*("data:[^"]*"|'data:[^']*')/gi, ""));
  body.append("first_note", nextNote(box.value));
  const address = document.querySelector("[data-paste-url]").dataset.pasteUrl;
  const answer = await fetch(address, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(WAIT) });
  const type = answer.headers.get("content-type") ?? "";
  if (!type.startsWith("application/json")) throw new Error("The server does not answer.");
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.message);
  return result;
}

function insertPlain(box, text, why = "") {
  const [plain, told] = cleaned(text);
  insert(box, plain);
  tell(box, [why, told].filter(Boolean).join(" "));
}

// The title with which a document begins stands above the text already.
function withoutTitle(box, markdown) {
  const title = box.form.elements.title?.value.trim();
  const head = `## ${title}\n\n`;
  return title && !box.value.trim() && markdown.startsWith(head) ? markdown.slice(head.length) : markdown;
}

async function insertRich(box, html, text) {
  // What is typed while the server works stays where it is typed, and so does the place.
  const [start, end, before] = [box.selectionStart, box.selectionEnd, box.value];
  let result;
  tell(box, "Reading what you pasted …");
  try {
    result = await converted(box, html);
  } catch (error) {
    if (box.value !== before) box.setSelectionRange(box.value.length, box.value.length);
    insertPlain(box, text, `Pasted as plain text: ${error.name === "Error" ? error.message : "the server cannot be reached."}`);
    return;
  }
  const { told } = result;
  const markdown = withoutTitle(box, result.markdown);
  if (!markdown) return insertPlain(box, text, told.join(" "));
  const isBlock = markdown.includes("\n") || /^(#|[-*+] |\d+[.)] |>|\|)/.test(markdown);
  const [from, to] = place(box, start, end, before);
  const ahead = box.value.slice(0, from);
  const behind = box.value.slice(to);
  const gap = !isBlock || !ahead || ahead.endsWith("\n\n") ? "" : ahead.endsWith("\n") ? "\n" : "\n\n";
  const tail = !isBlock || behind.startsWith("\n\n") ? "" : behind.startsWith("\n") ? "\n" : "\n\n";
  replace(box, from, to, `${gap}${markdown}${isBlock ? tail : ""}`);
  tell(box, told.join(" "));
}

// Where the paste belongs, in a text that may have been typed in meanwhile.
function place(box, start, end, before) {
  const { value } = box;
  if (value === before) return [start, end];
  const after = before.slice(end);
  if (value.endsWith(after) && value.startsWith(before.slice(0, start))) {
    const to = value.length - after.length;
    return [to, to];
  }
  return [box.selectionStart, box.selectionEnd];
}

const SITE = new RegExp(`^${location.origin.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}/\\S+$`);

// An address of this site leads there from the words that are selected, or from its post's title.
function insertAddress(box, text) {
  const address = text.trim();
  const chosen = box.value.slice(box.selectionStart, box.selectionEnd);
  if (!SITE.test(address) || chosen.includes("\n")) return false;
  if (chosen) {
    insert(box, `[${chosen}](${address.slice(location.origin.length)})`);
  } else {
    const link = Object.assign(document.createElement("a"), { href: address, textContent: address });
    insertRich(box, link.outerHTML, text);
  }
  return true;
}

function take(event, carried) {
  const box = event.target;
  const wasPlain = isPlain;
  const html = isPlain || carried.types.includes("vscode-editor-data") ? "" : carried.getData("text/html");
  isPlain = false;
  const text = carried.getData("text/plain");
  if (carried.files.length && !hasText(carried)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!wasPlain && insertAddress(box, text)) return;
  if (html) insertRich(box, html, text);
  else insertPlain(box, text);
}

// Heard of before the page is: nothing that is dropped without a file goes further.
function drop(event) {
  const carried = event.dataTransfer;
  if (!event.target.matches?.(".story-editor textarea") || !carried?.types.includes("text/html")) return;
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (at?.offsetNode === event.target) event.target.setSelectionRange(at.offset, at.offset);
  take(event, carried);
}

everyEditor((_editor, box) => {
  box.addEventListener("keydown", (event) => {
    isPlain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
  });
  box.addEventListener("paste", (event) => take(event, event.clipboardData));
});
addEventListener("drop", drop, true);
