/**
 * Keys that work while one types: Alt and a digit or letter for [data-alt="…"], Ctrl+Enter (or ⌘+Enter) for
 * [data-alt="Enter"] of the form one is in, else of the only open one on the page.
 */
function visible(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && !(element as HTMLButtonElement).disabled;
}

function find(name: string, near: Element | null): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(`[data-alt="${CSS.escape(name)}"]`)].filter(visible);
  const here = all.find((element) => near?.contains(element));
  return here ?? (name === "Enter" && all.length > 1 ? undefined : all[0]);
}

function wish(event: KeyboardEvent): string {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return "Enter";
  if (!event.altKey || event.ctrlKey || event.metaKey) return "";
  if (/^(Digit|Numpad)\d$/.test(event.code)) return event.code.slice(-1);
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(-1).toLowerCase() : "";
}

export function startAltKeys(): void {
  document.addEventListener("keydown", (event) => {
    const name = event.isComposing ? "" : wish(event);
    if (!name) return;
    const element = find(name, (event.target as Element | null)?.closest("form") ?? null);
    if (!element) return;
    event.preventDefault();
    element.click();
    if (element.matches("input[type=radio]")) element.focus();
  });
}
