// Remembers the heading that was read last, so that one can go on there.
const article = document.querySelector("[data-place]");
const token = document.querySelector("meta[name=csrf-token]").content;
let told = null;
let timer = null;

function tell(place) {
  if (place === told) return;
  told = place;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const body = new URLSearchParams({ place, csrf_token: token });
    fetch(article.dataset.place, { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {
      told = null; // offline: the next heading tries again
    });
  }, 800);
}

if (article) {
  const headings = [...article.querySelectorAll("h2[id]")];
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) tell(entry.target.id);
    },
    { rootMargin: "0px 0px -50% 0px" },
  );
  headings.forEach((heading) => watcher.observe(heading));
  tell(location.hash.slice(1) ? decodeURIComponent(location.hash.slice(1)) : "");
}
