/* Ctrl and Enter send an update; it is one update however often they are pressed. Whoever has sent
   one goes on writing the next. */

const JUST_SENT = "live-desk: sent"

for (const text of document.querySelectorAll("[data-sends]")) {
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    text.form.requestSubmit(text.form.querySelector("[type=submit]"))
  })
  try {
    if (sessionStorage.getItem(JUST_SENT)) text.focus()
    sessionStorage.removeItem(JUST_SENT)
    text.form.addEventListener("submit", () => sessionStorage.setItem(JUST_SENT, "yes"))
  } catch { /* a browser that keeps nothing */ }
}
