/** Signing out forgets what was typed on this machine: the next officer at this desk must not find it. */
export function startLeaving(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sign-out]")) {
    form.addEventListener("submit", () => {
      for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
    });
  }
}
