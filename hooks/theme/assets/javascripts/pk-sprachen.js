// The switch of languages takes the selection along: the query names no language. The visitor's own
// list needs no help, it is one for all languages. Without this file the same page opens, unfiltered.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-sprachen]"), function (box) {
    function carry() {
      Array.prototype.forEach.call(box.querySelectorAll("a[data-gleich]"), function (link) {
        link.search = location.search;
      });
    }
    ["toggle", "pointerdown", "focusin"].forEach(function (kind) { box.addEventListener(kind, carry); });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !box.open) return;
      box.open = false;
      box.querySelector("summary").focus();
    });
    // Where the list lies over the page, it must not cover what gets the focus next (WCAG 2.4.11).
    box.addEventListener("focusout", function (event) {
      var next = event.relatedTarget;
      if (next && !box.contains(next) && getComputedStyle(box.querySelector("ul")).position === "absolute") box.open = false;
    });
    document.addEventListener("click", function (event) { if (!box.contains(event.target)) box.open = false; });
  });
})();
