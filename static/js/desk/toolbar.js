// The toolbar over the story and its keys. Bold, italic and lists are the library's own; what goes
// by whole lines, and what asks for something first, is here.

import "../../vendor/markdown-toolbar-element.js";
import { eventToHotkeyString, normalizeHotkey } from "../../vendor/hotkey.js";
import { sources } from "./citations.js";
import { everyEditor } from "./editors.js";
import { reveal } from "./page.js";
import { ask, insertBlock, leave, nextNote, replace, tell } from "./insert.js";

const help = document.getElementById("writing-help");

function changeLines(box, change) {
  const { selectionStart, selectionEnd, value } = box;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", selectionEnd);
  const end = next < 0 ? value.length : next;
  const lines = value.slice(start, end).split("\n").map(change).join("\n");
  const isOne = selectionStart === selectionEnd;
  const caret = Math.max(start, selectionEnd + lines.length - (end - start));
  replace(box, start, end, lines, isOne ? caret : start, isOne ? caret : start + lines.length);
}

// From a line to a heading, to one below that, and back to a line.
function heading(line) {
  if (line.startsWith("## ")) return `#${line}`;
  return line.startsWith("### ") ? line.slice(4) : `## ${line.replace(/^#+ +/, "")}`;
}

function quote(line) {
  return line.startsWith(">") ? line.replace(/^> ?/, "") : `> ${line}`.trimEnd() + (line ? "" : " ");
}

// Pressed while one writes a note, it leads back to where the note is called.
function note(box) {
  const line = box.value.slice(box.value.lastIndexOf("\n", box.selectionStart - 1) + 1);
  const own = /^\[\^[^\]\n]+\](?=:)/.exec(line)?.[0];
  const at = own ? box.value.indexOf(own) : -1;
  if (own && box.value[at + own.length] !== ":") {
    box.focus();
    box.setSelectionRange(at + own.length, at + own.length);
    return;
  }
  const mark = `[^${nextNote(box.value)}]`;
  const caret = box.selectionEnd;
  replace(box, caret, caret, mark);
  const { length } = box.value.trimEnd();
  const last = box.value.slice(box.value.lastIndexOf("\n", length - 1) + 1);
  replace(box, length, box.value.length, `${last.startsWith("[^") ? "\n" : "\n\n"}${mark}: `);
}

// What is typed here opens the menu of the sources.
function cite(box) {
  if (!sources().length) {
    tell(box, "Choose a source first: it gets a key to cite it by.");
    reveal("id_citations");
    return;
  }
  const caret = box.selectionEnd;
  replace(box, caret, caret, /\S$/.test(box.value.slice(0, caret)) ? " [@" : "[@");
}

const MARKS = { bold: "**", italic: "_" };

// Who asks for bold again at the end of what is bold wants to write on without it. The library
// would mark the last word once more.
function leaveMarked(box, mark) {
  const { selectionStart: caret, selectionEnd, value } = box;
  const isAtEnd = caret === selectionEnd && value.startsWith(mark, caret);
  if (!isAtEnd || value.slice(0, caret).endsWith(mark)) return false;
  box.focus();
  box.setSelectionRange(caret + mark.length, caret + mark.length);
  return true;
}

// A word to colleagues on the passage that is marked, else on the whole: never in the text itself.
function remark(box) {
  const { selectionStart, selectionEnd, value } = box;
  document.getElementById("note-quote").value = value.slice(selectionStart, selectionEnd).trim();
  reveal("note-text");
}

const DEEDS = {
  heading: (box) => changeLines(box, heading),
  quote: (box) => changeLines(box, quote),
  note,
  remark,
  cite,
  rule: (box) => insertBlock(box, "---"),
  help: (box) => ask(help, box),
};

everyEditor((editor, box) => {
  const bar = editor.querySelector("markdown-toolbar");
  // The library finds its box by an id, which a row changes with its place.
  bar.addEventListener("click", () => bar.setAttribute("for", box.id), true);
  // What is not stored yet has no notes, and a section of a dossier none of its own.
  const offerRemark = () => {
    bar.querySelector("[data-deed=remark]").hidden = !document.getElementById("note-text");
  };
  offerRemark();
  addEventListener("desk:saved", offerRemark);
  for (const [name, act] of Object.entries(DEEDS)) {
    bar.querySelector(`[data-deed="${name}"]`)?.addEventListener("click", () => act(box));
  }
  bar.addEventListener("click", (event) => {
    const mark = MARKS[event.target.closest("[data-md-button]")?.dataset.mdButton];
    if (mark && leaveMarked(box, mark)) event.stopImmediatePropagation();
  }, true);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const pressed = eventToHotkeyString(event);
    const button = [...bar.querySelectorAll("[data-key]")].find((each) => normalizeHotkey(each.dataset.key) === pressed);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
});

function isTyped(target) {
  return target.closest?.("input, textarea, select, [contenteditable=true], [role=combobox]");
}

const MAIN = ["[data-main-step]", ".submit-row .default"];

// Ctrl+Enter takes the step that the page proposes: its main button.
function step(form) {
  const main = MAIN.map((each) => form.querySelector(each)).find(Boolean);
  if (main && !main.disabled) form.requestSubmit(main);
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key === "?" && help && !isTyped(event.target)) {
    event.preventDefault();
    ask(help);
  }
  const form = document.getElementById("post_form");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    step(form);
  }
});

help?.querySelector("[value=close]").addEventListener("click", () => leave(help));
