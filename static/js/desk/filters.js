// On a narrow screen the filters nobody has used stay folded, so that the list comes first.

if (matchMedia("(max-width: 699px)").matches) {
  for (const filter of document.querySelectorAll("#changelist-filter details")) {
    const chosen = filter.querySelector("li.selected");
    if (!chosen || chosen === filter.querySelector("li")) filter.open = false;
  }
}
