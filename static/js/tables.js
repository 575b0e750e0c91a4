// A table wider than its column scrolls by itself; then the keyboard must reach it too.

const watch = new ResizeObserver((entries) => {
  for (const { target: table } of entries) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table.removeAttribute("tabindex");
  }
});

for (const table of document.querySelectorAll(".body table")) watch.observe(table);
