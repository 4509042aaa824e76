/**
 * Keys that work anywhere outside a field: `/` search, `g` then a letter to go, `j`/`k` in lists, `Enter` opens,
 * `?` help. Pages declare them: [data-search], [data-go="d"], [data-list] with [data-item], <dialog data-help>,
 * and [data-key="a"] for an act on the page (a button is clicked, a field is focused).
 */
const GO_WAIT_MS = 1500;
let goingSince = 0;

function typing(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
}

function go(key: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`a[data-go="${CSS.escape(key)}"]`);
  link?.click();
  return !!link;
}

function move(step: number): boolean {
  const items = [...document.querySelectorAll<HTMLElement>("[data-list] [data-item]")];
  if (!items.length) return false;
  const at = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
  const next = items[Math.min(items.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step))];
  const target = next.matches("a, button, [tabindex]") ? next : next.querySelector<HTMLElement>("a, button");
  target?.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function act(key: string): boolean {
  const element = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  if (!element) return false;
  if (element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) element.focus();
  else element.click();
  return true;
}

function help(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[data-help]");
  if (!dialog) return false;
  if (dialog.open) dialog.close();
  else dialog.showModal();
  return true;
}

function search(): boolean {
  const box = document.querySelector<HTMLInputElement>("[data-search]");
  box?.focus();
  box?.select();
  return !!box;
}

function handle(event: KeyboardEvent): boolean {
  const going = event.timeStamp - goingSince < GO_WAIT_MS;
  goingSince = 0;
  if (going && go(event.key)) return true;
  if (event.key === "/") return search();
  if (event.key === "?") return help();
  if (event.key === "j") return move(1);
  if (event.key === "k") return move(-1);
  if (event.key === "g") {
    goingSince = event.timeStamp;
    return !!document.querySelector("a[data-go]");
  }
  return act(event.key);
}

export function startKeyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    if (handle(event)) event.preventDefault();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-open-help]")) {
    button.hidden = false;
    button.addEventListener("click", () => help());
  }
}
