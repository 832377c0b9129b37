// Suggests pages while a reader types: the combobox pattern of the ARIA authoring practices. The
// form works without it, and when nothing can be fetched nothing is shown.

const PAUSE = 150; // milliseconds without a key before the server is asked
const FEWEST = 2; // characters

const field = document.querySelector("[data-suggest]");
const input = field.querySelector("input");
const list = document.createElement("ul");
const told = document.createElement("p");
let options = [];
let chosen = -1;
let waiting = 0;
let asking = null;

function prepare() {
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.name);
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  field.append(list, told);
}

function optionOf(page, place) {
  const option = document.createElement("li");
  const kind = document.createElement("span");
  option.id = `suggestion-${place}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.append(page.label, kind);
  kind.className = "suggestion-kind";
  kind.textContent = page.kind;
  // Before the field loses the focus, and with it the list.
  option.addEventListener("mousedown", (event) => {
    event.preventDefault();
    window.location.assign(page.url);
  });
  return option;
}

function close() {
  list.hidden = true;
  options = [];
  choose(-1);
  input.setAttribute("aria-expanded", "false");
}

// Whoever leaves the field wants no list to open behind them.
function leave() {
  clearTimeout(waiting);
  asking?.abort();
  close();
}

function show(pages) {
  close();
  options = pages;
  list.replaceChildren(...pages.map(optionOf));
  list.hidden = pages.length === 0;
  input.setAttribute("aria-expanded", String(pages.length > 0));
  told.textContent = `${field.dataset.name}: ${pages.length}`;
}

function choose(place) {
  chosen = place;
  [...list.children].forEach((option, at) => {
    option.setAttribute("aria-selected", String(at === place));
  });
  const option = place < 0 ? null : list.children[place];
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

async function ask() {
  asking?.abort();
  const typed = input.value.trim();
  if (typed.length < FEWEST) return close();
  asking = new AbortController();
  try {
    const address = `${field.dataset.suggest}?q=${encodeURIComponent(typed)}`;
    const response = await fetch(address, { signal: asking.signal });
    if (response.ok) show((await response.json()).suggestions);
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

function moved(step) {
  if (!options.length) return ask();
  // One place beyond the last is the field itself.
  const places = options.length + 1;
  choose(((chosen + 1 + step + places) % places) - 1);
}

function pressed(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    moved(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    window.location.assign(options[chosen].url);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    leave();
  }
}

prepare();
input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
input.addEventListener("keydown", pressed);
input.addEventListener("blur", leave);
