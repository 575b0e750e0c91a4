/* An open page of a live story asks now and then for newer updates, and offers them: nothing jumps. */

const EVERY = 30_000
const live = document.querySelector("[data-live]")
const more = live?.querySelector("[data-live-more]")

async function look() {
  if (document.hidden) return
  const answer = await fetch(live.dataset.live).catch(() => null)
  if (!answer?.ok) return
  const { newer } = await answer.json()
  if (!newer) return
  const said = newer === 1 ? "1 new update" : `${newer} new updates`
  if (more.textContent !== said) more.textContent = said
}

if (more) {
  setInterval(look, EVERY)
  addEventListener("focus", look)
}
