/** Acts on a case: opening one by its key puts the cursor into its first field; one stands open at a time. */
function enter(act: HTMLDetailsElement): void {
  act.querySelector<HTMLElement>("textarea, select, input:not([type=hidden])")?.focus();
}

export function startActs(): void {
  const acts = [...document.querySelectorAll<HTMLDetailsElement>("details.act")];
  for (const act of acts) {
    let opened = act.open; // what the server left open fires "toggle" too; it must not take the focus
    act.addEventListener("toggle", () => {
      const first = opened;
      opened = false;
      if (!act.open || first) return;
      for (const other of acts) if (other !== act) other.open = false;
      enter(act);
    });
    const summary = act.querySelector("summary");
    // Its key on an act that stands open goes into it; closing is for the mouse, or Enter on the line itself.
    summary?.addEventListener("click", (event) => {
      if (!act.open || event.detail !== 0 || document.activeElement === summary) return;
      event.preventDefault();
      enter(act);
    });
  }
}
