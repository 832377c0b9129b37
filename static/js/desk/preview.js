// What the server makes of a text, and a place in which it looks as it does to readers.

export const NO_PREVIEW = "The preview could not be made: sign in again in another tab, or wait a moment.";

// Its own style sheets, out of reach of the desk's.
export function dress(host) {
  const root = host.attachShadow({ mode: "open" });
  for (const address of host.closest("[data-styles]").dataset.styles.split(" ")) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = address;
    root.append(sheet);
  }
  return root;
}

// The HTML, or a line that says why there is none.
export async function fetchHtml(address, pairs) {
  const body = new URLSearchParams(pairs);
  const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
  const isOurs = answer?.ok || answer?.status === 400;
  return { isMade: Boolean(answer?.ok), text: isOurs ? await answer.text() : NO_PREVIEW };
}

export const nodes = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
