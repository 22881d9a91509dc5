// Completion of a search field while somebody types: a list of lines and of
// pages by their titles. forum.js loads this file when a search field is first used.

import { Options } from "./options.js";

const pause = 150; // milliseconds without a key before the forum is asked
const least = 2; // letters of the last word

export function complete(field) {
  let typed = field.value; // what the options are for
  let timer;
  let running;

  const options = new Options(field, "Vorschläge", ({ dataset: { line, href } }) => {
    if (href) {
      location.assign(href);
      return;
    }
    field.value = typed = line;
    field.form.requestSubmit();
  }, () => {
    clearTimeout(timer);
    running?.abort();
  });

  // An option shows what was typed plainly and what it adds in bold.
  const line = (text, whole) => {
    const known = text.toLowerCase().startsWith(typed.toLowerCase()) ? typed.length : 0;
    if (whole && !known) return [text];
    const more = document.createElement("strong");
    more.textContent = text.slice(known);
    return [text.slice(0, known), more];
  };

  const show = (found) => {
    options.clear();
    for (const text of found.zeilen) {
      if (text.toLowerCase() !== typed.trim().toLowerCase()) options.add(line(text, false), "", { line: text });
    }
    for (const page of found.titel) options.add(line(page.titel, true), page.zustand ? `${page.art}, ${page.zustand}` : page.art, { href: page.href });
    options.show("Ein Vorschlag", "Vorschläge");
  };

  const ask = async () => {
    running?.abort();
    const mine = running = new AbortController();
    typed = field.value.trimStart();
    try {
      const answer = await fetch(`/suche/vorschlaege?q=${encodeURIComponent(typed)}`, { signal: mine.signal });
      if (answer.ok && document.activeElement === field) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") options.close(); // offline: nothing is offered
    }
  };

  const consider = () => {
    clearTimeout(timer);
    const last = field.value.split(/\s/).pop();
    if ([...last].length < least) {
      options.close();
      return;
    }
    timer = setTimeout(ask, pause);
  };

  field.addEventListener("input", consider);
  if (field.value !== field.defaultValue) consider(); // typed while this file was on its way
}
