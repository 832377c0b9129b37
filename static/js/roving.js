// Many links side by side, as the days of a calendar, are one stop of the Tab key; arrows move
// among them: the roving tabindex of the ARIA authoring practices. Without it all are plain links.

const links = (group) => [...group.querySelectorAll("a[href]:not(.skip)")];

// In a table the next row is below, and the next table is a page away; elsewhere all is one row.
function steps(link) {
  const row = link.closest("tr");
  const width = row ? row.closest("tbody").rows[0].cells.length - 1 : 1;
  return { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -width, ArrowDown: width };
}

function pageOf(all, link, step) {
  const pages = [...new Set(all.map((each) => each.closest("table")))];
  const from = link.closest("table");
  const to = pages[pages.indexOf(from) + step];
  const place = all.filter((each) => from.contains(each)).indexOf(link);
  const days = all.filter((each) => to?.contains(each));
  return days[Math.min(place, days.length - 1)];
}

function target(key, all, link) {
  const page = link.closest("table");
  const near = page ? all.filter((each) => page.contains(each)) : all;
  if (key === "Home") return near[0];
  if (key === "End") return near.at(-1);
  if (page && key === "PageUp") return pageOf(all, link, -1);
  if (page && key === "PageDown") return pageOf(all, link, 1);
  return all[all.indexOf(link) + (steps(link)[key] ?? NaN)];
}

function choose(all, link) {
  for (const each of all) each.setAttribute("tabindex", each === link ? "0" : "-1");
}

for (const group of document.querySelectorAll("[data-roving]")) {
  const all = links(group);
  choose(all, all.find((link) => link.getAttribute("aria-current")) ?? all[0]);
  group.addEventListener("focusin", ({ target: link }) => {
    if (all.includes(link)) choose(all, link);
  });
  group.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = all.includes(event.target) && target(event.key, all, event.target);
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
}
