// A conversation: which replies are offered follows from the mood and from what the customer has told, as on the server.

function data(box) {
  box.dialogue ??= JSON.parse(box.querySelector("script").textContent);
  return box.dialogue;
}

function begin(talk) {
  return enter(talk, talk.start, talk.mood, new Set());
}

function enter(talk, scene, mood, told) {
  return { scene: talk.scenes[scene], mood: Math.max(-2, Math.min(2, mood)), told: new Set([...told, ...talk.scenes[scene].tells]) };
}

function step(talk, state, reply) {
  return enter(talk, reply.next, state.mood + (reply.mood ?? 0), state.told);
}

function isOffered(reply, state) {
  return (reply.needs ?? []).every((one) => state.told.has(one)) && state.mood >= (reply.mood_at_least ?? -2);
}

function line(place, kind, who, text) {
  const paragraph = document.createElement("p");
  paragraph.className = kind;
  paragraph.innerHTML = text; // rendered and cleaned by the server
  const speaker = document.createElement("span");
  speaker.className = "sr";
  speaker.textContent = `${who} `;
  paragraph.prepend(speaker);
  place.append(paragraph);
}

function note(place, text, items) {
  const box = document.createElement("div");
  box.className = "state small muted";
  box.textContent = text;
  if (items) {
    const list = document.createElement("ul");
    for (const item of items) {
      const entry = document.createElement("li");
      entry.innerHTML = item; // rendered and cleaned by the server
      list.append(entry);
    }
    box.append(list);
  }
  place.append(box);
}

// Draws the conversation as far as `box.way` goes; `said(position)` is called for a further reply.
export function draw(box, said) {
  const talk = data(box);
  const place = box.querySelector("[data-talk]");
  const { customer, you } = box.querySelector("[data-again]").dataset;
  place.replaceChildren();
  let state = begin(talk);
  line(place, "customer", customer, state.scene.customer);
  for (const position of box.way) {
    const reply = state.scene.replies[position];
    line(place, "mine", you, reply.text);
    state = step(talk, state, reply);
    line(place, "customer", customer, state.scene.customer);
  }
  if (talk.moods) note(place, `${talk.words.mood} ${talk.moods[state.mood]}`);
  const known = Object.entries(talk.information).filter(([name]) => state.told.has(name));
  if (known.length) note(place, talk.words.known, known.map(([, text]) => text));
  const replies = document.createElement("div");
  replies.className = "replies";
  state.scene.replies.forEach((reply, n) => {
    if (!isOffered(reply, state)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "choice";
    button.innerHTML = reply.text; // rendered and cleaned by the server
    button.addEventListener("click", () => said(n));
    replies.append(button);
  });
  place.append(replies);
  if (!replies.childElementCount) note(place, talk.words.over);
}

export default {
  read: (box) => (box.way ??= data(box).answer),
  show(box, answer) {
    box.way = Array.isArray(answer) ? answer : [];
    draw(box, box.said);
  },
  wire(box, { changed }) {
    box.said = (n) => {
      box.way = [...box.way, n];
      draw(box, box.said);
      changed(0);
      (box.querySelector(".replies button") ?? box.querySelector("[data-again]")).focus();
    };
    const again = box.querySelector("[data-again]");
    again.type = "button";
    again.addEventListener("click", () => {
      box.way = [];
      draw(box, box.said);
      changed(0);
    });
    box.way = data(box).answer;
    draw(box, box.said);
  },
};
