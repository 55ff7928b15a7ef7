// The page of the visitor's list, or of a list that somebody sent as a link (?ids=a,b,c).
// Everything is put in as text; nothing from data or address becomes markup.
(function () {
  "use strict";
  var own = window.pkMerkliste, box = document.querySelector("[data-merkliste]");
  if (!own || !box) return;
  var _ = window.pkTexte.text, ngettext = window.pkTexte.plural, mark = window.pkTexte.mark;
  // The pages of the page's own language; the list itself is one for all of them.
  var pages = box.dataset.wurzel ? new URL(box.dataset.wurzel, window.location.href) : own.root;
  function part(name) { return box.querySelector("[data-merk-" + name + "]"); }
  var status = part("status"), sheets = part("blaetter"), gone = part("weg");
  var shared = new URLSearchParams(window.location.search).has("ids");
  var undo = null;

  function wanted() {
    if (!shared) return own.read();
    var seen = Object.create(null);
    return (new URLSearchParams(window.location.search).get("ids") || "").split(",")
      .map(function (id) { return id.trim(); })
      .filter(function (id) { var is = id && !seen[id]; seen[id] = true; return is; })
      .slice(0, own.most)
      .map(function (id) { return { id: id, name: "" }; });
  }

  function hash(text) {
    var number = 0x811c9dc5;
    for (var i = 0; i < text.length; i += 1) {
      number ^= text.charCodeAt(i);
      number = Math.imul(number, 0x01000193) >>> 0;
    }
    return number;
  }

  function load(list) {
    var count = Number(box.dataset.teile), files = {};
    list.forEach(function (e) { if (own.id.test(e.id)) files[hash(e.id) % count] = true; });
    return Promise.all(Object.keys(files).map(function (file) {
      return fetch(new URL("merkliste/" + file + ".json", pages)).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
    })).then(function (all) {
      return Object.assign.apply(null, [Object.create(null)].concat(all));
    });
  }

  function make(tag, text, name) {
    var el = document.createElement(tag);
    if (text) el.textContent = text;
    if (name) el.className = name;
    return el;
  }
  function link(href, text) { var a = make("a", text); a.href = href; return a; }
  function today() { return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(new Date()); }

  function row(list, title, content) {
    if (!content || (Array.isArray(content) && !content.length)) return;
    var div = make("div"), dd = make("dd");
    div.appendChild(make("dt", title));
    (Array.isArray(content) ? content : [content]).forEach(function (c) {
      var line = make("div");
      line.appendChild(typeof c === "string" ? document.createTextNode(c) : c);
      dd.appendChild(line);
    });
    div.appendChild(dd);
    list.appendChild(div);
  }

  function state(o) {
    if (!o.geprueft) return _("Nicht bestätigt – bitte vorher anrufen.");
    return o.gilt_bis && today() > o.gilt_bis ? _("Bitte vorher anrufen (geprüft am %(tag)s).", { tag: o.geprueft }) : _("Geprüft am %(tag)s.", { tag: o.geprueft });
  }

  function sheet(id, o) {
    var article = make("article", "", "pk-merkblatt"), head = make("h2"), list = make("dl", "", "pk-angaben");
    article.dataset.angebot = id;
    head.appendChild(mark(link(new URL("angebote/" + id + "/", pages).href, o.name), o.eigen & 1));
    article.appendChild(head);
    if (o.kurz) article.appendChild(mark(make("p", o.kurz), o.eigen & 2));
    var contact = [];
    if (o.tel) contact.push(link(o.tel, o.telefon));
    if (o.email) contact.push(link("mailto:" + encodeURIComponent(o.email).replace("%40", "@"), o.email));
    if (/^https?:\/\//i.test(o.website || "")) contact.push(link(o.website, o.website));
    row(list, _("Kontakt"), contact.length ? contact : _("nicht bekannt"));
    row(list, _("Wann"), [o.wann].concat((o.termine || []).filter(function (t) { return t[0] >= today(); })
      .map(function (t) { return t[1]; })).filter(Boolean).slice(0, 6));
    if (!o.wann && !(o.termine || []).length) row(list, _("Wann"), _("nicht bekannt – bitte nachfragen"));
    row(list, _("Wo"), o.wo);
    row(list, _("Für wen"), o.wer);
    row(list, _("Kosten"), o.kosten === "kostenlos" ? _("kostenlos") : o.kosten ? _("kostet etwas") : _("nicht bekannt"));
    row(list, _("Anmeldung"), { ja: _("bitte anmelden"), nein: _("nicht nötig") }[o.anmeldung] || _("nicht bekannt"));
    article.appendChild(list);
    article.appendChild(make("p", state(o), "pk-merkblatt__stand"));
    if (!shared) {
      var button = make("button", _("Entfernen"), "pk-knopf pk-knopf--leise pk-kein-druck");
      button.type = "button";
      button.appendChild(make("span", ": " + o.name, "pk-nur-vorlesen"));
      button.addEventListener("click", function () { remove(id, o.name); });
      article.appendChild(button);
    }
    return article;
  }

  function remove(id, name) {
    var at = Array.prototype.indexOf.call(sheets.children, sheets.querySelector('[data-angebot="' + id + '"]'));
    own.write(own.read().filter(function (e) { return e.id !== id; }));
    draw(function () {
      own.say(_("%(name)s ist von der Merkliste genommen.", { name: name }));
      var buttons = sheets.querySelectorAll("button");
      var target = buttons[Math.min(at, buttons.length - 1)] || status;
      if (target === status) status.tabIndex = -1;
      target.focus();
    });
  }

  function missing(list) {
    var ul = gone.querySelector("ul");
    ul.textContent = "";
    list.forEach(function (e) {
      var name = e.name || e.id;
      if (name.length > 80) name = name.slice(0, 80) + "…";
      var li = make("li", _("„%(name)s“ – %(grund)s", { name: name, grund: e.why || _("wir kennen es nicht (mehr)") }));
      if (!shared) {
        var button = make("button", _("Entfernen"), "pk-knopf pk-knopf--leise pk-kein-druck");
        button.type = "button";
        button.addEventListener("click", function () { remove(e.id, name); });
        li.appendChild(document.createTextNode(" "));
        li.appendChild(button);
      }
      ul.appendChild(li);
    });
    gone.hidden = !list.length;
  }

  function draw(done) {
    var list = wanted();
    load(list).then(function (data) {
      var lost = [], here = [];
      sheets.textContent = "";
      list.forEach(function (e) {
        var o = own.id.test(e.id) ? data[e.id] : null;
        if (!o || o.weg || (o.endet && today() > o.endet)) {
          lost.push({ id: e.id, name: o ? o.name : e.name, why: o ? o.weg || _("beendet") : "" });
        } else {
          here.push({ id: e.id, name: o.name });
          sheets.appendChild(sheet(e.id, o));
        }
      });
      missing(lost);
      var n = here.length;
      status.textContent = (shared
        ? n ? ngettext("%(n)s Angebot in dieser Liste", "%(n)s Angebote in dieser Liste", n) : _("Kein Angebot in dieser Liste")
        : n ? ngettext("%(n)s Angebot auf Ihrer Merkliste", "%(n)s Angebote auf Ihrer Merkliste", n) : _("Kein Angebot auf Ihrer Merkliste")) +
        (lost.length ? ngettext(", %(n)s ist weggefallen", ", %(n)s sind weggefallen", lost.length) : "");
      part("leer").hidden = shared || list.length > 0;
      part("geteilt").hidden = !shared;
      part("uebernehmen").disabled = !here.length;
      part("knoepfe").hidden = !list.length;
      part("loeschen").hidden = shared;
      var address = new URL(window.location.pathname, window.location.href);
      address.search = "?ids=" + here.map(function (e) { return e.id; }).join(",");
      part("adresse").value = address.href;
      box.dataset.bereit = "ja";
      sheets.here = here;
      if (done) done();
    }).catch(function () {
      status.textContent = _("Die Liste ließ sich nicht laden. Prüfen Sie Ihre Verbindung und laden Sie die Seite neu.");
    });
  }

  part("uebernehmen").addEventListener("click", function () {
    var list = own.read(), have = list.map(function (e) { return e.id; });
    sheets.here.forEach(function (e) { if (have.indexOf(e.id) < 0) list.push(e); });
    if (!own.write(list)) { status.textContent = _("Ihr Browser speichert hier nichts."); return; }
    window.location.assign(window.location.pathname);
  });
  part("teilen").addEventListener("click", function (e) {
    var line = document.getElementById("merk-link");
    line.hidden = !line.hidden;
    e.currentTarget.setAttribute("aria-expanded", String(!line.hidden));
    if (!line.hidden) { part("adresse").focus(); part("adresse").select(); }
  });
  part("kopieren").addEventListener("click", function () {
    var field = part("adresse");
    field.focus();
    field.select();
    var done = navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.reject(new Error());
    done.then(function () { own.say(_("Link kopiert.")); }, function () { own.say(_("Der Link ist markiert. Kopieren Sie ihn mit Strg und C.")); });
  });
  part("loeschen").addEventListener("click", function (e) {
    var button = e.currentTarget;
    if (undo) {
      own.write(undo);
      undo = null;
    } else {
      undo = own.read();
      own.write([]);
    }
    draw(function () {
      part("knoepfe").hidden = !undo && !own.read().length;
      button.lastChild.textContent = undo ? _("Löschen rückgängig machen") : _("Alles löschen");
      own.say(undo ? _("Alle Angebote sind gelöscht.") : _("Die Angebote sind wieder da."));
      button.focus();
    });
  });
  window.addEventListener("storage", function () { if (!shared) draw(); });
  draw();
})();
