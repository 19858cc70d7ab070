// The result page: walk the conversation again, another way. Nothing of it is kept.
import { draw } from "./answer.js";

for (const box of document.querySelectorAll("[data-replay]")) {
  const again = box.querySelector("[data-again]");
  const said = (n) => {
    box.way = [...box.way, n];
    draw(box, said);
    (box.querySelector(".replies button") ?? again).focus();
  };
  const begin = () => {
    box.way = [];
    draw(box, said);
  };
  box.querySelector("[data-replay-start]").addEventListener("click", (event) => {
    event.target.hidden = true;
    again.hidden = false;
    begin();
    box.querySelector(".replies button")?.focus();
  });
  again.addEventListener("click", begin);
  box.hidden = false;
}
