/* The front page put in order by hand: by dragging, by buttons, by the arrow keys on a handle.
   Each place is kept in the field that stands there without this script. */

const form = document.querySelector("[data-arranging]")
const places = form.querySelector("[data-places]")
const shelf = form.querySelector("[data-shelf]")
const rivers = form.querySelector("[data-rivers]")
const told = form.querySelector("[data-told]")
const names = [...places.children].map((item) => item.querySelector("[data-place-name]").textContent)

const at = (item) => [...item.parentElement.children].indexOf(item)
const isFree = (item) => !item.dataset.name
const field = (item) => item.querySelector("[data-plain] :is(select, input)")
const within = (list, index) => Math.max(0, Math.min(index, list.children.length - 1))

function automatic() {
  return document.querySelector("#automatic-place").content.firstElementChild.cloneNode(true)
}

function where(item) {
  const list = item.parentElement
  if (list === places) return `${item.dataset.name}: ${names[at(item)]}.`
  if (list === shelf) return `${item.dataset.name}: not placed.`
  return `${item.dataset.name}: section ${at(item) + 1} of ${list.children.length}.`
}

/* What the fields and the names say follows from where things stand. */
function renumber() {
  for (const [index, item] of [...places.children].entries()) {
    item.querySelector("[data-place-name]").textContent = names[index]
    if (!isFree(item)) field(item).value = String(index)
  }
  for (const item of shelf.children) field(item).value = ""
  for (const [index, item] of [...rivers.children].entries()) field(item).value = String(index + 1)
  for (const item of form.querySelectorAll("[data-item][data-name]")) offer(item)
}

/* The acts that lead somewhere from where it stands. */
function offer(item) {
  const list = item.parentElement, index = at(item), isPlaced = list === places
  const leads = {
    up: list !== shelf && index > 0,
    down: list !== shelf && index < list.children.length - 1,
    lead: list === shelf || (isPlaced && index > 0),
    place: list === shelf,
    off: isPlaced,
  }
  for (const button of item.querySelectorAll("[data-act]")) button.hidden = !leads[button.dataset.act]
}

function done(item, act) {
  renumber()
  told.textContent = where(item)
  form.dispatchEvent(new Event("input"))
  const pressed = item.querySelector(act ? `[data-act="${act}"]:not([hidden])` : "[data-handle]")
  const focused = pressed ?? item.querySelector("[data-handle]")
  focused.focus()
  item.scrollIntoView({ block: "nearest" })
}

/* Put it before what stands there; the others make room. */
function move(item, index, act) {
  const list = item.parentElement
  const target = list.children[within(list, index)]
  if (target === item) return
  if (at(target) < at(item)) target.before(item)
  else target.after(item)
  done(item, act)
}

/* From beside the page: where nothing stands, or before what does. The last one gives way; the lead
   is chosen, and fallen into by nobody. */
function place(item, index) {
  const all = [...places.children]
  const free = all.findIndex((each, at) => at > 0 && isFree(each))
  const wanted = index ?? Math.max(1, free)
  const giving = isFree(all[wanted]) ? all[wanted] : (all.slice(wanted).find(isFree) ?? all.findLast(isFree) ?? all.at(-1))
  all[wanted].before(item)
  if (isFree(giving)) giving.remove()
  else shelf.prepend(giving)
  done(item)
}

function takeOff(item) {
  item.before(automatic())
  shelf.prepend(item)
  done(item)
}

function act(item, name) {
  if (name === "up") move(item, at(item) - 1, name)
  else if (name === "down") move(item, at(item) + 1, name)
  else if (name === "off") takeOff(item)
  else if (item.parentElement === shelf) place(item, name === "lead" ? 0 : undefined)
  else move(item, 0, name)
}

function pressed(event) {
  const button = event.target.closest("[data-act]")
  if (button) act(button.closest("[data-item]"), button.dataset.act)
}

function keyed(event) {
  const item = event.target.closest("[data-handle]")?.closest("[data-item]")
  if (!item) return
  if (item.parentElement === shelf) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowLeft") return
    event.preventDefault()
    return place(item)
  }
  const to = { ArrowUp: at(item) - 1, ArrowDown: at(item) + 1, Home: 0, End: item.parentElement.children.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  move(item, to)
}

/* Dragging: what is under the pointer is marked, and nothing moves before it is let go. */
function dragged(event) {
  const item = event.target.closest("[data-handle]")?.closest("[data-item]")
  if (!item || event.button) return
  event.preventDefault()
  const home = item.parentElement === rivers ? [rivers] : [places, shelf]
  let target = null

  function mark(found) {
    target?.classList.remove("is-target")
    target = found
    target?.classList.add("is-target")
  }
  function over(moved) {
    const under = document.elementFromPoint(moved.clientX, moved.clientY)
    const list = home.find((each) => each.contains(under))
    const found = list === shelf ? shelf : under?.closest("[data-item]")
    mark(list && found !== item ? found : null)
    const edge = moved.clientY < 60 ? -12 : moved.clientY > innerHeight - 60 ? 12 : 0
    if (edge) scrollBy(0, edge)
  }
  function end(ended) {
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener)
    item.classList.remove("is-moved")
    const found = target
    mark(null)
    if (ended.type !== "pointerup" || !found) return
    if (found === shelf) { if (item.parentElement !== shelf) takeOff(item) }
    else if (item.parentElement === shelf) place(item, at(found))
    else move(item, at(found))
  }
  const listeners = {
    pointermove: over,
    pointerup: end,
    pointercancel: end,
    keydown: (key) => { if (key.key === "Escape") end(key) },
  }
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener)
  item.classList.add("is-moved")
}

for (const item of form.querySelectorAll("[data-item][data-name]")) {
  const controls = document.querySelector("#place-controls").content.cloneNode(true)
  for (const button of controls.querySelectorAll("button")) {
    button.setAttribute("aria-label", `${button.dataset.act ? button.textContent : "Move"}: ${item.dataset.name}`)
  }
  if (item.parentElement === rivers) controls.querySelectorAll("[data-act=lead], [data-act=place], [data-act=off]").forEach((each) => each.remove())
  item.querySelector("[data-acts]").append(controls)
  item.querySelector("[data-plain]").hidden = true
}
form.addEventListener("click", pressed)
form.addEventListener("keydown", keyed)
form.addEventListener("pointerdown", dragged)
/* A preview opens beside the page, and leaves it as unsaved as it was. */
form.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank") setTimeout(() => form.dispatchEvent(new Event("input")))
})
renumber()
