// A role-play: a text, and files that are sent as soon as they are chosen. The answer names the files by their numbers.

function files(box) {
  return [...box.querySelectorAll("[data-file]")].map((item) => Number(item.dataset.file));
}

function say(box, text) {
  box.querySelector("[data-said]").textContent = text;
}

function entry(box, file, removed) {
  const item = document.createElement("li");
  item.dataset.file = String(file.id);
  const link = document.createElement("a");
  link.href = file.address;
  link.textContent = file.name;
  item.append(link);
  addRemove(box, item, removed);
  return item;
}

function addRemove(box, item, removed) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain small";
  button.textContent = box.dataset.remove;
  button.setAttribute("aria-label", `${box.dataset.remove}: ${item.querySelector("a").textContent}`);
  button.addEventListener("click", () => {
    item.remove();
    removed();
    box.querySelector("input[type=file]").focus();
  });
  item.append(button);
}

// XMLHttpRequest and not fetch: only it tells how much of an upload has gone.
function send(box, file) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const progress = box.querySelector("[data-progress]");
    request.open("POST", box.dataset.upload);
    request.setRequestHeader("X-CSRFToken", document.querySelector("meta[name=csrf-token]").content);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      progress.max = event.total;
      progress.value = event.loaded;
    });
    request.addEventListener("loadend", () => {
      progress.hidden = true;
      if (request.status === 200) resolve(request.response);
      else reject(new Error(request.response?.message ?? ""));
    });
    progress.value = 0;
    progress.hidden = false;
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}

async function chosen(box, input, changed) {
  const file = input.files[0];
  if (!file) return;
  const words = (text) => text.replace("{name}", file.name);
  if (files(box).length >= Number(box.dataset.most)) say(box, box.dataset.full);
  else if (file.size > Number(box.dataset.largest) * 1e6) say(box, words(box.dataset.large));
  else {
    input.disabled = true;
    say(box, words(box.dataset.sending));
    try {
      const kept = await send(box, file);
      box.querySelector("[data-files]").append(entry(box, kept, () => changed(0)));
      changed(0);
      say(box, words(box.dataset.kept));
    } catch (problem) {
      say(box, problem.message || words(box.dataset.failed));
    }
    input.disabled = false;
  }
  input.value = "";
}

export default {
  read(box) {
    const answer = { text: box.querySelector("[name=answer]").value.trim(), files: files(box) };
    return answer.text || answer.files.length ? answer : null;
  },
  show(box, answer) {
    box.querySelector("[name=answer]").value = answer?.text ?? "";
    const wanted = answer?.files ?? [];
    for (const item of box.querySelectorAll("[data-file]")) if (!wanted.includes(Number(item.dataset.file))) item.remove();
    const place = box.querySelector("[data-files]");
    for (const id of wanted.filter((one) => !files(box).includes(one))) {
      place.append(entry(box, { id, name: `#${id}`, address: `/answer-files/${Number(id)}` }, () => box.changed(0)));
    }
  },
  wire(box, { changed }) {
    box.changed = changed;
    const input = box.querySelector("input[type=file]");
    for (const item of box.querySelectorAll("[data-file]")) addRemove(box, item, () => changed(0));
    input.addEventListener("change", () => chosen(box, input, changed));
    box.querySelector("[name=answer]").addEventListener("input", () => changed(800));
  },
};
