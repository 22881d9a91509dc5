// Completion of names behind an "@": people who can see the place where the text will
// stand. composer.js loads this file for fields whose texts can address somebody.

import { Options } from "./options.js";
import { insert, lineAt } from "./text.js";

const pause = 150; // milliseconds without a key before the forum is asked
const least = 2; // letters of a name
const name = /(?<![\p{L}\p{N}@])@(\p{L}[\p{L}\p{M}\p{N}.'’ -]{0,58})$/u;

export function mentioning(field) {
  let begin = 0; // of the name, behind the "@"
  let vain = ""; // a beginning with which nobody is found, or that was chosen
  let timer;
  let running;

  const options = new Options(field, "Wen möchten Sie ansprechen?", (option) => {
    const words = option.dataset.words;
    vain = words.toLowerCase();
    insert(field, begin, field.selectionStart, `${words} `);
  }, () => {
    clearTimeout(timer);
    running?.abort();
  });
  options.list.classList.add("kf-mentions");

  const show = (people) => {
    options.clear();
    for (const person of people) options.add([person.name], person.organisation, { words: person.text });
    options.show("Eine Person, Auswahl mit den Pfeiltasten", "Personen, Auswahl mit den Pfeiltasten");
    if (!options.list.hidden) place(options.list, field, begin);
  };

  const ask = async (typed) => {
    running?.abort();
    const mine = running = new AbortController();
    try {
      const answer = await fetch(address(field, typed), { signal: mine.signal });
      if (!answer.ok || document.activeElement !== field) return;
      const { personen } = await answer.json();
      if (personen.length === 0) vain = typed.toLowerCase();
      show(personen);
    } catch (error) {
      if (error.name !== "AbortError") options.close(); // offline: nobody is offered
    }
  };

  const consider = () => {
    clearTimeout(timer);
    const at = field.selectionStart;
    const before = field.value.slice(lineAt(field.value, at).start, at);
    const [, typed] = at === field.selectionEnd && name.exec(before) || [];
    const known = vain && typed?.toLowerCase().startsWith(vain);
    if (!typed || known || [...typed.matchAll(/\p{L}/gu)].length < least) {
      options.close();
      return;
    }
    begin = at - typed.length;
    timer = setTimeout(ask, pause, typed);
  };

  field.addEventListener("input", consider);
  if (document.activeElement === field) consider(); // typed while this file was on its way
}

// Where to ask: a new question stands on the board that is chosen at the moment.
function address(field, typed) {
  const url = new URL(field.dataset.mentions, location.href);
  const board = field.form?.elements.namedItem("bereich");
  if (board) url.searchParams.set("bereich", board.value);
  url.searchParams.set("q", typed.trim());
  return url;
}

const copied = ["boxSizing", "width", "padding", "border", "font", "letterSpacing", "lineHeight", "tabSize"];

// Puts the list below the position in the text of the field.
function place(list, field, position) {
  const copy = document.createElement("div");
  const style = getComputedStyle(field);
  for (const property of copied) copy.style[property] = style[property];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  const mark = document.createElement("span");
  mark.textContent = "@";
  copy.append(field.value.slice(0, position - 1), mark);
  field.after(copy);
  const { offsetTop, offsetLeft, offsetHeight } = mark;
  copy.remove();
  const within = Math.min(Math.max(offsetTop + offsetHeight - field.scrollTop, 0), field.offsetHeight);
  const left = Math.min(offsetLeft, field.offsetWidth - list.offsetWidth);
  list.style.insetBlockStart = `${field.offsetTop + within}px`;
  list.style.insetInlineStart = `${field.offsetLeft + Math.max(left, 0)}px`;
}
