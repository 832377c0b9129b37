// The line under the publish time: the moment in the site's zone and in UTC.

const [day, time, clock] = [0, 1, 2].map((index) => document.getElementById(`id_publish_at_${index}`));
const line = document.getElementById("id_publish_at_note");
let timer;
let latest = 0;

async function read() {
  const mine = ++latest;
  const query = new URLSearchParams({ day: day.value, time: time.value, clock: clock.value });
  const answer = await fetch(`${day.dataset.readUrl}?${query}`);
  if (!answer.ok || answer.redirected || mine !== latest) return;
  const { reading, error, button } = await answer.json();
  line.classList.toggle("problem", Boolean(error));
  line.textContent = error || reading;
  // The button names what it does; of a live post it publishes changes, whatever the time.
  const publish = document.querySelector(".publish:not([data-live])");
  if (publish && button) publish.value = button;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => read().catch(() => {}), 250);
}

if (day && line) {
  for (const control of [day, time, clock]) control.addEventListener("input", soon);
  if (day.value !== day.defaultValue || time.value !== time.defaultValue) soon(); // typed before this ran
}
