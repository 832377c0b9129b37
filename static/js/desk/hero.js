// The hero picture: thumbnails in the list of choices, and the chosen one beside it.

const select = document.getElementById("id_hero");
const line = document.getElementById("id_hero_note");
const $ = window.django.jQuery;

function option(item) {
  const text = document.createElement("span");
  text.className = "picture-option";
  if (item.thumbnail) {
    const image = document.createElement("img");
    image.src = item.thumbnail;
    image.alt = "";
    image.width = 72;
    image.height = 48;
    text.append(image);
  }
  text.append(item.text);
  return $(text);
}

const frame = document.createElement("img");
frame.className = "hero-preview";
frame.width = 160;
frame.height = 107;
frame.hidden = true;

async function show() {
  const chosen = select.value;
  if (!chosen) {
    frame.hidden = true;
    line.textContent = "";
    return;
  }
  const answer = await fetch(select.dataset.pictureUrl.replace("/0/", `/${chosen}/`));
  if (!answer.ok || answer.redirected || chosen !== select.value) return;
  const picture = await answer.json();
  frame.src = picture.thumbnail;
  frame.alt = picture.alt || "Decorative picture";
  frame.hidden = false;
}

function start() {
  $(select).select2({
    templateResult: option,
    allowClear: true,
    placeholder: "",
    ajax: {
      url: select.dataset.ajaxUrl,
      dataType: "json",
      delay: 250,
      data: ({ term, page }) => ({
        term,
        page,
        app_label: select.dataset.appLabel,
        model_name: select.dataset.modelName,
        field_name: select.dataset.fieldName,
      }),
    },
  });
  $(select).on("change", () => show().catch(() => {}));
  show().catch(() => {});
}

if (select && line) {
  line.before(frame);
  // The libraries set their own lists up when the page has loaded; ours comes after them.
  if (document.readyState === "complete") start();
  else addEventListener("load", () => setTimeout(start));
}
