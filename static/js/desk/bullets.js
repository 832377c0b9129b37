// Bullets of the TLDR: Enter goes on to the next, a pasted list becomes one row for each item.

import { insert, replace } from "./insert.js";
import { converted } from "./paste.js";

const group = document.getElementById("bullets-group");
const LABELS =
  "Who|When|Where|Why it matters|Event|Background|People|Cause|Turning point|Cost|Result|Legacy|Dispute".split("|");
const ITEM = /^\s*(?:[-*+•·–]|\d{1,3}[.)])\s+(.*)$/;

const isText = (target) => target.matches("[name^='bullets-'][name$='-text']");
const rowOf = (box) => box.closest(".inline-related");
const textOf = (row) => row.querySelector("[name$='-text']");

function add(after) {
  let made = null;
  group.addEventListener(
    "formset:added",
    (event) => {
      made = event.target;
      after.after(made);
    },
    { once: true, capture: true },
  );
  group.querySelector(".add-row a").click();
  return made;
}

function next(event) {
  const isPlain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
  if (event.defaultPrevented || event.key !== "Enter" || !isPlain || !isText(event.target)) return;
  event.preventDefault();
  if (event.target.value.trim()) add(rowOf(event.target));
}

// "**Who**: William" has its label in front.
function fill(row, line) {
  const [, label, text] = /^\*\*([^*]{1,60}?):?\*\*:?\s+(.+)$/.exec(line) ?? [null, "", line];
  const box = textOf(row);
  replace(box, box.value.length, box.value.length, text);
  if (label) row.querySelector("[name$='-label']").value = label;
}

function items(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const found = lines.map((line) => ITEM.exec(line)?.[1]);
  return found.length > 1 && found.every(Boolean) ? found : [];
}

function put(box, lines) {
  let row = rowOf(box);
  for (const line of lines) {
    if (textOf(row).value.trim()) row = add(row);
    fill(row, line);
  }
  document.getElementById("desk-status").textContent = `${lines.length} bullets made of the list.`;
}

async function paste(event) {
  const box = event.target;
  if (!isText(box)) return;
  const html = event.clipboardData.getData("text/html");
  const text = event.clipboardData.getData("text/plain");
  const isList = items(text).length > 1 || /<li[\s>]|mso-list/i.test(html);
  if (!isList) return;
  event.preventDefault();
  const markdown = html ? await converted(box, html).then((made) => made.markdown, () => text) : text;
  const lines = items(markdown);
  if (lines.length) put(box, lines);
  else insert(box, text.replace(/\s+/g, " "));
}

if (group) {
  const words = document.createElement("datalist");
  words.id = "bullet-labels";
  words.append(...LABELS.map((value) => Object.assign(document.createElement("option"), { value })));
  group.append(words);
  group.addEventListener("keydown", next);
  group.addEventListener("paste", paste);
}
