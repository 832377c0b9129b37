// Offers to report an error in the words that are selected in a story.
const MOST = 500; // characters, as the form takes
const story = document.querySelector(".story");
const foot = document.querySelector(".report-error");
const offer = document.createElement("a");
offer.className = "report-here";
offer.rel = "nofollow";
offer.textContent = foot?.dataset.here;
// A tap on it would end the selection, and with it the offer.
offer.addEventListener("pointerdown", (event) => event.preventDefault());

function selected() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const isInStory = range && story.contains(range.commonAncestorContainer);
  return { range, text: isInStory ? selection.toString().trim() : "" };
}

function show() {
  const { range, text } = selected();
  if (!text) {
    offer.remove();
    return;
  }
  const address = new URL(foot.href);
  address.searchParams.set("passage", text.slice(0, MOST));
  offer.href = address;
  document.body.append(offer);
  const box = range.getBoundingClientRect();
  const most = document.documentElement.clientWidth - offer.offsetWidth - 8;
  offer.style.top = `${box.bottom + window.scrollY + 8}px`;
  offer.style.left = `${Math.max(8, Math.min(box.left, most))}px`;
}

if (story && foot) {
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });
}
