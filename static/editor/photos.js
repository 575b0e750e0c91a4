/* Photos of the library in a body: shown where they stand, picked in a dialog.
   What is written is a reference, `<figure data-photo="12">`; a caption in it is the text's own. */

import { Node, pm } from "../django_prose_editor/editor.js"

const PAUSE = 250

/* `library` is the address of the list to pick from; that of a picture is below it. */
export function libraryPhoto(library) {
  return Node.create({
    name: "photo",
    group: "block",
    content: "inline*",
    isolating: true,
    draggable: true,
    priority: 200,

    addAttributes() {
      return {
        number: {
          parseHTML: (element) => element.dataset.photo,
          renderHTML: ({ number }) => ({ "data-photo": number }),
        },
      }
    },

    parseHTML() {
      return [
        {
          tag: "figure[data-photo]",
          priority: 60,
          contentElement: (figure) =>
            figure.querySelector("figcaption") ?? document.createElement("figcaption"),
        },
      ]
    },

    renderHTML({ HTMLAttributes }) {
      return ["figure", HTMLAttributes, ["figcaption", 0]]
    },

    addNodeView() {
      return ({ node, editor, getPos }) => {
        const dom = document.createElement("figure")
        dom.className = "library-photo"
        const image = document.createElement("img")
        image.src = `${library}${node.attrs.number}/`
        image.alt = `Photo ${node.attrs.number} of the library`
        image.contentEditable = "false"
        // Its place among the letters is none of the browser's: left to it, the caret stays elsewhere.
        image.addEventListener("click", () => editor.chain().focus().setNodeSelection(getPos()).run())
        const caption = document.createElement("figcaption")
        caption.dataset.empty = "Caption for this article (left empty: the library’s)"
        caption.classList.toggle("is-empty", !node.content.size)
        dom.append(image, caption)
        return {
          dom,
          contentDOM: caption,
          update: (updated) => {
            if (updated.type.name !== "photo" || updated.attrs.number !== node.attrs.number) {
              return false
            }
            caption.classList.toggle("is-empty", !updated.content.size)
            return true
          },
        }
      }
    },

    /* A caption is one line, and what stands beside a photo is never joined to it. */
    addKeyboardShortcuts() {
      return {
        Enter: ({ editor }) => {
          const photo = photoAt(editor.state.selection)
          if (!photo) return false
          return editor
            .chain()
            .insertContentAt(photo.after, { type: "paragraph" })
            .setTextSelection(photo.after + 1)
            .run()
        },
        Backspace: ({ editor }) => {
          const $from = caretOf(editor)
          if (!$from || $from.parentOffset) return false
          const own = photoAt({ $from })
          if (own) return $from.parent.content.size > 0 || editor.commands.setNodeSelection(own.before)
          const begins = $from.before()
          const above = editor.state.doc.resolve(begins).nodeBefore
          if (above?.type.name !== "photo") return false
          return editor.commands.setNodeSelection(begins - above.nodeSize)
        },
      }
    },

    addMenuItems({ buttons, menu }) {
      menu.defineItem({
        name: "photo",
        groups: "library",
        button: buttons.material("add_photo_alternate", "Photo of the library"),
        command: (editor) => pick(library, (number) => insert(editor, number)),
      })
    },
  })
}

/* Where the photo begins and ends in which, or on which, the selection stands. */
function photoAt({ $from, from, to, node }) {
  if (node?.type.name === "photo") return { before: from, after: to }
  if ($from.parent.type.name === "photo") return { before: $from.before(), after: $from.after() }
  return null
}

/* From a photo that is chosen back into the text. Answers whether one was. */
export function leavePhoto({ state, view }) {
  const { selection, doc, tr } = state
  if (selection.node?.type.name !== "photo") return false
  view.dispatch(tr.setSelection(pm.state.Selection.near(doc.resolve(selection.to))))
  return true
}

/* Where the browser has the caret: after a quick key the editor does not know yet that it has moved.
   Null where more is chosen than a place between two letters. */
function caretOf({ state, view }) {
  const { focusNode, focusOffset, isCollapsed } = document.getSelection()
  if (!isCollapsed || !view.dom.contains(focusNode) || state.selection.node) return null
  return state.doc.resolve(view.posAtDOM(focusNode, focusOffset))
}

/* Where somebody writes; of a photo that stands there, below it. */
function insert(editor, number) {
  const content = { type: "photo", attrs: { number } }
  const there = photoAt(editor.state.selection)
  const chain = editor.chain().focus()
  if (there) chain.insertContentAt(there.after, content).setTextSelection(there.after + 1).run()
  else chain.insertContent(content).run()
}

/* A dialog with a search. It keeps the focus, and gives it back to the text. */
function pick(library, chosen) {
  const dialog = document.createElement("dialog")
  dialog.className = "photo-picker"
  dialog.setAttribute("aria-labelledby", "photo-picker-heading")
  dialog.innerHTML = `
    <form method="get" role="search">
      <h2 id="photo-picker-heading">Photos of the library</h2>
      <label for="photo-picker-search">Search alt text, caption, credit and licence</label>
      <input type="search" id="photo-picker-search" name="q" maxlength="200" autocomplete="off" autofocus>
      <button type="submit">Search</button>
      <button type="button" data-close>Cancel</button>
    </form>
    <p class="visually-hidden" role="status"></p>
    <div class="photo-picker-found"></div>`
  const search = dialog.querySelector("form")
  const found = dialog.querySelector(".photo-picker-found")
  const status = dialog.querySelector("[role=status]")
  let asked = 0

  async function show(address) {
    const mine = ++asked
    const said = await fetch(address).then(
      (answer) => (answer.ok ? answer.text() : ""),
      () => "",
    )
    if (mine !== asked) return
    found.innerHTML = said || "<p>The library does not answer. Search again in a moment.</p>"
    status.textContent = found.querySelector("p").textContent
  }
  const searched = () => show(`${library}?${new URLSearchParams(new FormData(search))}`)

  let waiting
  search.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(searched, PAUSE)
  })
  search.addEventListener("submit", (event) => {
    event.preventDefault()
    clearTimeout(waiting)
    searched()
  })
  dialog.addEventListener("click", async ({ target }) => {
    const page = target.closest("[data-page]")
    if (target.closest("[data-close]")) dialog.close()
    if (page) {
      await show(page.dataset.page)
      found.querySelector("button")?.focus()
    }
    const photo = target.closest("[data-photo]")
    if (photo) {
      dialog.close()
      chosen(photo.dataset.photo)
    }
  })
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  searched()
}
