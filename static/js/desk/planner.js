// One tab stop for the whole year: arrow keys go from day to day, as in a calendar.

import { makeDraggable } from "./drag.js";

const year = document.getElementById("year");
const days = [...year.querySelectorAll("a.day")];
const months = [...year.querySelectorAll(".days")].map((list) => [...list.querySelectorAll("a.day")]);

function enter(day) {
  for (const other of days) other.tabIndex = other === day ? 0 : -1;
}

// How many days stand beside each other now.
function columns() {
  return getComputedStyle(year.querySelector(".days")).gridTemplateColumns.split(" ").length;
}

function steps(day, number) {
  return days[(days.indexOf(day) + number + days.length) % days.length];
}

function monthOf(day) {
  return months.findIndex((month) => month.includes(day));
}

function sameDayOf(day, number) {
  const from = monthOf(day);
  const month = months[(from + number + months.length) % months.length];
  return month[Math.min(months[from].indexOf(day), month.length - 1)];
}

const moves = {
  ArrowLeft: (day) => steps(day, -1),
  ArrowRight: (day) => steps(day, 1),
  ArrowUp: (day) => steps(day, -columns()),
  ArrowDown: (day) => steps(day, columns()),
  Home: (day) => months[monthOf(day)][0],
  End: (day) => months[monthOf(day)].at(-1),
  PageUp: (day) => sameDayOf(day, -1),
  PageDown: (day) => sameDayOf(day, 1),
};

year.addEventListener("keydown", (event) => {
  const day = event.target.closest("a.day");
  const move = moves[event.key];
  if (!day || !move || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  move(day).focus();
});

// A click, a link to a day, or a key: whichever has the focus is the one to come back to.
year.addEventListener("focusin", (event) => {
  if (event.target.matches("a.day")) enter(event.target);
});

enter(year.querySelector("a.day[aria-current=true]") ?? days[0]);
document.getElementById("year-help").hidden = false;

// What is dropped on a day has its date proposed: the year, where none is known, is to be added.
makeDraggable("[data-dated]", "a.day", (item, day) => {
  const box = item.querySelector("details.dating");
  const input = box.querySelector("input[data-read-url]");
  input.value = `${day.dataset.day} ${item.querySelector(".when")?.textContent ?? ""}`;
  box.open = true;
  input.focus();
  input.dispatchEvent(new Event("input"));
});

for (const item of document.querySelectorAll("[data-dated]")) {
  const grip = document.createElement("span");
  grip.className = "grip";
  item.querySelector(".what").prepend(grip);
}
