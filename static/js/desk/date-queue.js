// The queue of dates by keyboard: Enter takes what stands in the box, the down arrow goes on.

const form = document.querySelector(".date-queue form");
const box = form?.querySelector("input[data-read-url]");

if (box) {
  box.focus();
  box.select();
  box.dispatchEvent(new Event("input")); // has the guess read back
  form.addEventListener("keydown", (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
    if (event.key !== "ArrowDown" || !isPlain || event.target !== box) return;
    event.preventDefault();
    form.querySelector("[data-skip]").click();
  });
}
