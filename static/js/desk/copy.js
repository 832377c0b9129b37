// Buttons that copy the box they name. The older command works on a site without https as well.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const words = button.firstChild;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    document.getElementById(button.dataset.copy).select();
    words.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl+C";
    button.focus();
    setTimeout(() => {
      words.textContent = "Copy";
    }, 4_000);
  });
}
