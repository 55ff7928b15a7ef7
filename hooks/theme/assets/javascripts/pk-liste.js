// The list with its filter. The state lives in the query; nothing is stored and nothing is sent.
(function () {
  "use strict";
  var form = document.querySelector("[data-filter]");
  if (!form) return;
  var T = window.pkTexte, _ = T.text, ngettext = T.plural;
  var root = new URL(form.dataset.wurzel, location.href), base = new URL(form.dataset.daten, root);
  var stemmers = new URL("lunr/min/", document.currentScript.src); // beside us, whatever the folder is called
  var A = window.pkAuswahl, W = window.pkWorte;
  function one(name) { return document.querySelector("[data-" + name + "]"); }
  var list = one("liste"), status = one("treffer"), chips = one("chips"), hints = one("hinweise"), empty = one("leer");
  var more = one("weitere"), details = one("mehr");
  var STEP = 100, KEPT = 600, model = null, words = null, loading = {}, cards = new Map(), parts = {}, turn = 0;
  var choice = null, scores = null, searched = null, result = null, shown = [], visible = STEP, position = null;
  var said = window.pkAnsage(status);

  var number = T.number;
  function offers(n) { return ngettext("%(n)s Angebot", "%(n)s Angebote", n); }
  function make(tag, text, cls) {
    var el = document.createElement(tag);
    if (text) el.textContent = text;
    if (cls) el.className = cls;
    return el;
  }
  function button(text, cls, act) {
    var el = make("button", text, cls);
    el.type = "button";
    el.addEventListener("click", act);
    return el;
  }

  // A small town's data is in the page. Else: the data once somebody turns to the filter, the words once somebody
  // searches, and what cards say in parts, once they are shown.
  var inline = document.getElementById("pk-daten");
  inline = inline && JSON.parse(inline.textContent);
  function json(name) {
    var own = inline && { "woerter.json": inline.woerter, "teil-0.json": inline.teil };
    if (own) own[base.href] = inline.liste;
    if (own && own[name]) return Promise.resolve(own[name]);
    return loading[name] || (loading[name] = fetch(new URL(name, base)).then(function (r) {
      if (!r.ok) throw new Error(r.status + " " + name);
      return r.json();
    }));
  }
  function script(name) {
    return loading[name] || (loading[name] = new Promise(function (done, fail) {
      var el = document.createElement("script");
      el.src = new URL(name, stemmers).href;
      el.onload = done; el.onerror = fail;
      document.head.appendChild(el);
    }));
  }
  function loadData() {
    return json(base.href).then(function (data) { if (!model) model = A.prepare(data); });
  }
  function loadWords() {
    var stemmer = window.lunr.de ? Promise.resolve() : script("lunr.stemmer.support.min.js").then(function () { return script("lunr.de.min.js"); });
    return Promise.all([json("woerter.json"), stemmer])
      .then(function (all) { if (!words) words = W.prepare(all[0]); });
  }
  function partOf(i) { return Math.floor(i / model.data.teil); }
  // The parts of these offers that are not there yet.
  function lacking(indices) {
    return indices.map(partOf).filter(function (p, k, all) { return !parts[p] && all.indexOf(p) === k; });
  }
  function loadParts(indices) {
    return Promise.all(lacking(indices).map(function (p) {
      return json("teil-" + p + ".json").then(function (part) { parts[p] = part; });
    }));
  }
  // The offers that are to be shown and have no card yet. An old phone holds what it shows, not all it ever showed.
  function toDraw() {
    if (cards.size > KEPT) cards.clear();
    return shown.slice(0, visible).filter(function (i) { return !cards.has(i); });
  }
  function offer(i) { var part = parts[partOf(i)], k = i % model.data.teil; return { id: part.ids[k], name: part.namen[k] }; }
  function failed() { said.tell(); list.hidden = false; hints.replaceChildren(make("p", _("Die Daten der Liste sind gerade nicht zu laden. Bitte laden Sie die Seite neu."), "pk-hinweis")); }

  // From the form to the choice and back. Values of the query that the form cannot show are kept.
  function fromForm() {
    var next = Object.assign({}, choice);
    next.q = form.elements.q.value.trim();
    model.facets.forEach(function (f) {
      if (f.id === "quartier") {
        var select = form.elements.quartier;
        if (select.value !== (choice.quartier[0] || "") || choice.quartier.length < 2) next.quartier = select.value ? [select.value] : [];
        return;
      }
      var boxes = form.querySelectorAll('[name="' + f.id + '"]');
      var offered = Array.prototype.map.call(boxes, function (b) { return b.value; });
      next[f.id] = choice[f.id].filter(function (v) { return offered.indexOf(v) < 0; });
      boxes.forEach(function (b) { if (b.checked) next[f.id].push(b.value); });
    });
    next.stadtweit = form.elements.stadtweit.checked;
    next.nah = form.elements.nah.value;
    var years = one("alter").value.trim();
    next.alter = one("schwanger").checked ? "schwanger" : years ? String(Number(years)) + one("einheit").value : "";
    return next;
  }
  function toForm() {
    form.elements.q.value = choice.q;
    model.facets.forEach(function (f) {
      if (f.id === "quartier") { form.elements.quartier.value = f.index[choice.quartier[0]] === undefined ? "" : choice.quartier[0]; return; }
      form.querySelectorAll('[name="' + f.id + '"]').forEach(function (b) { b.checked = choice[f.id].indexOf(b.value) >= 0; });
    });
    form.elements.stadtweit.checked = choice.stadtweit;
    var own = form.querySelector('[value="standort"]');
    own.hidden = own.disabled = !position;
    form.elements.nah.value = choice.nah === "standort" && !position ? "" : choice.nah;
    var age = /^(\d+)(m?)$/.exec(choice.alter);
    one("alter").value = age ? age[1] : "";
    one("einheit").value = age ? age[2] : "";
    one("schwanger").checked = choice.alter === "schwanger";
  }

  // A new choice: into the address, then count, then show.
  function go(next, how) {
    choice = next;
    if (how) {
      var query = A.write(model, choice).toString();
      var here = A.write(model, A.read(model, new URLSearchParams(location.search))).toString();
      if (query !== here) history[how === "replace" ? "replaceState" : "pushState"](null, "", location.pathname + (query ? "?" + query : ""));
    }
    visible = STEP;
    said.wait();
    return (choice.q ? loadWords() : Promise.resolve()).then(show).catch(failed);
  }
  function show() {
    searched = choice.q ? W.search(words, choice.q, model.n) : null;
    scores = searched && searched.punkte;
    result = A.compute(model, choice, scores);
    var ordered = A.order(model, result.treffer, choice, scores, position), mine = turn += 1;
    shown = ordered.folge;
    return loadParts(toDraw()).then(function () {
      if (mine !== turn) return;  // something else has been chosen meanwhile
      drawCards(ordered.lage);
      drawCounts(); drawChips(); drawHints(ordered.lage); drawEmpty();
      said.tell(offers(shown.length));
      document.dispatchEvent(new CustomEvent("pk:auswahl", { detail: { model: model, treffer: shown, wahl: choice, lacking: lacking, loadParts: loadParts, offer: offer } }));
    });
  }

  function card(i) {
    if (cards.has(i)) return cards.get(i);
    var part = parts[partOf(i)], own = i % model.data.teil, id = part.ids[own], said = part.eigen[own] || 0;
    var el = document.getElementById("pk-karte-vorlage").content.firstElementChild.cloneNode(true);
    el.dataset.angebot = id;
    var link = T.mark(el.querySelector("a"), said & 1);
    link.textContent = part.namen[own];
    link.href = new URL("angebote/" + id + "/", root).href;
    part.karten[own].forEach(function (k) {
      var fact = part.tatsachen[k];
      var item = document.getElementById("pk-tatsache-vorlage").content.firstElementChild.cloneNode(true);
      item.querySelector("use").setAttribute("href", "#pk-i-" + fact[0]);
      if (fact[2]) item.className = fact[2];
      if (fact[3]) item.dataset.giltBis = fact[3];
      if (fact[4]) item.dataset.giltNach = fact[4];
      item.appendChild(document.createTextNode(fact[1]));
      el.querySelector("ul").appendChild(item);
    });
    window.pkStand(el);
    var text = el.querySelector(".pk-karte__text"), now = el.querySelector(".pk-karte__jetzt");
    if (part.texte[own]) T.mark(text, said & 2).textContent = part.texte[own]; else text.remove();
    if (part.zeiten[own] && window.pkZeiten) {  // the map's page tells no hours
      now.firstElementChild.dataset.zeiten = JSON.stringify(part.zeiten[own]);
      window.pkZeiten();
    } else now.remove();
    cards.set(i, el);
    return el;
  }
  function drawCards(lage) {
    var part = shown.slice(0, visible).map(function (i) {
      var el = card(i), line = el.querySelector(".pk-karte__nah"), where = lage && lage.get(i);
      if (!where) { if (line) line.remove(); return el; }
      if (!line) line = el.insertBefore(make("p", "", "pk-karte__nah"), el.children[1] || null);
      line.textContent = where.art === "ort" ? _("%(weit)s Luftlinie bis zum Ort", { weit: kilometres(where.km) })
        : where.art === "quartier" ? (where.hier ? _("in diesem Quartier, genauer Ort nicht bekannt") : _("nach Quartier sortiert, genauer Ort nicht bekannt"))
        : _("ohne festen Ort");
      return el;
    });
    list.replaceChildren.apply(list, part);
    list.hidden = !part.length;
    more.hidden = shown.length <= visible;
    more.textContent = _("Weitere Angebote zeigen (noch %(zahl)s)", { zahl: number(Math.max(0, shown.length - visible)) });
  }
  function kilometres(km) {
    return km < 1 ? _("unter 1 km") : _("%(zahl)s km", { zahl: number(km, { maximumFractionDigits: 1 }) });
  }

  function drawCounts() {
    model.facets.forEach(function (f, at) {
      var counts = result.zahlen[at];
      if (f.id === "quartier") {
        Array.prototype.forEach.call(form.elements.quartier.options, function (o) {
          if (o.value) o.textContent = o.dataset.name + " (" + number(counts[f.index[o.value]]) + ")";
        });
        return;
      }
      form.querySelectorAll('[name="' + f.id + '"]').forEach(function (box) {
        var n = counts[f.index[box.value]], label = box.closest("label");
        label.querySelector("[data-zahl]").textContent = "(" + number(n) + ")";
        label.classList.toggle("pk-ohne-treffer", !n && !box.checked);
      });
    });
    one("zahl-schwanger").textContent = "(" + number(result.schwanger) + ")";
  }

  function words_of(id, value) {
    if (id === "q") return _("Suchwort „%(wort)s“", { wort: choice.q });
    if (id === "alter") return A.ageWords(choice.alter);
    if (value === undefined) return choice[id].map(function (v) { return words_of(id, v); }).join(", ");
    return model.facets[model.byId[id]].namen[value] || value;
  }
  function drawChips() {
    var items = [];
    function chip(text, next) {
      var item = make("li"), own = button(text, "pk-chip", function () {
        var at = Array.prototype.indexOf.call(chips.children, item);
        go(next, "push").then(function () {
          toForm();
          var rest = chips.querySelectorAll("button");
          (rest[Math.min(at, rest.length - 1)] || status).focus();
        });
      });
      own.appendChild(make("span", " – " + _("Filter entfernen"), "pk-nur-vorlesen"));
      var svg = document.getElementById("pk-tatsache-vorlage").content.querySelector("svg").cloneNode(true);
      svg.querySelector("use").setAttribute("href", "#pk-i-close");
      own.appendChild(svg);
      item.appendChild(own);
      items.push(item);
    }
    if (choice.q) chip(words_of("q"), A.drop(choice, ["q"]));
    if (choice.alter) chip(words_of("alter"), A.drop(choice, ["alter"]));
    model.facets.forEach(function (f) {
      choice[f.id].forEach(function (v) {
        var next = Object.assign({}, choice);
        next[f.id] = choice[f.id].filter(function (w) { return w !== v; });
        chip(words_of(f.id, v), next);
      });
    });
    if (choice.stadtweit && choice.quartier.length) chip(_("auch für die ganze Stadt"), Object.assign({}, choice, { stadtweit: false }));
    if (choice.nah && (choice.nah !== "standort" || position)) {
      var from = choice.nah === "standort" ? _("sortiert von meinem Standort aus")
        : _("sortiert von %(ort)s aus", { ort: model.facets[model.quartier].namen[choice.nah] || choice.nah });
      chip(from, Object.assign({}, choice, { nah: "" }));
    }
    if (items.length > 1) {
      var all = make("li");
      all.appendChild(button(_("Alle Filter löschen"), "pk-chip pk-chip--alle", function () {
        go(A.read(model, new URLSearchParams()), "push").then(function () { toForm(); status.focus(); });
      }));
      items.push(all);
    }
    chips.replaceChildren.apply(chips, items);
    chips.hidden = !items.length;
  }

  // What few sources say: the sentence below the hits, and the way out where there is none.
  var UNSAID = {
    kosten: function (n) { return ngettext("Bei einem weiteren Angebot wissen wir nicht, was es kostet.", "Bei %(n)s weiteren Angeboten wissen wir nicht, was sie kosten.", n); },
    anmeldung: function (n) { return ngettext("Bei einem weiteren Angebot wissen wir nicht, ob man sich anmelden muss.", "Bei %(n)s weiteren Angeboten wissen wir nicht, ob man sich anmelden muss.", n); },
    stufenlos: function (n) { return ngettext("Bei einem weiteren Angebot wissen wir nicht, ob der Zugang stufenlos ist.", "Bei %(n)s weiteren Angeboten wissen wir nicht, ob der Zugang stufenlos ist.", n); },
    sprache: function (n) { return ngettext("Bei einem weiteren Angebot wissen wir nicht, welche Sprachen dort gesprochen werden.", "Bei %(n)s weiteren Angeboten wissen wir nicht, welche Sprachen dort gesprochen werden.", n); },
    format: function (n) { return ngettext("Bei einem weiteren Angebot wissen wir nicht, wie es stattfindet.", "Bei %(n)s weiteren Angeboten wissen wir nicht, wie sie stattfinden.", n); }
  };
  var ALSO = {
    kosten: function (n) { return _("Auch Angebote, bei denen wir nicht wissen, was sie kosten: %(zahl)s", { zahl: n }); },
    anmeldung: function (n) { return _("Auch Angebote, bei denen wir nicht wissen, ob man sich anmelden muss: %(zahl)s", { zahl: n }); },
    stufenlos: function (n) { return _("Auch Angebote, bei denen wir nicht wissen, ob der Zugang stufenlos ist: %(zahl)s", { zahl: n }); },
    sprache: function (n) { return _("Auch Angebote, bei denen wir nicht wissen, welche Sprachen dort gesprochen werden: %(zahl)s", { zahl: n }); },
    format: function (n) { return _("Auch Angebote, bei denen wir nicht wissen, wie sie stattfinden: %(zahl)s", { zahl: n }); }
  };
  function withUnknown(id) {
    var next = Object.assign({}, choice);
    next[id] = choice[id].concat("unbekannt");
    return next;
  }
  // Chosen is what few sources say: how many more might fit.
  function unsaid() {
    return Object.keys(UNSAID).filter(function (id) { return choice[id].length && choice[id].indexOf("unbekannt") < 0; })
      .map(function (id) { return { id: id, n: result.zahlen[model.byId[id]][model.facets[model.byId[id]].index.unbekannt] || 0 }; })
      .filter(function (u) { return u.n; });
  }
  // Words of the query that name a filter: "kostenlos", "Erfttal", "schwanger", "8 Monate".
  function suggestion() {
    if (!choice.q) return null;
    var next = Object.assign({}, choice), names = [], text = choice.q, age = choice.alter ? null : W.age(text);
    if (age) { next.alter = age.wert; names.push(A.ageWords(age.wert)); text = age.rest; }
    (text.match(/[\p{L}\p{N}-]+/gu) || []).forEach(function (word) {
      var taken = false;
      if (W.fold(word) === "schwanger" && !next.alter) { next.alter = "schwanger"; names.push(_("schwanger")); taken = true; }
      model.facets.forEach(function (f) {
        f.werte.forEach(function (v) {
          if (taken || f.id === "phase" || v[0] === "de" || W.fold(v[1]) !== W.fold(word) || choice[f.id].length) return;
          next[f.id] = next[f.id].concat(v[0]); names.push(v[1]); taken = true;
        });
      });
      if (taken) text = text.replace(word, " ");
    });
    next.q = text.replace(/\s+/g, " ").replace(/\s+,/g, ",").replace(/^[\s,]+|[\s,]+$/g, "");
    return names.length ? fruitful({ wahl: next, namen: names }) : null;
  }
  // Never a click into nothing: rather offers whose costs nobody states, then rather without the other words.
  function fruitful(meant) {
    function hits(choice) { return A.compute(model, choice, choice.q ? W.search(words, choice.q, model.n).punkte : null).treffer.length; }
    function way(change, name) { return { wahl: Object.assign({}, meant.wahl, change), namen: meant.namen.concat(name) }; }
    var ways = [meant], own = meant.wahl.kosten;
    if (own.length && own.indexOf("unbekannt") < 0) ways.push(way({ kosten: own.concat("unbekannt") }, model.facets[model.byId.kosten].namen.unbekannt || []));
    ways.push(way({ q: "" }, []));
    return ways.filter(function (w) { return hits(w.wahl); })[0] || meant;
  }
  function drawHints(lage) {
    var out = [];
    function hint(text, action, next) {
      var p = make("p", text + " ", "pk-klein");
      if (action) p.appendChild(button(action, "pk-knopf pk-knopf--leise pk-knopf--klein", function () { go(next, "push").then(function () { toForm(); status.focus(); }); }));
      out.push(p);
    }
    if (searched && searched.teilweise && shown.length) hint(_("Kein Angebot enthält alle Wörter. Diese enthalten einige davon, die besten zuerst."));
    var meant = suggestion();
    if (meant) hint(_("Das können auch Filter sein."), _("Als Filter nehmen: %(filter)s", { filter: meant.namen.join(", ") }), meant.wahl);
    if (shown.length) unsaid().forEach(function (u) {
      hint(UNSAID[u.id](u.n), _("Auch zeigen"), withUnknown(u.id));
    });
    if (lage && shown.length) {
      var kinds = { ort: 0, quartier: 0, ohne: 0 };
      lage.forEach(function (where) { kinds[where.art] += 1; });
      var ways = [];
      if (kinds.ort) ways.push(_("%(zahl)s nach dem Ort", { zahl: number(kinds.ort) }));
      if (kinds.quartier) ways.push(_("%(zahl)s nach dem Quartier", { zahl: number(kinds.quartier) }));
      if (kinds.ohne) ways.push(_("%(zahl)s ohne festen Ort (am Ende)", { zahl: number(kinds.ohne) }));
      hint(_("Das Nächste zuerst: %(wie)s.", { wie: ways.join(", ") }));
    }
    if (choice.nah === "standort" && !position) hint(_("Diese Adresse sortiert nach einem Standort. Wählen Sie „Meinen Standort nehmen“, wenn Sie das möchten."));
    hints.replaceChildren.apply(hints, out);
  }
  function drawEmpty() {
    empty.hidden = shown.length > 0;
    if (shown.length) return;
    var items = unsaid().map(function (u) {
      return entry(ALSO[u.id](offers(u.n)), withUnknown(u.id));
    });
    if (choice.quartier.length && !choice.stadtweit) {
      var wide = Object.assign({}, choice, { stadtweit: true }), n = A.compute(model, wide, scores).treffer.length;
      if (n) items.push(entry(_("Auch Angebote für die ganze Stadt: %(zahl)s", { zahl: offers(n) }), wide));
    }
    A.loosen(model, choice, scores, result).forEach(function (way) {
      var gone = way.weg.map(function (id) { return words_of(id); }), n = offers(way.anzahl);
      var words = gone.length > 1 ? _("Ohne %(eins)s und ohne %(zwei)s: %(zahl)s", { eins: gone[0], zwei: gone[1], zahl: n })
        : _("Ohne %(eins)s: %(zahl)s", { eins: gone[0], zahl: n });
      items.push(entry(words, A.drop(choice, way.weg)));
    });
    one("lockern").replaceChildren.apply(one("lockern"), items);
    one("lockern-titel").hidden = !items.length;
  }
  function entry(text, next) {
    var item = make("li");
    item.appendChild(button(text, "pk-knopf pk-knopf--leise", function () { go(next, "push").then(function () { toForm(); status.focus(); }); }));
    return item;
  }

  // Events. Before the data is there, an event waits for it.
  function whenReady(act) { return function (event) { if (!model) said.wait(); loadData().then(function () { if (!choice) choice = A.read(model, new URLSearchParams(location.search)); act(event); }).catch(failed); }; }
  var timer = 0;
  form.addEventListener("change", whenReady(function (event) {
    if (event.target === form.elements.q) return;
    if (event.target === one("alter") || event.target === one("einheit")) one("schwanger").checked = false;
    if (event.target.matches("[data-schwanger]") && event.target.checked) one("alter").value = "";
    go(fromForm(), "push").then(toForm);
  }));
  form.addEventListener("input", function (event) {
    if (event.target !== form.elements.q) return;
    clearTimeout(timer);
    timer = setTimeout(whenReady(function () { go(fromForm(), "replace"); }), 150);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(timer);
    whenReady(function () { go(fromForm(), "push").then(function () { status.scrollIntoView({ block: "start" }); status.focus({ preventScroll: true }); }); })();
  });
  ["pointerenter", "focusin", "touchstart"].forEach(function (kind) {
    form.addEventListener(kind, function () { loadData().catch(failed); }, { once: true, passive: true });
  });
  more.addEventListener("click", whenReady(function () {
    said.tell();
    var at = visible;
    visible += STEP;
    var ordered = A.order(model, result ? result.treffer : A.compute(model, choice, null).treffer, choice, scores, position);
    shown = ordered.folge;
    var mine = turn += 1;
    return loadParts(toDraw()).then(function () {
      if (mine !== turn) return;
      drawCards(ordered.lage);
      var first = list.children[at];
      if (first) first.querySelector("a").focus();
    }).catch(failed);
  }));
  one("standort").addEventListener("click", whenReady(function () {
    said.tell();
    var note = one("standort-fehler");
    note.textContent = "";
    if (!navigator.geolocation) { note.textContent = _("Ihr Gerät nennt keinen Standort. Wählen Sie ein Quartier."); return; }
    navigator.geolocation.getCurrentPosition(function (found) {
      position = [found.coords.latitude, found.coords.longitude];
      go(Object.assign(fromForm(), { nah: "standort" }), "push").then(toForm);
    }, function () {
      note.textContent = _("Der Standort war nicht zu bekommen. Wählen Sie stattdessen ein Quartier.");
    }, { maximumAge: 60000, timeout: 15000 });
  }));
  window.addEventListener("popstate", whenReady(function () {
    go(A.read(model, new URLSearchParams(location.search)), "").then(toForm);
  }));

  // Who comes with a word from another page sees the hits, not the filter above them.
  function intoView() {
    var visit = performance.getEntriesByType("navigation")[0];
    if (choice.q && visit && visit.type === "navigate" && status.getBoundingClientRect().top > innerHeight / 2) status.scrollIntoView({ block: "start" });
  }

  // Start: the cards of the page are the first cards; a query is applied at once.
  list.querySelectorAll("[data-angebot]").forEach(function (el, i) { cards.set(i, el); });
  document.querySelectorAll("[data-blaettern]").forEach(function (el) { el.hidden = true; });
  more.hidden = !document.querySelector("[data-blaettern]") && list.dataset.ganz === undefined;
  // What somebody ticks or types before we are there stays, and counts.
  function touched() {
    return Array.prototype.filter.call(form.querySelectorAll("input, select"), function (el) {
      return el.options ? el.selectedIndex > 0 : el.type === "checkbox" ? el.checked : el.value !== "";
    }).map(function (el) { return { el: el, checked: el.checked, value: el.value }; });
  }
  if (location.search.length > 1 || list.dataset.sofort !== undefined || touched().length) {
    var set = new URLSearchParams(location.search);
    list.hidden = true;  // the unfiltered list is not what was asked for
    said.wait();
    loadData().then(function () {
      var early = touched();
      choice = A.read(model, set);
      toForm();
      early.forEach(function (was) { was.el.checked = was.checked; was.el.value = was.value; });
      return early.length ? go(fromForm(), "push").then(toForm) : go(choice, "").then(intoView);
    }).catch(failed);
  }
  if (details && window.matchMedia("(min-width: 64rem)").matches) details.open = true;
})();
