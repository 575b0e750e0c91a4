/* Photos of the library in a body: shown where they stand, picked in a dialog.
   What is written is a reference, `<figure data-photo="12">`; a caption in it is the text's own. */

import { Node } from "../django_prose_editor/editor.js"

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
      return ({ node }) => {
        const dom = document.createElement("figure")
        dom.className = "library-photo"
        const image = document.createElement("img")
        image.src = `${library}${node.attrs.number}/`
        image.alt = `Photo ${node.attrs.number} of the library`
        image.contentEditable = "false"
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

function insert(editor, number) {
  editor.chain().focus().insertContent({ type: "photo", attrs: { number } }).run()
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
