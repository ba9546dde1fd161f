"use strict";
// Brings the part of the page that lives up to date whenever the sitting moves; without scripts a link does the same.
const live = document.getElementById("live");
const REST = 2000; // milliseconds between two looks: a hundred who look on shall not hold up those who answer
if (live && window.EventSource) {
  const source = new EventSource(live.dataset.events);
  let resting = false, moved = false, newest = null;
  const show = () => {
    if (!newest || live.contains(document.activeElement)) return; // nothing moves away under a finger or a cursor
    live.replaceChildren(...newest.childNodes);
    live.dataset.mark = newest.dataset.mark;
    newest = null;
  };
  const look = async event => {
    if (event && event.lastEventId === (newest || live).dataset.mark) return;
    moved = resting;
    if (resting) return;
    resting = true;
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (answer && answer.ok) newest = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    else moved = !answer || answer.status >= 500;
    show();
    setTimeout(() => { resting = false; if (moved) look(); }, REST);
  };
  source.addEventListener("changed", look);
  live.addEventListener("focusout", () => setTimeout(show));
  source.addEventListener("gone", () => { source.close(); location.reload(); });
  addEventListener("pagehide", () => source.close());
}
