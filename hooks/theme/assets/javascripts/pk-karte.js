// What the maps have in common: label, tooltip and link of an area. Texts are set as text, never as markup.
window.pkKarte = (function () {
  "use strict";
  function element(tag, text, cls) {
    var el = document.createElement(tag);
    el.textContent = text;
    if (cls) el.className = cls;
    return el;
  }
  // The geometry is shared by all maps of the site; class, text and link stand in the page.
  var plan = document.querySelector("[data-gebiete]");
  var areas = plan ? JSON.parse(plan.dataset.gebiete) : {};
  var canvas = null;
  function german(box, selector, words) {
    var el = box.querySelector(selector);
    if (!el) return;
    el.setAttribute("aria-label", words);
    el.title = words;
  }
  return {
    gebiete: {}, punkte: [], fertige: null,
    leinwand: function () { return canvas || (canvas = L.canvas({ padding: 0.5, pane: "markerPane" })); },
    punkt: function (feature, layer) {
      var style = getComputedStyle(document.documentElement);
      layer.setStyle({ color: style.getPropertyValue("--pk-flaeche").trim(), weight: 2, fillColor: style.getPropertyValue("--pk-stark").trim(), fillOpacity: 1 });
      layer.on("click", function (event) { event.originalEvent.pkPunkt = true; });
      window.pkKarte.punkte.push(layer);
    },
    anbinden: function (feature, layer) {
      var area = areas[feature.id] || { klasse: "ohne", text: "keine Angabe", url: "", kurz: "" };
      window.pkKarte.gebiete[feature.id] = layer;
      var p = Object.assign(feature.properties, area), box = document.createElement("div");
      layer.options.className = p.klasse === "geheim" ? "pk-geheim" : "pk-k" + p.klasse;
      box.appendChild(element("b", p.nummer));
      var name = element("span", p.name, "pk-beschriftung__name");
      name.lang = "de";
      box.appendChild(name);
      if (p.kurz) box.appendChild(element("span", p.kurz, "pk-beschriftung__wert"));
      layer.bindTooltip(box, {
        permanent: true, direction: "center", interactive: false, opacity: 1,
        className: "pk-beschriftung pk-beschriftung--" + p.klasse
      });
      layer.on("add", function () {
        var path = layer.getElement && layer.getElement();
        if (!path) return;
        var title = document.createElementNS("http://www.w3.org/2000/svg", "title");
        title.textContent = p.name + ": " + p.text;
        path.appendChild(title);
      });
      if (p.url) {
        layer.on("click", function () {
          var target = new URL(p.url, new URL(plan.dataset.wurzel, location.href)).href;
          if (location.protocol === "file:" && /\/$/.test(target)) target += "index.html";
          if (window.top === window) location.href = target;
          else window.open(target, "_blank", "noopener");  // in a frame of another site
        });
      }
    },
    fertig: function (map, id) {
      var box = document.getElementById(id);
      box.removeAttribute("tabindex");
      // The map is one picture with a name; its labels would be read without any order. The table
      // or list beside it says the same.
      ["tooltipPane", "overlayPane"].forEach(function (name) { map.getPane(name).setAttribute("aria-hidden", "true"); });
      german(box, ".leaflet-control-zoom-in", "Karte vergrößern");
      german(box, ".leaflet-control-zoom-out", "Karte verkleinern");
      map.on("popupopen", function () { german(box, ".leaflet-popup-close-button", "Schließen"); });
      function fit() {
        var bounds = L.latLngBounds([]);
        map.eachLayer(function (l) { if (l.getBounds) bounds.extend(l.getBounds()); });
        if (!box.clientWidth || !box.clientHeight) return;  // hidden: nothing to fit into
        map.invalidateSize({ pan: false, animate: false });
        if (bounds.isValid()) map.fitBounds(bounds, { padding: [6, 6], animate: false });
      }
      fit();
      window.addEventListener("resize", fit);
      window.pkKarte.fertige = map;
      // The canvas of the points lies above the areas: a click beside a point is meant for the area.
      if (canvas) map.on("click", function (event) {
        var at = event.originalEvent;
        if (at.pkPunkt || at.target.tagName !== "CANVAS") return;
        var below = document.elementsFromPoint(at.clientX, at.clientY);
        Object.keys(window.pkKarte.gebiete).forEach(function (id) {
          var layer = window.pkKarte.gebiete[id];
          if (below.indexOf(layer.getElement()) >= 0) layer.fire("click");
        });
      });
      box.dataset.bereit = "ja";
      document.dispatchEvent(new CustomEvent("pk:karte"));
    }
  };
})();
