// Full text search on Pagefind's core. Excerpts are set as text; only the found words are marked.
(function () {
  "use strict";
  var form = document.querySelector("[data-suche]");
  if (!form) return;
  var _ = window.pkTexte.text, ngettext = window.pkTexte.plural;
  var root = new URL(form.dataset.wurzel, location.href), field = form.elements.q;
  var status = document.querySelector("[data-suchstand]"), list = document.querySelector("[data-funde]");
  var more = document.querySelector("[data-mehr-funde]"), help = document.querySelector("[data-suche-hilfe]");
  var STEP = 10, engine = null, round = 0, results = [], shown = 0, said = window.pkAnsage(status);

  function load() {
    engine = engine || import(new URL("pagefind/pagefind.js", root).href).then(function (pagefind) {
      return pagefind.options({ baseUrl: root.pathname, excerptLength: 25 }).then(function () { return pagefind; });
    });
    return engine;
  }
  // The index shows the joints of compounds by a soft hyphen and a hyphen (exports/compounds.py).
  function whole(text) { return text.replace(/\u00ad-/g, ""); }

  // Pagefind gives escaped text with <mark> around the found words.
  function excerpt(html) {
    var box = document.createElement("p"), text = new DOMParser().parseFromString(whole(html), "text/html").body;
    text.childNodes.forEach(function (node) {
      if (node.nodeName === "MARK") {
        var mark = document.createElement("mark");
        mark.textContent = node.textContent;
        box.appendChild(mark);
      } else box.appendChild(document.createTextNode(node.textContent));
    });
    return box;
  }
  function entry(data) {
    var item = document.createElement("li"), head = document.createElement("h2"), link = document.createElement("a");
    link.href = data.url;
    link.textContent = whole(data.meta.title || data.url);
    head.appendChild(link); item.appendChild(head); item.appendChild(excerpt(data.excerpt));
    return item;
  }
  function showMore(mine, focus) {
    var part = results.slice(shown, shown + STEP);
    return Promise.all(part.map(function (r) { return r.data(); })).then(function (all) {
      if (mine !== round) return;
      var first = null;
      all.forEach(function (data) { var item = list.appendChild(entry(data)); first = first || item; });
      shown += part.length;
      more.hidden = shown >= results.length;
      if (focus && first) first.querySelector("a").focus();
    });
  }
  function search(words) {
    var mine = round += 1;
    if (!words) { list.replaceChildren(); said.tell(""); more.hidden = true; help.hidden = true; return Promise.resolve(); }
    said.wait();
    return load().then(function (pagefind) { return pagefind.search(words); }).then(function (found) {
      if (mine !== round) return null;
      results = found.results; shown = 0;
      list.replaceChildren();
      said.tell(results.length ? ngettext("%(n)s Treffer für „%(wort)s“", "%(n)s Treffer für „%(wort)s“", results.length, { wort: words }) : _("Kein Treffer für „%(wort)s“", { wort: words }));
      help.hidden = results.length > 0;
      return showMore(mine, false);
    }).catch(function () {
      said.tell(_("Die Suche ist gerade nicht zu laden. Bitte laden Sie die Seite neu oder sehen Sie die Liste der Angebote an."));
    });
  }
  function fromAddress() { field.value = new URLSearchParams(location.search).get("q") || ""; return search(field.value.trim()); }
  // Who was quicker than this script keeps what she typed.
  function start() { return new URLSearchParams(location.search).has("q") ? fromAddress() : null; }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var words = field.value.trim();
    history.pushState(null, "", location.pathname + (words ? "?" + new URLSearchParams({ q: words }) : ""));
    search(words);
  });
  more.addEventListener("click", function () { showMore(round, true); });
  field.addEventListener("focus", load, { once: true });
  window.addEventListener("popstate", fromAddress);
  start();
})();
