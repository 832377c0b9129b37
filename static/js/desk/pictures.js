// Pictures for the story: pasted, dropped or chosen, each described before it is uploaded.

const dialog = document.getElementById("picture-dialog");
const editor = document.getElementById("id_story");
const part = (name) => document.getElementById(`picture-${name}`);
const waiting = [];
let current = null;

function open(file) {
  current = file;
  dialog.querySelector("form").reset();
  part("problem").textContent = "";
  part("alt").disabled = false;
  const name = dialog.querySelector(".picture-name");
  name.hidden = !file;
  name.textContent = file ? file.name || "Pasted picture" : "";
  dialog.querySelector(".picture-file").hidden = Boolean(file);
  if (!dialog.open) dialog.showModal();
  (file ? part("alt") : part("file")).focus();
}

function next() {
  if (waiting.length) open(waiting.shift());
  else {
    dialog.close();
    editor.focus();
  }
}

function refuse(message, control) {
  part("problem").textContent = message;
  control?.focus();
}

function insert(code) {
  const { selectionStart: start, selectionEnd: end, value } = editor;
  dialog.close(); // What lies behind it takes no text.
  const before = value.slice(0, start);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const after = value.slice(end);
  const tail = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  // The only way to write that undo can take back; it moves the cursor and tells of the input.
  editor.focus();
  editor.setSelectionRange(start, end);
  document.execCommand("insertText", false, `${gap}${code}${tail}`);
}

async function send(file) {
  const form = new FormData();
  form.append("csrfmiddlewaretoken", document.querySelector("#post_form [name=csrfmiddlewaretoken]").value);
  form.append("image", file, file.name || "pasted.png");
  for (const name of ["alt", "caption", "credit"]) form.append(name, part(name).value.trim());
  if (part("decorative").checked) form.append("decorative", "1");
  const answer = await fetch(editor.dataset.markdownxUploadUrlsPath, { method: "POST", body: form });
  const type = answer.headers.get("content-type") ?? "";
  const isJson = type.startsWith("application/json");
  if (type.startsWith("text/plain")) throw new Error(await answer.text());
  if (!isJson) {
    throw new Error(
      answer.status === 403
        ? "You may not add pictures here. Ask an administrator, or open this page again."
        : "The server did not take the picture. Sign in again in another tab, then try once more.",
    );
  }
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
}

async function add() {
  const file = current ?? part("file").files[0];
  if (!file) return refuse("Choose a picture first.", part("file"));
  if (!part("alt").value.trim() && !part("decorative").checked) {
    return refuse("Describe the picture, or mark it as decorative.", part("alt"));
  }
  const pressed = dialog.querySelector("[value=add]");
  pressed.disabled = true;
  try {
    const { image_code: code, loss = "" } = await send(file);
    insert(code);
    const told = `Picture added to the story. ${loss}`.trim();
    document.getElementById("desk-status").textContent = told;
    next();
  } catch (error) {
    refuse(error.message || "The picture could not be sent. Check the connection and try again.");
  } finally {
    pressed.disabled = false;
  }
}

function take(event, files) {
  if (!files?.length) return;
  // markdownx would upload them at once, without a word of description.
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting.push(...files);
  next();
}

if (dialog && editor) {
  const isOurs = (event) => event.target === editor || event.target.closest?.(".story-editor");
  addEventListener("paste", (event) => isOurs(event) && take(event, event.clipboardData?.files), true);
  addEventListener("drop", (event) => isOurs(event) && take(event, event.dataTransfer?.files), true);
  const start = document.querySelector("[data-add-picture]");
  start.hidden = false;
  start.addEventListener("click", () => open(null));
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    add();
  });
  dialog.querySelector("[value=cancel]").addEventListener("click", next);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    next();
  });
  part("decorative").addEventListener("change", () => {
    part("alt").disabled = part("decorative").checked;
    if (part("decorative").checked) part("alt").value = "";
  });
}
