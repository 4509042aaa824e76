/** The call-taker console: the timer of this call, and suggestions taken by one key. */
const BEGAN = "call:began";

type Values = Record<string, string>;

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;
}

function remember(name: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch {
    // Without storage the timer begins anew after an error; nothing else is lost.
  }
}

function recall(name: string): string {
  try {
    return sessionStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** A call begins with the first thing entered; after an error it goes on, after "saved" a new one begins. */
function startTimer(form: HTMLFormElement): void {
  const began = form.elements.namedItem("began") as HTMLInputElement;
  const shown = form.querySelector<HTMLOutputElement>("[data-timer]");
  const ended = document.querySelector<HTMLElement>("[data-last-call]");
  const last = recall(BEGAN);
  if (ended && last) {
    ended.textContent = clock((Date.now() - Date.parse(last)) / 1000);
    remember(BEGAN, null);
  } else if (last && form.dataset.errors) began.value = last;
  const tick = () => {
    if (shown) shown.value = began.value ? clock(Math.max(0, (Date.now() - Date.parse(began.value)) / 1000)) : "0:00";
  };
  form.addEventListener("input", () => {
    if (began.value) return;
    began.value = new Date().toISOString();
    remember(BEGAN, began.value);
  });
  setInterval(tick, 1000);
  tick();
}

function put(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof RadioNodeList) field.value = value;
  else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
    field.value = value;
  }
  const changed = field instanceof RadioNodeList ? form.querySelector(`[name="${name}"]:checked`) : (field as Element | null);
  changed?.dispatchEvent(new Event("change", { bubbles: true }));
}

/** [data-take] carries the fields a suggestion fills, [data-take-text] the element whose words become the answer. */
function take(form: HTMLFormElement, button: HTMLElement): void {
  const values = JSON.parse(button.dataset.take ?? "{}") as Values;
  for (const [name, value] of Object.entries(values)) put(form, name, value);
  const source = button.dataset.takeText && form.querySelector<HTMLElement>(button.dataset.takeText);
  if (source) put(form, "answer", source.textContent ?? "");
  for (const other of form.querySelectorAll(".take--taken")) other.classList.remove("take--taken");
  button.classList.add("take--taken");
  const next = values.outcome === "route" || values.outcome === "answer" ? "answer" : "words";
  (form.elements.namedItem(next) as HTMLElement | null)?.focus();
}

/** A map that is folded away has no size to draw in: it starts when it is opened first. */
function startLateMap(form: HTMLFormElement): void {
  const fold = form.querySelector<HTMLDetailsElement>("details[data-lazy-map]");
  const host = fold?.querySelector<HTMLElement>("[data-map-later]");
  fold?.addEventListener("toggle", () => {
    if (!fold.open || !host) return;
    if (!host.hasAttribute("data-map")) {
      host.setAttribute("data-map", "");
      import("../map").then(({ startMaps }) => startMaps());
    }
    host.focus();
  });
}

export function startCall(form: HTMLFormElement): void {
  startTimer(form);
  startLateMap(form);
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-take]");
    if (button) take(form, button);
  });
  for (const next of document.querySelectorAll<HTMLElement>("[data-next-call]")) {
    next.addEventListener("click", () => {
      remember(BEGAN, null);
      try {
        localStorage.removeItem(`draft:${form.dataset.draft}`);
      } catch {
        // Nothing was kept.
      }
    });
  }
  const first = form.elements.namedItem(form.dataset.errors ? "words" : "phone") as HTMLElement | null;
  if (!document.querySelector(".govuk-error-summary")) first?.focus();
}
