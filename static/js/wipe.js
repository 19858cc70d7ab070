// After handing in, the copies of answers on this device are of no more use.
const place = document.querySelector("[data-wipe]");
if (place) {
  const wanted = place.dataset.wipe;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("attempt/") && (!wanted || key.endsWith(`/${wanted}`))) localStorage.removeItem(key);
  }
}
