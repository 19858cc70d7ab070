// Things in order: each moves up and down with its own two buttons.

function say(box, item) {
  const place = [...item.parentNode.children].indexOf(item) + 1;
  box.querySelector("[data-order-said]").textContent = `${item.querySelector("span").textContent}: ${place}`;
}

export default {
  read: (box) => [...box.querySelectorAll("[data-item]")].map((item) => Number(item.dataset.item)),
  show(box, answer) {
    const list = box.querySelector("ol");
    for (const item of answer ?? []) {
      const found = list.querySelector(`[data-item="${Number(item)}"]`);
      if (found) list.append(found);
    }
    box.dataset.touched = "yes";
  },
  isAnswered: (box, section) => box.dataset.touched === "yes" || Number(section.dataset.number) > 0,
  wire(box, { changed }) {
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-up], [data-down]");
      if (!button) return;
      const item = button.closest("[data-item]");
      const other = "up" in button.dataset ? item.previousElementSibling : item.nextElementSibling;
      if (!other) return;
      if ("up" in button.dataset) other.before(item);
      else other.after(item);
      box.dataset.touched = "yes";
      button.focus();
      say(box, item);
      changed(200);
    });
  },
};
