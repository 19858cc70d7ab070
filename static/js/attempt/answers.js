// How a page reads and restores the answer of a question, by the kind that its template names in `data-answer`.
// A kind is {read(box), show(box, answer), isAnswered?(box, section), wire?(box, {changed}), delay?}. A question type with a
// behaviour of its own has it in its folder, in answer.js, whose default export is registered under the type's name.

const kinds = {
  one: {
    read: (box) => position(box.querySelector("input[type=radio]:checked")),
    show: showRadio,
  },
  bool: {
    read: (box) => {
      const chosen = box.querySelector("input[type=radio]:checked");
      return chosen ? chosen.value === "true" : null;
    },
    show: showRadio,
  },
  many: {
    read: (box) => [...box.querySelectorAll("input[type=checkbox]:checked")].map(position),
    show: (box, answer) => {
      for (const input of box.querySelectorAll("input[type=checkbox]")) input.checked = list(answer).includes(Number(input.value));
    },
  },
  text: {
    read: (box) => box.querySelector("[name=answer]").value.trim() || null,
    show: (box, answer) => {
      box.querySelector("[name=answer]").value = answer ?? "";
    },
    delay: 800,
  },
  match: {
    read: (box) => [...box.querySelectorAll("select[name=answer]")].map(chosen),
    show: (box, answer) => box.querySelectorAll("select[name=answer]").forEach((one, n) => (one.value = list(answer)[n] ?? "")),
  },
  // `part-2` is typed, `place-2` is chosen; the number is the place in the answer
  parts: {
    read: (box) => {
      const found = [];
      for (const one of box.querySelectorAll("[name^=part-], [name^=place-]")) {
        found[Number(one.name.split("-")[1])] = one.name.startsWith("part-") ? one.value.trim() || null : chosen(one);
      }
      return found;
    },
    show: (box, answer) => {
      for (const one of box.querySelectorAll("[name^=part-], [name^=place-]")) one.value = list(answer)[Number(one.name.split("-")[1])] ?? "";
    },
    delay: 800,
  },
};

function position(input) {
  return input ? Number(input.value) : null;
}

function chosen(select) {
  return select.value === "" ? null : Number(select.value);
}

function list(answer) {
  return Array.isArray(answer) ? answer : [];
}

function showRadio(box, answer) {
  for (const input of box.querySelectorAll("input[type=radio]")) input.checked = input.value === String(answer);
}

function boxOf(section) {
  return section.querySelector("[data-answer]");
}

function kindOf(section) {
  return kinds[boxOf(section).dataset.answer];
}

// Fetches the behaviours that question types bring along; the addresses end in /<type>/answer.js.
export async function load(addresses) {
  const modules = await Promise.all(addresses.map((address) => import(address)));
  modules.forEach((module, n) => (kinds[addresses[n].split("/").at(-2)] = module.default));
}

export function read(section) {
  return kindOf(section).read(boxOf(section));
}

export function show(section, answer) {
  kindOf(section).show(boxOf(section), answer);
}

export function isAnswered(section) {
  const kind = kindOf(section);
  if (kind.isAnswered) return kind.isAnswered(boxOf(section), section);
  const answer = read(section);
  return Array.isArray(answer) ? answer.some((one) => one !== null) : answer !== null;
}

// Tells `changed(delay)` of each change: the milliseconds until it is worth sending.
export function wire(section, changed) {
  const kind = kindOf(section);
  if (kind.wire) return kind.wire(boxOf(section), { changed, section });
  const listen = (name, delay) => boxOf(section).addEventListener(name, () => changed(delay));
  return kind.delay ? listen("input", kind.delay) : listen("change", 0);
}

// Puts the answer's place of a newer page in the place of this one's. Returns whether somebody was just writing there.
export function renew(section, fresh, changed) {
  const box = boxOf(section);
  const hadFocus = box.contains(document.activeElement);
  box.replaceWith(document.importNode(boxOf(fresh), true));
  wire(section, changed);
  return hadFocus;
}

// Whether an answer says nothing, whatever its kind.
export function isBlank(answer) {
  if (answer === null || answer === undefined || answer === "") return true;
  return typeof answer === "object" && Object.values(answer).every(isBlank);
}
