// Runs before the first paint, so that a page never flashes in the other theme. "auto" follows the device.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; then the device decides.
}
document.documentElement.classList.add("js");
