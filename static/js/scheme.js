// A reader's own choice of light or dark, kept in this browser. Without one it is as the device has
// it. It runs before the page is painted, so that nothing flashes; no module does.
(() => {
  const root = document.documentElement;
  root.dataset.scripted = "";

  function kept() {
    try {
      return localStorage.getItem("scheme") ?? "";
    } catch {
      return "";
    }
  }

  function show(scheme) {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  }

  show(kept());
  // Another window of the same paper.
  addEventListener("storage", () => show(kept()));
  addEventListener("DOMContentLoaded", () => {
    const choice = document.querySelector("[data-scheme-choice]");
    if (!choice) return;
    choice.value = root.dataset.scheme ?? "";
    choice.addEventListener("change", () => {
      show(choice.value);
      try {
        localStorage.setItem("scheme", choice.value);
      } catch {
        // A browser that keeps nothing shows it for as long as the page is open.
      }
    });
  });
})();
