/* Press "Go on" by itself, until all is looked through. */

const form = document.querySelector("form[data-rescan]")
const figures = document.querySelector("[data-rescan-figures]")
const progress = document.querySelector(".rescan progress")

async function step() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  })
  if (!answer.ok) throw new Error(answer.statusText)
  return answer.json()
}

function show({ looked_at: lookedAt, found, percent }) {
  figures.querySelector("[data-looked-at]").textContent = lookedAt
  figures.querySelector("[data-found]").textContent = found
  progress.value = percent
}

async function goOn() {
  for (;;) {
    const state = await step()
    show(state)
    if (state.problem) throw new Error(state.problem)
    if (state.is_finished) return location.reload()
  }
}

// Whatever stops it, the button is still there to be pressed.
goOn().catch(() => {})
