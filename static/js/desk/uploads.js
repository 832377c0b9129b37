// Several pictures, one after the other, each with its own bar; without this the form sends all.

const form = document.getElementById("upload-form");
const input = document.getElementById("files");
const list = document.getElementById("upload-progress");
const results = document.getElementById("upload-results");
const status = document.getElementById("upload-status");
const describe = document.getElementById("describe-form");

function line(name) {
  const item = document.createElement("li");
  const label = document.createElement("span");
  label.textContent = name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  item.append(label, bar);
  list.append(item);
  return item;
}

function send(file, bar) {
  const body = new FormData(form);
  body.delete("files");
  body.append("files", file);
  body.append("one", "1");
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => {
      const isAnswer = request.status === 200 && !request.responseURL.includes("/login/");
      if (isAnswer) resolve(request.responseText);
      else if (request.getResponseHeader("Content-Type")?.startsWith("text/plain")) reject(new Error(request.responseText));
      else reject(new Error("You are signed out, or the server refused it."));
    });
    request.addEventListener("error", () => reject(new Error("The server cannot be reached.")));
    request.send(body);
  });
}

async function upload(files) {
  let done = 0;
  let stored = 0;
  const waiting = files.map((file) => [file, line(file.name)]);
  for (const [file, item] of waiting) {
    try {
      const html = await send(file, item.querySelector("progress"));
      const made = new DOMParser().parseFromString(html, "text/html");
      stored += made.querySelector(".has-problem") ? 0 : 1;
      results.append(...made.body.childNodes);
      describe.hidden = false;
      item.remove();
    } catch (error) {
      item.querySelector("progress").remove();
      item.append(` ${error.message} It was not stored: try again.`);
      item.className = "problem";
    }
    done += 1;
    status.textContent = `${done} of ${files.length} sent, ${stored} stored.`;
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const files = [...input.files];
    form.reset();
    upload(files);
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (event.target === input) return;
    event.preventDefault();
    upload([...event.dataTransfer.files]);
  });
}
