// A dialog of a tool of the composer, which takes the focus and gives it back.

// Asks with the title above the content, in a form that sends to done. It stays open
// while done returns what is wrong: a sentence and the field that it is about. What was
// typed is dropped only when somebody cancels twice.
export function ask(title, content, verb, done) {
  const dialog = element("dialog", { className: "kf-dialog" });
  const heading = element("h2", { className: "kern-title", id: "dialog-titel", textContent: title });
  dialog.setAttribute("aria-labelledby", heading.id);
  const wrong = element("p", { className: "kern-error", id: "dialog-fehler", hidden: true });
  wrong.setAttribute("role", "alert");
  const said = element("span", { className: "kern-body" });
  wrong.append(element("span", { className: "kern-icon kern-icon--danger kern-icon--small", ariaHidden: "true" }), said);
  const form = element("form", { method: "dialog", noValidate: true, className: "kf-form" });
  const cancel = action("Abbrechen", "secondary", "button");
  cancel.addEventListener("click", () => leave() && dialog.close());
  const buttons = element("div", { className: "kf-buttons" });
  buttons.append(action(verb, "primary", "submit"), cancel);
  form.append(heading, ...content, wrong, buttons);
  const say = (sentence) => {
    wrong.hidden = !sentence;
    said.textContent = sentence ?? "";
  };
  const before = new Map([...form.querySelectorAll("input")].map((input) => [input, input.value]));
  let warned = false;
  const leave = () => {
    if (warned || ![...form.querySelectorAll("input")].some((input) => input.value !== (before.get(input) ?? ""))) return true;
    warned = true;
    say("Was Sie hier eingetragen haben, steht noch nicht im Text. Wenn Sie noch einmal abbrechen, ist es weg.");
    return false;
  };
  dialog.addEventListener("cancel", (event) => leave() || event.preventDefault());
  form.addEventListener("input", () => { warned = false; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const e of form.querySelectorAll("[aria-invalid]")) e.removeAttribute("aria-invalid");
    const [sentence, field] = done() ?? [];
    say(sentence);
    field?.setAttribute("aria-invalid", "true");
    field?.setAttribute("aria-describedby", wrong.id);
    field?.focus();
    if (!sentence) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

// A labelled line, with a hint if there is one.
export function line(label, value, hint) {
  const box = element("div", { className: "kern-form-input" });
  const id = `dialog-${label.toLowerCase()}`;
  const input = element("input", { className: "kern-form-input__input", id, value });
  box.append(element("label", { className: "kern-label", htmlFor: id, textContent: label }));
  if (hint) {
    box.append(element("p", { className: "kern-hint kf-hint", id: `${id}-hinweis`, textContent: hint }));
    input.setAttribute("aria-describedby", `${id}-hinweis`);
  }
  box.append(input);
  return { box, input };
}

export function action(text, kind, type) {
  const button = element("button", { className: `kern-btn kern-btn--${kind} kf-btn`, type });
  button.append(element("span", { className: "kern-label", textContent: text }));
  return button;
}
