/** The button that goes round auto, light, dark. Its words come from the page, in the reader's language. */
const ORDER = ["auto", "light", "dark"] as const;
type Theme = (typeof ORDER)[number];

function stored(): Theme {
  try {
    const value = localStorage.getItem("theme") as Theme | null;
    return value && ORDER.includes(value) ? value : "auto";
  } catch {
    return "auto";
  }
}

function show(button: HTMLElement, theme: Theme): void {
  const root = document.documentElement;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  button.textContent = button.dataset[theme] ?? theme;
}

export function startThemeSwitch(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-switch]")) {
    button.hidden = false;
    show(button, stored());
    button.addEventListener("click", () => {
      const next = ORDER[(ORDER.indexOf(stored()) + 1) % ORDER.length];
      try {
        localStorage.setItem("theme", next);
      } catch {
        // Nothing to remember it in: it holds for this page.
      }
      show(button, next);
    });
  }
}
