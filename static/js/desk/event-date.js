// The line under each box for an event date, kept up to date while one types.

const WAIT = 250;
const timers = new WeakMap();

// Another control of the same form, or of the same row.
const beside = (input, name) => input.form.elements[input.name.replace(/event_input$/, name)];

function question(input) {
  const places = beside(input, "places");
  const asked = new URLSearchParams({ text: input.value, calendar: beside(input, "calendar_choice")?.value ?? "auto" });
  const rule = beside(input, "anniversary_rule");
  if (rule) asked.set("rule", rule.value);
  if (input.closest(".rows")) asked.set("of", "row");
  if (places) asked.set("places", [...places.selectedOptions].map((option) => option.value).filter(Boolean).join(","));
  return asked;
}

function show(input, answer) {
  const line = document.getElementById(`${input.id}_note`);
  const told = line.closest(".fieldBox")?.querySelector(".errorlist")?.textContent.trim();
  if (answer.error && answer.error === told) return;
  line.classList.toggle("problem", Boolean(answer.error));
  line.textContent = answer.error || (answer.reading && `Read as ${answer.reading}`) || "";
  if (answer.warning) {
    const warning = document.createElement("span");
    warning.className = "warning";
    warning.textContent = answer.warning;
    line.append(" ", warning);
  }
}

async function read(input) {
  const asked = String(question(input));
  input.dataset.asked = asked;
  const answer = await fetch(`${input.dataset.readUrl}?${asked}`);
  if (answer.ok && !answer.redirected && input.dataset.asked === asked) show(input, await answer.json());
}

function soon(input) {
  clearTimeout(timers.get(input));
  timers.set(
    input,
    setTimeout(() => read(input).catch(() => {}), WAIT),
  );
}

const isDate = (each) => each.matches?.("[name$=event_input][data-read-url]");

function follow({ target }) {
  if (isDate(target)) return soon(target);
  const name = /^(.*?)(calendar_choice|anniversary_rule|places)$/.exec(target.name ?? "");
  const input = name && target.form?.elements[`${name[1]}event_input`];
  if (input && isDate(input)) soon(input);
}

document.addEventListener("input", follow);
// select2 tells of a choice through jQuery only.
if (window.django?.jQuery) window.django.jQuery(document).on("change", follow);
else document.addEventListener("change", follow);

// Begun from a day of the planner: the year is still to be added, where the cursor waits. A new
// form puts the focus on its title before "load".
const begun = new URLSearchParams(location.search).get("event_input");
const first = document.getElementById("id_event_input");
if (first && begun && first.value === begun) {
  addEventListener("load", () => {
    first.focus();
    first.setSelectionRange(begun.length, begun.length);
  });
}
