// A post that is dragged onto a day is sent there by the form that its own page of moving has.

import { makeDraggable } from "./drag.js";

const form = document.getElementById("move-form");

makeDraggable("[data-move]", "[data-day]", (item, day) => {
  if (item.closest("[data-day]") === day) return;
  form.action = item.dataset.move;
  form.elements.day.value = day.dataset.day;
  form.submit();
});
