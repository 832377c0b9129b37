// Links to stories of this site, found by title or date: in a dialog, or while one types after "[[".
// After "[@" it is the sources of the form.

import "../../vendor/text-expander-element.js";
import { sources } from "./citations.js";
import { everyEditor } from "./editors.js";
import { ask, insert, leave, replace } from "./insert.js";

const dialog = document.getElementById("link-dialog");
const input = document.getElementById("link-search");
const list = document.getElementById("link-results");
const count = document.getElementById("link-count");
const MOST = 8;
const PAUSE = 200; // ms without a key
let timer = 0;
let box = null;

async function found(term) {
  const query = new URLSearchParams({ app_label: "posts", model_name: "postlink", field_name: "later", term });
  const answer = await fetch(`${dialog.dataset.searchUrl}?${query}`, { redirect: "manual" });
  if (!answer.ok) throw new Error("not found");
  return (await answer.json()).results.slice(0, MOST);
}

function escaped(text) {
  return text.replace(/[[\]\\]/g, "\\$&");
}

function words(post) {
  const date = Object.assign(document.createElement("small"), { textContent: post.date });
  return [post.text, " ", date];
}

function write(label, address) {
  leave(dialog);
  const chosen = box.value.slice(box.selectionStart, box.selectionEnd);
  insert(box, `[${chosen || escaped(label)}](${address})`);
}

// What was typed, if it is an address: of this site without its beginning.
function address(typed) {
  if (typed.startsWith(`${location.origin}/`)) return typed.slice(location.origin.length);
  if (/^(https?:\/\/|mailto:|\/)\S+$/i.test(typed)) return typed;
  return /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(\/\S*)?$/i.test(typed) ? `https://${typed}` : "";
}

function option(post) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.append(...words(post));
  button.addEventListener("click", () => write(post.text, post.address));
  item.append(button);
  return item;
}

async function look() {
  const typed = input.value.trim();
  const leads = address(typed);
  const posts = leads ? [] : await found(typed);
  if (typed !== input.value.trim()) return;
  list.replaceChildren(...posts.map(option));
  const number = posts.length === 1 ? "1 story" : `${posts.length} stories`;
  count.textContent = leads ? `Enter makes a link to ${leads}` : posts.length ? number : "No story has these words.";
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    look().catch(() => {
      count.textContent = "The stories cannot be looked up now. An address can be typed.";
    });
  }, PAUSE);
}

function open(editor) {
  box = editor;
  input.value = "";
  ask(dialog, box);
  input.focus();
  look().catch(() => {});
}

function choose(event) {
  const buttons = [...list.querySelectorAll("button")];
  if (event.key === "Enter" && event.target === input) {
    event.preventDefault();
    const typed = input.value.trim();
    if (address(typed)) write(typed, address(typed));
    else buttons[0]?.click();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  (buttons[buttons.indexOf(event.target) + step] ?? input).focus();
}

async function offers(key, text) {
  if (key === "[@") {
    return sources(text).slice(0, MOST).map((each) => [`[@${each.key}]`, { text: each.name, date: each.key }]);
  }
  const posts = await found(text).catch(() => []);
  return posts.map((post) => [`[${escaped(post.text)}](${post.address})`, post]);
}

async function menu(key, text) {
  const offered = await offers(key, text);
  const fragment = document.createElement("ul");
  fragment.className = "link-menu";
  fragment.setAttribute("role", "listbox");
  fragment.setAttribute("aria-label", key === "[@" ? "Sources" : "Stories");
  offered.forEach(([markdown, told], index) => {
    const item = document.createElement("li");
    item.id = `link-option-${index}`;
    item.setAttribute("role", "option");
    item.dataset.markdown = markdown;
    item.append(...words(told));
    fragment.append(item);
  });
  return { matched: offered.length > 0, fragment };
}

// On a phone a bar stands there.
function foot() {
  const bar = document.querySelector(".submit-row");
  return getComputedStyle(bar).position === "fixed" ? bar.getBoundingClientRect().top : innerHeight;
}

// A box of several lines stays a text box to who hears it: no combobox has lines.
function show(editor) {
  editor.removeAttribute("role");
  editor.removeAttribute("aria-expanded");
  const list = editor.parentElement.querySelector(".link-menu");
  const { right, bottom, height } = list.getBoundingClientRect();
  const { left, top } = getComputedStyle(list);
  const over = right - editor.getBoundingClientRect().right;
  if (over > 0) list.style.left = `calc(${left} - ${over}px)`;
  // Above its line, where there is more room than between the line and the foot of the page.
  const line = parseFloat(getComputedStyle(editor).lineHeight);
  const start = bottom - height;
  if (bottom > foot() && start - line > foot() - start) list.style.top = `calc(${top} - ${height + line}px)`;
}

function watch(expander) {
  const editor = expander.querySelector("textarea");
  expander.addEventListener("text-expander-change", ({ detail }) => detail.provide(menu(detail.key, detail.text)));
  expander.addEventListener("text-expander-activate", () => queueMicrotask(() => show(editor)));
  // Each key clears the choice until the stories for it are there.
  editor.addEventListener(
    "keydown",
    (event) => {
      const first = expander.querySelector(".link-menu [role=option]");
      if (event.key !== "Enter" || event.isComposing || !first || expander.querySelector("[aria-selected=true]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      first.click();
    },
    true,
  );
  // The library would set the whole text anew, which undo does not know.
  expander.addEventListener("text-expander-value", (event) => {
    event.preventDefault();
    const end = editor.selectionEnd;
    const start = editor.value.lastIndexOf(event.detail.key, end);
    expander.dismiss();
    const gap = /^[\p{L}\p{N}]/u.test(editor.value.slice(end)) ? " " : "";
    replace(editor, start, end, event.detail.item.dataset.markdown + gap);
  });
}

for (const expander of document.querySelectorAll(".rows-bullets .inline-related:not(.empty-form) text-expander")) {
  watch(expander);
}
document.addEventListener("formset:added", ({ target }) => {
  if (target.closest(".rows-bullets")) watch(target.querySelector("text-expander"));
});

if (dialog) {
  everyEditor((editor, box) => {
    watch(editor.querySelector("text-expander"));
    editor.querySelector("[data-deed=link]").addEventListener("click", () => open(box));
  });
  input.addEventListener("input", soon);
  dialog.addEventListener("keydown", choose);
  dialog.querySelector("[value=cancel]").addEventListener("click", () => leave(dialog));
}
