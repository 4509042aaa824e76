import "../styles/main.scss";
import "htmx.org";
import { startForms } from "./forms";
import { startKeyboard } from "./keyboard";
import { startThemeSwitch } from "./theme-switch";

startThemeSwitch();
startKeyboard();
startForms();

// An answer with a problem in it (400, 403, 409, 422) is for reading: show it where it belongs.
document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = (event as CustomEvent).detail;
  if ([400, 403, 409, 422].includes(detail.xhr.status)) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

// The token of the form guard travels with every htmx request.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token;
});

if (document.querySelector("[data-map]")) import("./map").then(({ startMaps }) => startMaps());
if (document.querySelector("[data-report]")) import("./report").then(({ startReport }) => startReport());
// Where a navigation is one row that scrolls, the place one stands at is in sight.
for (const place of document.querySelectorAll<HTMLElement>("nav [aria-current], .tabs [aria-current]")) {
  const row = place.closest("ul");
  if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = place.offsetLeft - row.offsetLeft - row.clientWidth / 3;
}
// Of a chart wider than a phone the right end is seen first: what is newest, the target and what is to come.
for (const chart of document.querySelectorAll<HTMLElement>(".plan-chart .scroll")) chart.scrollLeft = chart.scrollWidth;
// A wide table is read on a phone row by row, each figure beside the head of its column (stack-on-phone).
for (const table of document.querySelectorAll<HTMLTableElement>("table[data-stacks]")) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((head) => head.textContent?.trim() ?? "");
  for (const body of table.tBodies)
    for (const row of body.rows)
      for (const cell of row.cells) if (cell.tagName === "TD") cell.dataset.label = heads[cell.cellIndex] ?? "";
  if (heads.length > 4) table.classList.add("stack-on-phone");
}
for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () =>
    navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => {
      button.textContent = button.dataset.copied ?? "";
    }),
  );
}
for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

