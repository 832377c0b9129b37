// Names for the boxes that select2 builds: it leaves its own controls without any.

const $ = window.django.jQuery;

function nameOf(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  return (label?.textContent ?? select.name).trim().replace(/:$/, "");
}

function repair(select) {
  const container = select.nextElementSibling;
  if (!container?.classList.contains("select2")) return;
  const name = nameOf(select);
  container.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
  // A list may hold list items only, and each chip has a cross of its own.
  container.querySelector("ul > .select2-selection__clear")?.remove();
  const single = container.querySelector(".select2-selection--single");
  if (single) {
    const chosen = select.selectedOptions[0]?.textContent.trim();
    single.removeAttribute("aria-labelledby");
    single.setAttribute("aria-label", chosen ? `${name}: ${chosen}` : name);
    single.querySelector("[role=textbox]")?.setAttribute("aria-label", name);
  } else {
    container.querySelector(".select2-selection")?.setAttribute("aria-label", name);
  }
}

function repairAll(root = document) {
  root.querySelectorAll("select.select2-hidden-accessible").forEach(repair);
}

addEventListener("load", () => {
  setTimeout(() => {
    repairAll();
    new MutationObserver((changes) => {
      const selects = new Set();
      for (const { target } of changes) {
        const container = target.closest?.(".select2");
        if (container) selects.add(container.previousElementSibling);
      }
      selects.forEach((select) => select?.matches("select") && repair(select));
    }).observe(document.querySelector("form[id$=_form]") ?? document.body, { childList: true, subtree: true });
  }, 50);
});

document.addEventListener("formset:added", (event) => setTimeout(() => repairAll(event.target), 50));

// Where a bar covers the foot of the page, a list and its box are moved above that.
const ROOM = 380;
$(document).on("select2:opening", (event) => {
  const below = innerHeight - event.target.nextElementSibling.getBoundingClientRect().bottom;
  if (matchMedia("(max-width: 1024px)").matches && below < ROOM) scrollBy({ top: ROOM - below, behavior: "instant" });
});

// What is typed on a closed list is looked for in it, as in a list of the browser's own.
addEventListener("keydown", (event) => {
  const single = event.target.closest?.(".select2-selection--single");
  const isTyped = event.key.length === 1 && !(event.key === " " || event.ctrlKey || event.metaKey || event.altKey);
  if (!single || !isTyped) return;
  event.preventDefault();
  $(single.closest(".select2").previousElementSibling).select2("open");
  $(".select2-container--open .select2-search__field").val(event.key).trigger("focus").trigger("input");
});

$(document).on("select2:open", (event) => {
  const name = nameOf(event.target);
  document.querySelector(".select2-dropdown .select2-search__field")?.setAttribute("aria-label", `Search: ${name}`);
  document.querySelector(".select2-results__options")?.setAttribute("aria-label", name);
});
