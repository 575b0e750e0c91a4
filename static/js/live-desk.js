/* Ctrl and Enter send an update; it is one update however often they are pressed. */

for (const text of document.querySelectorAll("[data-sends]")) {
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    text.form.requestSubmit(text.form.querySelector("[type=submit]"))
  })
}
