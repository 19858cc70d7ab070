// The copy on this device: what was typed, by question, until the server is known to have it. It belongs to one person and one
// attempt. Every page that is open writes under a key of its own, so that two tabs never overwrite each other's copy.

// Not crypto.randomUUID: it is missing where the portal is reached without TLS.
export function freshId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function openCopy(person, attempt) {
  const folder = `attempt/${person}/${attempt}/`;
  const mine = folder + freshId();
  const place = `place-${folder}`;
  return {
    // entries: {question: {typed, offered}}
    keep(entries) {
      try {
        if (Object.keys(entries).length) localStorage.setItem(mine, JSON.stringify(entries));
        else localStorage.removeItem(mine);
      } catch {
        // a full or forbidden store: the server has what it acknowledged
      }
    },
    // What pages before this one left, or other tabs keep: [{key, entries}].
    others() {
      try {
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(folder) && key !== mine);
        return keys.map((key) => ({ key, entries: parsed(localStorage.getItem(key)) }));
      } catch {
        return [];
      }
    },
    forget: (key) => localStorage.removeItem(key),
    // The question that is on the screen: for coming back to it.
    keepPlace(n) {
      try {
        sessionStorage.setItem(place, String(n));
      } catch {
        // then one comes back to the first
      }
    },
    place() {
      try {
        return Number(sessionStorage.getItem(place) ?? 0);
      } catch {
        return 0;
      }
    },
  };
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
