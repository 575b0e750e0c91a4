// Opens the comment form where the reader stands. Without it, or when anything fails,
// the same link leads to the form's own page.

const OPENERS = "a[data-opens-form]";

async function fetchForm(href) {
  const address = new URL(href);
  address.searchParams.set("fragment", "1");
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) throw new Error(`form answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return document.adoptNode(page.querySelector("form.comment-form"));
}

function place(form, link) {
  const open = document.querySelector("form.comment-form");
  if (open) {
    for (const name of ["author_name", "email", "body"]) {
      if (form.elements[name] && open.elements[name]) form.elements[name].value = open.elements[name].value;
    }
    open.remove();
  }
  link.closest(".write, .thread > li").append(form);
  form.elements[form.elements.author_name.value ? "body" : "author_name"].focus();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest(OPENERS);
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    place(await fetchForm(link.href), link);
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
});
