// What a reader may do with a story: open its pictures, cite a passage, copy and pass on. Without
// it the pictures are links, and every paragraph and heading has its address.

const story = document.querySelector(".story");
const dialog = document.querySelector(".zoomed");
const told = document.querySelector(".copied");
const TOLD = 4000; // milliseconds that a message stands

function tell(words) {
  told.textContent = words;
  setTimeout(() => (told.textContent = ""), TOLD);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell(told.dataset.copied);
  } catch {
    tell(told.dataset.refused);
  }
}

// Whoever holds a key down wants the link in another tab.
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey);

function zoom(event) {
  const link = event.target.closest("a.zoom");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  const parts = link.closest("figure").querySelectorAll("picture, figcaption");
  const copies = [...parts].map((part) => part.cloneNode(true));
  for (const source of copies[0].querySelectorAll("source")) source.sizes = "100vw";
  dialog.querySelector("figure").replaceChildren(...copies);
  dialog.showModal();
}

// One stop for the tab key however long the story is; the arrow keys go from mark to mark.
function markPassages() {
  const marks = [...story.querySelectorAll(":scope > :is(p, h2, h3, h4, h5, h6)[id]")].map(mark);
  if (marks.length) marks[0].tabIndex = 0;
  story.addEventListener("keydown", (event) => {
    const at = marks.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step && marks[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

function mark(passage) {
  const link = document.createElement("a");
  link.className = "passage";
  link.href = `#${passage.id}`;
  link.tabIndex = -1;
  link.lang = document.documentElement.lang;
  link.setAttribute("aria-label", told.dataset.passage);
  link.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    location.hash = passage.id;
    link.focus({ preventScroll: true }); // Going there took the focus away.
    copy(link.href);
  });
  passage.append(link);
  return link;
}

document.addEventListener("click", zoom);
for (const button of document.querySelectorAll("[data-copy]")) {
  const reference = button.parentElement.nextElementSibling;
  button.addEventListener("click", () => copy(button.dataset.copy || reference.textContent));
}
for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () =>
    navigator.share({ title: document.title, url: location.href.split("#")[0] }).catch(() => {}),
  );
}
markPassages();
