// What every page does: the key / leads to the search field, years are counted by the reader's own
// day where that is not the site's, and a form asks for mail in the reader's zone.

const isTyping = (target) => target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("input[type=search]");
  if (!field || isTyping(event.target)) return;
  event.preventDefault();
  field.focus();
});

// As posts/dates/distance.py counts: a year once it is over, 29 February on the 28th without one.
function yearsSince(year, monthDay, today) {
  const isLeap = new Date(today.getFullYear(), 1, 29).getMonth() === 1;
  const day = monthDay === 229 && !isLeap ? 228 : monthDay;
  const now = 100 * (today.getMonth() + 1) + (day % 100 ? today.getDate() : 0);
  return today.getFullYear() - year - (now < day ? 1 : 0);
}

const isRound = (years) => years % 25 === 0 || (years <= 100 && years % 10 === 0);

// "This year" and "in 12 years" stay as they are: for a few hours they are near enough.
export function countYears(root) {
  const today = new Date();
  for (const ago of root.querySelectorAll("[data-since]")) {
    const years = yearsSince(...ago.dataset.since.split(" ").map(Number), today);
    // One year is told in the singular, and from 10,000 on as each language parts its thousands.
    if (years < 2 || years > 9999 || !/^\D*([2-9]|[1-9]\d{1,3})\D*$/.test(ago.textContent)) continue;
    ago.textContent = ago.textContent.replace(/\d+/, String(years));
    ago.classList.toggle("is-round", isRound(years));
  }
}

countYears(document);

// The reader's zone where it is offered, else one in which clocks show the same all year round.
function chooseZone(select) {
  const year = new Date().getFullYear();
  const clock = (timeZone) => [0, 6].map((month) => new Date(year, month).toLocaleString("en", { timeZone })).join();
  const own = clock();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const offered = [...select.options];
  const same = [...select.selectedOptions, ...offered].find((option) => clock(option.value) === own);
  const found = offered.find((option) => option.value === timeZone) ?? same;
  if (found) found.selected = true;
}

// What comes back from the server was chosen.
if (!document.querySelector(".form-errors")) document.querySelectorAll("select[name=zone]").forEach(chooseZone);
