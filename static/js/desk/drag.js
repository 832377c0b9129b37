// Drags what stands in a list onto a day: with a mouse by any part of it, with a finger or a pen by
// its handle, so that a page can still be scrolled. The browser's own dragging knows no fingers.

const FAR = 6;
const EDGE = 60;

export function makeDraggable(items, places, drop) {
  let start = null;
  let wasDragged = false;
  let ghost = null;
  let place = null;

  function aim(event) {
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest(places) ?? null;
    if (under !== place) {
      place?.classList.remove("is-target");
      under?.classList.add("is-target");
      place = under;
    }
    ghost.style.left = `${event.clientX + 8}px`;
    ghost.style.top = `${event.clientY + 8}px`;
    if (event.clientY < EDGE) scrollBy(0, -EDGE / 4);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
  }

  function lift() {
    ghost = document.createElement("div");
    ghost.className = "dragged";
    ghost.textContent = start.item.querySelector("a:not(.grip)").textContent;
    document.body.append(ghost);
    start.item.classList.add("is-dragged");
    document.documentElement.classList.add("is-dragging");
    getSelection().removeAllRanges();
    wasDragged = true;
  }

  function end() {
    start?.item.classList.remove("is-dragged");
    place?.classList.remove("is-target");
    ghost?.remove();
    document.documentElement.classList.remove("is-dragging");
    start = ghost = place = null;
  }

  addEventListener("pointerdown", (event) => {
    wasDragged = false;
    const item = event.target.closest?.(items);
    const isGrip = event.target.closest?.(".grip");
    if (!item || event.button || event.target.closest("details")) return;
    if (event.pointerType !== "mouse" && !isGrip) return;
    start = { item, x: event.clientX, y: event.clientY };
  });
  addEventListener("pointermove", (event) => {
    if (!start) return;
    if (!event.buttons) return end(); // It was let go outside the window.
    if (!ghost && Math.hypot(event.clientX - start.x, event.clientY - start.y) < FAR) return;
    if (!ghost) lift();
    aim(event);
  });
  addEventListener("pointerup", () => {
    const [item, onto] = [ghost && start.item, place];
    end();
    if (item && onto) drop(item, onto);
  });
  addEventListener("pointercancel", end);
  // What was pressed is a link: letting it go is no click. One by key has no detail.
  addEventListener("click", (event) => wasDragged && event.detail && event.preventDefault(), true);
  addEventListener("keydown", (event) => event.key === "Escape" && end());
  addEventListener("dragstart", (event) => event.target.closest?.(items) && event.preventDefault());
}
