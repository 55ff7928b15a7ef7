// Small helpers for every page. Everything works without this file; it only adds comfort.
(function () {
  "use strict";
  document.documentElement.classList.add("pk-js");

  // The page's language. German is the key of each text; other languages bring a table with them
  // (<code>/texte.js, see views/frame.py). Numbers and dates by the browser's own CLDR.
  var known = window.pkSprache || {}, locale = known.locale || "de-DE";
  var rules = window.Intl && Intl.PluralRules ? new Intl.PluralRules(locale) : null;
  known = known.texte || {};
  function fill(text, values) {
    return values ? text.replace(/%\((\w+)\)s/g, function (all, name) { return name in values ? values[name] : all; }) : text;
  }
  function number(n, options) { return n.toLocaleString(locale, options); }
  window.pkTexte = {
    locale: locale,
    number: number,
    text: function (german, values) {
      var own = known[german];
      return fill(typeof own === "string" ? own : german, values);
    },
    plural: function (one, many, n, values) {
      var own = known[one], form = n === 1 ? one : many;
      if (own && typeof own === "object") form = own[rules ? rules.select(n) : "other"] || own.other || own.many || own.few || form;
      return fill(form.replace("%(n)s ", "%(n)s\u00a0"), Object.assign({ n: number(n) }, values));
    },
    // A number, time or address keeps its order inside a text from right to left (UAX 9).
    ltr: function (text) { return document.documentElement.dir === "rtl" ? "\u2066" + text + "\u2069" : text; },
    // A text of the data is German, unless it is translated: said where the page speaks another language.
    mark: function (el, translated) {
      if (translated || locale.slice(0, 2) === "de") return el;
      el.lang = "de";
      if (document.documentElement.dir === "rtl") el.dir = "ltr";
      return el;
    },
    list: function (words) { return new Intl.ListFormat(locale, { type: "conjunction" }).format(words); }
  };

  // What a status line says. Who waits is told so, but only who waits: on a fast line nothing flickers.
  window.pkAnsage = function (el) {
    var _ = window.pkTexte.text, late = 0, told = el.textContent;
    return {
      wait: function () {
        clearTimeout(late);
        late = setTimeout(function () { el.textContent = _("Wird geladen …"); }, 500);
      },
      // Without a text what was said last.
      tell: function (text) {
        clearTimeout(late);
        if (text !== undefined) told = text;
        if (el.textContent !== told) el.textContent = told;
      }
    };
  };

  // Who clicks before the script for it is loaded must not click again: pk-merkliste.js begins with these.
  window.pkFrueh = [];
  document.addEventListener("click", function (e) {
    var button = e.target.closest ? e.target.closest("[data-merken], [data-drucken]") : null;
    if (button && !window.pkMerkliste) window.pkFrueh.push(button);
  });

  // The menu is open in the markup so that it can be used without scripts; on a phone it starts closed.
  var menu = document.querySelector(".pk-menue");
  if (menu && window.matchMedia("(max-width: 47.99rem)").matches) menu.removeAttribute("open");

  // The search of all pages needs scripts; without them the field searches the list of offers.
  var field = document.querySelector("[data-suchseite]");
  if (field) field.action = field.dataset.suchseite;
})();
