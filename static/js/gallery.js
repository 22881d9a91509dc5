// Shows the pictures of a post large, one after the other. Without this script their links
// lead to them.

import { action, element } from "./dialog.js";

// Opens the pictures of a post, that of the link first.
export function open(post, link) {
  const pictures = collect(post);
  const wanted = address(link);
  let at = Math.max(0, pictures.findIndex((p) => p.href === wanted));
  if (pictures.length === 0) return;

  const dialog = element("dialog", { className: "kf-gallery" });
  dialog.setAttribute("aria-label", "Bilder des Beitrags");
  const figure = element("figure", { className: "kf-gallery__figure" });
  const image = element("img", { className: "kf-gallery__image", alt: "" });
  const caption = element("figcaption", { className: "kf-gallery__caption" });
  caption.setAttribute("aria-live", "polite");
  figure.append(image, caption);
  const bar = element("div", { className: "kf-gallery__bar" });
  const back = action("Zurück", "secondary", "button");
  const on = action("Weiter", "secondary", "button");
  const whole = element("a", { className: "kf-link", textContent: "Bild allein öffnen" });
  const close = action("Schließen", "primary", "button");
  if (pictures.length > 1) bar.append(back, on);
  bar.append(whole, close);
  dialog.append(figure, bar);

  const show = (n) => {
    at = (n + pictures.length) % pictures.length;
    const picture = pictures[at];
    image.src = picture.href;
    image.alt = picture.alt;
    whole.href = picture.href;
    const place = pictures.length > 1 ? `Bild ${at + 1} von ${pictures.length}: ` : "";
    caption.textContent = place + (picture.alt || picture.name);
  };
  back.addEventListener("click", () => show(at - 1));
  on.addEventListener("click", () => show(at + 1));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: pictures.length - 1 };
    if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    show(steps[event.key]);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (link.matches("a")) link.focus();
  });
  show(at);
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

// The pictures in the order of the list, each once.
function collect(post) {
  const known = new Map();
  for (const link of post.querySelectorAll("a[data-picture]")) {
    const href = address(link);
    const alt = link.dataset.alt ?? "";
    if (!known.has(href)) known.set(href, { href, name: link.dataset.picture, alt });
    else if (alt) known.get(href).alt = alt;
  }
  return [...known.values()];
}

function address(link) {
  return new URL(link.getAttribute("href") ?? link.getAttribute("src"), document.baseURI).href;
}
