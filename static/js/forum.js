// Small improvements. Every page works without this script.

const number = new Intl.NumberFormat("de-DE");

// Only one dropdown of the header is open; Escape or a click elsewhere closes it.
const dropdowns = document.querySelectorAll(".kf-user, .kf-menu");

document.addEventListener("click", (event) => {
  for (const box of dropdowns) {
    if (box.open && !box.contains(event.target)) box.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const box of dropdowns) {
    if (!box.open) continue;
    const inside = box.contains(document.activeElement);
    box.open = false;
    if (inside) box.querySelector("summary").focus();
  }
});

// Problems of a form are read first.
document.querySelector("[data-focus]")?.focus();

// Characters left in a text, shown once few are left. Screen readers do not hear
// it at every key.
for (const area of document.querySelectorAll("textarea[data-limit]")) {
  const limit = Number(area.dataset.limit);
  const shown = document.getElementById(area.id + "-umfang");
  if (!shown || !limit) continue;
  const spoken = document.createElement("span");
  spoken.className = "kern-sr-only";
  spoken.setAttribute("aria-live", "polite");
  shown.after(spoken);
  const whole = shown.textContent;
  let timer;

  const update = () => {
    const left = limit - [...area.value].length;
    const text = left >= 0
      ? `Noch ${number.format(left)} von ${number.format(limit)} Zeichen`
      : `${number.format(-left)} Zeichen zu viel`;
    const near = left < Math.max(limit / 10, 50);
    shown.textContent = near ? text : whole;
    shown.hidden = !near;
    shown.classList.toggle("kf-limit--over", left < 0);
    clearTimeout(timer);
    if (near) {
      timer = setTimeout(() => { spoken.textContent = text; }, 1000);
    } else {
      spoken.textContent = "";
    }
  };
  area.addEventListener("input", update);
  update();
}

// Unsent text: ask before the page is left. Ctrl+Enter (on a Mac Cmd+Enter)
// sends with the form's first button.
let dirty = null;

for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => { dirty = form; });
  form.addEventListener("submit", () => { dirty = null; });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[type=submit]"));
    }
  });
}

addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

// What was sent and arrived, since its answer led here, is not kept in the browser.
try {
  const [way] = performance.getEntriesByType("navigation");
  const sent = sessionStorage.getItem("abgeschickt");
  sessionStorage.removeItem("abgeschickt");
  if (sent && way.type === "navigate" && way.redirectCount > 0 && way.responseStatus === 200) localStorage.removeItem(sent);
} catch {
  // Without storage there is nothing.
}

// Texts are kept as drafts while they are written.
for (const box of document.querySelectorAll("[data-draft]")) {
  const form = box.closest("form");
  const clean = () => {
    if (dirty === form) dirty = null;
  };
  import(box.dataset.script).then((script) => script.keep(box, clean), () => {});
}

// Files are uploaded while one writes.
for (const box of document.querySelectorAll("[data-files]")) {
  import(box.dataset.files).then((script) => script.attach(box), () => {});
}

// The list of them also shows what only this browser has.
for (const list of document.querySelectorAll("[data-drafts]")) {
  import(list.dataset.script).then((script) => script.rescue(list), () => {});
}

// „Link kopieren": a link to a post copies its address instead of leading there.
for (const link of document.querySelectorAll("a[data-copy]")) {
  if (!navigator.clipboard) break;
  const before = link.textContent;
  const said = document.createElement("span");
  said.className = "kern-sr-only";
  said.setAttribute("role", "status");
  link.after(said);
  link.textContent = "Link kopieren";
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      link.textContent = "Kopiert";
      said.textContent = "Der Link ist kopiert.";
    } catch {
      link.textContent = before;
      location.assign(link.href);
      return;
    }
    setTimeout(() => {
      link.textContent = "Link kopieren";
      said.textContent = "";
    }, 2500);
  });
}

// begin loads what improves a field when the field is first used.
function begin(field, address, start) {
  const load = () => import(address).then(start, () => {});
  if (document.activeElement === field) {
    load();
  } else {
    field.addEventListener("focus", load, { once: true });
  }
}

// Search fields are completed while one types.
for (const field of document.querySelectorAll("input[data-complete]")) {
  begin(field, field.dataset.complete, (script) => script.complete(field));
}

// Below the title of a new question stands what there is already.
for (const box of document.querySelectorAll("[data-twins]")) {
  const field = document.getElementById(box.dataset.field);
  if (field) begin(field, box.dataset.script, (script) => script.twins(box, field));
}

// Shortly before the session ends for want of use, offer to go on.
const idle = document.querySelector("[data-idle]");

if (idle) {
  const early = 15 * 60; // seconds
  const wait = () => {
    idle.hidden = true;
    setTimeout(() => { idle.hidden = false; }, (Number(idle.dataset.idle) - early) * 1000);
  };
  idle.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch("/konto/wach", { method: "POST" }).catch(() => null);
    if (answer?.ok) {
      wait();
    } else {
      idle.querySelector("p:not(.kern-title)").textContent =
        "Das hat nicht geklappt. Bitte kopieren Sie Ihren Text, und melden Sie sich in einem zweiten Fenster neu an.";
    }
  });
  wait();
}

// What is new on the page while it is looked at.
for (const box of document.querySelectorAll("[data-live]")) {
  import(box.dataset.script).then((script) => script.live(box), () => {});
}

// A day is typed; a button opens the browser's calendar as well.
for (const box of document.querySelectorAll("[data-date]")) {
  import(box.dataset.script).then((script) => script.calendar(box), () => {});
}

// A text in Markdown gets its tools when it comes near.
const near = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    import("./composer.js").then((script) => script.compose(target), () => {});
  }
}, { rootMargin: "50%" });

for (const box of document.querySelectorAll("[data-composer]")) near.observe(box);

// A thread: what is similar to it, keys to read it with, relative times.
if (document.querySelector(".kf-post")) import("./reading.js").then((script) => script.reading(), () => {});

// Pictures of a post open in a gallery.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-picture], .kf-post__body img");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const place = link.closest(".kf-post");
  if (!place || !window.HTMLDialogElement) return;
  event.preventDefault();
  import("./gallery.js").then((script) => script.open(place, link), () => location.assign(link.href ?? link.src));
});

// The page of a whole thread opens the dialog for printing.
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// Posts are quoted into the reply.
const reply = document.querySelector("#antworten-formular textarea");
if (reply) import("./quote.js").then((script) => script.quoting(reply), () => {});
