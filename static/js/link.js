// The dialog of the composer for a link. A link says where it leads: EN 301 549 11.8.2
// asks tools to help with that.

import { ask, line } from "./dialog.js";
import { insert, lineAt } from "./text.js";

const vague = /^(hier|link|mehr|weiter|siehe hier|klick(en sie)? hier|dieser link|diese seite)[.!]?$/i;

export function open(field) {
  const there = linkAt(field);
  const text = line("Text", there.text, "Was man liest, zum Beispiel: Leitfaden des Landes");
  const address = line("Adresse", there.address, "Zum Beispiel: https://www.beispiel.de/leitfaden");
  address.input.inputMode = "url";
  const dialog = ask("Link", [text.box, address.box], "Link einfügen", () => {
    const target = complete(address.input.value.trim());
    const words = text.input.value.trim().replace(/\s+/g, " ");
    if (!target) return ["Bitte geben Sie eine Adresse an, die mit https://, mailto: oder / beginnt.", address.input];
    if (vague.test(words)) return [`Bitte sagen Sie mit dem Text, wohin der Link führt. „${words}“ allein hilft nicht, wenn jemand sich nur die Links vorlesen lässt.`, text.input];
    dialog.addEventListener("close", () => insert(field, there.start, there.end, words ? `[${escaped(words)}](${target})` : `<${target}>`));
    return null;
  });
  if (there.text && !there.address) address.input.focus();
}

// The link around the cursor, or what is selected.
function linkAt(field) {
  const line = lineAt(field.value, field.selectionStart);
  for (const m of line.text.matchAll(/\[((?:[^\]\\]|\\.)*)\]\(([^)\s]*)\)/g)) {
    const start = line.start + m.index;
    const end = start + m[0].length;
    if (start <= field.selectionStart && field.selectionEnd <= end) {
      return { start, end, text: m[1].replace(/\\(.)/g, "$1"), address: m[2] };
    }
  }
  const [start, end] = [field.selectionStart, field.selectionEnd];
  const chosen = field.value.slice(start, end).trim().replace(/\s+/g, " ");
  const address = /^(https?:\/\/|mailto:|www\.)\S+$/i.test(chosen);
  return { start, end, text: address ? "" : chosen, address: address ? chosen : "" };
}

function complete(address) {
  const spaced = address.replace(/[\s<>]/g, encodeURIComponent).replace(/\(/g, "%28").replace(/\)/g, "%29");
  if (/^(https?:\/\/.|mailto:.|\/)/i.test(spaced)) return spaced;
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(spaced)) return `mailto:${spaced}`;
  return /^[\wäöüß-]+(\.[\wäöüß-]+)+([/?#].*)?$/i.test(spaced) ? `https://${spaced}` : "";
}

function escaped(words) {
  return words.replace(/[[\]\\]/g, "\\$&");
}
