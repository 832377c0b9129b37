// What is done with each Markdown box of the page, and with each that comes with a new row.

export function everyEditor(prepare) {
  const look = (root, isNew) => {
    for (const editor of root.querySelectorAll(".story-editor")) {
      if (!editor.closest(".empty-form")) prepare(editor, editor.querySelector("textarea"), isNew);
    }
  };
  look(document, false);
  document.addEventListener("formset:added", ({ target }) => look(target, true));
}
