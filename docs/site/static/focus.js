// Blocks that scroll sideways can be scrolled with the keyboard.
const scrolling = ".highlight > pre, .table-wrapper";
document.addEventListener("DOMContentLoaded", () => {
  for (const block of document.querySelectorAll(scrolling)) if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
});
