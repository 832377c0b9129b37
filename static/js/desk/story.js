// Frees the Tab key, which markdownx takes for itself, and tells of a preview that failed.

import { sources } from "./citations.js";
import { everyEditor } from "./editors.js";
import { dress, fetchHtml, NO_PREVIEW } from "./preview.js";

addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Tab" && event.target.matches?.(".markdownx-editor")) event.stopImmediatePropagation();
  },
  true,
);

// markdownx refuses every drop on the page. Text that is dragged, and files for a file box, are
// the browser's own business.
for (const type of ["dragenter", "dragover", "drop"]) {
  addEventListener(
    type,
    (event) => {
      const files = event.dataTransfer?.types.includes("Files");
      if (!files || event.target.closest?.("input[type=file]")) event.stopPropagation();
    },
    true,
  );
}

function showAsPage(preview) {
  const root = dress(preview);
  const post = document.createElement("div");
  post.className = "post";
  post.style.display = "block";
  post.style.maxWidth = "var(--measure)";
  const story = document.createElement("div");
  story.className = "story";
  post.append(story);
  root.append(post);
  return story;
}

const language = document.getElementById("id_language");

// Quotation marks are those of the language that the form has now, and what cites one of its
// sources has a number.
function follow(story) {
  const address = story.dataset.markdownxUrlsPath;
  const ask = () => {
    const asked = new URLSearchParams({ language: language.value });
    sources().forEach(({ key }) => asked.append("key", key));
    story.dataset.markdownxUrlsPath = `${address}?${asked}`;
  };
  const askAgain = ({ target }) => {
    if (target !== language && !target.matches("[name^=citations-]")) return;
    ask();
    story.dispatchEvent(new Event("input"));
  };
  ask();
  story.form.addEventListener("change", askAgain);
}

// markdownx knows the boxes that the page began with; what is typed into one of a new row is shown
// by asking as it asks.
function readNew(editor, box, preview) {
  let timer;
  const read = async () => {
    const { isMade, text } = await fetchHtml(box.dataset.markdownxUrlsPath, { content: box.value });
    if (isMade) preview.innerHTML = text;
    const kind = isMade ? "markdownx.update" : "markdownx.updateError";
    editor.dispatchEvent(new CustomEvent(kind, { detail: [text] }));
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, 500);
  });
}

everyEditor((editor, box, isNew) => {
  if (language) follow(box);
  if (isNew) readNew(editor, box, editor.querySelector(".markdownx-preview"));
  const problem = editor.querySelector("[data-story-problem]");
  const preview = editor.querySelector(".markdownx-preview");
  const page = showAsPage(preview);
  const fail = (text) => {
    problem.textContent = text;
    preview.classList.add("stale");
  };
  editor.addEventListener("markdownx.update", () => {
    if (preview.querySelector("#id_password")) {
      preview.replaceChildren();
      return fail("You are signed out, so there is no preview: sign in in another tab.");
    }
    page.replaceChildren(...preview.childNodes);
    problem.textContent = "";
    preview.classList.remove("stale");
  });
  editor.addEventListener("markdownx.updateError", (event) => {
    const answer = String(event.detail?.[0] ?? "");
    const isOurs = answer && !answer.trimStart().startsWith("<");
    fail(isOurs ? answer : NO_PREVIEW);
  });
});
