// Areas of a picture: a click or tap in the picture is a click on its entry in the list, which the keyboard uses.

function inputs(box) {
  return [...box.querySelectorAll("input[name=answer]")];
}

function paint(box) {
  for (const input of inputs(box)) box.querySelector(`[data-area="${input.value}"]`).classList.toggle("chosen", input.checked);
}

export default {
  read: (box) => inputs(box).filter((input) => input.checked).map((input) => Number(input.value)),
  show(box, answer) {
    for (const input of inputs(box)) input.checked = Array.isArray(answer) && answer.includes(Number(input.value));
    paint(box);
  },
  isAnswered: (box) => inputs(box).some((input) => input.checked),
  wire(box, { changed }) {
    box.querySelector("svg").addEventListener("click", (event) => {
      const area = event.target.closest("[data-area]");
      if (area) box.querySelector(`input[name=answer][value="${area.dataset.area}"]`).click();
    });
    box.addEventListener("change", () => {
      paint(box);
      changed(0);
    });
  },
};
