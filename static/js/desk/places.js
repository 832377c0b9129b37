// A place that is not here yet is proposed from the list in which it was looked for.

const $ = window.django.jQuery;
const places = document.getElementById("id_places");
const proposed = document.getElementById("id_proposed_places");

function propose(name) {
  const names = proposed.value.split("\n").filter(Boolean);
  if (!names.includes(name)) proposed.value = [...names, name].join("\n");
  proposed.closest("details").open = true;
  proposed.dispatchEvent(new Event("input", { bubbles: true }));
  document.getElementById("desk-status").textContent = `“${name}” is proposed to those who may add places.`;
}

function tag({ term }) {
  const name = term.trim().replace(/\s+/g, " ");
  return name ? { id: `propose ${name}`, text: `Propose “${name}”`, name } : null;
}

if (places && proposed) {
  // Read when the list is made, once the page is ready. Enter takes a place that is here first.
  const options = { tags: true, createTag: tag, insertTag: (found, made) => found.push(made) };
  // The list asks jQuery for what the element has as attributes.
  Object.keys(options).forEach((name) => (places.dataset[name] = ""));
  $(places).data(options);
  $(places).on("select2:selecting", (event) => {
    const { name } = event.params.args.data;
    if (!name) return;
    event.preventDefault();
    propose(name);
    $(places).select2("close");
  });
}
