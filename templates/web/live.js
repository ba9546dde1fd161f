"use strict";
// Brings the part of the page that lives up to date whenever the sitting moves; without scripts a link does the same.
const live = document.getElementById("live");
if (live && window.EventSource) {
  const source = new EventSource(live.dataset.events);
  let waiting = false;
  source.addEventListener("changed", async () => {
    if (waiting) return;
    waiting = true;
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    waiting = false;
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    if (page && !live.contains(document.activeElement)) live.replaceChildren(...page.childNodes);
    else if (page) live.addEventListener("focusout", () => live.replaceChildren(...page.childNodes), { once: true });
  });
  source.addEventListener("gone", () => { source.close(); location.reload(); });
  addEventListener("pagehide", () => source.close());
}
