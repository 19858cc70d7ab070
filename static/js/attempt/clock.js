// The clock: the server says how many seconds are left, the device only counts them down. Its own time of day means nothing;
// where its two clocks drift apart (it slept, or somebody set it) the server is asked again.

const DRIFT = 3000; // milliseconds

export function startClock(place, seconds, askAgain, onEnd) {
  let end = performance.now() + seconds * 1000;
  let apart = Date.now() - performance.now();

  function draw() {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    place.classList.toggle("soon", left < 120);
    return left;
  }

  async function compare() {
    const now = Date.now() - performance.now();
    if (Math.abs(now - apart) < DRIFT) return;
    apart = now;
    const fresh = await askAgain();
    if (fresh !== null) end = performance.now() + fresh * 1000;
  }

  const timer = setInterval(() => {
    compare();
    if (draw() === 0) {
      clearInterval(timer);
      onEnd();
    }
  }, 500);
}
