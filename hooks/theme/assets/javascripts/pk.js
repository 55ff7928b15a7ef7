// Small helpers for every page. Everything works without this file; it only adds comfort.
(function () {
  "use strict";
  document.documentElement.classList.add("pk-js");

  // The menu is open in the markup so that it can be used without scripts; on a phone it starts closed.
  var menu = document.querySelector(".pk-menue");
  if (menu && window.matchMedia("(max-width: 47.99rem)").matches) menu.removeAttribute("open");

  // Filter of the list: the state lives in the query, so that links and the back button work.
  var form = document.querySelector(".pk-filter");
  if (!form) return;
  var entries = Array.prototype.slice.call(document.querySelectorAll("[data-angebot]"));
  var hits = document.querySelector("[data-treffer]");
  var empty = document.querySelector("[data-leer]");

  function fold(text) {
    return text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }
  var texts = entries.map(function (e) { return fold(e.dataset.text); });

  function selection() {
    var data = new FormData(form), chosen = {};
    data.forEach(function (value, key) { if (value) chosen[key] = String(value); });
    return chosen;
  }

  function apply(chosen) {
    var words = fold(chosen.q || "").split(/\s+/).filter(Boolean), shown = 0;
    entries.forEach(function (entry, i) {
      var d = entry.dataset;
      var fits = (!chosen.bereich || d.bereich === chosen.bereich) &&
        (!chosen.quartier || d.quartier === chosen.quartier) &&
        (!chosen.phase || (" " + d.phase + " ").indexOf(" " + chosen.phase + " ") >= 0) &&
        words.every(function (w) { return texts[i].indexOf(w) >= 0; });
      entry.hidden = !fits;
      if (fits) shown += 1;
    });
    hits.textContent = shown === 1 ? hits.dataset.eins : hits.dataset.viele.replace("#", String(shown));
    empty.hidden = shown > 0;
  }

  function fill(params) {
    Array.prototype.forEach.call(form.elements, function (el) {
      if (!el.name) return;
      var value = params.get(el.name) || "";
      if (el.type === "radio") el.checked = el.value === value;
      else el.value = value;
    });
  }

  function push(chosen, replace) {
    var query = new URLSearchParams(chosen).toString();
    var url = location.pathname + (query ? "?" + query : "");
    history[replace ? "replaceState" : "pushState"](null, "", url);
  }

  form.addEventListener("change", function () { var c = selection(); push(c); apply(c); });
  form.addEventListener("input", function (e) {
    if (e.target.type === "search") { var c = selection(); push(c, true); apply(c); }
  });
  form.addEventListener("submit", function (e) {
    e.preventDefault();
    var c = selection(); push(c); apply(c);
    hits.scrollIntoView({ block: "start" });
  });
  form.querySelector("[data-zuruecksetzen]").addEventListener("click", function (e) {
    e.preventDefault();
    fill(new URLSearchParams()); push({}); apply({});
  });
  window.addEventListener("popstate", function () {
    fill(new URLSearchParams(location.search)); apply(selection());
  });
  fill(new URLSearchParams(location.search));
  apply(selection());
})();
