/* An open page of a live story asks now and then for newer updates, and offers them: nothing jumps. */

const EVERY = 30_000
// So many failures in a row are no hiccup of the network: the reader is told.
const PATIENCE = 3
const live = document.querySelector("[data-live]")
const more = live?.querySelector("[data-live-more]")
const nothing = more?.textContent
let failures = 0

async function look() {
  if (document.hidden) return
  const answer = await fetch(live.dataset.live).catch(() => null)
  if (answer?.ok) say(await answer.json())
  else if (++failures >= PATIENCE) put("Updates cannot be reached: load the page again")
}

function say({ newer }) {
  failures = 0
  put(newer ? (newer === 1 ? "1 new update" : `${newer} new updates`) : nothing)
}

/* The same words again would be read out again. */
function put(words) {
  if (more.textContent !== words) more.textContent = words
}

if (more) {
  setInterval(look, EVERY)
  addEventListener("focus", look)
}
