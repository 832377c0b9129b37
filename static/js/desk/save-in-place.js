// Saves the writing page without leaving it, so that undo, the caret and what is typed meanwhile
// stay. What a save changes beside the text is taken over from the page that the server answers.

import { contentOf } from "./form-state.js";
import { heldStill } from "./still.js";

const RENEWED = [".breadcrumbs", "h1", ".side-head", ".page-tabs small", ".submit-row > input", ".more-steps", ".part-history"];
const HIDDEN = ["version", "base_version", "open_fields", "form_token"];
const WAIT = 60_000;
// The server makes an address of a title, and has put a note away.
const GIVEN = ["slug", "note"];

const linked = (root) =>
  [...root.querySelectorAll("[name^=links_]:is([name$=-earlier], [name$=-later])")].map(({ value }) => value).filter(Boolean).join();

const told = (banners) => [...banners.children].filter((each) => !each.matches("summary, #others"));

// What is open in a part, and what is typed there for the next step, stays.
function renew(old, made) {
  const [steps, back] = [".other-steps", ".way-back"].map((each) => [old, made].map((root) => root.querySelector(each)));
  if (steps[0] && steps[1]) steps[1].open = steps[0].open;
  if (back[0] && back[1]) back[1].replaceWith(back[0]);
  old.replaceWith(made);
}

// Groups and forms that only a stored post has.
function addMissing(page) {
  for (const group of page.querySelectorAll(".groups > details")) {
    const part = [...group.classList].find((each) => each.startsWith("part-"));
    if (!document.querySelector(`.groups > .${part}`)) document.querySelector(".groups").append(group);
  }
  const forms = [...page.querySelectorAll("form[id$=-form]")].filter(({ id }) => !document.getElementById(id));
  document.getElementById("content-main").after(...forms);
}

function takeOver(form, page, sent) {
  const made = page.getElementById("post_form");
  const { name } = document.activeElement;
  document.title = page.title;
  for (const each of RENEWED) {
    const [old, fresh] = [document, page].map((root) => root.querySelector(each));
    if (old && fresh) renew(old, fresh);
  }
  addMissing(page);
  const banners = document.querySelector(".banners");
  for (const each of told(banners)) each.remove();
  banners.append(...told(page.querySelector(".banners")));
  for (const each of HIDDEN) form.elements[each].value = made.elements[each].value;
  // Links that came from the other side are not in this form: it has not shown them.
  if (form.elements.links_shown && linked(form) === linked(made)) form.elements.links_shown.value = made.elements.links_shown.value;
  for (const each of GIVEN) {
    if (form.elements[each]?.value === sent.get(each)) form.elements[each].value = made.elements[each].value;
  }
  // The page goes on writing the address of a new post from its title until somebody has.
  window.django.jQuery("#id_slug").data("_changed", true);
  delete form.dataset.new;
  form.removeAttribute("action");
  form.dataset.headUrl = made.dataset.headUrl;
  document.getElementById("checks").dataset.checkUrl = page.getElementById("checks").dataset.checkUrl;
  if (document.activeElement === document.body) form.querySelector(`[name="${name}"]`)?.focus({ preventScroll: true });
}

// Where the server itself failed at it, one stays here and is told.
async function failure(answer) {
  const isTold = answer.headers.get("content-type")?.startsWith("text/plain");
  return Object.assign(new Error(), { told: isTold ? await answer.text() : "The server could not save it. Try again in a moment." });
}

// Whether it was saved; where it was not, nothing here has changed. Throws without a page as answer.
export async function saveInPlace(form, button) {
  const sent = new FormData(form, button);
  const before = contentOf(form);
  dispatchEvent(new Event("desk:saving"));
  let saved = null;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams([...sent]), signal: AbortSignal.timeout(WAIT) });
    if (answer.status >= 500) throw await failure(answer);
    const page = answer.ok && answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page || !page.getElementById("post_form")) return false;
    const isUntouched = contentOf(form) === before;
    heldStill(() => takeOver(form, page, sent));
    history.replaceState(null, "", answer.url);
    saved = isUntouched ? contentOf(form) : before;
    return true;
  } finally {
    dispatchEvent(new CustomEvent("desk:saved", { detail: saved }));
    if (saved !== null) form.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
