// Helps to read a thread: what is similar is fetched once somebody sees its place, posts say
// how long ago they were written, and keys lead from post to post. Every key only does what
// a link of the page does, and all of them can be switched off (WCAG 2.1.4).

import { action, element } from "./dialog.js";

const stored = "tasten"; // "aus" while the keys are switched off

const keys = [
  ["j", "nächster Beitrag, am Ende die nächste Seite"],
  ["k", "voriger Beitrag, am Anfang die vorige Seite"],
  ["u", "erster neuer Beitrag"],
  ["e", "neuester Beitrag"],
  ["l", "Lösung"],
  ["o", "offizielle Antwort"],
  ["f", "häufige Frage"],
  ["a", "antworten"],
  ["s", "suchen"],
  ["?", "diese Liste"],
];

export function reading() {
  tellAgo();
  unfold();
  addEventListener("hashchange", unfold);
  for (const box of document.querySelectorAll("[data-similar]")) similar(box);
  for (const line of document.querySelectorAll("[data-cite]")) copying(line);
  keyboard();
}

// What the address leads to is never folded away.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}

// „vor 3 Stunden“ stands beside the moment, which stays.
function tellAgo() {
  const words = new Intl.RelativeTimeFormat("de", { numeric: "auto" });
  for (const when of document.querySelectorAll(".kf-post__when")) {
    const time = when.querySelector(":scope > time");
    const said = time && ago(words, Date.now() - Date.parse(time.dateTime));
    if (said) time.after(element("span", { className: "kf-ago", textContent: ` · ${said}` }));
  }
}

const units = [["year", 31557600000], ["month", 2629800000], ["week", 604800000], ["day", 86400000], ["hour", 3600000], ["minute", 60000]];

function ago(words, past) {
  if (Number.isNaN(past) || past < -60000) return "";
  for (const [unit, size] of units) {
    if (past >= size) return words.format(-Math.floor(past / size), unit);
  }
  return "gerade eben";
}

function similar(box) {
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    seen.disconnect();
    fetch(`${box.dataset.similar}?teil`, { headers: { Accept: "text/html" } }).then(async (answer) => {
      if (!answer.ok || answer.redirected) return;
      const found = (await answer.text()).trim();
      box.innerHTML = found; // nothing rather than noise
    }, () => {});
  });
  seen.observe(box);
}

function copying(line) {
  if (!navigator.clipboard) return;
  const button = element("button", { type: "button", className: "kf-act__button", textContent: "Zitierhinweis kopieren" });
  const said = element("span", { className: "kern-sr-only" });
  said.setAttribute("role", "status");
  const box = element("p", {});
  box.append(button, said);
  line.after(box);
  button.addEventListener("click", async () => {
    const done = await navigator.clipboard.writeText(line.textContent).then(() => true, () => false);
    button.textContent = done ? "Kopiert" : "Bitte von Hand kopieren";
    said.textContent = done ? "Der Zitierhinweis ist kopiert." : "";
    setTimeout(() => { button.textContent = "Zitierhinweis kopieren"; }, 2500);
  });
}

function setting(value) {
  try {
    if (value === undefined) return localStorage.getItem(stored);
    localStorage.setItem(stored, value);
  } catch {
    // Without storage they are on.
  }
  return null;
}

const isOff = () => setting() === "aus";

function keyboard() {
  const switcher = switchLine();
  document.querySelector("main").append(switcher.line);
  document.addEventListener("keydown", (event) => {
    if (isOff() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key === "?") return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog") || document.querySelector("dialog[open]")) return;
    const act = acts[event.key];
    if (act && act() !== false) event.preventDefault();
    if (event.key !== "?") return;
    event.preventDefault();
    help(switcher.update);
  });
}

// Says at the end of the page whether the keys work, and switches them.
function switchLine() {
  const line = element("p", { className: "kf-muted kf-below kf-keys" });
  const state = element("span", {});
  const button = element("button", { type: "button", className: "kf-act__button" });
  line.append(state, " ", button);
  const update = () => {
    state.textContent = isOff() ? "Tastenkürzel sind ausgeschaltet." : "Tastenkürzel sind eingeschaltet, ? zeigt sie.";
    button.textContent = isOff() ? "Tastenkürzel einschalten" : "Tastenkürzel ausschalten";
  };
  button.addEventListener("click", () => {
    setting(isOff() ? "an" : "aus");
    update();
  });
  update();
  return { line, update };
}

function help(changed) {
  const dialog = element("dialog", { className: "kf-dialog" });
  const title = element("h2", { className: "kern-title", id: "tasten-titel", textContent: "Tastenkürzel" });
  dialog.setAttribute("aria-labelledby", title.id);
  const list = element("dl", { className: "kf-keylist" });
  for (const [key, does] of keys) {
    const name = element("dt", {});
    name.append(element("kbd", { textContent: key }));
    list.append(name, element("dd", { textContent: does }));
  }
  const buttons = element("div", { className: "kf-buttons" });
  const close = action("Schließen", "primary", "button");
  close.addEventListener("click", () => dialog.close());
  const off = action("Tastenkürzel ausschalten", "secondary", "button");
  off.addEventListener("click", () => {
    setting("aus");
    changed();
    dialog.close();
  });
  buttons.append(close, off);
  dialog.append(title, list, buttons);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const acts = {
  j: () => step(1),
  k: () => step(-1),
  u: () => follow("u"),
  e: () => follow("e"),
  l: () => follow("l"),
  o: () => follow("o"),
  f: () => follow("f"),
  a: () => focus(document.querySelector("#antworten-formular textarea")),
  s: () => focus(document.querySelector('header input[name="q"]')),
};

function follow(key) {
  const link = document.querySelector(`[data-key="${key}"]`);
  if (!link) return false;
  link.click();
  const target = link.hash && link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
  if (target) focus(target);
  return true;
}

function focus(place) {
  if (!place) return false;
  const folded = place.closest("details:not([open])");
  if (folded) folded.open = true;
  if (!place.matches("a, button, input, textarea")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
  return true;
}

// Goes to the next or previous post, and beyond the ends of the page to another page.
function step(by) {
  const posts = [...document.querySelectorAll(".kf-post, .kf-official")];
  const at = posts.findIndex((post) => post.contains(document.activeElement));
  let next = at + by;
  if (at < 0) { // none has the focus: from what is seen
    const below = posts.findIndex((post) => post.getBoundingClientRect().top > 1);
    const first = below < 0 ? posts.length : below;
    next = by > 0 ? first : first - 1;
  }
  const folded = posts[next]?.closest("details:not([open])");
  if (folded) return focus(folded.querySelector("summary"));
  if (posts[next]) return focus(posts[next]);
  const page = document.querySelector(by > 0 ? 'main [rel="next"]' : 'main [rel="prev"]');
  if (!page) return false;
  location.assign(page.href + (by > 0 ? "#antworten" : "#seiten"));
  return true;
}
