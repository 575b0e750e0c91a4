"use strict";

// The browser gave no passkey, or somebody thought better of it: say so on the page. At an address
// that is a number (127.0.0.1, [::1]) no browser gives one.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const refused = document.getElementById("passkey-refused");
  if (/^[\d.]+$|:/.test(location.hostname)) refused.textContent = refused.dataset.atNumber;
  refused.hidden = false;
});
