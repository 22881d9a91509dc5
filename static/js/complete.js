// Completion of a search field while somebody types: a list of lines and of
// pages by their titles, as a combobox (WAI-ARIA). forum.js loads this file when
// a search field is first used.

const pause = 150; // milliseconds without a key before the forum is asked
const least = 3; // letters of the last word

let fields = 0;

export function complete(field) {
  const list = document.createElement("ul");
  list.className = "kf-complete";
  list.id = `vorschlaege-${++fields}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Vorschläge");
  const said = document.createElement("span");
  said.className = "kern-sr-only";
  said.setAttribute("role", "status");
  field.parentElement.append(list, said);
  field.autocomplete = "off";
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);

  let typed = field.value; // what the options are for
  let active = -1;
  let timer;
  let running;

  const options = () => [...list.children];

  const close = () => {
    clearTimeout(timer);
    running?.abort();
    list.hidden = true;
    list.replaceChildren();
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    const all = options();
    all[active]?.removeAttribute("aria-selected");
    active = index;
    const now = all[active];
    if (!now) {
      active = -1;
      field.removeAttribute("aria-activedescendant");
      return;
    }
    now.setAttribute("aria-selected", "true");
    now.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", now.id);
  };

  const choose = (option) => {
    const { line, href } = option.dataset;
    close();
    if (href) {
      location.assign(href);
      return;
    }
    field.value = typed = line;
    field.form.requestSubmit();
  };

  // An option shows what was typed plainly and what it adds in bold.
  const option = (text, data, kind) => {
    const item = document.createElement("li");
    item.className = "kf-complete__option";
    item.id = `${list.id}-${list.children.length}`;
    item.setAttribute("role", "option");
    Object.assign(item.dataset, data);
    const line = document.createElement("span");
    line.className = "kf-complete__text";
    const known = text.toLowerCase().startsWith(typed.toLowerCase()) ? typed.length : 0;
    const more = document.createElement("strong");
    more.textContent = text.slice(known);
    line.append(text.slice(0, known), kind && !known ? text : more);
    item.append(line);
    if (kind) {
      const tag = document.createElement("span");
      tag.className = "kf-complete__kind";
      tag.textContent = kind;
      item.append(" ", tag);
    }
    list.append(item);
  };

  const show = (found) => {
    list.replaceChildren();
    mark(-1);
    for (const line of found.zeilen) {
      if (line.toLowerCase() !== typed.trim().toLowerCase()) option(line, { line });
    }
    for (const page of found.titel) option(page.titel, { href: page.href }, page.art);
    const count = list.children.length;
    if (count === 0) {
      close();
      said.textContent = "";
      return;
    }
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    said.textContent = count === 1 ? "Ein Vorschlag" : `${count} Vorschläge`;
  };

  const ask = async () => {
    running?.abort();
    const mine = running = new AbortController();
    typed = field.value.trimStart();
    try {
      const answer = await fetch(`/suche/vorschlaege?q=${encodeURIComponent(typed)}`, { signal: mine.signal });
      if (answer.ok && document.activeElement === field) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: nothing is offered
    }
  };

  const consider = () => {
    clearTimeout(timer);
    const last = field.value.split(/\s/).pop();
    if ([...last].length < least) {
      close();
      return;
    }
    timer = setTimeout(ask, pause);
  };

  field.addEventListener("input", consider);
  if (field.value !== field.defaultValue) consider(); // typed while this file was on its way

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = options().length;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (count === 0) return;
        event.preventDefault();
        // Between the last option and the first one lies the field itself.
        mark(event.key === "ArrowDown" ? (active + 2) % (count + 1) - 1 : (active + count + 1) % (count + 1) - 1);
        return;
      case "Enter":
        if (active < 0) {
          close();
          return;
        }
        event.preventDefault();
        choose(options()[active]);
        return;
      case "Escape":
        if (list.hidden) return;
        event.preventDefault();
        event.stopPropagation(); // the menu around the field stays open
        close();
    }
  });

  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) choose(item);
  });
}
