// Offers to report an error in the words that are selected in a story.
const story = document.querySelector(".story");
const foot = document.querySelector(".report-error");
const MOST = 500; // characters, as the form takes

const offer = document.createElement("a");
offer.className = "report-here";
offer.rel = "nofollow";
offer.textContent = "Report an error here";

function selected() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const text = range && story.contains(range.commonAncestorContainer) ? selection.toString().trim() : "";
  return text ? { range, text } : null;
}

function show() {
  const found = selected();
  if (!found) {
    offer.remove();
    return;
  }
  const address = new URL(foot.href);
  address.searchParams.set("passage", found.text.slice(0, MOST));
  offer.href = address;
  document.body.append(offer);
  const box = found.range.getBoundingClientRect();
  const most = document.documentElement.clientWidth - offer.offsetWidth - 8;
  offer.style.insetBlockStart = `${box.bottom + window.scrollY + 8}px`;
  offer.style.left = `${Math.max(8, Math.min(box.left, most))}px`;
}

if (story && foot) {
  document.addEventListener("selectionchange", () => {
    clearTimeout(show.wait);
    show.wait = setTimeout(show, 200);
  });
}
