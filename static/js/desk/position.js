// A save that stays on its page loads it anew: one writes on where one was, caret and all.

const KEY = "position";
let field = null;

addEventListener("focusin", ({ target }) => {
  if (target.matches("input:not([type=submit]), textarea, select")) field = target;
});

export function keepPosition(form) {
  const panel = form.querySelector(".side");
  const kept = {
    path: location.pathname,
    field: field?.id,
    caret: [field?.selectionStart, field?.selectionEnd],
    tab: document.documentElement.dataset.tab,
    open: [...form.querySelectorAll("details.group")].filter((each) => each.open).map((each) => each.classList[1]),
    tops: [scrollY, panel?.scrollTop],
  };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

// Of what was refused the page shows first why.
function goBack(form, { path, field: id, caret, tab, open, tops }) {
  if (path !== location.pathname && !path.endsWith("/add/")) return;
  if (tab === "settle") form.querySelector('.page-tabs a[href="#settle"]').click();
  for (const part of open) form.querySelector(`details.${part}`)?.setAttribute("open", "");
  const box = id && document.getElementById(id);
  box?.focus({ preventScroll: true });
  if (box && typeof caret[0] === "number") box.setSelectionRange(...caret);
  if (form.querySelector(".error-summary")) return;
  scrollTo({ top: tops[0], behavior: "instant" });
  form.querySelector(".side")?.scrollTo({ top: tops[1], behavior: "instant" });
  const line = form.querySelector(".kept-line");
  if (line) line.textContent = "Saved.";
}

// Once every script has dressed the page, so that it is as high as it was.
export function restorePosition(form) {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (kept) addEventListener("load", () => goBack(form, JSON.parse(kept)));
}
