// What stands in a form: as it is sent, and whether somebody has typed into it.

// Tokens and versions, which are no text; each save renews them.
const STATE = new Set(["csrfmiddlewaretoken", "form_token", "version", "base_version", "open_fields", "links_shown"]);

// Files are sent by themselves.
export const pairsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");

// To be compared with what it was before; of a file its name.
export const contentOf = (form) =>
  JSON.stringify([...new FormData(form)].filter(([name]) => !STATE.has(name)).map(([name, value]) => [name, value.name ?? value]));

// Also before any script ran: a text that is no longer the one with which the page came.
export const isTyped = (form) =>
  [...form.querySelectorAll("textarea, input[type=text]")].some((box) => box.name && box.value !== box.defaultValue);
