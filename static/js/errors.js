// A passage that the reader has marked goes along to the form.

const LINK = "a[data-takes-passage]";
const LIMIT = 1000;

function marked() {
  const selection = getSelection();
  const body = document.querySelector(".article .body");
  return body && selection && selection.containsNode(body, true) ? selection.toString().trim() : "";
}

// Pressing the link takes the marking away, so it is read before.
document.addEventListener("pointerdown", (event) => carry(event.target.closest?.(LINK)));
document.addEventListener("keydown", (event) => carry(event.target.closest?.(LINK)));

function carry(link) {
  if (!link) return;
  const address = new URL(link.href);
  address.search = "";
  const passage = marked();
  if (passage) address.searchParams.set("passage", passage.slice(0, LIMIT));
  link.href = address;
}
