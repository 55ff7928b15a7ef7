// The map of offers follows the list: quarters count the selection, points without a hit are taken off.
(function () {
  "use strict";
  var last = null;
  var box = document.querySelector("[data-klassen]");
  if (!box) return;
  var limits = box.dataset.klassen.split(" ").filter(Boolean).map(Number);

  function klasse(n) {
    if (!n) return "0";
    for (var i = 0; i < limits.length; i += 1) if (n <= limits[i]) return String(i + 1);
    return String(limits.length || 1);
  }
  function swap(el, prefix, next) {
    Array.from(el.classList).forEach(function (c) { if (new RegExp("^" + prefix + "\\w+$").test(c)) el.classList.remove(c); });
    el.classList.add(prefix + next);
  }
  function words(n) { return n ? n + (n === 1 ? " Angebot" : " Angebote") : "kein Angebot in dieser Auswahl"; }

  function counts(model, hits) {
    var quarter = model.facets[model.quartier], found = {}, points = window.pkKarte.punkte.length > 0;
    hits.forEach(function (i) {
      if (points && model.data.orte[i]) return;
      quarter.listen[i].forEach(function (v) { var id = quarter.werte[v][0]; found[id] = (found[id] || 0) + 1; });
    });
    return found;
  }

  function drawQuarters(found) {
    Object.keys(window.pkKarte.gebiete).forEach(function (id) {
      var layer = window.pkKarte.gebiete[id], n = found[id] || 0, path = layer.getElement && layer.getElement();
      var tip = layer.getTooltip(), label = tip.getContent(), figure = label.querySelector(".pk-beschriftung__wert");
      if (!figure) {
        figure = document.createElement("span");
        figure.className = "pk-beschriftung__wert";
        label.appendChild(figure);
      }
      figure.textContent = n ? String(n) : "";
      if (tip.getElement()) swap(tip.getElement(), "pk-beschriftung--", klasse(n));
      if (!path) return;
      swap(path, "pk-k", klasse(n));
      var title = path.querySelector("title");
      if (title) title.textContent = layer.feature.properties.name + ": " + words(n);
    });
  }

  function drawPoints(model, hits) {
    var chosen = new Set(hits), map = window.pkKarte.fertige, root = new URL(box.dataset.wurzel, location.href);
    window.pkKarte.punkte.forEach(function (layer) {
      var here = layer.feature.properties.angebote.filter(function (i) { return chosen.has(i); });
      if (!here.length) { layer.remove(); return; }
      if (!map.hasLayer(layer)) layer.addTo(map);
      layer.setRadius(Math.min(20, 6 + 2 * Math.sqrt(here.length)));
      layer.unbindPopup();
      layer.bindPopup(function () { return popup(layer, here, root); }, { maxHeight: 260, className: "pk-blase" });
    });
  }
  function popup(layer, here, root) {
    var div = document.createElement("div"), head = document.createElement("b"), list = document.createElement("ul");
    head.textContent = layer.feature.properties.ort;
    function fill() {
      here.forEach(function (i) {
        var item = document.createElement("li"), link = document.createElement("a"), offer = last.offer(i);
        link.textContent = offer.name;
        link.href = new URL("angebote/" + offer.id + "/", root).href;
        item.appendChild(link);
        list.appendChild(item);
      });
    }
    if (!last.lacking(here).length) fill();
    else last.loadParts(here).then(function () {
      fill();
      if (layer.getPopup()) layer.getPopup().update();
    });
    div.appendChild(head); div.appendChild(list);
    return div;
  }

  function draw() {
    if (!last || !window.pkKarte || !window.pkKarte.fertige) return;
    drawQuarters(counts(last.model, last.treffer));
    drawPoints(last.model, last.treffer);
    box.dataset.treffer = String(last.treffer.length);
  }
  document.addEventListener("pk:auswahl", function (event) { last = event.detail; draw(); });
  document.addEventListener("pk:karte", draw);
})();
