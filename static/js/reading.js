// How a reader chose to read: light or dark, and the size of text. It runs in the head, so that the
// first paint has it already. The choice stays in this browser and is sent to nobody; the desk's
// own switch keeps its theme under the same name.

(() => {
  const root = document.documentElement;
  const names = ["theme", "text"];
  const metas = document.querySelectorAll('meta[name="theme-color"]'); // light, then dark

  function kept(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // Storage is switched off: all is as the system has it.
    }
  }

  function apply(name, value) {
    root.dataset[name] = value;
    if (name !== "theme") return;
    ["light", "dark"].forEach((scheme, at) => {
      const own = value === scheme ? "all" : "not all";
      metas[at].media = value === "auto" ? `(prefers-color-scheme: ${scheme})` : own;
    });
  }

  function choose({ target: { name, value } }) {
    apply(name, value);
    try {
      localStorage.setItem(name, value);
    } catch {
      // It holds for this page.
    }
  }

  for (const name of names) if (kept(name)) apply(name, kept(name));
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector(".reading-switch");
    for (const name of names) if (kept(name)) form.elements[name].value = kept(name);
    form.addEventListener("change", choose);
  });
})();
