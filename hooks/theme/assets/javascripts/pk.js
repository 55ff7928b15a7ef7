// Small helpers for every page. Everything works without this file; it only adds comfort.
(function () {
  "use strict";
  document.documentElement.classList.add("pk-js");

  // The menu is open in the markup so that it can be used without scripts; on a phone it starts closed.
  var menu = document.querySelector(".pk-menue");
  if (menu && window.matchMedia("(max-width: 47.99rem)").matches) menu.removeAttribute("open");

  // The search of all pages needs scripts; without them the field searches the list of offers.
  var field = document.querySelector("[data-suchseite]");
  if (field) field.action = field.dataset.suchseite;
})();
