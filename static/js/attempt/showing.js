// What a page says about saving: in words beside each question, once for all of them, and what is offered of another tab.

export function startShowing(root, words, isWaiting) {
  const textOf = { failed: words.failed, out: words.out, saving: words.saving, saved: words.savedWord, nothing: "" };

  function stateOf(one) {
    if (isWaiting(one)) return one.trouble ?? "saving";
    return one.number > 0 || one.typed ? "saved" : "nothing";
  }

  function tell(one, all) {
    write(one.section.querySelector("[data-state]"), textOf[stateOf(one)]);
    const states = new Set(all.map(stateOf));
    const worst = ["out", "failed", "saving", "saved"].find((state) => states.has(state)) ?? "nothing";
    write(root.querySelector("[data-saved]"), textOf[worst]);
    const out = root.querySelector("[data-out]");
    out.hidden = worst !== "out";
    out.querySelector("a").href = `/sign-in?next=${encodeURIComponent(location.pathname + location.hash)}`;
  }

  function offer(one, { use, leave, wasThere }) {
    const box = one.section.querySelector("[data-older]");
    box.hidden = one.offered.length === 0;
    box.replaceChildren(...one.offered.map((answer) => entry(answer, () => use(one, answer), () => leave(one, answer))));
    if (one.offered.length && wasThere) box.focus(); // whoever was writing hears why the answer is another one now
  }

  function entry(answer, use, leave) {
    const line = document.createElement("p");
    line.className = "note";
    const text = typeof answer === "string" ? answer : (answer?.text ?? "");
    line.append(`${words.older} ${text ? `“${text}” ` : ""}`, button(words.use, use), " ", button(words.leave, leave));
    return line;
  }

  return { tell, offer };
}

// Only where it changed: a screen reader says everything that is written into a live region.
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet small";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}
