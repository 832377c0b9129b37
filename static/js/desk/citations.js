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

// What was made in a window of its own comes without its key.
async function keyOf(select) {
  const [{ key } = {}] = window.django.jQuery(select).select2("data");
  if (key) return key;
  const words = select.selectedOptions[0].textContent.match(/[\p{L}\p{N}]+/gu) ?? [];
  const term = words.sort((one, other) => other.length - one.length).slice(0, 2).join(" ");
  const { appLabel: app_label, modelName: model_name, fieldName: field_name } = select.dataset;
  const asked = new URLSearchParams({ term, app_label, model_name, field_name });
  const url = select.getAttribute("data-ajax--url");
  const { results } = await (await fetch(`${url}?${asked}`)).json();
  return results.find(({ id }) => id === select.value)?.key;
}

window.django.jQuery(document).on("change", ".rows-citations select", async ({ target }) => {
  const box = target.closest(".inline-related").querySelector("[name$=-key]");
  if (box.value || !target.value) return;
  const key = await keyOf(target).catch(() => "");
  if (box.value || !key) return;
  box.value = free(key);
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
