// The visitor's own list. It lives in this browser alone and is written on a click, never before.
(function () {
  "use strict";
  var _ = window.pkTexte.text, ngettext = window.pkTexte.plural;
  var root = new URL("../../", document.currentScript.src);
  var KEY = "pk-merkliste:" + root.pathname;
  var ID = /^[a-z0-9]+(-[a-z0-9]+)*$/i;
  var MOST = 200;

  // [{id, name}] as stored; whatever else lies there counts as nothing.
  function read() {
    try {
      var found = JSON.parse(window.localStorage.getItem(KEY) || "[]");
      if (!Array.isArray(found)) return [];
      return found.filter(function (e) { return e && typeof e.id === "string" && ID.test(e.id); })
        .map(function (e) { return { id: e.id, name: typeof e.name === "string" ? e.name : e.id }; })
        .slice(0, MOST);
    } catch (error) { return []; }
  }

  // False where the browser keeps nothing (blocked, or full).
  function write(list) {
    try {
      if (list.length) window.localStorage.setItem(KEY, JSON.stringify(list.slice(0, MOST)));
      else window.localStorage.removeItem(KEY);
      return true;
    } catch (error) { return false; }
  }

  // Is there before it has something to say: an element that comes with its text is not read aloud.
  var voice = document.createElement("p");
  voice.className = "pk-nur-vorlesen";
  voice.setAttribute("aria-live", "polite");
  document.body.appendChild(voice);
  function say(text) { voice.textContent = text; }

  function count(number) { return ngettext("%(n)s Angebot", "%(n)s Angebote", number); }

  function paint() {
    var list = read(), ids = list.map(function (e) { return e.id; });
    Array.prototype.forEach.call(document.querySelectorAll("[data-merken]"), function (button) {
      var on = ids.indexOf(button.dataset.merken) >= 0;
      button.classList.toggle("pk-merken--an", on);
      button.querySelector("[data-merken-text]").textContent = on ? _("Von der Merkliste nehmen") : _("Auf die Merkliste");
    });
    Array.prototype.forEach.call(document.querySelectorAll(".pk-merk-hinweis a"), function (link) {
      link.textContent = list.length ? _("Zur Merkliste (%(zahl)s)", { zahl: count(list.length) }) : _("Zur Merkliste");
    });
  }

  document.addEventListener("click", function (e) {
    var button = e.target.closest ? e.target.closest("[data-merken]") : null;
    if (!button) return;
    var id = button.dataset.merken, list = read();
    var rest = list.filter(function (entry) { return entry.id !== id; });
    var added = rest.length === list.length;
    if (added) rest.push({ id: id, name: button.dataset.name || id });
    if (!write(rest)) say(_("Ihr Browser speichert hier nichts. Drucken Sie die Seite oder setzen Sie ein Lesezeichen."));
    else say(added ? _("Gemerkt. %(zahl)s auf der Merkliste.", { zahl: count(rest.length) }) : _("Von der Merkliste genommen."));
    paint();
  });
  document.addEventListener("click", function (e) {
    if (e.target.closest && e.target.closest("[data-drucken]")) window.print();
  });
  window.addEventListener("storage", paint);
  window.addEventListener("pageshow", paint);
  paint();
  window.pkMerkliste = { read: read, write: write, say: say, count: count, root: root, id: ID, most: MOST };
  window.pkFrueh.splice(0).forEach(function (button) { button.click(); });
})();
