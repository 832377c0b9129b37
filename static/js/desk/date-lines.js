// The line under each box for an event date, kept up to date while one types.

const WAIT = 250;

async function read(input, line, question) {
  const answer = await fetch(`${input.dataset.readUrl}?${question}`);
  if (!answer.ok || answer.redirected || input.dataset.asked !== String(question)) return;
  const { error, reading } = await answer.json();
  line.classList.toggle("problem", Boolean(error));
  line.textContent = error || (reading && `Read as ${reading}`) || "";
}

function watch(input) {
  const line = document.getElementById(`${input.id}_note`);
  const calendar = input.form.elements.calendar_choice;
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const question = new URLSearchParams({ text: input.value, calendar: calendar?.value ?? "auto" });
      input.dataset.asked = String(question);
      read(input, line, question).catch(() => {});
    }, WAIT);
  };
  input.addEventListener("input", soon);
  calendar?.addEventListener("change", soon);
}

for (const input of document.querySelectorAll("input[data-read-url]")) watch(input);

// Who opens the box means to type in it, after what it holds.
for (const box of document.querySelectorAll("details.dating")) {
  box.addEventListener("toggle", () => {
    const input = box.querySelector("input[data-read-url]");
    if (!box.open) return;
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  });
}
