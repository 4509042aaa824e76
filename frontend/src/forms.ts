/**
 * Help that forms get once the page has a script; without it they are plain forms.
 * - [data-draft="name"]: what is typed stays in this browser until it was received (lost session, error, closed tab);
 * - a form is sent once, however often the button is pressed;
 * - a summary of errors takes the focus.
 */
type Draft = Record<string, string | string[]>;

const key = (name: string): string => `draft:${name}`;

function fields(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
  return [...form.elements].filter(
    (e): e is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
      /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName) && !!(e as HTMLInputElement).name &&
      !["file", "password", "submit"].includes((e as HTMLInputElement).type) &&
      !(e as HTMLInputElement).name.startsWith("csrf"),
  );
}

function kept(name: string): Draft {
  try {
    return JSON.parse(localStorage.getItem(key(name)) ?? "{}");
  } catch {
    return {};
  }
}

function typed(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): boolean {
  return !(field instanceof HTMLSelectElement) && field.type !== "hidden" && field.value !== field.defaultValue;
}

function save(form: HTMLFormElement, name: string): void {
  // The front page's one box and the report page share a draft: what this form does not have stays as it was.
  const others = Object.entries(kept(name)).filter(([field]) => !form.elements.namedItem(field));
  const draft: Draft = Object.fromEntries(others);
  for (const field of fields(form)) {
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      if (field.checked) draft[field.name] = [...((draft[field.name] as string[]) ?? []), field.value];
    } else draft[field.name] = field.value;
  }
  try {
    localStorage.setItem(key(name), JSON.stringify(draft));
  } catch {
    // No room or no permission: the words stay in the page at least.
  }
}

function restore(form: HTMLFormElement, name: string): void {
  const draft = kept(name);
  let changed = false;
  for (const field of fields(form)) {
    const before = draft[field.name];
    if (before === undefined) continue;
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      const checked = Array.isArray(before) && before.includes(field.value);
      changed ||= checked !== field.checked;
      field.checked = checked;
    } else if (typeof before === "string" && before && !field.value) {
      field.value = before;
      changed = true;
    } else if (field.type === "hidden" && typeof before === "string" && before && "keep" in field.dataset) {
      field.value = before;
    }
  }
  const notice = form.querySelector<HTMLElement>("[data-draft-notice]");
  if (notice && changed) notice.hidden = false;
  if (changed) form.dispatchEvent(new CustomEvent("draft:restored"));
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(key(name));
  } catch {
    // Nothing was kept.
  }
}

function keepDraft(form: HTMLFormElement): void {
  const name = form.dataset.draft ?? "";
  if (!form.dataset.errors) restore(form, name);
  const later = () => save(form, name);
  // Words typed before this script ran, or brought back by the server, are in no draft yet. (What the browser itself
  // fills in again after "back" stays out of it: it may have been received already.)
  const [way] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (form.dataset.errors || (way?.type !== "back_forward" && fields(form).some(typed))) later();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
    dropDraft(name);
    location.reload();
  });
}

export function startForms(): void {
  for (const done of document.querySelectorAll<HTMLElement>("[data-draft-done]")) dropDraft(done.dataset.draftDone ?? "");
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) keepDraft(form);
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset.sent;
  });
  document.querySelector<HTMLElement>(".govuk-error-summary")?.focus();
}
