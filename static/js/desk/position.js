// A save that stays on its page loads it anew: one writes on where one was, caret and all.

const KEY = "position";
let field = null;

addEventListener("focusin", ({ target }) => {
  if (target.matches("input:not([type=submit]), textarea, select")) field = target;
});

export function keepPosition(form) {
  const kept = {
    path: location.pathname,
    field: field?.id,
    caret: [field?.selectionStart, field?.selectionEnd],
    isSettling: document.documentElement.dataset.tab === "settle",
    open: [...form.querySelectorAll("details.group")].filter((each) => each.open).map((each) => each.classList[1]),
    tops: [scrollY, form.querySelector(".side")?.scrollTop],
  };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

function putCaret(form, { field: id, caret, open }) {
  for (const part of open) form.querySelector(`details.${part}`)?.setAttribute("open", "");
  const box = id && document.getElementById(id);
  box?.focus({ preventScroll: true });
  if (box && typeof caret[0] === "number") box.setSelectionRange(...caret);
}

// The panel says what became of the save: it moves only where the caret stands in it.
function scrollBack(form, { tops }) {
  const panel = form.querySelector(".side");
  scrollTo({ top: tops[0], behavior: "instant" });
  if (panel?.contains(document.activeElement)) panel.scrollTo({ top: tops[1], behavior: "instant" });
}

// At once, so that no key is lost; and once more when every script has dressed the page. Of a save
// that was refused the page shows first why.
export function restorePosition(form) {
  const kept = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (!kept || (kept.path !== location.pathname && !kept.path.endsWith("/add/"))) return;
  putCaret(form, kept);
  if (form.querySelector(".error-summary")) return;
  scrollBack(form, kept);
  addEventListener("DOMContentLoaded", () => {
    if (kept.isSettling) {
      form.querySelector('.page-tabs a[href="#settle"]').click();
      putCaret(form, kept);
    }
    scrollBack(form, kept);
    const line = form.querySelector(".kept-line");
    if (line) line.textContent = "Saved.";
  });
}
