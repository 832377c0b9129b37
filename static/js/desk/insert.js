// Writes into a text box in the one way that the browser's undo can take back.

export function replace(box, start, end, text, from = start + text.length, to = from) {
  box.focus();
  box.setSelectionRange(start, end);
  const isNothing = !text && start === end;
  const isDone = isNothing || document.execCommand(text ? "insertText" : "delete", false, text);
  if (!isDone) {
    box.setRangeText(text, start, end, "end");
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  box.setSelectionRange(from, to);
}

// In place of what is selected; the caret stands after it.
export function insert(box, text) {
  replace(box, box.selectionStart, box.selectionEnd, text);
}

// As above, with an empty line before and after: what is no part of a sentence.
export function insertBlock(box, text) {
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionEnd);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  insert(box, `${gap}${text}${tail}`);
}

let asked = null;

// Shows a dialog of a box; the browser forgets what is selected behind it.
export function ask(dialog, box = null) {
  asked = { box, start: box?.selectionStart, end: box?.selectionEnd };
  dialog.oncancel = (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    leave(dialog);
  };
  dialog.showModal();
}

// Closes it, and selects that again.
export function leave(dialog) {
  dialog.close();
  asked.box?.focus();
  asked.box?.setSelectionRange(asked.start, asked.end);
}

export function nextNote(text) {
  const numbers = [...text.matchAll(/\[\^(\d{1,6})\]/g)].map((found) => Number(found[1]));
  return Math.max(0, ...numbers) + 1;
}

// Word puts a picture of its text beside the text; a browser, an address beside a picture.
export function hasText(carried) {
  const html = carried.getData("text/html");
  const text = html.replace(/<(style|title|script)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;/gi, "");
  return Boolean(text.trim() || (!html && carried.getData("text/plain")));
}

// A word about what was done, in the line under the box.
export function tell(box, text) {
  const line = box.closest(".story-editor")?.querySelector("[data-told]") ?? document.getElementById("desk-status");
  line.textContent = text;
}
