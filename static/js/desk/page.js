// The writing page's own ways: the title that grows, the preview in the text's place, the focus
// on the text, two tabs on a phone, and groups that open where something leads into them.

import { everyEditor } from "./editors.js";
import { contentOf, isTyped } from "./form-state.js";

const form = document.getElementById("post_form");
const root = document.documentElement;
const PHONE = matchMedia("(max-width: 1024px)");
const NARROW = matchMedia("(max-width: 1499px)");
const SMALL = matchMedia("(max-width: 600px)");

// Browsers that do not size a box by its text.
function grow(box) {
  if (CSS.supports("field-sizing", "content")) return;
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };
  box.addEventListener("input", fit);
  addEventListener("resize", fit);
  fit();
}

// A title is one line, however it came in.
function keepOneLine(box) {
  box.addEventListener("input", () => {
    if (!/[\r\n]/.test(box.value)) return;
    const caret = box.selectionStart;
    box.value = box.value.replace(/\s*[\r\n]+\s*/g, " ");
    box.setSelectionRange(caret, caret);
  });
}

const letters = (text) => text.replace(/\]\([^)]*\)/g, "").replace(/[^\p{L}\p{N}]+/gu, "");

// The block of the preview that shows the paragraph with the caret, else the nearest one before it.
function blockAt(box, preview) {
  const blocks = [...preview.shadowRoot.querySelectorAll(".story > *")].reverse();
  const before = box.value.slice(0, box.selectionStart).split(/\n\s*\n/);
  const rest = box.value.slice(box.selectionStart).split(/\n\s*\n/)[0];
  before.push(before.pop() + rest);
  for (const paragraph of before.reverse()) {
    const start = letters(paragraph).slice(0, 40);
    const found = start && blocks.find((block) => letters(block.textContent).includes(start));
    if (found) return found;
  }
  return null;
}

function button(label, view, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = label;
  made.dataset.view = view;
  made.addEventListener("click", act);
  return made;
}

function views(editor) {
  const preview = button("Preview", "preview", () => show(!editor.classList.contains("is-previewed")));
  const focus = button("Focus", "focus", () => concentrate(!root.classList.contains("is-focused")));
  let left = 0;
  const show = (isShown) => {
    const box = editor.querySelector("textarea");
    const was = editor.classList.contains("is-previewed");
    if (isShown) left = scrollY;
    editor.classList.toggle("is-previewed", isShown);
    preview.lastChild.textContent = isShown ? "Back to writing" : "Preview";
    if (isShown) blockAt(box, editor.querySelector(".markdownx-preview"))?.scrollIntoView({ block: "center" });
    else if (was) {
      box.focus({ preventScroll: true });
      scrollTo({ top: left });
    }
  };
  const concentrate = (isAlone) => {
    root.classList.toggle("is-focused", isAlone);
    focus.textContent = isAlone ? "All of it" : "Focus";
    if (isAlone) editor.querySelector("textarea").focus();
  };
  NARROW.addEventListener("change", () => show(false));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !root.classList.contains("is-focused")) return;
    if (document.querySelector("dialog[open], text-expander > .link-menu")) return;
    concentrate(false);
  });
  const place = document.createElement("div");
  place.className = "view-tools";
  preview.prepend(editor.querySelector("template[data-eye]").content);
  place.append(preview, focus);
  editor.querySelector(".story-tools").append(place);
}

function tab(name) {
  root.dataset.tab = name;
  for (const link of form.querySelectorAll(".page-tabs a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// Where one was in the text, to which one comes back from the details.
const left = { field: null, top: 0 };

function turn(event) {
  const link = event.target.closest(".page-tabs a");
  if (!link) return;
  event.preventDefault();
  const name = link.hash.slice(1);
  if (root.dataset.tab === "write") left.top = scrollY;
  tab(name);
  const opened = name === "settle" ? document.getElementById("settle-heading") : left.field;
  (opened ?? document.getElementById("write")).focus({ preventScroll: true });
  scrollTo({ top: name === "settle" ? 0 : left.top });
}

// What opens to be written in has the cursor at once.
function writeIn(target) {
  const opened = target.closest("summary")?.closest(".way-back, .proposing, .note-deeds details");
  if (opened && !opened.open) setTimeout(() => opened.querySelector("textarea, input").focus());
}

// The field of that name, where it can be seen: its tab, its group, its own box.
export function reveal(id) {
  const field = document.getElementById(id) ?? document.getElementById(`${id.replace(/^id_/, "")}-group`);
  const target = field ?? document.getElementById(`${id}_0`);
  if (!target) return false;
  tab(target.closest(".side") ? "settle" : "write");
  for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  target.closest(".is-previewed")?.querySelector("[data-view=preview]").click();
  const isList = target.classList.contains("select2-hidden-accessible");
  const box = isList ? target.nextElementSibling.querySelector(".select2-selection, .select2-search__field") : target;
  const shown = box.matches("input, textarea, select, [tabindex]") ? box : box.querySelector(".add-row a");
  (shown ?? box).focus();
  target.closest(".fieldBox, .rows")?.scrollIntoView({ block: "nearest" });
  return true;
}

// The main button of a live post saves until there is something to publish; that of a scheduled
// one publishes it at once until there is something to save.
function offerChanges() {
  const find = (selector) => form.querySelector(selector);
  let first = null;
  let isOffered = false;
  const buttons = () => {
    const now = find("[data-changed]");
    const [main, next] = [now ?? find(".submit-row > [name=_save]"), find(now ? ".more-steps > [name=_save]" : ".step-list [data-live]")];
    return main && next && { now, main, next };
  };
  const begin = (content) => {
    [first, isOffered] = [content, false];
    form.classList.toggle("is-unchanged", Boolean(buttons()));
    change();
  };
  const change = () => {
    const found = !isOffered && first !== null && contentOf(form) !== first && buttons();
    if (!found) return;
    const { now, main, next } = found;
    isOffered = true;
    form.classList.remove("is-unchanged");
    main.replaceWith(next);
    if (now) {
      next.value = now.dataset.changed;
      find(".step-list").prepend(now);
      delete now.dataset.mainStep;
    } else {
      find(".more-steps").prepend(main);
      next.classList.add("publish");
    }
    main.classList.remove("default");
    next.classList.add("default");
    next.dataset.mainStep = "";
  };
  begin(null);
  // Scripts that dress the fields have changed them by then; so has who types already.
  addEventListener("load", () => setTimeout(() => begin(isTyped(form) ? "" : contentOf(form))));
  addEventListener("desk:saved", ({ detail }) => detail !== null && begin(detail));
  for (const kind of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(kind, change);
  // select2 tells jQuery only.
  window.django.jQuery(form).on("change", change);
}

// What a change of a live post is to its readers: asked over the button, where a phone has the
// question under another tab.
function askKind(event) {
  const kinds = [...form.querySelectorAll("[name=change]")];
  const asks = event.submitter?.name === "_publish" && event.submitter.dataset.live && kinds.length;
  if (!asks || kinds.some((kind) => kind.checked || kind.checkVisibility())) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.querySelector(".part-publishing").classList.add("is-asked");
  kinds[0].focus();
}

// On a phone what there is to say takes one line above the title, and opens from there.
function foldBanners() {
  const banners = document.querySelector(".banners");
  const line = banners.querySelector("summary");
  const told = () => [...banners.children].filter((each) => each !== line && !each.hidden);
  const name = () => {
    const words = told().map((each) => each.querySelector("summary, h2, li, p").textContent.trim());
    line.hidden = !words.length;
    // The title stands below; what became of it is what one line has room for.
    const short = (text) => text.replace(/^“[^”]*” (is )?/, "").replace(/^./u, (first) => first.toUpperCase());
    line.textContent = SMALL.matches ? words.map(short).join(" · ") : "";
  };
  const fold = () => {
    banners.open = !SMALL.matches;
    name();
  };
  fold();
  SMALL.addEventListener("change", fold);
  addEventListener("desk:saved", fold);
  new MutationObserver(name).observe(document.getElementById("others"), { childList: true });
}

if (form) {
  foldBanners();
  const title = document.getElementById("id_title");
  grow(title);
  keepOneLine(title);
  everyEditor((editor, box) => {
    grow(box);
    // A dossier is no one text: it is previewed whole.
    if (editor.closest(".part-story")) views(editor);
  });
  tab(document.getElementById(location.hash.slice(1))?.closest(".side") ? "settle" : "write");
  offerChanges();
  // Only now does each key do what it says: what is typed sooner would land in another field.
  if ("new" in form.dataset && document.activeElement === document.body) title.focus();
  form.addEventListener("submit", askKind, true);
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches(".writing :is(input, textarea, select)")) left.field = target;
  });
  form.addEventListener("click", (event) => {
    turn(event);
    writeIn(event.target);
    const link = event.target.closest('a[href^="#id_"]');
    if (link && reveal(decodeURIComponent(link.hash.slice(1)))) event.preventDefault();
  });
  PHONE.addEventListener("change", () => tab("write"));
}
