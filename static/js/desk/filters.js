// Above the list the filters nobody has used stay folded, so that the list comes first.

if (matchMedia("(max-width: 1199px)").matches) {
  for (const filter of document.querySelectorAll("#changelist-filter details")) {
    const chosen = filter.querySelector("li.selected");
    filter.open = Boolean(chosen) && chosen !== filter.querySelector("li");
  }
}
