/* An open form of an article: says that it is there, and keeps what is typed before it is saved. */

const BEAT = 30_000
const PAUSE = 1_000
const AT_MOST_EVERY = 5_000
// Longer requests are not sent on when a page goes.
const SENT_ON = 60_000

const place = document.querySelector("[data-editing]")
const form = place?.closest("form")
const status = document.querySelector("[data-as-you-type]")
const elsewhere = document.querySelector("[data-elsewhere]")
const ofUser = `unsaved:${place?.dataset.user}:`
const mine = `${ofUser}${place?.dataset.autosave}:`

/* What the browser keeps; where it keeps nothing, the server alone does. */
const shelf = {
  keys: (start) => { try { return Object.keys(localStorage).filter((key) => key.startsWith(start)) } catch { return [] } },
  get: (key) => { try { return localStorage.getItem(key) } catch { return null } },
  put: (key, text) => { try { localStorage.setItem(key, text); return true } catch { return false } },
  drop: (key) => { try { localStorage.removeItem(key) } catch { /* nothing was kept */ } },
}

function post(address, body, { keepalive = false } = {}) {
  return fetch(address, {
    method: "POST",
    body,
    keepalive,
    // Whoever is signed out is sent to the sign-in.
    redirect: "manual",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  })
}

/* One window keeps its name while it is reloaded. */
function nameOfWindow() {
  const key = `window:${place.dataset.beat}`
  try {
    if (!sessionStorage.getItem(key)) sessionStorage.setItem(key, crypto.randomUUID?.() ?? String(Math.random()))
    return sessionStorage.getItem(key)
  } catch {
    return String(Math.random())
  }
}

function say(place, words) {
  if (place && place.textContent !== words) place.textContent = words
}

/* The lock */

let isLeaving = false

async function beat() {
  if (document.hidden && isLeaving) return
  try {
    const answer = await post(place.dataset.beat, new URLSearchParams({ window: form.elements.window.value }))
    if (!answer.ok) return
    const { words } = await answer.json()
    say(elsewhere, words)
    elsewhere.hidden = !words
  } catch { /* out of reach: said beside the buttons */ }
}

function startBeating() {
  form.elements.window.value = nameOfWindow()
  beat()
  setInterval(beat, BEAT)
  addEventListener("pageshow", (event) => { if (event.persisted) { isLeaving = false; beat() } })
  addEventListener("pagehide", () => {
    if (isLeaving) return
    const body = new URLSearchParams({ window: form.elements.window.value, leave: "1" })
    post(place.dataset.beat, body, { keepalive: true }).catch(() => {})
  })
}

/* What is typed */

const typed = () => {
  const sent = new URLSearchParams(new FormData(form))
  sent.delete("csrfmiddlewaretoken")
  return sent.toString()
}

let known
let timer = null
let isOnItsWay = false
let lastSent = 0
const key = () => mine + form.elements.form_id.value

async function keep({ isGoing = false } = {}) {
  clearTimeout(timer)
  timer = null
  const text = typed()
  if (isLeaving || text === known || (isOnItsWay && !isGoing)) return
  if (isGoing) shelf.put(key(), text)
  isOnItsWay = true
  lastSent = Date.now()
  try {
    const answer = await post(place.dataset.autosave, new URLSearchParams(text), { keepalive: isGoing && text.length < SENT_ON })
    if (answer.type === "opaqueredirect") {
      refused(text, "You are signed out: sign in in another tab.")
      return
    }
    const { words } = await answer.json()
    if (!answer.ok) {
      refused(text, words)
      return
    }
    known = text
    if (shelf.get(key()) === text || !isGoing) shelf.drop(key())
    say(status, words)
  } catch {
    refused(text)
  } finally {
    isOnItsWay = false
  }
}


function refused(text, words) {
  const isKept = shelf.put(key(), text)
  const where = isKept ? "kept in this browser" : "not kept: save it, or copy it"
  say(status, words ? `${words} It is ${where}.` : `Not reachable: ${where}`)
}

function soon() {
  // A save that was stopped is none: who types on is still here.
  isLeaving = false
  // Not put off by the next key: who types on is kept all the same.
  timer ??= setTimeout(keep, Math.max(PAUSE, AT_MOST_EVERY - (Date.now() - lastSent)))
}

function startKeeping() {
  // What stands there once the other scripts have had their hands on it.
  known = "typed" in place.dataset ? undefined : typed()
  form.addEventListener("input", soon)
  form.addEventListener("change", soon)
  // Rows and lists are changed by scripts that tell nobody.
  setInterval(() => { if (typed() !== known && Date.now() - lastSent >= AT_MOST_EVERY) keep() }, AT_MOST_EVERY)
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep({ isGoing: true }) })
  addEventListener("pagehide", () => keep({ isGoing: true }))
  addEventListener("online", () => keep())
  form.addEventListener("submit", () => {
    // Until the answer is there the browser has it.
    if (typed() !== known) shelf.put(key(), typed())
    isLeaving = true
  })
}

/* What was kept while the server could not be reached */

function dropWhatIsSaved() {
  const saved = /(?:^|; )saved_form=([0-9a-f-]{36})/.exec(document.cookie)?.[1]
  if (saved) for (const each of shelf.keys(ofUser)) if (each.endsWith(`:${saved}`)) shelf.drop(each)
}

async function sendWhatIsLate() {
  for (const each of shelf.keys(mine)) {
    if (each === key()) continue
    const body = new URLSearchParams(shelf.get(each))
    body.set("late", "1")
    try {
      const answer = await post(place.dataset.autosave, body)
      if (!answer.ok) continue
      const { form: number } = await answer.json()
      shelf.drop(each)
      if (number) offer(number)
    } catch {
      return
    }
  }
}

function offer(number) {
  const late = document.querySelector("[data-late]")
  if (!late) return
  const isOffered = document.querySelector(`[name=_restore][value="${CSS.escape(number)}"]`)
  if (isOffered) return
  late.querySelector("[name=_restore]").value = number
  late.hidden = false
}

if (form) {
  if (place.dataset.beat) startBeating()
  dropWhatIsSaved()
  addEventListener("load", () => {
    startKeeping()
    sendWhatIsLate()
    addEventListener("online", sendWhatIsLate)
    setInterval(sendWhatIsLate, BEAT)
  })
}
