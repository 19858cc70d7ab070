// An attempt: one question at a time, each change kept on the device at once and on the server within two seconds.
// Everything works without this script, too: then each question has its own button to save.
// How an answer is read and restored stands in attempt/answers.js and in the question types' folders, not here.

import { isAnswered, load, read, show, wire } from "./attempt/answers.js";

const root = document.querySelector("#attempt");
const words = root.querySelector("[data-words]").dataset;
const token = document.querySelector("meta[name=csrf-token]").content;
const store = `attempt/${root.dataset.person}/${root.dataset.attempt}`;
const sections = [...root.querySelectorAll("section.question")];
const state = sections.map((section) => ({
  section,
  number: Number(section.dataset.number), // the server's newest number that this page has seen
  pending: null, // {save_id, based_on, answer} not yet acknowledged
  sending: false,
  timer: null,
}));

// The copy on this device ----------------------------------------------------------------------------------------------

function keep() {
  const waiting = {};
  state.forEach((one, n) => {
    if (one.pending) waiting[n] = one.pending;
  });
  try {
    localStorage.setItem(store, JSON.stringify(waiting));
  } catch {
    // a full or forbidden store: the server has what it acknowledged
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(store) ?? "{}");
  } catch {
    return {};
  }
}

// Saving ---------------------------------------------------------------------------------------------------------------

function say(text) {
  root.querySelector("[data-saved]").textContent = text;
}

function changed(n, delay = 600) {
  const one = state[n];
  one.pending = { save_id: crypto.randomUUID(), based_on: one.number, answer: read(one.section) };
  keep();
  say(words.saving);
  clearTimeout(one.timer);
  one.timer = setTimeout(() => send(n), delay);
  drawNumbers();
}

async function send(n) {
  const one = state[n];
  if (!one.pending || one.sending) return;
  one.sending = true;
  const pending = one.pending;
  try {
    const answer = await fetch(`/attempts/${root.dataset.attempt}/answers/${n}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify(pending),
      credentials: "same-origin",
    });
    if (answer.status === 401) say(words.out);
    if (!answer.ok) throw new Error(String(answer.status));
    const saved = await answer.json();
    one.number = Math.max(one.number, saved.latest);
    one.section.dataset.number = String(one.number);
    if (one.pending === pending) one.pending = null;
    else one.pending.based_on = saved.counts ? saved.number : one.number;
    if (!saved.counts) offer(n, pending);
    keep();
    say(state.some((other) => other.pending) ? words.saving : words.savedWord);
  } catch (problem) {
    if (problem.message !== "401") say(words.failed);
    setTimeout(() => send(n), 3000);
  } finally {
    one.sending = false;
  }
  if (one.pending && one.pending !== pending) send(n);
}

// What was typed on top of something older is kept, does not count, and is offered.
function offer(n, pending) {
  const box = state[n].section.querySelector("div[data-older]");
  box.hidden = false;
  box.replaceChildren();
  const text = document.createElement("p");
  text.className = "note";
  text.textContent = `${words.older} ${typeof pending.answer === "string" ? `“${pending.answer}”` : ""} `;
  const use = document.createElement("button");
  use.type = "button";
  use.className = "button quiet small";
  use.textContent = words.use;
  use.addEventListener("click", () => {
    state[n].pending = { save_id: crypto.randomUUID(), based_on: state[n].number, answer: pending.answer };
    keep();
    box.hidden = true;
    send(n);
  });
  text.append(use);
  box.append(text);
}

function replay() {
  for (const [n, pending] of Object.entries(kept())) {
    if (!state[n]) continue;
    state[n].pending = pending;
    show(state[n].section, pending.answer);
    send(Number(n));
  }
}

// One question at a time ---------------------------------------------------------------------------------------------------

let here = 0;

function go(n, focus = true) {
  here = Math.max(0, Math.min(n, sections.length));
  sections.forEach((section, at) => (section.hidden = at !== here));
  root.querySelector("[data-hand-in]").hidden = here !== sections.length;
  root.querySelector("[data-steps] [data-previous]").disabled = here === 0;
  root.querySelector("[data-steps] [data-next]").hidden = here === sections.length;
  if (here < sections.length) {
    root.querySelector("[data-where]").textContent = words.question.replace("{n}", String(here + 1));
    history.replaceState(null, "", `#q${here + 1}`);
    if (focus) {
      const heading = sections[here].querySelector("h1");
      heading.tabIndex = -1;
      heading.focus();
    }
  } else {
    const open = sections.map((section, at) => (isAnswered(section) ? null : at + 1)).filter(Boolean);
    const place = root.querySelector("[data-unanswered]");
    place.textContent = open.length ? place.dataset.unansweredWords.replace("{n}", open.join(", ")) : place.dataset.allWords;
  }
  drawNumbers();
}

function drawNumbers() {
  const place = root.querySelector("[data-numbers]");
  place.replaceChildren(
    ...[...sections, null].map((section, n) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = section ? String(n + 1) : "✓";
      button.setAttribute("aria-label", section ? words.question.replace("{n}", String(n + 1)) : root.querySelector("[data-hand-in] h2").textContent);
      button.className = section && isAnswered(section) ? "answered" : "";
      if (n === here) button.setAttribute("aria-current", "step");
      button.addEventListener("click", () => go(n));
      return button;
    }),
  );
}

// The clock: the server says how much is left, the device only counts down ------------------------------------------------

function countDown() {
  const end = performance.now() + Number(root.dataset.remaining) * 1000;
  const clock = root.querySelector("[data-clock]");
  const timer = setInterval(() => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.classList.toggle("soon", left < 120);
    if (left === 0) {
      clearInterval(timer);
      root.querySelector("[data-submit]").requestSubmit();
    }
  }, 500);
}

// Wiring --------------------------------------------------------------------------------------------------------------------

await load(root.dataset.scripts.split(" ").filter(Boolean));
document.documentElement.classList.add("scripted"); // not earlier: where a script cannot be had, the forms still work
sections.forEach((section, n) => {
  section.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    go(here + 1);
  });
  wire(section, (delay) => changed(n, delay));
});
root.querySelector("[data-previous]").addEventListener("click", () => go(here - 1));
root.querySelector("[data-next]").addEventListener("click", () => go(here + 1));
root.querySelector("[data-numbers]").hidden = false;
root.querySelector("[data-steps]").hidden = false;
addEventListener("online", () => state.forEach((_one, n) => send(n)));
addEventListener("pagehide", () => keep());

root.querySelector("[data-submit]").addEventListener("submit", async (event) => {
  if (!state.some((one) => one.pending)) return;
  event.preventDefault(); // first what is not yet on the server
  delete event.target.dataset.sent;
  await Promise.all(state.map((one, n) => (clearTimeout(one.timer), send(n))));
  if (!state.some((one) => one.pending) || root.querySelector("[data-clock]")?.textContent === "0:00") event.target.submit();
});

const wanted = /^#q(\d+)$/.exec(location.hash);
replay();
go(wanted ? Number(wanted[1]) - 1 : 0, false);
if (root.dataset.remaining) countDown();
