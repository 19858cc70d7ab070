// An attempt: one question at a time, each change kept on the device at once and on the server within two seconds.
// Everything works without this script, too: then each question has its own button to save.
// What belongs to one topic stands in attempt/<topic>.js, what belongs to a question type in the type's folder.

import { load, wire } from "./attempt/answers.js";
import { startClock } from "./attempt/clock.js";
import { openCopy } from "./attempt/device.js";
import { look } from "./attempt/page.js";
import { startSaving } from "./attempt/saving.js";
import { startShowing } from "./attempt/showing.js";
import { startSteps } from "./attempt/steps.js";

const root = document.querySelector("#attempt");
const words = root.querySelector("[data-words]").dataset;
const sections = [...root.querySelectorAll("section.question")];
const handIn = root.querySelector("[data-submit]");
const address = `/attempts/${root.dataset.attempt}`;
const copy = openCopy(root.dataset.person, root.dataset.attempt);

await load(root.dataset.scripts.split(" ").filter(Boolean));
document.documentElement.classList.add("scripted"); // not earlier: where a script cannot be had, the forms still work

const steps = startSteps(root, sections, words, copy);
const saving = startSaving({
  address,
  sections,
  copy,
  tell(one) {
    showing.tell(one, saving.questions);
    steps.draw();
  },
  offers: (one, wasThere) => showing.offer(one, { use: saving.useOffered, leave: saving.leaveOut, wasThere }),
});
const showing = startShowing(root, words, saving.isWaiting);

sections.forEach((section, n) => {
  section.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    steps.next();
  });
  wire(section, (delay) => saving.changed(n, delay));
});

// First what is not yet on the server; handing in without it would lose it.
async function handInAll() {
  const isWhole = await saving.flush();
  root.querySelector("[data-hold]").hidden = isWhole;
  if (isWhole) handIn.submit();
  return isWhole;
}

handIn.addEventListener("submit", (event) => {
  event.preventDefault();
  handInAll();
});
for (const form of root.querySelectorAll("[data-language]")) {
  form.addEventListener("submit", async (event) => {
    if (!saving.questions.some(saving.isWaiting)) return;
    event.preventDefault(); // so that each answer is stored with the language in which it was given
    await saving.flush();
    const chosen = document.createElement("input");
    chosen.type = "hidden";
    chosen.name = event.submitter.name;
    chosen.value = event.submitter.value;
    form.append(chosen);
    form.submit();
  });
}

async function secondsLeft() {
  const found = await look(address).catch(() => null);
  if (found?.where === "over") location.replace(found.address);
  return found?.where === "here" ? Number(found.page.querySelector("#attempt").dataset.remaining) : null;
}

// Time is up: what waits is sent within the server's grace; then to the result, as soon as the server can be reached.
async function end() {
  if (!(await handInAll())) setInterval(secondsLeft, 5000);
}

saving.replay();
const wanted = /^#q(\d+)$/.exec(location.hash);
steps.go(wanted ? Number(wanted[1]) - 1 : copy.place(), false);
if (root.dataset.remaining) startClock(root.querySelector("[data-clock]"), Number(root.dataset.remaining), secondsLeft, end);
