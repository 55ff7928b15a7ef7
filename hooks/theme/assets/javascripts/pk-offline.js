// Lets the browser keep the pages that were read, for a place without network. Optional comfort.
(function () {
  "use strict";
  var me = document.currentScript, root = new URL("../../", me.src);
  if (!("serviceWorker" in navigator) || !window.isSecureContext || !/^http/.test(location.protocol)) return;
  if (window.top !== window) return; // never from inside a frame of another site

  // What comes out of the store says its day, in the language of the page.
  var _ = window.pkTexte.text, main = document.querySelector("main"), note = main.querySelector(".pk-offline"), oldest = null;
  function day(at) {
    return new Date(at).toLocaleDateString(window.pkTexte.locale, { day: "numeric", month: "long", year: "numeric", calendar: "gregory", timeZone: "Europe/Berlin" });
  }
  function say(box, head, words) {
    var line = document.createElement("p"), strong = document.createElement("strong");
    strong.textContent = head;
    line.append(strong, " ", words);
    box.replaceChildren(line);
  }
  if (note) {
    oldest = note.dataset.gespeichert;
    note.removeAttribute("lang"); note.removeAttribute("dir");
    say(note, _("Ohne Internet."), _("Diese Seite wurde am %(tag)s gespeichert. Telefonnummern und Zeiten können sich seitdem geändert haben.", { tag: day(oldest) }));
  }
  // The page is new, but data that its scripts asked for are not: the worker tells the day. The
  // place is there before the words, so that they are read aloud.
  var partly = document.createElement("div");
  partly.setAttribute("aria-live", "polite");
  if (note) note.after(partly); else main.prepend(partly);
  navigator.serviceWorker.addEventListener("message", function (event) {
    var at = event.data && event.data.pkGespeichert;
    if (!at || oldest && (at >= oldest || day(at) === day(oldest))) return;
    oldest = at;
    var box = document.createElement("div");
    box.className = "pk-hinweis pk-hinweis--achtung pk-offline";
    say(box, _("Schlechte Verbindung."), _("Ein Teil der Angaben auf dieser Seite wurde am %(tag)s gespeichert. Telefonnummern und Zeiten können sich seitdem geändert haben.", { tag: day(at) }));
    partly.replaceChildren(box);
  });

  window.addEventListener("load", function () {
    navigator.serviceWorker.register(new URL("offline.js", root).href, { scope: root.pathname, updateViaCache: "none" })
      .then(function () { return navigator.serviceWorker.ready; })
      .then(function (found) {
        if (navigator.serviceWorker.controller && performance.getEntriesByType("navigation")[0].workerStart) return;
        var parts = performance.getEntriesByType("resource").map(function (e) { return e.name; });
        found.active.postMessage([location.href.split(/[?#]/)[0]].concat(parts));
      })
      .catch(function () { /* without it the site works as before */ });
  });
})();
