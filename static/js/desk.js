/* Select2 stands in for Django's autocomplete fields and loses their labels: give them back. */

const selects = document.querySelectorAll("select.admin-autocomplete")

function label(select) {
  const label = document.querySelector(`label[for="${select.id}"]`)
  const shown = select.parentElement.querySelector(".select2-selection")
  if (!label || !shown) return
  label.id ||= `${select.id}_label`
  for (const field of shown.querySelectorAll(".select2-search__field, [role=textbox]")) {
    field.setAttribute("aria-labelledby", label.id)
  }
  shown.setAttribute("aria-labelledby", `${label.id} ${shown.getAttribute("aria-labelledby") ?? ""}`)
}

for (const select of selects) {
  // The button that clears all would stand in a list without being an item of it.
  if (select.multiple) select.dataset.allowClear = "false"
}
// In the queue behind Django's own start of Select2.
window.django?.jQuery?.(() => selects.forEach(label))

/* Ask before text that was typed is left behind: also that of one form as another is sent, and what
   came back from the server unsaved. */

const unsaved = new Set()
let sent = null
for (const form of document.querySelectorAll("#content-main form[method=post]")) {
  if (form.matches("[data-typed], :has([data-typed])")) unsaved.add(form)
  form.addEventListener("input", () => { unsaved.add(form); sent = null })
  form.addEventListener("submit", () => { sent = form })
}
addEventListener("beforeunload", (event) => {
  if ([...unsaved].every((form) => form === sent)) return
  event.preventDefault()
  // Whoever stays has sent nothing.
  sent = null
})
addEventListener("pagehide", () => unsaved.delete(sent))
