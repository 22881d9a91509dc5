// Keeps what is written into a form as a draft: on the server, a few seconds after the
// last key and when the page is left, and in this browser for as long as the server
// does not take it. A copy in the browser belongs to one account, and no other account
// sends it; it goes when it was saved, and after twelve hours. Before another form of the
// page is sent, such as that for signing out, what was written is saved.

const pause = 3000; // milliseconds without a key before it is saved
const most = 12000; // of writing without a pause
const again = 10000; // before the next try, doubled each time
const life = 12 * 60 * 60 * 1000; // of a copy in the browser
const prefix = "entwurf:";
const beacon = 60000; // bytes that a page may still send while it is left
const address = "/meine/entwuerfe/sichern";

const here = {
  put(name, copy) {
    try {
      localStorage.setItem(prefix + name, JSON.stringify(copy));
      return true;
    } catch {
      return false; // no storage, or none left
    }
  },
  drop(name) {
    try {
      localStorage.removeItem(prefix + name);
    } catch {
      // Then there is none.
    }
  },
  // Notes which copy was sent, for the page that comes next.
  sent(name) {
    try {
      sessionStorage.setItem("abgeschickt", prefix + name);
    } catch {
      // Then the copy goes with the next form of its person.
    }
  },
  list() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => {
        const name = key.slice(prefix.length);
        return { name, ...JSON.parse(localStorage.getItem(key)) };
      });
    } catch {
      return [];
    }
  },
};

function send(body, leaving) {
  const keepalive = leaving && body.toString().length < beacon;
  return fetch(address, { method: "POST", body, keepalive }).catch(() => null);
}

// flush saves what the person left in the browser, and returns the fields of each saved
// form with the address of its draft.
async function flush(person, owner) {
  const saved = [];
  for (const copy of here.list()) {
    if (Date.now() - copy.at > life) here.drop(copy.name);
    else if (copy.person === person) {
      const fields = new URLSearchParams(copy.fields);
      fields.set("inhaber", owner);
      const answer = await send(fields);
      if (answer?.status === 200 || answer?.status === 409) here.drop(copy.name); // it is kept, or was sent
      if (answer?.status !== 200) continue;
      const { ziel } = await answer.json().catch(() => ({}));
      if (ziel) saved.push({ fields, ziel });
    }
  }
  return saved;
}

// rescue saves what the person left in the browser, and shows the list with it.
export async function rescue(list) {
  const saved = await flush(list.dataset.person, list.querySelector('[name="inhaber"]').value);
  if (saved.length > 0) location.reload();
}

let flushed = false;

// keep keeps the form of a box. clean is called when nothing is unsaved any more.
export function keep(box, clean) {
  const form = box.closest("form");
  const fields = form.elements;
  const spoken = document.createElement("span");
  spoken.className = "kern-sr-only";
  spoken.setAttribute("role", "status");
  box.after(spoken);
  let written = 0; // counts what was written
  let kept = 0; // up to where the server has it
  let since = 0; // when the first of it was written that the server has not
  let timer = 0;
  let wait = again;
  let running = false;

  const name = () => fields.entwurf.value;

  const say = (text, loud) => {
    box.textContent = text;
    box.hidden = text === "";
    if (loud && spoken.textContent !== text) spoken.textContent = text;
  };

  const body = () => {
    const all = new URLSearchParams(new FormData(form));
    all.set("formular", box.dataset.draft);
    return all;
  };

  const empty = () => ![...fields].some((e) => /^(text|search|textarea)$/.test(e.type) && e.value.trim());

  const copy = () => {
    if (empty()) {
      here.drop(name());
      return false;
    }
    const all = body();
    all.delete("inhaber");
    return here.put(name(), { person: box.dataset.person, at: Date.now(), fields: all.toString() });
  };

  const plan = (after) => {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  };

  async function save(leaving) {
    clearTimeout(timer);
    if (running && leaving !== true || written === kept) return;
    if (empty()) { // what was kept before stays in the list
      kept = written;
      here.drop(name());
      say("");
      clean();
      return;
    }
    running = true;
    const upto = written;
    const answer = await send(body(), leaving === true);
    running = false;
    const told = answer ? await answer.json().catch(() => ({})) : {};
    if (answer?.status === 200 || answer?.status === 409) {
      if (told.einmal) fields.einmal.value = told.einmal;
    }
    if (answer?.status === 200) {
      const first = kept === 0 || wait !== again;
      kept = Math.max(kept, upto);
      wait = again;
      here.drop(name());
      say(told.text, first);
      since = Date.now();
      if (written === kept) clean();
      else plan(pause);
      return;
    }
    if (answer?.status === 409) { // what the form held before was sent; this is another text
      plan(0);
      return;
    }
    const local = copy() ? " Ihr Text ist solange in diesem Browser gesichert." : "";
    if (answer?.status === 401) {
      say("Sie sind nicht mehr angemeldet. Bitte melden Sie sich in einem zweiten Fenster wieder an." + local, true);
    } else if (answer && answer.status < 500 && answer.status !== 429) {
      say(told.text || "Der Entwurf konnte nicht gespeichert werden.", true);
    } else if (answer?.status !== 429) {
      say("Der Entwurf konnte gerade nicht gespeichert werden." + local, true);
    }
    plan(Math.max(wait, 1000 * (Number(answer?.headers.get("Retry-After")) || 0)));
    wait = Math.min(wait * 2, 300000);
  }

  form.addEventListener("input", () => {
    if (written === kept) since = Date.now();
    written += 1;
    plan(Math.max(0, Math.min(pause, since + most - Date.now())));
  });

  // A form that is sent and does not arrive is not lost.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (written !== kept && copy()) here.sent(name());
    kept = written;
  });

  // Another form of the page leads to a page that should know what was written.
  document.addEventListener("submit", (event) => {
    if (event.target === form || event.defaultPrevented || written === kept || event.target.method !== "post") return;
    event.preventDefault();
    event.stopPropagation();
    const most = new Promise((resolve) => { setTimeout(resolve, 3000); });
    Promise.race([save(true), most]).then(() => {
      if (written !== kept) copy();
      kept = written;
      clean();
      event.target.requestSubmit(event.submitter);
    });
  }, true);

  const leave = () => {
    if (written === kept) return;
    copy();
    save(true);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  addEventListener("pagehide", leave);
  addEventListener("online", () => save());

  if (flushed) return;
  flushed = true;
  flush(box.dataset.person, fields.inhaber.value).then((saved) => {
    for (const { fields: sent, ziel } of saved) {
      if (sent.get("formular") !== box.dataset.draft || sent.get("entwurf") === name()) continue;
      const link = document.createElement("a");
      link.className = "kf-link";
      link.href = ziel;
      link.textContent = "Hier ist noch ein Text, der nicht abgeschickt wurde: Weiterschreiben";
      box.before(link);
    }
  });
}
