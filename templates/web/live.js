"use strict";
// Brings the part of the page that lives up to date whenever the sitting moves; without scripts a link does the same.
const live = document.getElementById("live");
const REST = 2000; // milliseconds between two looks: a hundred who look on shall not hold up those who answer
const SOON = () => 300 + 700 * Math.random(); // before the first one: the page is being made, and not all come at once
if (live && window.EventSource) {
  const source = new EventSource(live.dataset.events);
  const here = new URL(location.href);
  here.searchParams.set("look", ""); // what is made already will do
  let resting = false, newest = null, told = live.dataset.mark;
  const show = () => {
    if (!newest || live.contains(document.activeElement)) return; // nothing moves away under a finger or a cursor
    live.replaceChildren(...newest.childNodes);
    live.dataset.mark = newest.dataset.mark;
    newest = null;
  };
  const look = async () => {
    if (resting || told === (newest || live).dataset.mark) return;
    resting = true;
    const answer = await fetch(here, { credentials: "same-origin" }).catch(() => null);
    if (answer && answer.ok) newest = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    else if (answer && answer.status < 500) told = live.dataset.mark; // there is nothing to see any more
    show();
    setTimeout(() => { resting = false; look(); }, REST);
  };
  source.addEventListener("changed", event => { told = event.lastEventId; setTimeout(look, SOON()); });
  live.addEventListener("focusout", () => setTimeout(show));
  source.addEventListener("gone", () => { source.close(); location.reload(); });
  addEventListener("pagehide", () => source.close());
}
