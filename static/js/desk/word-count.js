// How many words the story has, and how long one reads them.

import { everyEditor } from "./editors.js";

const PER_MINUTE = 230;
const PAUSE = 250; // ms without a key

function number(text) {
  // Addresses and marks are no words.
  const read = text.replace(/\]\([^)\s]*[^)]*\)/g, "]").replace(/<https?:[^>\s]*>|^\[\^[^\]]+\]:|[*_`#>~|-]{2,}/gm, " ");
  const parts = new Intl.Segmenter(document.getElementById("id_language")?.value || "en", { granularity: "word" });
  let words = 0;
  let before = "";
  for (const { segment, isWordLike } of parts.segment(read)) {
    // What a hyphen joins is one word.
    if (isWordLike && before !== "-") words += 1;
    before = isWordLike || segment === "-" ? segment : "";
  }
  return words;
}

everyEditor((editor, box) => {
  const line = editor.querySelector("[data-word-count]");
  let timer = 0;
  const show = () => {
    const words = number(box.value);
    const minutes = Math.max(1, Math.round(words / PER_MINUTE));
    const read = `${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
    line.textContent = `${words.toLocaleString("en-GB")} ${words === 1 ? "word" : "words"}${words ? ` · ${read}` : ""}`;
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  show();
});
