// The sources of the form: the key that a chosen one gets, and those offered while one types "[@".

const ROWS = ".rows-citations .inline-related:not(.empty-form)";

function rows() {
  return [...document.querySelectorAll(ROWS)].map((row) => ({
    key: row.querySelector("[name$=-key]").value.trim(),
    name: row.querySelector("select").selectedOptions[0]?.textContent.trim() ?? "",
  }));
}

// Those with the typed letters in their key or their name.
export function sources(typed = "") {
  const wanted = typed.toLowerCase();
  return rows().filter(({ key, name }) => key && `${key} ${name}`.toLowerCase().includes(wanted));
}

function free(key) {
  const taken = new Set(rows().map((row) => row.key));
  const joint = /\d$/.test(key) ? "" : "-";
  const others = [..."bcdefghijklmnopqrstuvwxyz"].map((letter) => `${key}${joint}${letter}`);
  return [key, ...others].find((each) => !taken.has(each)) ?? "";
}

window.django.jQuery(document).on("select2:select", ".rows-citations select", ({ target, params }) => {
  const box = target.closest(".inline-related").querySelector("[name$=-key]");
  if (!box.value && params.data.key) box.value = free(params.data.key);
});
