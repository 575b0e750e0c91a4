/* A form is sent once: the second half of a double click sends nothing. Where no answer comes, it can
   be sent again. */

const PAUSE = 10_000 // ms

const sendable = form => delete form.dataset.sent

document.addEventListener("submit", event => {
  const form = event.target
  const staysHere = event.submitter?.formTarget || form.target
  if (event.defaultPrevented || form.method !== "post" || staysHere) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = "yes"
  setTimeout(sendable, PAUSE, form)
})

// Back shows the page as it was left.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(sendable))
