"use strict";

// The browser gave no passkey, or somebody thought better of it: say so on the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-refused").hidden = false;
});
