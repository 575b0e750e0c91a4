/* The focal point of a photo: two sliders beside the field, and crops that follow it. */

const field = document.querySelector("#id_ppoi")
const whole = document.querySelector(".imagefield-preview-image")
const crops = [...document.querySelectorAll(".crop img")]

/* Where the server would cut: the point in the middle, as far as the picture reaches. */
function share(point, length, cut) {
  if (length <= cut) return 0.5
  return Math.min(Math.max(point * length - cut / 2, 0), length - cut) / (length - cut)
}

function cut(image, x, y) {
  const { naturalWidth: width, naturalHeight: height } = whole
  const shape = image.parentElement.clientWidth / image.parentElement.clientHeight
  const across = share(x, width, Math.min(width, height * shape))
  const down = share(y, height, Math.min(height, width / shape))
  image.style.objectPosition = `${across * 100}% ${down * 100}%`
}

function point() {
  const [x, y] = field.value.split("x").map(Number)
  return [x, y].every((part) => part >= 0 && part <= 1) ? [x, y] : null
}

function slider(name, part) {
  const label = document.createElement("label")
  label.className = "focal-slider"
  label.textContent = name
  const input = document.createElement("input")
  Object.assign(input, { type: "range", min: 0, max: 1, step: 0.01 })
  input.addEventListener("input", () => {
    const now = point() ?? [0.5, 0.5]
    now[part] = Number(input.value)
    field.value = now.map((each) => each.toFixed(3)).join("x")
    follow()
  })
  label.append(input)
  return [label, input]
}

function follow() {
  const now = point()
  if (!now) return
  sliders.forEach((input, part) => { input.value = now[part] })
  for (const image of crops) cut(image, ...now)
  const mark = document.querySelector(".imagefield-point")
  if (mark) {
    mark.style.left = `${whole.clientWidth * now[0]}px`
    mark.style.top = `${whole.clientHeight * now[1]}px`
  }
}

const sliders = []

async function start() {
  await whole.decode().catch(() => {})
  const frame = document.createElement("div")
  frame.className = "focal-sliders"
  for (const [part, name] of ["Across", "Down"].entries()) {
    const [label, input] = slider(name, part)
    frame.append(label)
    sliders.push(input)
  }
  field.after(frame)
  for (const image of crops) {
    image.src = whole.src
    image.classList.add("is-live")
  }
  field.addEventListener("input", follow)
  // After the script that writes the point into the field.
  document.addEventListener("click", ({ target }) => target === whole && follow())
  follow()
}

if (field && whole) start()
