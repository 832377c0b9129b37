// Tells in a line below a figure what the mark under the mouse or the focus stands for. A finger's
// first tap tells that too, and its second goes; without the script every tap goes.

const FIGURES = ".timeline-figure, .map-figure";
const LINKS = ".of-time a, .map a";
let pointer = "";

function prepare(figure) {
  const line = figure.querySelector(".figure-told");
  let told = null;

  function tell(link, more = "") {
    told?.classList.remove("is-told");
    told = link;
    told?.classList.add("is-told");
    // A screen reader says the name of what has the focus anyway.
    line.setAttribute("aria-live", more ? "polite" : "off");
    line.textContent = link ? link.querySelector("title").textContent + more : "";
  }

  figure.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
  });
  figure.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") tell(event.target.closest(LINKS));
  });
  figure.addEventListener("focusin", (event) => {
    if (event.target.matches(LINKS) && event.target.matches(":focus-visible")) tell(event.target);
  });
  figure.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    if (pointer !== "touch" || event.detail === 0) return;
    if (link && link !== told) {
      event.preventDefault();
      tell(link, ` – ${line.dataset.again}`);
    } else if (!link) {
      tell(null);
    }
  });
}

for (const figure of document.querySelectorAll(FIGURES)) prepare(figure);
