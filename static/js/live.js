// Says what is new on the page since it was shown, in a box that moves nothing. It
// asks while the page is looked at, less often while nothing happens, and not at all
// once it was switched off.

const every = 30; // seconds between two questions
const quiet = 300; // while nothing happens
const most = 600; // after failures
const key = "neues"; // "aus" while switched off

function setting(value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch {
    // Without storage it is on.
  }
  return null;
}

export function live(box) {
  const said = box.querySelector("[data-news]");
  const state = box.querySelector("[data-state]");
  const button = box.querySelector("[data-switch]");
  const title = document.title;
  let timer = 0;
  let wait = every;
  let asked = Date.now();
  let tag = "";
  let unchanged = 0;
  let ended = false;

  const plan = (seconds) => {
    clearTimeout(timer);
    if (!ended && !document.hidden && setting() !== "aus") timer = setTimeout(ask, seconds * 1000);
  };

  async function ask() {
    asked = Date.now();
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(box.dataset.live, { cache: "no-store", headers }).catch(() => null);
    if (setting() === "aus") return;
    if (answer?.status === 200) {
      tag = answer.headers.get("ETag") ?? "";
      const news = await answer.json().catch(() => null);
      if (news) show(news);
      wait = every;
      unchanged = 0;
    } else if (answer?.status === 304) {
      unchanged += 1;
      wait = unchanged < 10 ? every : Math.min(wait * 2, quiet);
    } else if (answer && answer.status < 500 && answer.status !== 429) {
      ended = true; // signed out, or the page is not there any more
    } else {
      wait = Math.min(Math.max(wait * 2, Number(answer?.headers.get("Retry-After")) || 0), most);
    }
    plan(wait);
  }

  function show(news) {
    showBell(news);
    document.title = news.neu > 0 ? `(${news.neu > 99 ? "99+" : news.neu}) ${title}` : title;
    said.replaceChildren();
    if (news.neu === 0) return;
    const link = document.createElement("a");
    link.href = news.ziel || location.pathname + location.search;
    link.textContent = news.text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "kf-act__button";
    close.textContent = "Ausblenden";
    close.addEventListener("click", () => said.replaceChildren());
    said.append(link, close);
  }

  const turn = (on) => {
    state.textContent = on ? "Neues auf dieser Seite wird gemeldet." : "Neues auf dieser Seite wird nicht gemeldet.";
    button.textContent = on ? "Ausschalten" : "Einschalten";
    box.hidden = false;
    if (on) return;
    clearTimeout(timer);
    said.replaceChildren();
    document.title = title;
  };

  button.addEventListener("click", () => {
    const on = setting() === "aus";
    setting(on ? "an" : "aus");
    turn(on);
    if (on) plan(0);
  });

  document.addEventListener("visibilitychange", () => {
    wait = every;
    unchanged = 0;
    plan(Math.max(0, every - (Date.now() - asked) / 1000));
  });

  turn(setting() !== "aus");
  plan(every);
}

// showBell lets the bell of the header count what it would after loading the page.
function showBell(news) {
  const bell = document.querySelector("[data-bell]");
  if (!bell) return;
  bell.setAttribute("aria-label", news.glocke);
  let count = bell.querySelector(".kf-bell__count");
  if (!news.zahl) {
    count?.remove();
    return;
  }
  if (!count) {
    count = document.createElement("span");
    count.className = "kf-bell__count";
    count.setAttribute("aria-hidden", "true");
    bell.append(count);
  }
  count.textContent = news.zahl;
}
