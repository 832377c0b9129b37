// What a reader may do with a story: open its pictures, cite a passage, copy and pass on, quote words
// that are selected or report an error in them, and be told where a link leads. Without it pictures are links,
// every paragraph and heading has its address, and errors are reported at the foot.

const story = document.querySelector(".story");
const dialog = document.querySelector(".zoomed");
const told = document.querySelector(".copied");
const foot = document.querySelector(".report-error");
const cited = [...document.querySelectorAll(".citing dd")].at(-1);
const TOLD = 4000; // milliseconds that a message stands
const GONE = 200; // milliseconds in which the pointer may go over to a card
const PAUSE = 200; // milliseconds after which a selection is made
const MOST = 500; // characters of a passage, as the form takes

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

const selected = () => {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const isInStory = range && story.contains(range.commonAncestorContainer);
  return { range, text: isInStory && !range.collapsed ? wordsOf(range) : "" };
};

// The words of the story itself, without what leads to sources and notes or stands beside it.
function wordsOf(range) {
  const words = range.cloneContents();
  for (const each of words.querySelectorAll("sup, .beside, .passage")) each.remove();
  for (const block of words.querySelectorAll("p, li, h2, h3, h4, h5, h6")) block.append("\n\n");
  return words.textContent.replace(/\s*\n\s*\n\s*/g, "\n\n").trim();
}

// The words with a reference to the passage that they begin in.
function quoted() {
  const { range, text } = selected();
  const { startContainer: first } = range;
  const begins = (first.closest ? first : first.parentElement).closest(".story > [id]");
  const passage = begins ? `#${begins.id}` : "";
  const { copy: address } = document.querySelector(".passing-on [data-copy]").dataset;
  return `${text}\n\n– ${cited.textContent.replace(address, address + passage)}`;
}

function offerAtSelection() {
  const offer = document.createElement("p");
  offer.className = "at-selection";
  const [quote, report] = ["button", "a"].map((kind) => document.createElement(kind));
  quote.type = "button";
  quote.textContent = told.dataset.quote;
  quote.addEventListener("click", () => copy(quoted()));
  report.rel = "nofollow";
  report.textContent = foot.dataset.here;
  offer.append(...(cited ? [quote, report] : [report]));
  // A tap on it would end the selection, and with it the offer.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => showOffer(offer), PAUSE);
  });
}

function showOffer(offer) {
  const { range, text } = selected();
  if (!text) {
    offer.remove();
    return;
  }
  const address = new URL(foot.href);
  address.searchParams.set("passage", text.slice(0, MOST));
  offer.querySelector("a").href = address;
  document.body.append(offer);
  const box = range.getBoundingClientRect();
  const most = document.documentElement.clientWidth - offer.offsetWidth - 8;
  offer.style.top = `${box.bottom + window.scrollY + 8}px`;
  offer.style.left = `${Math.max(8, Math.min(box.left, most))}px`;
}

// Says of a link to another story which one it is, and of a mark what its note or source says, on
// hover and on focus. All of it came with the page, of public stories alone.
const card = document.createElement("div");
let closing = 0;

function tellOf(link, about) {
  clearTimeout(closing);
  const words = about.cloneNode(true);
  for (const each of words.querySelectorAll(".way-back, .footnote-backref, .passage")) each.remove();
  for (const each of words.querySelectorAll("[id]")) each.removeAttribute("id");
  card.replaceChildren(...words.childNodes);
  card.showPopover();
  const box = link.getBoundingClientRect();
  const below = box.bottom + card.offsetHeight < innerHeight;
  const top = below ? box.bottom : box.top - card.offsetHeight;
  card.style.top = `${top + scrollY}px`;
  card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 8))}px`;
}

// On a wide page a source stands in the margin.
const isBeside = (link) =>
  link.parentElement.matches(".cite") && link.closest("p, li")?.querySelector(".beside")?.checkVisibility();

function hideSoon() {
  clearTimeout(closing);
  closing = setTimeout(() => card.hidePopover(), GONE);
}

function tellOfLinks() {
  card.className = "about";
  card.popover = "manual";
  card.addEventListener("pointerenter", () => clearTimeout(closing));
  card.addEventListener("pointerleave", hideSoon);
  document.body.append(card);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") card.hidePopover();
  });
  for (const link of document.querySelectorAll(".post-body a[href^='/'], .post sup a[href^='#']")) {
    const isMark = Boolean(link.hash) && link.pathname === location.pathname;
    const [name, value] = isMark ? ["id", link.hash.slice(1)] : ["data-about", link.pathname];
    const about = document.querySelector(`[${name}="${CSS.escape(value)}"]`);
    if (!about) continue;
    if (!isMark) link.setAttribute("aria-describedby", about.id);
    const show = () => isBeside(link) || tellOf(link, about);
    for (const kind of ["pointerenter", "focus"]) link.addEventListener(kind, show);
    for (const kind of ["pointerleave", "blur"]) link.addEventListener(kind, hideSoon);
  }
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
if (story && foot) offerAtSelection();
if (story) {
  markPassages();
  tellOfLinks();
}
