// A form is sent only while its editor is signed in and the server answers: the sign-in page
// or an error would take the place of all that was typed. And nobody leaves it by mistake.

import { contentOf, isTyped } from "./form-state.js";
import { saveInPlace } from "./save-in-place.js";

const line = document.querySelector(".save-problem");
const form = line?.closest("form");
const WAIT = 10_000;
let first = null;
let isAsking = false;
let isAskedAgain = false;
let isCleared = false;
let isSent = false;

function tell(text, address) {
  line.textContent = text;
  if (!address) return;
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.textContent = "Sign in in another tab";
  line.append(" ", link, ", then save here.");
}

// Signing in again made the token of this page worthless, so each answer brings a new one.
async function mayBeSent() {
  const answer = await fetch(line.dataset.tokenUrl, { signal: AbortSignal.timeout(WAIT) });
  if (answer.redirected) return false;
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { token } = await answer.json();
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  return true;
}

const staysHere = (button) => button?.name === "_continue" && form.id === "post_form";

async function send(button) {
  isAsking = true;
  try {
    if (!(await mayBeSent())) {
      tell("You are signed out. Nothing is saved yet, and all you typed is still here.", line.dataset.loginUrl);
    } else if (staysHere(button) && (await saveInPlace(form, button))) tell("");
    else {
      isCleared = true;
      form.requestSubmit(button);
    }
  } catch (error) {
    const why = "The server cannot be reached. Nothing is saved yet, and all you typed is still here: try again in a moment.";
    tell(error.told ? `${error.told.trim()} All you typed is still here.` : why);
  } finally {
    isAsking = false;
    if (isAskedAgain) save();
    isAskedAgain = false;
  }
}

// Enter in a line goes on to the next field, as in a letter: it would press the first button.
function goOn(event) {
  const { target } = event;
  const isLine = target.matches("[data-line], input:not([type=submit], [type=button], [type=file], [type=checkbox], [type=radio])");
  if (target.form !== form) return;
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !isLine) return;
  if (target.closest(".select2-container, [role=combobox]")) return;
  event.preventDefault();
  const fields = [...form.elements].filter((field) => !field.disabled && field.checkVisibility() && field.tabIndex >= 0);
  fields[fields.indexOf(target) + 1]?.focus();
}

// What saves without leading anywhere: as its own button, where a page has one.
function save() {
  form.requestSubmit(form.querySelector("[name=_continue]") ?? form.querySelector("[name=_save]"));
}

function saveByKey(event) {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  save();
}

if (form) {
  form.addEventListener("keydown", goOn);
  addEventListener("keydown", saveByKey);
  form.addEventListener("submit", (event) => {
    if (!isCleared) {
      event.preventDefault();
      if (!isAsking && !isSent) send(event.submitter);
      else isAskedAgain = isAsking && staysHere(event.submitter); // of what was typed meanwhile
      return;
    }
    isCleared = false;
    isSent = true;
    dispatchEvent(new Event("desk:saving"));
    // Where no page came as the answer, the button works again.
    setTimeout(() => {
      isSent = false;
    }, WAIT);
  });
  addEventListener("pageshow", () => {
    isSent = false;
  });
  // Back from the tab with the sign-in: pictures and the preview need the new token as well.
  addEventListener("focus", async () => {
    if (line.textContent && (await mayBeSent().catch(() => false))) tell("");
  });
  // The other scripts number the rows when the page has loaded; what came back with errors, or was
  // typed by then, is not saved from the start.
  addEventListener("load", () => {
    setTimeout(() => {
      first = document.querySelector(".error-summary, .recovered") || isTyped(form) ? "" : contentOf(form);
    }, 200);
  });
  addEventListener("beforeunload", (event) => {
    if (!isSent && first !== null && contentOf(form) !== first) event.preventDefault();
  });
  addEventListener("desk:saved", ({ detail }) => {
    first = detail ?? first;
  });
}
