// What is typed is kept every few seconds on the server, for its editor alone and for each open
// form by itself; while that cannot be reached, in this browser. It is no save: readers, colleagues
// and the history see nothing.

import { contentOf, isTyped, pairsOf } from "./form-state.js";

const form = document.getElementById("post_form");
const row = document.querySelector(".submit-row");
// A new post gets its own place with its first save, and each save begins another text to keep.
const place = (name) => document.getElementById("checks").dataset.checkUrl.replace(/check\/$/, `${name}/`);
const isStored = () => /\/\d+\/autosave\/$/.test(place("autosave"));
const KEYS = "autosave:";
const keyOf = () => `${KEYS}${form.elements.form_token.value}`;
let key = null;
const MOST = 3_000; // ms of typing that a crash may cost
const BEAT = 20_000; // ms between signs of life
const KEEPALIVE = 60_000; // bytes that a browser sends for a page that is going
let first = null;
let kept = null;
let timer = 0;
let isSending = false;
let isSent = false;

const line = document.createElement("p");
line.className = "kept-line";
line.setAttribute("role", "status");

function keepHere() {
  const pairs = pairsOf(form).filter(([name]) => name !== "csrfmiddlewaretoken");
  try {
    localStorage.setItem(key, JSON.stringify({ path: location.pathname, pairs }));
    line.textContent = "The server cannot be reached: your text is kept in this browser.";
  } catch {
    line.textContent = "The server cannot be reached, and this browser keeps nothing: copy your text before you leave.";
  }
}

async function send(keepalive = false) {
  const content = contentOf(form);
  const isBack = content === first;
  if (first === null || content === kept || (isBack && kept === null) || isSent) return;
  // An answer that is late holds back the next, which would overtake it.
  if (isSending && !keepalive) {
    soon();
    return;
  }
  isSending = true;
  try {
    const body = new URLSearchParams(pairsOf(form));
    if (isBack) body.set("_discard", form.elements.form_token.value);
    const answer = await fetch(place("autosave"), { method: "POST", body, keepalive, redirect: "manual" });
    if (isBack && answer.type === "opaqueredirect") {
      kept = null;
      line.textContent = "No changes.";
      return;
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      keepHere();
      line.textContent = "You are signed out: your text is kept in this browser.";
      return;
    }
    const result = await answer.json();
    if (!answer.ok) {
      keepHere();
      line.textContent = result.error;
      return;
    }
    kept = content;
    localStorage.removeItem(key);
    line.textContent = `Unsaved, but kept at ${result.kept}.`;
  } catch {
    keepHere();
  } finally {
    isSending = false;
  }
}

// From the first key on, however steadily one types.
function soon() {
  timer ||= setTimeout(() => {
    timer = 0;
    send();
  }, MOST);
}

function stop() {
  clearTimeout(timer);
  timer = 0;
}

// What earlier visits left in this browser goes to the server, which offers it above the form.
// What is on offer there now may be older, so nobody takes it while the newer is on its way.
async function handOver() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEYS));
  const stored = keys.map((key) => [key, JSON.parse(localStorage.getItem(key))]);
  const ours = stored.filter(([, { path }]) => path === location.pathname);
  if (!ours.length) return;
  offer(false);
  const sent = await Promise.all(ours.map(([key, { pairs }]) => handOverOne(key, pairs)));
  if (sent.every(Boolean) && !document.querySelector(".error-summary, .recovered")) location.reload();
  else offer(true);
}

async function handOverOne(key, pairs) {
  const body = new URLSearchParams(pairs);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(place("autosave"), { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.ok) localStorage.removeItem(key);
  return Boolean(answer?.ok);
}

function offer(isOpen) {
  for (const button of document.querySelectorAll(".autosave button")) button.disabled = !isOpen;
}

async function beat() {
  if (!isStored() || document.visibilityState !== "visible") return;
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(place("presence"), { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const { others } = await answer.json();
  const box = document.getElementById("others");
  for (const other of document.querySelectorAll(".others:not(#others)")) other.remove();
  box.hidden = others.length === 0;
  const said = [...box.children].map((each) => each.textContent);
  if (said.join() === others.join()) return;
  box.replaceChildren(...others.map((each) => Object.assign(document.createElement("p"), { textContent: each })));
}

if (form && row) {
  row.append(line);
  key = keyOf();
  handOver().catch(() => offer(true));
  addEventListener("load", () =>
    setTimeout(() => {
      // What came back with errors is not kept from the start, nor is what was typed by now.
      first = document.querySelector(".error-summary, .recovered") || isTyped(form) ? "" : contentOf(form);
      if (first === "") soon();
    }, 200),
  );
  for (const type of ["input", "change", "formset:added", "formset:removed", "click"]) {
    form.addEventListener(type, soon);
  }
  // select2 tells jQuery only.
  window.django.jQuery(form).on("change", soon);
  form.addEventListener("submit", stop);
  addEventListener("online", () => send());
  addEventListener("pagehide", () => {
    stop();
    const content = contentOf(form);
    if (content.length < KEEPALIVE) send(true);
    else if (first !== null && content !== kept && content !== first) keepHere();
    if (isStored()) {
      const body = new URLSearchParams({
        gone: "1",
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      });
      navigator.sendBeacon(place("presence"), body);
    }
  });
  addEventListener("desk:saving", () => {
    isSent = true;
    line.textContent = "Saving …";
    stop();
  });
  addEventListener("pageshow", () => {
    isSent = false;
  });
  // Nothing was saved without a `detail`: what is typed is kept as before.
  addEventListener("desk:saved", ({ detail }) => {
    isSent = false;
    line.textContent = detail === null ? "" : "Saved.";
    if (detail !== null) {
      localStorage.removeItem(key);
      [key, first, kept] = [keyOf(), detail, null];
    }
    soon();
  });
  setTimeout(beat, 1_000);
  setInterval(beat, BEAT);
}
