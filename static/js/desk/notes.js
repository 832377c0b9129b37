// Notes beside an open form: one is written, answered or settled without leaving what is typed.

const PART = ".part-notes";
const story = document.getElementById("id_story");

function show(page) {
  const made = page.querySelector(PART);
  if (!made) return false;
  made.open = true;
  document.querySelector(PART).replaceWith(made);
  made.querySelector("summary").focus();
  // Forms of notes stand outside of the post's own.
  for (const form of page.querySelectorAll("form[id^='answer-form-']")) {
    if (!document.getElementById(form.id)) document.getElementById("note-form").after(form);
  }
  const told = page.querySelector(".messagelist")?.textContent.trim();
  document.getElementById("desk-status").textContent = told ?? "";
  return true;
}

async function send(form, button) {
  const body = new FormData(form);
  if (button.name) body.append(button.name, button.value);
  const answer = await fetch(button.getAttribute("formaction") ?? form.action, { method: "POST", body });
  if (!answer.ok || !answer.redirected) return false;
  return show(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (!button?.closest(PART) || form.id === "post_form") return;
  event.preventDefault();
  const leave = () => {
    form.action = button.getAttribute("formaction") ?? form.action;
    form.submit();
  };
  send(form, button).then((isShown) => isShown || leave(), leave);
});

// The passage that is marked in the story is the one that a note is about.
addEventListener("focusin", ({ target }) => {
  const quote = document.getElementById("note-quote");
  if (!quote || !story || !target.matches("[form='note-form'][name='text']") || quote.value) return;
  quote.value = story.value.slice(story.selectionStart, story.selectionEnd).trim();
});
