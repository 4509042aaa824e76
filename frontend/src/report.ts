/** The page on which a citizen reports: the device's place, and new suggestions after the place was chosen. */
import htmx from "htmx.org";

function findMe(button: HTMLButtonElement): void {
  const say = document.getElementById("place-said");
  const latitude = document.getElementById("id_latitude") as HTMLInputElement;
  const longitude = document.getElementById("id_longitude") as HTMLInputElement;
  if (say) say.textContent = button.dataset.waiting ?? "";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      document.dispatchEvent(new Event("place:set"));
      latitude.dispatchEvent(new Event("change", { bubbles: true }));
      if (say) say.textContent = button.dataset.found ?? "";
    },
    () => {
      if (say) say.textContent = button.dataset.refused ?? "";
    },
    { enableHighAccuracy: true, timeout: 10000 },
  );
}

/** The page grows: the later steps come once there are words. A page that comes back with words shows them all. */
function grow(form: HTMLFormElement, words: HTMLTextAreaElement): void {
  const enough = words.value.trim().length >= 4;
  for (const step of form.querySelectorAll<HTMLElement>("[data-later]")) {
    if (step.hidden === enough) step.hidden = !enough;
  }
}

export function startReport(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-find-me]");
  if (button && "geolocation" in navigator) {
    button.hidden = false;
    button.addEventListener("click", () => findMe(button));
  }
  const words = document.getElementById("id_words") as HTMLTextAreaElement | null;
  if (!words?.form || words.form.dataset.errors) return;
  const form = words.form;
  words.addEventListener("input", () => grow(form, words));
  grow(form, words);
  if (words.value) htmx.trigger(words, "look");
}
