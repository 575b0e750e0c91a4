/* Makes the desk fast. Each act is a button in a form that works without this file: here a key
   presses the button, the card steps aside at once, and the next one gets the focus. */

const desk = document.querySelector("#desk")
const find = (what, where = desk) => where?.querySelector(what) ?? null
const cards = () => [...desk.querySelectorAll(".desk-card:not(.desk-card--going)")]
const cardOf = (element) => element?.closest?.(".desk-card") ?? null

// Where the keys act: the card that has the focus, or the one that had it last.
let current = null
function here() {
  // A card that was drawn anew is the same card.
  const card = current?.isConnected ? current : document.getElementById(current?.id)
  return card && !card.matches(".desk-card--going") ? card : cards()[0]
}

function go(card) {
  if (!card) return find("#desk-title").focus()
  card.focus({ preventScroll: true })
  // At once: a card that goes meanwhile would have the others scrolled past.
  card.scrollIntoView({ block: "nearest" })
}

function step(by) {
  const all = cards()
  if (!all.length) return
  const isInside = cardOf(document.activeElement)
  const place = all.indexOf(here())
  go(all[isInside ? Math.min(all.length - 1, Math.max(0, place + by)) : place])
}

// What cannot be done is said as a trouble.
function say(words) {
  const said = document.createElement("span")
  said.className = "desk-said-trouble"
  said.textContent = words
  find("#said").replaceChildren(...(words ? [said] : []))
}

/* Keys */

const isOn = find("#keys-on")
if (isOn) {
  find("#keys").hidden = false
  const remembered = (() => { try { return localStorage.getItem("desk-keys") } catch { return null } })()
  isOn.checked = remembered !== "off"
  isOn.addEventListener("change", () => {
    try { localStorage.setItem("desk-keys", isOn.checked ? "on" : "off") } catch { /* not kept */ }
    showKeys()
  })
}

function showKeys() {
  for (const key of desk.querySelectorAll("kbd[hidden], kbd.shown")) {
    key.hidden = !isOn.checked
    key.classList.add("shown")
  }
  for (const one of desk.querySelectorAll("[data-with-js]")) one.hidden = false
}

function press(what) {
  const button = find(`[data-key="${what}"]`, here())
  if (!button) return say(why(what))
  // An appeal is answered in words: the key leads to them.
  if (button.matches("textarea")) return write(button)
  button.click()
}

function write(field) {
  field.focus({ preventScroll: true })
  field.scrollIntoView({ block: "center" })
}

function why(what) {
  const card = here()
  if (!card) return "There is no comment here."
  const interest = find(".desk-interest p", card)?.textContent.trim()
  if (what === "f" && !interest) return "Only a published comment can be featured."
  const instead = find("[data-instead]", card)
  if (instead) return instead.dataset.instead || instead.textContent.trim()
  return interest || "This cannot be done with this comment."
}

// In spite of an interest: in words first, since the decision asks for them.
function override() {
  const fold = find("details[data-key=d]", here())
  const isFree = here() && !find(".desk-interest", here())
  if (!fold) return say(isFree ? "Nothing keeps you from deciding here." : why())
  fold.open = true
  write(find("input[type=text]", fold))
}

function open(fold) {
  if (!fold) return find("textarea[data-key=a]", here()) ? press("a") : say(why())
  fold.open = true
  const sheet = find("[tabindex]", fold)
  sheet.focus({ preventScroll: true })
  sheet.scrollIntoView({ block: "nearest" })
}

// The thread of a card; where neither can be done, its place says why.
function closeOrOpen() {
  const way = find("[data-key=c]", here())
  if (way?.matches("p")) return say(way.textContent)
  return way?.matches("a") ? way.click() : open(way)
}

let tickedByKey = []

let undosWanted = 0

// What is on its way is what was done last, and there is nothing to take back before its answer;
// nor anything before what is being taken back.
function takeBack() {
  const button = find("#undo [data-key=u]")
  if (gone.size || button?.disabled) return undosWanted += 1
  if (button) return button.click()
  say(find("#undo").dataset.instead || "There is nothing to take back.")
}

// What an interest leaves to somebody else is not part of the whole page.
const isOthers = (card) => Boolean(find(".desk-interest", card))

function tickAll() {
  const ours = cards().filter((card) => !isOthers(card))
  const unticked = ours.map((card) => find(".desk-tick:not(:checked)", card)).filter(Boolean)
  for (const tick of unticked) tick.checked = true
  return unticked
}

function untick() {
  for (const tick of tickedByKey) tick.checked = false
  tickedByKey = []
}

function wholePage(key) {
  const bulk = find("#bulk")
  if (!cards().length) return say("There is no comment here.")
  if (find("#queue[data-queue=appealed]")) return say("An appeal is answered on its card.")
  const what = find(`[data-key="${key}"]`, bulk)
  if (!what) return say("This cannot be done with the whole page.")
  tickedByKey.push(...tickAll())
  bulk.open = true
  if (what.matches("button")) return what.click()
  what.focus()
  what.scrollIntoView({ block: "nearest" })
}

function search() {
  const words = find("#desk-q")
  if (!words) return
  words.closest("details").open = true
  words.focus()
}

function unfold() {
  for (const box of here()?.querySelectorAll("input[data-key=o]") ?? []) box.checked = !box.checked
}

function help() {
  const keys = find("#keys")
  keys.open = !keys.open
  find("summary", keys).focus()
}

// Whoever turns to something else has read what the keys do.
desk.addEventListener("focusin", ({ target }) => {
  const keys = find("#keys")
  if (!keys.contains(target)) keys.open = false
})

function leave() {
  say("")
  find("#keys").open = false
  const fold = document.activeElement?.closest?.("details[open]")
  if (fold) fold.open = false
  untick()
  go(cardOf(document.activeElement) ?? here())
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press("a"),
  f: () => press("f"),
  b: () => press("b"),
  d: override,
  r: () => open(find("details[data-key=r]", here())),
  c: closeOrOpen,
  o: unfold,
  u: takeBack,
  z: takeBack,
  A: () => wholePage("A"),
  R: () => wholePage("R"),
  "/": search,
  "?": help,
}

function isTyping(element) {
  return element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
}

// The sheet of reasons that is open where the focus is: a digit chooses from it.
function sheet() {
  const element = document.activeElement
  return element?.closest?.(".desk-fold[open], fieldset[data-key=R]") ?? null
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape") return leave()
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (!isOn?.checked) return
  const reasons = sheet()
  const digit = reasons && find(`[data-digit="${event.key}"]`, reasons)
  const own = reasons && event.key === "Enter" && event.target.matches("[tabindex]") && find("input[type=text]", reasons)
  // Caps Lock is no shift.
  const key = event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()
  const act = digit ? () => digit.click() : own ? () => own.focus() : KEYS[key]
  if (!act || (event.repeat && !"jk".includes(key))) return
  event.preventDefault()
  say("")
  act()
})

find("#tick-all")?.addEventListener("click", tickAll)

/* With shift a tick goes for all from the one before it; so it does with Shift and Space. */

let lastTick = null
desk.addEventListener("click", ({ target, shiftKey }) => {
  if (!target.matches(".desk-tick")) return
  const ticks = cards().map((card) => find(".desk-tick", card))
  const [from, to] = [ticks.indexOf(lastTick), ticks.indexOf(target)].sort((one, other) => one - other)
  lastTick = target
  if (!shiftKey || from < 0) return
  for (const tick of ticks.slice(from, to + 1)) tick.checked = target.checked
  // Shift also extends what is selected.
  getSelection().removeAllRanges()
})

/* A card steps aside when its form is sent, and comes back when the answer is no. */

const gone = new Map()

desk.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const form = detail.elt
  if (form.matches("form:not([data-claims])")) say("")
  if (!form.matches("[data-decides], [data-bulk]")) return
  const chosen = form.matches("[data-bulk]") ? ticked() : [cardOf(form)]
  // A card that stays, as a featured one does, keeps the focus.
  const acted = detail.requestConfig.triggeringEvent?.submitter?.value ?? ""
  if (/^(un)?feature$/.test(acted)) return
  const next = nextOf(chosen)
  gone.set(form, { chosen, next })
  for (const card of chosen) card.classList.add("desk-card--going")
  // Whoever typed stays in the field until the answer is yes: the keys of the next card are live.
  const isTyped = form.matches(".desk-own") && !acted.includes(":")
  if (!isTyped && !form.matches("[data-bulk]")) go(next)
})

function ticked() {
  return cards().filter((card) => find(".desk-tick", card)?.checked)
}

function nextOf(chosen) {
  const all = cards()
  const from = all.indexOf(chosen[0])
  const left = all.filter((card) => !chosen.includes(card))
  return left.find((card) => all.indexOf(card) > from) ?? left.at(-1)
}

desk.addEventListener("htmx:afterRequest", ({ detail }) => {
  // The event comes from what is still there; the form may have gone with its card.
  const form = detail.requestConfig.elt
  const { chosen = [], next } = gone.get(form) ?? {}
  for (const card of chosen) card.classList.remove("desk-card--going")
  gone.delete(form)
  if (!detail.successful) {
    undosWanted = 0
    if (form.matches("form, #refill")) say(notDone(detail))
    comeBack(chosen[0])
    return
  }
  const troubled = chosen.map((card) => document.getElementById(card.id)).find((card) => card?.matches(TROUBLED))
  // Two ways at once would end on neither.
  if (form.matches("[data-bulk]") && form.contains(document.activeElement)) document.activeElement.blur()
  if (form.matches("form, #refill")) settle(next, !troubled, form.matches("form"))
  comeBack(troubled ?? (form.matches("[data-bulk]") && find(".desk-own:has([aria-invalid=true])", form)))
  if (troubled) undosWanted = 0
  if (undosWanted && !gone.size) {
    undosWanted -= 1
    takeBack()
  }
})

function notDone(detail) {
  if (isElsewhere(detail)) return "Not done: you are signed out. Sign in in another tab; your words are still here."
  if (detail.xhr?.status === 404) return "It is not here any more."
  return "Not done: the desk did not answer. Try again."
}

// The desk answers where it was asked; whoever is signed out is led to a sign-in.
function isElsewhere({ xhr, pathInfo }) {
  if (!xhr?.responseURL) return false
  return new URL(xhr.responseURL).pathname !== new URL(pathInfo.requestPath, location).pathname
}
desk.addEventListener("htmx:beforeSwap", (event) => { if (isElsewhere(event.detail)) event.preventDefault() })

const TROUBLED = ".desk-card--troubled, :has([aria-invalid=true])"

// To what was not done: the field that has the error, or else the card.
function comeBack(card) {
  if (!card?.isConnected) return
  const field = find("[aria-invalid=true]", card)
  // Whoever typed is still in the field.
  if (!field && card.contains(document.activeElement)) return
  if (!field) return go(card)
  field.focus({ preventScroll: true })
  field.scrollIntoView({ block: "center" })
}

function settle(next, moves, refills) {
  showKeys()
  watchUndo()
  // What is still on its way would come back with the next page, and be decided on again.
  const isDone = cards().every((card) => isOthers(card) && !isBegun(card)) && !gone.size
  if (refills && find("#cards") && find("#queue[data-queue]") && isDone && find("#queue [rel=next]")) {
    find("#refill")?.dispatchEvent(new Event("refill"))
  } else if (moves && document.activeElement === document.body) {
    go(next?.isConnected ? next : here())
  }
}

/* What was just taken back is where the moderator looks, and stands where it stood. */

let order = []
// The page as it is, and before it what has gone from it.
function learn() {
  const shown = [...desk.querySelectorAll("#cards > .desk-card")].map((card) => card.id)
  if (shown.some((id) => !order.includes(id))) order = [...order.filter((id) => !shown.includes(id)), ...shown]
}

function putBack(card) {
  const place = order.indexOf(card.id)
  if (place < 0) return
  const next = order.slice(place + 1).map((id) => find(`#cards > #${id}`)).find(Boolean)
  if (next) next.before(card)
  else find("#cards").append(card)
}

let restored = []
desk.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.id !== "cards") return
  // A card that never left, as a featured one does not, stands there once.
  restored = [...detail.fragment.querySelectorAll(".desk-card")].map((card) => card.id)
  for (const id of restored) document.getElementById(id)?.remove()
})
desk.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  if (detail.target.id !== "cards") return
  // The last one first: each goes before the next that is there.
  for (const id of restored.toReversed()) putBack(document.getElementById(id))
  queueMicrotask(() => go(document.getElementById(restored[0])))
})
desk.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "queue") queueMicrotask(() => { learn(); showKeys(); go(cards().find((card) => !isOthers(card)) ?? cards()[0]) })
})

/* An answer is for the page as it is by then: what it says of a card that has gone is for nobody,
   it counts although the form that asked has gone with its card, and it takes no words away. */

desk.addEventListener("htmx:beforeSwap", ({ detail, defaultPrevented }) => {
  if (defaultPrevented) return
  const told = new DOMParser().parseFromString(detail.serverResponse, "text/html")
  const asking = cardOf(detail.requestConfig.elt)
  const missed = [...told.querySelectorAll("[hx-swap-oob]")].filter((one) => {
    const [, target = `#${one.id}`] = one.getAttribute("hx-swap-oob").split(":")
    const there = find(target, document)
    // Words that were begun on a card outlive what is done on another; a form beside the cards is
    // for all that were chosen.
    const isOfOther = there?.matches(".desk-card") ? asking && there.id !== asking.id
      : there?.id === "words-for-several" && !detail.requestConfig.elt.matches("[data-bulk]")
    return !there || (isOfOther && isBegun(there))
  })
  for (const one of missed) one.remove()
  if (missed.length) detail.serverResponse = told.body.innerHTML
  if (!detail.shouldSwap || detail.requestConfig.elt.isConnected) return
  detail.shouldSwap = false
  htmx.swap(desk, detail.serverResponse, { swapStyle: "none", settleDelay: 0 }, { eventInfo: detail })
})

/* A sign-in in another tab changes the token, and the forms of this page carry the one before. */

desk.addEventListener("submit", ({ target }) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
  const field = find("[name=csrfmiddlewaretoken]", target)
  if (token && field) field.value = token
}, true)

/* Ask before words that were typed are left behind. */

const TYPED = "form[method=post] :is(textarea, input[type=text])"
let sent = null
// A form that htmx sends stays.
addEventListener("submit", (event) => { sent = event.defaultPrevented ? null : event.target })

function isUnsent(field) {
  if (field.form === sent || !field.value.trim()) return false
  // What was refused came back with its words.
  return field.value !== field.defaultValue || Boolean(cardOf(field)?.matches(TROUBLED))
}
const isBegun = (place) => [...place.querySelectorAll(TYPED)].some(isUnsent)
addEventListener("beforeunload", (event) => {
  if (isBegun(desk)) event.preventDefault()
})

/* Undo stays for as long as it works. */

let closing = 0
function watchUndo() {
  clearTimeout(closing)
  const way = find("#undo [data-seconds]")
  if (!way) return
  closing = setTimeout(() => {
    const hadFocus = way.contains(document.activeElement)
    way.remove()
    if (hadFocus) go(here())
  }, Number(way.dataset.seconds) * 1000)
}

/* What is said at the foot of the page takes room, and the page ends above it. */

new ResizeObserver(([{ target }]) => {
  const root = document.documentElement.style
  if (target.offsetHeight) root.setProperty("--foot", `${target.offsetHeight}px`)
  else root.removeProperty("--foot")
}).observe(find(".desk-foot"))

/* A press is for what it began on. An answer that arrives, or an Undo that runs out, may move the
   page before the finger is lifted, and the browser would press what stands there by then. */

const PRESSED = "a, button, summary, label, input, select, textarea"
const placeOf = (element) => { const { x, y } = element.getBoundingClientRect(); return `${x} ${y}` }
let down = null

addEventListener("pointerdown", ({ target }) => { down = { target, place: placeOf(target) } }, true)
addEventListener("click", (event) => {
  const { target, place } = down ?? {}
  // A key clicks without a place.
  if (!event.detail || !target) return
  down = null
  const meant = target.closest(PRESSED)
  const hit = event.target.closest(PRESSED)
  if (meant === hit || (target.isConnected && placeOf(target) === place)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (!meant?.isConnected) return
  meant.focus({ preventScroll: true })
  meant.click()
}, true)

/* What was said goes when the moderator turns to something else: not before the click, since the
   page grows shorter by it and would move from under the finger. */

desk.addEventListener("click", ({ target }) => { if (cardOf(target)) say("") })

/* Whoever stays on a card reads it, and the others are told. */

let reading = 0
desk.addEventListener("focusin", ({ target }) => {
  const card = cardOf(target)
  if (!card || card === current) return
  current = card
  clearTimeout(reading)
  reading = setTimeout(() => {
    if (card.isConnected && card === current) find("form[data-claims]", card)?.requestSubmit()
  }, 1200)
})

learn()
showKeys()
watchUndo()
const named = cards().find((card) => `#${card.id}` === location.hash)
if (named) {
  go(named)
} else if (find("#queue[data-queue]") && cards().length && matchMedia("(hover: hover)").matches) {
  // A card that is named and has left the queue is followed by the first one.
  if (/^(#card-|$)/.test(location.hash)) cards()[0].focus({ preventScroll: true })
}
