// Where the reader's clock has another day than the site's, puts that day in its place. The page
// itself can then be kept for everyone; when anything fails, the site's day stays.

import { countYears } from "./site.js";

const today = document.querySelector("[data-day]");
const now = new Date();
const twoDigits = (number) => String(number).padStart(2, "0");
const ownDay = `${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`;

async function pageAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function take(page, part) {
  const from = page.querySelector(`[${part}]`);
  today.querySelector(`[${part}]`).replaceChildren(...from.childNodes);
}

async function show(address) {
  const page = await pageAt(address);
  for (const part of ["name", "line", "week", "lead", "list"]) take(page, `data-day-${part}`);
  countYears(today);
  for (const link of today.querySelectorAll("a[data-day-name], a[data-day-more]")) {
    link.href = address;
  }
  today.dataset.day = address;
  document.title = page.title;
}

const own = today?.dataset.day.replace(/\d\d-\d\d(?=\/$)/, ownDay);

if (today && today.dataset.day !== own) {
  show(own).catch((error) => console.info("The site's own day stays.", error));
}
