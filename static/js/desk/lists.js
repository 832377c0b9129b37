// Lists and quotations go on at Enter, and end at Enter in an empty item.

import { everyEditor } from "./editors.js";
import { replace } from "./insert.js";

const ITEM = /^([ \t]*)((?:> ?)*)([ \t]*)(?:([-*+]|(\d{1,9})([.)]))([ \t]+))?/;

function goOn(event) {
  const box = event.target;
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing);
  if (event.key !== "Enter" || event.defaultPrevented || !isPlain) return;
  if (box.hasAttribute("aria-activedescendant")) return; // It chooses a story.
  const { selectionStart, selectionEnd, value } = box;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", selectionStart);
  const line = value.slice(start, next < 0 ? value.length : next);
  const [head, indent, quotes, inner, mark, number, dot, space] = ITEM.exec(line);
  if (!(mark || quotes) || selectionStart < start + head.length) return;
  event.preventDefault();
  if (line.length === head.length && selectionStart === selectionEnd) {
    replace(box, start, start + line.length, mark ? quotes : "");
    return;
  }
  const sign = number ? `${Number(number) + 1}${dot}` : (mark ?? "");
  replace(box, selectionStart, selectionEnd, `\n${indent}${quotes}${inner}${sign}${space ?? ""}`);
}

everyEditor((_editor, box) => box.addEventListener("keydown", goOn));
