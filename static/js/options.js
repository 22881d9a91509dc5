// A list of options at a field, moved through with its keys (WAI-ARIA): the focus stays in
// the field, and screen readers hear how many there are.

let lists = 0;

export class Options {
  #active = -1;

  // chosen gets the option that somebody takes; closed is called when the list is closed.
  constructor(field, label, chosen, closed = () => {}) {
    this.field = field;
    this.chosen = chosen;
    this.closed = closed;
    this.list = document.createElement("ul");
    this.list.className = "kf-complete";
    this.list.id = `vorschlaege-${++lists}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.said = document.createElement("span");
    this.said.className = "kern-sr-only";
    this.said.setAttribute("role", "status");
    field.parentElement.append(this.list, this.said);
    field.autocomplete = "off";
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    this.combobox = field.matches("input"); // a field of many lines may be none
    if (this.combobox) {
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-haspopup", "listbox");
      field.setAttribute("aria-expanded", "false");
    }
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.#choose(item);
    });
  }

  // Adds an option that shows the parts of line, and a tag behind it.
  add(line, tag, data) {
    const item = document.createElement("li");
    item.className = "kf-complete__option";
    item.id = `${this.list.id}-${this.list.children.length}`;
    item.setAttribute("role", "option");
    Object.assign(item.dataset, data);
    const text = document.createElement("span");
    text.className = "kf-complete__text";
    text.append(...line);
    item.append(text);
    if (tag) {
      const kind = document.createElement("span");
      kind.className = "kf-complete__kind";
      kind.textContent = tag;
      item.append(" ", kind);
    }
    this.list.append(item);
  }

  // Begins anew.
  clear() {
    this.list.replaceChildren();
    this.#mark(-1);
  }

  // Shows what was added, and says how many that are.
  show(one, several) {
    const count = this.list.children.length;
    if (count === 0) {
      this.close();
      this.said.textContent = "";
      return;
    }
    this.list.hidden = false;
    if (this.combobox) this.field.setAttribute("aria-expanded", "true");
    this.said.textContent = count === 1 ? one : `${count} ${several}`;
  }

  close() {
    this.closed();
    this.list.hidden = true;
    this.clear();
    if (this.combobox) this.field.setAttribute("aria-expanded", "false");
  }

  #mark(index) {
    const all = this.list.children;
    all[this.#active]?.removeAttribute("aria-selected");
    this.#active = all[index] ? index : -1;
    const now = all[this.#active];
    if (!now) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    now.setAttribute("aria-selected", "true");
    now.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", now.id);
  }

  #choose(option) {
    this.close();
    this.chosen(option);
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const count = this.list.children.length;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (count === 0) return;
        event.preventDefault();
        // Between the last option and the first one lies the field itself.
        this.#mark(event.key === "ArrowDown" ? (this.#active + 2) % (count + 1) - 1 : (this.#active + count + 1) % (count + 1) - 1);
        return;
      case "Enter":
        if (this.#active < 0) {
          this.close();
          return;
        }
        event.preventDefault();
        this.#choose(this.list.children[this.#active]);
        return;
      case "Escape":
        if (this.list.hidden) return;
        event.preventDefault();
        event.stopPropagation(); // what is around the field stays open
        this.close();
    }
  }
}
