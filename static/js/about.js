// Says of a link to another story which one it is, on hover and on focus. What it says came with
// the page, of public stories alone.

const GONE = 200; // milliseconds in which the pointer may go over to the card
const card = document.createElement("div");
let closing = 0;

function show(link, about) {
  clearTimeout(closing);
  card.replaceChildren(...about.cloneNode(true).childNodes);
  card.showPopover();
  const box = link.getBoundingClientRect();
  const below = box.bottom + card.offsetHeight < innerHeight;
  const top = below ? box.bottom : box.top - card.offsetHeight;
  card.style.top = `${top + scrollY}px`;
  card.style.left = `${Math.max(0, Math.min(box.left, innerWidth - card.offsetWidth))}px`;
}

function hideSoon() {
  clearTimeout(closing);
  closing = setTimeout(() => card.hidePopover(), GONE);
}

card.className = "about";
card.popover = "manual";
card.addEventListener("pointerenter", () => clearTimeout(closing));
card.addEventListener("pointerleave", hideSoon);
document.body.append(card);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") card.hidePopover();
});

for (const link of document.querySelectorAll(".post-body a[href^='/']")) {
  const about = document.querySelector(`[data-about="${CSS.escape(link.pathname)}"]`);
  if (!about) continue;
  link.setAttribute("aria-describedby", about.id);
  for (const kind of ["pointerenter", "focus"]) link.addEventListener(kind, () => show(link, about));
  for (const kind of ["pointerleave", "blur"]) link.addEventListener(kind, hideSoon);
}
