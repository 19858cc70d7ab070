// Saving: each change goes to the device at once and to the server within two seconds of the last key, numbered per question.
// What the server acknowledged stays on the device until a page shows a number at least as new, and is sent again after an
// outage: a save has an id, so that sending twice is as sending once, and what a server lost comes back.

import { isBlank, read, renew, show } from "./answers.js";
import { freshId } from "./device.js";
import { look, PATIENCE, token } from "./page.js";

const SLOWEST = 10_000; // milliseconds between two tries
const ASK_WHO = new Set([400, 401, 403, 404]); // signed out, somebody else, or a token of an earlier sign-in

// `tell(one)` is called whenever a question's state changed, `offers(one)` when what it offers did.
export function startSaving({ address, sections, copy, tell, offers }) {
  let isOutage = false;
  const questions = sections.map((section, n) => ({
    n,
    section,
    number: Number(section.dataset.number), // the server's number of the answer that this page shows
    typed: null, // {save_id, based_on, answer, number}: number is the server's, null until it acknowledged
    offered: [], // answers that do not count: typed here, while a newer one came from elsewhere
    trouble: null, // "failed" or "out", since the last try
    tries: 0,
    sending: null,
    timer: null,
  }));
  const isWaiting = (one) => one.typed !== null && one.typed.number === null;

  function keep() {
    const kept = questions.filter((one) => one.typed || one.offered.length);
    copy.keep(Object.fromEntries(kept.map(({ n, typed, offered }) => [n, { typed, offered }])));
  }

  function changed(n, delay = 600) {
    const one = questions[n];
    one.typed = { save_id: freshId(), based_on: one.number, answer: read(one.section), number: null };
    keep();
    later(one, delay);
    tell(one);
  }

  function later(one, delay) {
    clearTimeout(one.timer);
    one.timer = setTimeout(() => send(one), delay);
  }

  function send(one) {
    clearTimeout(one.timer);
    if (!one.sending && isWaiting(one)) {
      const typed = one.typed;
      one.sending = trySending(one).then((wait) => {
        one.sending = null;
        if (isWaiting(one)) later(one, one.typed === typed ? wait : 300);
        tell(one);
      });
    }
    return one.sending ?? Promise.resolve();
  }

  // Returns after how many milliseconds a further try makes sense.
  async function trySending(one) {
    const typed = one.typed;
    try {
      await settle(one, typed, await post(one.n, typed));
      one.trouble = null;
      one.tries = 0;
      if (isOutage) {
        isOutage = false;
        sendAgain();
      }
    } catch (problem) {
      one.trouble = await whatIsWrong(problem);
      one.tries += 1;
    }
    return one.trouble === "out" ? SLOWEST : Math.min(SLOWEST, 1000 * 2 ** one.tries);
  }

  async function post(n, { save_id, based_on, answer }) {
    const reply = await fetch(`${address}/answers/${n}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" },
      body: JSON.stringify({ save_id, based_on, answer }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!reply.ok) throw Object.assign(new Error(String(reply.status)), { status: reply.status });
    return reply.json();
  }

  async function whatIsWrong(problem) {
    if (!ASK_WHO.has(problem.status)) {
      isOutage = true;
      return "failed";
    }
    try {
      return (await stand()) === null ? "out" : "failed"; // "failed": the token is fresh now, and the next try has it
    } catch {
      return "failed";
    }
  }

  // The page as it is now; null where this person is signed out. After the end of the attempt, on to its result.
  async function stand() {
    const found = await look(address);
    if (found.where === "over") location.replace(found.address);
    return found.where === "here" ? found.page : null;
  }

  async function settle(one, typed, saved) {
    if (!saved.counts || saved.latest !== saved.number) return giveWay(one, typed);
    one.number = saved.number;
    typed.number = saved.number;
    if (one.typed && one.typed !== typed && isWaiting(one)) one.typed.based_on = saved.number; // typed on top of it, meanwhile
    keep();
  }

  // A newer answer came from elsewhere: it is shown, and what was typed here is kept and offered, never put in its place.
  async function giveWay(one, sent) {
    const page = await stand();
    if (page === null) throw Object.assign(new Error("401"), { status: 401 });
    const fresh = page.querySelector(`#${one.section.id}`);
    const typed = one.typed ?? sent;
    one.number = Number(fresh.dataset.number);
    one.section.dataset.number = fresh.dataset.number;
    one.typed = null;
    const wasThere = renew(one.section, fresh, (delay) => changed(one.n, delay));
    if (!isBlank(typed.answer) && !isSame(typed.answer, read(one.section))) one.offered = [...one.offered, typed.answer];
    keep();
    offers(one, wasThere);
  }

  // After an outage: what was acknowledged is sent once more, one by one.
  async function sendAgain() {
    for (const one of questions) {
      const typed = one.typed;
      if (!typed || typed.number === null || one.sending) continue;
      try {
        const saved = await post(one.n, typed);
        if (one.typed === typed) await settle(one, typed, saved);
      } catch {
        isOutage = true; // again away: the next success begins anew
        return;
      }
      tell(one);
    }
  }

  function takeOver(n, { typed, offered = [] }) {
    const one = questions[n];
    if (!one) return;
    one.offered = [...one.offered, ...offered.filter((answer) => !one.offered.some((other) => isSame(answer, other)))];
    if (!typed || (typed.number !== null && typed.number <= one.number)) return; // the server has it, or a newer one
    if (one.typed) {
      if (!isBlank(typed.answer) && !isSame(typed.answer, one.typed.answer)) one.offered.push(typed.answer);
      return;
    }
    one.typed = { ...typed, number: null };
    if (typed.based_on >= one.number) show(one.section, typed.answer);
  }

  // What pages before this one could not send, or sent to a server that lost it.
  function replay() {
    const found = copy.others();
    for (const { entries } of found) for (const [n, entry] of Object.entries(entries)) takeOver(Number(n), entry);
    keep();
    for (const { key } of found) copy.forget(key);
    for (const one of questions) {
      if (one.offered.length) offers(one);
      tell(one);
      send(one);
    }
  }

  function useOffered(one, answer) {
    show(one.section, answer);
    leaveOut(one, answer);
    changed(one.n, 0);
  }

  function leaveOut(one, answer) {
    one.offered = one.offered.filter((other) => other !== answer);
    keep();
    offers(one);
  }

  // Everything that waits, now. Returns whether the server has all.
  async function flush() {
    for (let round = 0; round < 3 && questions.some(isWaiting); round += 1) await Promise.all(questions.filter(isWaiting).map(send));
    return !questions.some(isWaiting);
  }

  const sendAll = () => questions.filter(isWaiting).forEach(send);
  addEventListener("online", sendAll);
  addEventListener("focus", sendAll);
  addEventListener("pagehide", keep);
  return { questions, isWaiting, changed, replay, flush, useOffered, leaveOut };
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
