// One question at a time: where one is, what is answered, and what is not.

import { isAnswered } from "./answers.js";

export function startSteps(root, sections, words, copy) {
  const find = (name) => root.querySelector(`[data-${name}]`);
  const title = (n) => words.question.replace("{n}", String(n + 1));
  let here = 0;

  function go(n, focus = true) {
    here = Math.max(0, Math.min(n, sections.length));
    const isLast = here === sections.length;
    sections.forEach((section, at) => (section.hidden = at !== here));
    find("hand-in").hidden = !isLast;
    find("previous").disabled = here === 0;
    find("next").hidden = isLast;
    copy.keepPlace(here);
    history.replaceState(null, "", isLast ? location.pathname : `#q${here + 1}`);
    if (isLast) sayWhatIsOpen();
    else find("where").textContent = title(here);
    draw();
    const heading = isLast ? find("hand-in").querySelector("h2") : sections[here].querySelector("h1");
    heading.tabIndex = -1;
    if (focus) heading.focus();
  }

  function sayWhatIsOpen() {
    const open = sections.map((section, at) => (isAnswered(section) ? null : at + 1)).filter(Boolean);
    const place = find("unanswered");
    place.textContent = open.length ? place.dataset.unansweredWords.replace("{n}", open.join(", ")) : place.dataset.allWords;
  }

  function draw() {
    const place = find("numbers");
    if (!place.childElementCount) place.append(...[...sections, null].map(makeButton));
    [...place.children].forEach((button, n) => {
      button.className = n < sections.length && isAnswered(sections[n]) ? "answered" : "";
      if (n === here) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }

  function makeButton(section, n) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = section ? String(n + 1) : "✓";
    button.setAttribute("aria-label", section ? title(n) : find("hand-in").querySelector("h2").textContent);
    button.addEventListener("click", () => go(n));
    return button;
  }

  find("previous").addEventListener("click", () => go(here - 1));
  find("next").addEventListener("click", () => go(here + 1));
  find("numbers").hidden = false;
  find("steps").hidden = false;
  return { go, draw, next: () => go(here + 1) };
}
