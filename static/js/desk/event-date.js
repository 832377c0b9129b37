// The line under the event date, kept up to date while one types.

const input = document.getElementById("id_event_input");
const line = document.getElementById("id_event_input_note");
const watched = ["id_calendar_choice", "id_anniversary_rule", "id_places"].map((id) => document.getElementById(id));
let timer;
let latest = 0;

function question() {
  const [calendar, rule, places] = watched;
  const chosen = places ? [...places.selectedOptions].map((option) => option.value).filter(Boolean) : [];
  return new URLSearchParams({
    text: input.value,
    calendar: calendar.value,
    rule: rule.value,
    places: chosen.join(","),
  });
}

function show(answer) {
  const told = line.closest(".fieldBox").querySelector(".errorlist")?.textContent.trim();
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

async function read() {
  const number = ++latest;
  const answer = await fetch(`${input.dataset.readUrl}?${question()}`);
  if (!answer.ok || answer.redirected || number !== latest) return;
  show(await answer.json());
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => read().catch(() => {}), 250);
}

if (input && line) {
  input.addEventListener("input", soon);
  for (const control of watched) {
    // select2 tells of a choice through jQuery only.
    if (control) window.django.jQuery(control).on("change", soon);
  }
}

// Begun from a day of the planner: the year is still to be added, where the cursor waits. The
// admin's own script puts the focus on the title of a new form, at some time before "load".
const begun = new URLSearchParams(location.search).get("event_input");
if (input && begun && input.value === begun) {
  addEventListener("load", () => {
    input.focus();
    input.setSelectionRange(begun.length, begun.length);
  });
}
