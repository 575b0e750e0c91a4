/* HTML from the clipboard, in the words the editor knows. It keeps what the editor would lose:
   the lists and headings of Word, marks that are only styles, tables within tables. Everything
   else is left to the server (articles/safe_html.py), which reads the same text by the same rules.

   A strict content security policy empties style attributes, even in a document nobody sees, and
   reports each of them, and each event handler. So these are renamed before the text is parsed,
   and the styles read as text. */

const MARKS = [
  ["strong", "font-weight", /^(bold|[6-9]00)/],
  ["em", "font-style", /^(italic|oblique)/],
  ["s", "text-decoration", /line-through/],
  ["s", "text-decoration-line", /line-through/],
  ["sub", "vertical-align", /^sub$/],
  ["sup", "vertical-align", /^super$/],
]
const UNMARKED = {
  b: ["font-weight", /^(normal|[1-5]00)/],
  strong: ["font-weight", /^(normal|[1-5]00)/],
  i: ["font-style", /^normal/],
  em: ["font-style", /^normal/],
}
const HEADINGS = { 1: "h2", 2: "h2", 3: "h3", 4: "h4", 5: "h4", 6: "h4" }
const NUMBERED = /^\(?(?:([0-9]{1,4})|[a-z]{1,5})[.):]/i
const INLINE = "a,abbr,b,cite,code,del,em,font,i,ins,kbd,mark,s,small,span,strike,strong,u,var"
const BLOCKS =
  "address,article,aside,blockquote,div,dl,figure,footer,h1,h2,h3,h4,h5,h6,header,hr,main,nav,ol," +
  "p,pre,section,table,ul"
const KEPT = ["href", "title", "src", "alt", "width", "height", "colspan", "rowspan", "start", "data-photo"]
const REMARKS = ".msocomanchor,.MsoCommentReference,.msocomtxt,[data-style*='mso-comment' i]"

export function tidy(html) {
  // The editor's own clipboard.
  if (html.includes("data-pm-slice")) return html
  const { body } = new DOMParser().parseFromString(withoutInline(html), "text/html")
  const steps = [remarks, marks, headings, wordItems, webWordItems, lists, innerTables, emptiness]
  for (const step of [...steps, attributes]) step(body)
  return body.innerHTML
}

function withoutInline(html) {
  return html
    .replace(/<style[\s>][^]*?<\/style>/gi, "")
    .replace(/<[a-z](?:[^"'>]|"[^"]*"|'[^']*')*>/gi, (tag) =>
      tag.replace(/(["'\s])(style|on\w+)\s*=/gi, "$1 data-$2="),
    )
}

function remarks(body) {
  for (const element of body.querySelectorAll(REMARKS)) element.remove()
}

function attributes(body) {
  for (const element of body.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) {
      if (!KEPT.includes(name)) element.removeAttribute(name)
    }
  }
}

function styleOf(element) {
  const declarations = (element.dataset.style ?? "").toLowerCase().split(";")
  return Object.fromEntries(
    declarations.map((declaration) => {
      const [name, ...value] = declaration.split(":")
      return [name.trim(), value.join(":").trim()]
    }),
  )
}

function marks(body) {
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = styleOf(element)
    const [unmarking, none] = UNMARKED[element.localName] ?? []
    if (unmarking && none.test(style[unmarking] ?? "")) {
      element.replaceWith(...element.childNodes)
    } else if (element.matches(INLINE)) {
      for (const [mark, name, pattern] of MARKS) {
        if (pattern.test(style[name] ?? "")) wrapInside(element, mark)
      }
    }
  }
}

function wrapInside(element, tag) {
  const mark = document.createElement(tag)
  mark.append(...element.childNodes)
  element.append(mark)
}

function headings(body) {
  for (const element of body.querySelectorAll("h1,h5,h6,p,[role=heading]")) {
    const tag = HEADINGS[headingLevel(element)]
    if (tag && tag !== element.localName) rename(element, tag)
  }
}

function headingLevel(element) {
  if (/^h\d$/.test(element.localName)) return element.localName[1]
  if (element.getAttribute("role") === "heading") return element.getAttribute("aria-level")
  if (/\bmsotitle\b/i.test(element.className)) return 1
  return styleOf(element)["mso-outline-level"]
}

function rename(element, tag) {
  const renamed = document.createElement(tag)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
  return renamed
}

/* Word writes an item as a paragraph: its level in the style, its marker in the text. */
function wordItems(body) {
  for (const element of body.querySelectorAll("p[data-style*='mso-list' i]")) {
    const level = /\blevel([1-9])/.exec(styleOf(element)["mso-list"])?.[1]
    if (!level) continue
    const markers = [...element.querySelectorAll("[data-style*='mso-list' i]")].filter(
      (span) => styleOf(span)["mso-list"] === "ignore",
    )
    const written = NUMBERED.exec(markers.map((marker) => marker.textContent).join("").trim())
    for (const marker of markers) marker.remove()
    Object.assign(element.dataset, { level, list: written ? "ol" : "ul", start: written?.[1] ?? "" })
  }
}

/* Word on the web gives each item a list of its own. */
function webWordItems(body) {
  for (const item of body.querySelectorAll("li[data-aria-level]")) {
    const loose = document.createElement("div")
    loose.append(...item.childNodes)
    Object.assign(loose.dataset, { level: item.dataset.ariaLevel, list: item.parentElement.localName })
    const wrapper = item.closest(".ListContainerWrapper") ?? item.parentElement
    wrapper.before(loose)
    item.remove()
    if (!wrapper.querySelector("li")) wrapper.remove()
  }
}

function lists(body) {
  let open = []
  for (const item of body.querySelectorAll("[data-level]")) {
    if (item.previousElementSibling !== open[0]?.list) open = []
    const level = Number(item.dataset.level)
    while (open.at(-1)?.level > level) open.pop()
    if (open.at(-1)?.level === level && open.at(-1).list.localName !== item.dataset.list) open.pop()
    if (!(open.at(-1)?.level === level)) open.push({ level, list: newList(item, open.at(-1)?.list) })
    const entry = document.createElement("li")
    entry.append(...item.childNodes)
    open.at(-1).list.append(entry)
    item.remove()
  }
}

function newList(item, outer) {
  const list = document.createElement(item.dataset.list)
  if (item.dataset.start > 1) list.setAttribute("start", item.dataset.start)
  if (outer) outer.lastElementChild.append(list)
  else item.before(list)
  return list
}

function innerTables(body) {
  for (const table of body.querySelectorAll("td table, th table")) {
    table.replaceWith(...[...table.querySelectorAll("td, th")].map((cell) => rename(cell, "div")))
  }
}

/* Paragraphs and line breaks that were typed for their space. */
function emptiness(body) {
  for (const element of body.querySelectorAll("p,h2,h3,h4")) {
    if (!element.textContent.trim() && !element.querySelector("img,[data-photo]")) element.remove()
  }
  for (const line of body.querySelectorAll("br")) {
    const before = neighbour(line, "previousSibling")
    const after = neighbour(line, "nextSibling")
    if (isBlock(before) || isBlock(after) || (!before && !after)) line.remove()
  }
}

function neighbour(node, direction) {
  let next = node[direction]
  while (next && next.nodeType !== Node.ELEMENT_NODE && !next.textContent.trim()) {
    next = next[direction]
  }
  return next
}

function isBlock(node) {
  return node?.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS)
}
