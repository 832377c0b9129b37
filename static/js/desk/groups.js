// The line of each folded group, kept true while one types, and the number of what blocks.

const form = document.getElementById("post_form");
const panel = document.getElementById("checks");
const NOTHING = "none yet";

const chosen = (select) => [...select.selectedOptions].filter((option) => option.value).map((option) => option.textContent.trim());

function number(count, noun) {
  return count ? `${count} ${noun}${count === 1 ? "" : "s"}` : NOTHING;
}

function rows(group, noun) {
  const boxes = "input:not([type=hidden], [type=checkbox], [name$='-position']), textarea, select[name$='-source'], select[name$='-post']";
  const filled = [...group.querySelectorAll(".inline-related:not(.empty-form)")].filter((row) =>
    [...row.querySelectorAll(boxes)].some((box) => box.value.trim()),
  );
  return number(filled.length, noun);
}

const text = (id) => document.getElementById(id)?.value.trim() ?? "";

const LINES = {
  short: () => (text("id_description") ? document.getElementById("id_description_note").textContent.split(" characters")[0] : NOTHING),
  bullets: (group) => rows(group, "bullet"),
  picture: () => (text("id_hero") ? "chosen" : NOTHING),
  belongs: () => ["id_categories", "id_places", "id_tags"].flatMap((id) => chosen(document.getElementById(id))).join(" · ") || NOTHING,
  sources: (group) => rows(group, "source"),
  question: () => text("id_closing_question") || NOTHING,
  stories: () => number(chosen(document.getElementById("id_posts")).length, "post"),
  chain: (group) => rows(group, "link"),
  detail: () => (document.getElementById("id_undated").checked ? "no event date" : text("id_event_display") || "as usual"),
  address: () => `${text("id_slug") || "from the title"} · ${text("id_language")}${text("id_translation_of") ? " · a translation" : ""}`,
  note: () => text("id_note") || NOTHING,
};

function refresh() {
  for (const [name, line] of Object.entries(LINES)) {
    const group = form.querySelector(`.part-${name}.group`);
    const [shown, words] = [group?.querySelector(".group-line"), group && line(group)];
    if (shown && shown.textContent !== words) shown.textContent = words;
  }
}

function count() {
  const found = panel.querySelectorAll(".findings > :not(.finding-advice)").length;
  form.querySelector("[data-findings-number]").textContent = found || "";
}

if (form && panel) {
  // Not at each letter: a text that changes elsewhere cuts what one undo takes back.
  for (const type of ["change", "formset:added", "formset:removed"]) form.addEventListener(type, refresh);
  // select2 tells jQuery only.
  window.django.jQuery(form).on("change", refresh);
  for (const line of form.querySelectorAll("[data-line-of]")) {
    const source = document.getElementById(line.dataset.lineOf);
    if (!source?.matches("p")) continue;
    const follow = () => {
      line.textContent = source.textContent || "the moment of publishing";
    };
    new MutationObserver(follow).observe(source, { childList: true, subtree: true, characterData: true });
  }
  new MutationObserver(count).observe(panel, { childList: true, subtree: true });
  count();
}
