/** Acts on a case: opening one by its key puts the cursor into its first field; one stands open at a time. */
export function startActs(): void {
  const acts = [...document.querySelectorAll<HTMLDetailsElement>("details.act")];
  for (const act of acts) {
    act.addEventListener("toggle", () => {
      if (!act.open) return;
      for (const other of acts) if (other !== act && !other.contains(act)) other.open = false;
      if (!document.activeElement?.closest(".govuk-error-summary")) {
        act.querySelector<HTMLElement>("textarea, select, input:not([type=hidden])")?.focus();
      }
    });
  }
}
