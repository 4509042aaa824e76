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
for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

