// Copies the address of an article, or hands it to the device's own way of sharing.

const share = document.querySelector(".share");
const { url, title } = share.dataset;
const said = share.querySelector("[role=status]");

async function copy() {
  try {
    await navigator.clipboard.writeText(url);
    said.textContent = "Copied.";
  } catch {
    said.textContent = "Your browser does not let us copy it. Take it from the link.";
  }
}

async function handOver() {
  try {
    await navigator.share({ title, url });
  } catch {
    // The reader thought better of it.
  }
}

share.querySelector("[data-copy]").addEventListener("click", copy);
const button = share.querySelector("[data-hand-over]");
button.hidden = !navigator.share;
button.addEventListener("click", handOver);
