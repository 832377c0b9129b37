// What stands in a form: as it is sent, and whether somebody has typed into it.

// Files are sent by themselves.
export const pairsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");

// Also before any script ran: a text that is no longer the one with which the page came.
export const isTyped = (form) =>
  [...form.querySelectorAll("textarea, input[type=text]")].some((box) => box.name && box.value !== box.defaultValue);
