// The attempt's page as the server would give it now: for a fresh token, the time left, and an answer that changed elsewhere.

const meta = document.querySelector("meta[name=csrf-token]");
export const PATIENCE = 10_000; // milliseconds until a request counts as failed

let asking = null;

export const token = () => meta.content;

// Where this person stands: {where: "here", page}, {where: "over", address} after the end, {where: "out"} where nobody is
// signed in, or somebody else. Rejects while the server is away. Whoever asks meanwhile gets the same answer.
export function look(address) {
  asking ??= fetchPage(address).finally(() => (asking = null));
  return asking;
}

async function fetchPage(address) {
  const reply = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (reply.redirected) return new URL(reply.url).pathname === "/sign-in" ? { where: "out" } : { where: "over", address: reply.url };
  if (reply.status === 404) return { where: "out" };
  if (!reply.ok) throw new Error(String(reply.status));
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  meta.content = page.querySelector("meta[name=csrf-token]").content;
  for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = meta.content;
  return { where: "here", page };
}
