// Puts a button beside a field for a day that opens the browser's calendar. forum.js
// loads this file on pages that have such a field.

export function calendar(box) {
  const line = box.querySelector("input");
  const picker = document.createElement("input");
  if (!("showPicker" in picker)) return;
  picker.type = "date";
  picker.className = "kf-date__picker";
  picker.tabIndex = -1;
  picker.setAttribute("aria-hidden", "true");
  if (box.dataset.date) picker.min = box.dataset.date;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kern-btn kern-btn--secondary kf-btn";
  const label = document.createElement("span");
  label.className = "kern-label";
  label.textContent = "Kalender";
  button.append(label);
  button.setAttribute("aria-label", `Kalender für „${box.querySelector("label").firstChild.textContent.trim()}“ öffnen`);
  const row = document.createElement("div");
  row.className = "kf-date__row";
  line.replaceWith(row);
  row.append(line, button, picker);
  button.addEventListener("click", () => {
    const typed = line.value.trim().match(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/);
    picker.value = typed ? `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}` : "";
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    if (!picker.value) return;
    line.value = picker.value.split("-").reverse().join(".");
    line.dispatchEvent(new Event("input", { bubbles: true }));
    button.focus();
  });
}
