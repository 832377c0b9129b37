// The box in which one writes stays where it is while something above it grows or shrinks.

export function heldStill(change) {
  const held = document.activeElement;
  const before = held.getBoundingClientRect().top;
  change();
  const moved = held.isConnected ? held.getBoundingClientRect().top - before : 0;
  const panel = held.closest(".side");
  const scroller = panel && getComputedStyle(panel).overflowY === "auto" ? panel : window;
  if (moved) scroller.scrollBy({ top: moved, behavior: "instant" });
}
