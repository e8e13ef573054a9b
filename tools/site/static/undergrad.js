// What the theme and MathJax leave undone for those who use a keyboard or a screen reader.

/** A formula that is wider than its page scrolls, so it must be reached with the keyboard. */
function reachFormulas() {
  for (const formula of document.querySelectorAll('mjx-container[display="true"], span.math')) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  }
}

window.addEventListener("load", () => {
  // The button's name is what is written on it, "Search Ctrl+K", also where there is room for its picture alone.
  for (const button of document.querySelectorAll(".search-button-field")) {
    button.setAttribute("aria-label", button.textContent.trim().replace(/\s+/g, " "));
  }
  // What opens and closes a part of the menu has the name of that part.
  for (const toggle of document.querySelectorAll("summary > .toctree-toggle")) {
    const part = toggle.closest("li").querySelector("a");
    toggle.parentElement.setAttribute("aria-label", `Pages of ${part.textContent.trim()}`);
  }
  if (window.MathJax?.startup?.promise) window.MathJax.startup.promise.then(reachFormulas);
  window.addEventListener("resize", reachFormulas);
});
