// How long a text is, and where a search engine stops reading it.

function words(length, limit, mark) {
  const count = `${length.toLocaleString("en-GB")} of ${limit.toLocaleString("en-GB")} characters`;
  if (length > limit) return `${count}: ${(length - limit).toLocaleString("en-GB")} too many`;
  return length > mark ? `${count}; search engines show about ${mark}` : count;
}

for (const box of document.querySelectorAll("[data-count-to]")) {
  const line = document.getElementById(`${box.id}_note`);
  const limit = Number(box.dataset.countTo);
  const mark = Number(box.dataset.countMark);
  const show = () => {
    // Counted as the server counts: by character, without the spaces around it.
    const length = [...box.value.trim()].length;
    line.textContent = words(length, limit, mark);
    line.classList.toggle("problem", length > limit);
    line.classList.toggle("past-mark", length > mark && length <= limit);
  };
  box.addEventListener("input", show);
  show();
}
