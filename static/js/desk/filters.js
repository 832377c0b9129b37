// Above the list the filters nobody has used stay folded, so that the list comes first.

if (matchMedia("(max-width: 1199px)").matches) {
  for (const filter of document.querySelectorAll("#changelist-filter details")) {
    const chosen = filter.querySelector("li.selected");
    filter.open = Boolean(chosen) && chosen !== filter.querySelector("li");
  }
}

// On a phone all of them stand behind one line, unless one is in use.
const filters = document.getElementById("changelist-filter");
if (filters && matchMedia("(max-width: 699px)").matches) {
  const fold = document.createElement("details");
  fold.className = "fold";
  fold.open = Boolean(filters.querySelector("details[open]"));
  const line = document.createElement("summary");
  line.append(filters.querySelector("h2"));
  fold.append(line, ...filters.children);
  filters.append(fold);
}
