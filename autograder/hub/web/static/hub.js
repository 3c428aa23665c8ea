// Keeps a page up to date: on an event it fetches the page again and takes over what has changed.
// It also shows every time in the reader's own zone. Without it the pages say the same, until they
// are reloaded.

const PAUSE = 300; // ms between two fetches, at least
const SHARE = 4; // a page that takes long to make is asked for less often
const GATHER = 60; // ms: several events often come together
const POLL = 5000; // ms between two looks while something is in progress and no event can come
const LOOK = 30000; // ms between two looks even so: a place in the queue changes without an event
const REOPEN = 30000; // ms until a refused stream of events is tried again
const LONGEST = 20000; // ms for one fetch

const events = document.body.dataset.events;
// JupyterHub takes a script's request for the reader's own only with this.
const xsrf = document.body.dataset.xsrf;
const stale = document.getElementById("stale");

// ---- times

const inParts = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", year: "numeric",
  hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short",
});

const partsOf = (format, moment) =>
  Object.fromEntries(format.formatToParts(moment).map((each) => [each.type, each.value]));

function words(moment, withSeconds) {
  const part = partsOf(inParts, moment);
  const seconds = withSeconds ? `:${part.second}` : "";
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ` +
    `${part.hour}:${part.minute}${seconds} ${part.timeZoneName}`;
}

function showTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const seconds = /:\d\d:\d\d/.test(time.textContent);
    time.title = time.textContent;
    time.textContent = words(moment, seconds);
  }
}

// ---- times that are entered: here in the reader's own zone, and sent in UTC

const DAY = 86400000; // ms
const NO_TIME = "There is no such time: the clocks are put forward over it.";
const TWICE = "The clocks show this time twice; the first one is meant.";
// The zone that they had when the page was opened: it holds, even if the computer's changes.
const zone = inParts.resolvedOptions().timeZone;
const inDigits = new Intl.DateTimeFormat("en-GB", {
  year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone,
});

function clockAt(moment) {
  const part = partsOf(inDigits, moment);
  return `${part.year.padStart(4, "0")}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

// When the clocks show this: once, or never, or twice, where they are put forward or back.
function momentsOf(clock) {
  const asUtc = Date.parse(`${clock}Z`);
  const moments = [asUtc - DAY, asUtc + DAY].map((near) => asUtc - (Date.parse(`${clockAt(near)}Z`) - near));
  return [...new Set(moments)].filter((each) => clockAt(each) === clock).sort((a, b) => a - b);
}

function ownZone(form) {
  const taken = [...form.querySelectorAll("input[type=datetime-local]")].map(ownTime);
  form.addEventListener("formdata", ({ formData }) => {
    for (const { input, moments } of taken) {
      const [moment] = moments();
      if (moment !== undefined) formData.set(input.name, new Date(moment).toISOString());
    }
  });
  // From here on a time without a zone of its own is refused.
  form.elements.zone.value = "own";
  form.querySelector(".zone").textContent = `in your zone, ${zone}`;
}

function ownTime(input) {
  const hint = document.getElementById(`${input.id}-hint`);
  const empty = hint.textContent;
  // Not its value: that may be one that the browser kept from before.
  const given = Date.parse(`${input.defaultValue}Z`);
  input.value = Number.isNaN(given) ? "" : clockAt(given);
  const shown = input.value;
  const moments = () => {
    if (!input.value) return [];
    // What was not changed is not read again: of two times that look alike it may be the second.
    if (input.value === shown) return [given];
    return momentsOf(input.value.length === 16 ? `${input.value}:00` : input.value);
  };
  const tell = () => {
    const found = moments();
    const isNone = input.value !== "" && !found.length;
    input.setCustomValidity(isNone ? NO_TIME : "");
    hint.textContent = isNone ? NO_TIME : !found.length ? empty :
      words(new Date(found[0]), found[0] % 60000 !== 0) + (found.length > 1 ? `. ${TWICE}` : "");
  };
  input.addEventListener("input", tell);
  tell();
  return { input, moments };
}

// ---- taking over what has changed; an element that stays keeps focus, scroll and selection

const keyOf = (node) => (node.id || node.dataset?.key || "");

function takeOver(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName || keyOf(old) !== keyOf(fresh)) {
    old.replaceWith(fresh);
  } else if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
  } else {
    takeOverAttributes(old, fresh);
    takeOverChildren(old, fresh);
  }
}

function takeOverAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    // Whether something is unfolded is the reader's.
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function takeOverChildren(old, fresh) {
  const known = new Map([...old.children].filter(keyOf).map((child) => [keyOf(child), child]));
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = keyOf(wanted);
    const found = key ? known.get(key) : at && !keyOf(at) ? at : null;
    if (!found) {
      old.insertBefore(wanted, at);
      continue;
    }
    // What stands before it and has no name is not wanted: so it need not be moved.
    while (at && at !== found && !keyOf(at)) at = dropped(at);
    if (found === at) at = at.nextSibling;
    else old.insertBefore(found, at);
    takeOver(found, wanted);
  }
  while (at) at = dropped(at);
}

function dropped(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function takeOverPage(fresh) {
  if (fresh.body.dataset.page !== document.body.dataset.page) throw new Error("another page");
  showTimes(fresh);
  const focused = document.activeElement;
  for (const region of document.querySelectorAll("[data-live][id]")) {
    const found = fresh.getElementById(region.id);
    if (found) takeOver(region, found);
  }
  if (document.title !== fresh.title) document.title = fresh.title;
  // An element that was moved has lost it.
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
}

// ---- when to fetch

let timer = 0; // of a fetch to come
let isFetching = false;
let isWanted = false; // something happened during a fetch
let next = 0; // when the next fetch may begin

const isBusy = () => document.querySelector("[data-busy]") !== null;

function soon() {
  isWanted = true;
  if (timer || isFetching) return;
  timer = setTimeout(refresh, Math.max(GATHER, next - performance.now()));
}

async function refresh() {
  timer = 0;
  isFetching = true;
  isWanted = false;
  const begin = performance.now();
  try {
    const answer = await fetch(location.href, {
      headers: { Accept: "text/html", "X-XSRFToken": xsrf },
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST),
    });
    if (!answer.ok) throw new Error(answer.status);
    takeOverPage(new DOMParser().parseFromString(await answer.text(), "text/html"));
    stale.hidden = true;
  } catch {
    stale.hidden = false;
  }
  isFetching = false;
  next = Math.max(begin + PAUSE, performance.now() + SHARE * (performance.now() - begin));
  if (isWanted) soon();
}

// ---- events

let source = null;
let wasOpen = false;

function listen() {
  source = new EventSource(`${events}?_xsrf=${encodeURIComponent(xsrf)}`);
  source.onmessage = soon;
  source.onopen = () => {
    // What happened before it was open, or while it was not, came with no event.
    if (wasOpen || isBusy()) soon();
    wasOpen = true;
  };
}

function hush() {
  source?.close();
  source = null;
}

function follow() {
  listen();
  let looked = performance.now();
  let tried = looked;
  setInterval(() => {
    const now = performance.now();
    const isOpen = source?.readyState === EventSource.OPEN;
    const isRefused = source?.readyState === EventSource.CLOSED;
    if ((isBusy() || !stale.hidden) && now - looked >= (isOpen || document.hidden ? LOOK : POLL) - 500) {
      looked = now;
      soon();
    }
    if (isRefused && now - tried >= REOPEN) {
      tried = now;
      listen();
    }
  }, POLL);
  // A browser keeps few connections to one server: a tab that nobody sees must not hold one.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hush();
    else if (!source) listen();
  });
  addEventListener("pagehide", hush);
  addEventListener("pageshow", () => {
    if (!source && !document.hidden) listen();
  });
}

showTimes(document);
if (zone && "FormDataEvent" in window) {
  for (const label of document.querySelectorAll("form .zone")) ownZone(label.closest("form"));
}
// What was saved is said once, and not with each reload.
if (document.getElementById("saved")) history.replaceState(null, "", location.pathname);
if (events && stale) follow();
