/* The editor of bodies: takes the place of each <textarea data-body-editor>.
   What it knows is what the server keeps (articles/safe_html.py): a body that is opened and saved
   stays as it was. */

import {
  Blockquote,
  Bold,
  BulletList,
  Caption,
  Code,
  CodeBlock,
  Document,
  Dropcursor,
  Editor,
  Figure,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  HorizontalRule,
  Image,
  Italic,
  Link,
  ListItem,
  Menu,
  OrderedList,
  Paragraph,
  Strike,
  Subscript,
  Superscript,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
} from "../django_prose_editor/editor.js"

import { tidy } from "./paste.js"
import { leavePhoto, libraryPhoto } from "./photos.js"

const BUTTONS = [
  ["heading2", "heading3"],
  ["bold", "italic", "strike"],
  ["link", "unlink"],
  ["bulletList", "orderedList", "blockquote", "horizontalRule"],
  [
    "table",
    "table:addRowAfter",
    "table:deleteRow",
    "table:addColumnAfter",
    "table:deleteColumn",
    "table:toggleHeaderCell",
    "table:deleteTable",
  ],
  ["photo"],
  ["history:undo", "history:redo"],
]
const GROUPS = "headings marks link nodes table library history"
const ADDRESS = /^(https?:\/\/[^/\\]|mailto:|\/(?![/\\])|#)/i

function toolbar({ editor, buttons, menu }) {
  const items = menu.items(GROUPS)
  return BUTTONS.map((names) =>
    menu.buttonGroup(
      { editor, buttons },
      names.map((name) => items.find((item) => item.name === name)).filter(Boolean),
    ),
  )
}

/* "example.org/page" and "desk@example.org" are what people type for an address. */
function address(typed) {
  const text = (typed ?? "").trim()
  if (ADDRESS.test(text)) return text
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`
  if (/^[\w-]+(\.[\w-]+)+([/?#:]|$)/.test(text)) return `https://${text}`
  return text
}

const AddressLink = Link.extend({
  addAttributes() {
    const inherited = this.parent?.()
    return {
      href: { ...inherited.href, renderHTML: ({ href }) => ({ href: address(href) }) },
      title: { default: null },
    }
  },
})

/* Pictures of the newsroom's own; no other is loaded or kept. */
function ownImage(media) {
  return Image.extend({
    parseHTML() {
      return [{ tag: `img[src^="${CSS.escape(media)}"]` }]
    },
  })
}

/* `library` is empty where a body has no photos, such as a policy. */
function extensions(media, library) {
  return [
    Document,
    Paragraph,
    Text,
    Heading.configure({ levels: [2, 3, 4] }),
    Bold,
    Italic,
    Strike,
    Subscript,
    Superscript,
    Code,
    CodeBlock,
    HardBreak,
    HorizontalRule,
    Blockquote,
    BulletList,
    OrderedList.configure({ enableListAttributes: false }),
    ListItem,
    AddressLink.configure({
      enableTarget: false,
      isAllowedUri: (url) => ADDRESS.test(address(url)),
    }),
    Table,
    TableRow,
    TableHeader,
    TableCell,
    ownImage(media),
    ...(library ? [libraryPhoto(library)] : []),
    Figure,
    Caption,
    Dropcursor,
    Gapcursor,
    History,
    Menu.configure({ items: toolbar }),
  ]
}

/* Label, help and errors of the text area are those of what stands in its place. */
function described(textarea) {
  const label = textarea.labels?.[0]
  if (label) label.id ||= `${textarea.id}_label`
  const given = {
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": label?.id,
    "aria-label": label ? null : "Body",
    "aria-describedby": textarea.getAttribute("aria-describedby"),
    "aria-invalid": textarea.getAttribute("aria-invalid"),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value))
}

/* Tab belongs to tables and lists inside the text: Escape goes to the toolbar, and out from there. */
function keys(editor, bar) {
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && leavePhoto(editor)) return
    if (event.key === "Escape" || (event.altKey && event.key === "F10")) {
      bar.querySelector("button:not(.hidden)").focus()
      event.preventDefault()
    }
  })
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") editor.view.focus()
    if (event.key === "ArrowRight") step(bar, event.target, 1)
    if (event.key === "ArrowLeft") step(bar, event.target, -1)
  })
}

function step(bar, from, by) {
  const buttons = [...bar.querySelectorAll("button:not(.hidden)")]
  buttons.at((buttons.indexOf(from) + by) % buttons.length)?.focus()
}

function announce(bar) {
  for (const button of bar.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", button.classList.contains("active"))
    button.setAttribute("aria-disabled", button.classList.contains("disabled"))
  }
}

/* The line that is written in stays above the bar with Save, as a field does that takes the focus. */
function clearOfTheBar() {
  const bottom = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0
  const room = { top: 5, right: 5, bottom, left: 5 }
  return { scrollMargin: room, scrollThreshold: room }
}

/* One paragraph without anything in it. A photo without a caption is not nothing. */
function isBlank({ childCount, firstChild }) {
  return childCount === 1 && firstChild.type.name === "paragraph" && !firstChild.content.size
}

function start(textarea) {
  const frame = document.createElement("div")
  frame.className = "prose-editor body-editor"
  textarea.before(frame)
  frame.append(textarea)

  let shown = textarea.value
  const editor = new Editor({
    element: frame,
    content: shown,
    extensions: extensions(textarea.dataset.media, textarea.dataset.photos),
    injectCSS: false,
    editorProps: { attributes: described(textarea), transformPastedHTML: tidy, ...clearOfTheBar() },
    onUpdate: ({ editor }) => {
      textarea.value = shown = isBlank(editor.state.doc) ? "" : editor.getHTML()
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  editor.on("create", () => {
    const bar = frame.querySelector(".prose-menubar")
    bar.setAttribute("role", "toolbar")
    bar.setAttribute("aria-label", "Formatting")
    keys(editor, bar)
    editor.on("transaction", () => announce(bar))
    announce(bar)
  })
  textarea.labels?.[0]?.addEventListener("click", () => editor.view.focus())
  // A browser that comes back to the page fills the text area once the page is there.
  addEventListener("pageshow", () => {
    if (textarea.value !== shown) editor.commands.setContent(textarea.value)
  })
}

for (const textarea of document.querySelectorAll("textarea[data-body-editor]")) start(textarea)
