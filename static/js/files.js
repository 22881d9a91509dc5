// Uploads files of a form while somebody writes: chosen, dropped onto the form, or pasted
// as a picture into its text, which then shows it. Without this script the form uploads
// them when it is sent.

import { insert, insertBlock } from "./text.js";

const address = "/anhaenge";
const most = 10; // files of a form

export function attach(box) {
  const form = box.closest("form");
  const input = box.querySelector('input[type="file"]');
  const list = box.querySelector("[data-files-list]");
  const area = form.querySelector("textarea");
  let queue = Promise.resolve();
  let running = 0;
  let refused = 0; // counts the files that were not taken

  box.querySelector('button[value="anhaengen"]').hidden = true;
  const said = document.createElement("p");
  said.className = "kf-files__said";
  said.setAttribute("role", "status");
  list.after(said);

  const say = (text, wrong) => {
    said.textContent = text;
    said.classList.toggle("kf-files__said--wrong", wrong === true);
    if (wrong) refused += 1;
  };

  // One file after the other, so that they stand in the order in which they were chosen.
  const add = (files, show) => {
    for (const file of files) {
      running += 1;
      queue = queue.then(() => one(file, show)).catch(() => {}).finally(() => { running -= 1; });
    }
  };

  async function one(file, show) {
    if (list.querySelectorAll('input[name="anhang"]').length >= most) {
      say("Mehr als zehn Anhänge sind nicht möglich.", true);
      return;
    }
    const entry = document.createElement("li");
    entry.className = "kf-files__item";
    const name = document.createElement("span");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", `${file.name} wird hochgeladen`);
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "kf-act__button";
    stop.textContent = "Abbrechen";
    entry.append(name, bar, stop);
    list.append(entry);
    say(`„${file.name}“ wird hochgeladen.`);
    const answer = await send(file, (part) => { bar.value = part; }, stop);
    entry.remove();
    if (!answer) {
      say(`„${file.name}“ wurde nicht hochgeladen.`);
    } else if (answer.fehler || !answer.eintraege) {
      say(answer.fehler || `„${file.name}“ konnte nicht hochgeladen werden. Bitte versuchen Sie es noch einmal.`, true);
    } else {
      list.insertAdjacentHTML("beforeend", answer.eintraege);
      say(`„${file.name}“ ist angehängt.`);
      form.dispatchEvent(new InputEvent("input", { bubbles: true })); // the draft knows it
      if (show && area && answer.bilder) insertBlock(area, area.selectionStart, area.selectionEnd, answer.bilder.trim());
    }
  }

  // Returns what the server answered, null if it was cancelled.
  function send(file, progress, stop) {
    return new Promise((resolve) => {
      const body = new FormData();
      body.append("inhaber", form.elements.inhaber.value);
      body.append("dateien", file, file.name);
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.responseType = "json";
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) progress(event.loaded / event.total);
      };
      request.onload = () => {
        const ended = request.status === 401 || request.status === 403;
        resolve(request.response ?? { fehler: ended ? "Sie sind nicht mehr angemeldet. Bitte melden Sie sich in einem zweiten Fenster wieder an." : "" });
      };
      request.onerror = () => resolve({});
      request.onabort = () => resolve(null);
      stop.addEventListener("click", () => request.abort());
      request.send(body);
    });
  }

  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });

  // What is taken out goes with the form; on the server it expires.
  list.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="anhang_entfernen"]');
    if (!button) return;
    event.preventDefault();
    const entry = button.closest("li");
    const link = entry.querySelector(".kf-link");
    say(`„${link.textContent}“ ist entfernt.`);
    if (area) untie(area, link.getAttribute("href"));
    entry.remove();
    form.dispatchEvent(new InputEvent("input", { bubbles: true }));
    input.focus();
  });

  // A form that is sent waits for its files, and for its writer where one was refused.
  form.addEventListener("submit", (event) => {
    if (running === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("Das Formular wird abgeschickt, sobald die Dateien hochgeladen sind.");
    const button = event.submitter;
    const before = refused;
    queue.then(() => {
      if (refused === before) form.requestSubmit(button);
      else said.textContent += " Das Formular ist noch nicht abgeschickt.";
    });
  }, true);

  const files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  form.addEventListener("dragover", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    box.classList.add("kf-files--over");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) box.classList.remove("kf-files--over");
  });
  form.addEventListener("drop", (event) => {
    box.classList.remove("kf-files--over");
    if (!files(event)) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });

  // A picture alone; what programs lay beside a text as its picture is left.
  area?.addEventListener("paste", (event) => {
    const types = [...event.clipboardData.types];
    const pictures = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (pictures.length === 0 || types.includes("text/html") || types.includes("text/plain")) return;
    event.preventDefault();
    add(pictures, true);
  });
}

// Takes a picture that is no longer attached out of the text.
function untie(area, address) {
  for (let at; (at = area.value.indexOf(`](${address})`)) >= 0;) {
    const start = area.value.lastIndexOf("![", at);
    if (start < 0) return;
    insert(area, start, at + address.length + 3, "");
  }
}
