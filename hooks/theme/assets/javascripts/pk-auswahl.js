// The selection of the list as pure functions: query ↔ choice, hits, counts of every facet, distances.
window.pkAuswahl = (function () {
  "use strict";
  var OPEN = 1e9, FEW = 3, _ = window.pkTexte.text, ngettext = window.pkTexte.plural;

  // Reads liste.json once into what the functions below need.
  function prepare(data) {
    var model = { data: data, n: data.anzahl, facets: data.facetten, byId: {} };
    model.facets.forEach(function (f, i) {
      model.byId[f.id] = i;
      f.index = {}; f.namen = {};
      f.werte.forEach(function (v, k) { f.index[v[0]] = k; f.namen[v[0]] = v[1]; });
      f.listen = f.spalte.map(function (own) { return typeof own === "number" ? [own] : own; });
    });
    model.quartier = model.byId.quartier;
    return model;
  }

  function read(model, params) {
    var choice = { q: (params.get("q") || "").trim(), alter: params.get("alter") || "", nah: params.get("nah") || "", stadtweit: params.get("stadtweit") === "ja" };
    model.facets.forEach(function (f) {
      choice[f.id] = params.getAll(f.id).filter(function (v, i, all) { return v && all.indexOf(v) === i; });
    });
    return choice;
  }

  function write(model, choice) {
    var params = new URLSearchParams();
    if (choice.q) params.set("q", choice.q);
    if (choice.alter) params.set("alter", choice.alter);
    model.facets.forEach(function (f) { choice[f.id].forEach(function (v) { params.append(f.id, v); }); });
    if (choice.stadtweit && choice.quartier.length) params.set("stadtweit", "ja");
    if (choice.nah) params.set("nah", choice.nah);
    return params;
  }

  // "14" → a child of 14 completed years, "8m" → of 8 completed months, "2,5" → of 30 months.
  function ages(text) {
    if (text === "schwanger") return { pregnant: true };
    var match = /^(\d+)(?:[.,](\d+))?(m?)$/.exec(text);
    if (!match) return null;
    if (match[3]) return { from: Number(match[1]), to: Number(match[1]) + 1 };
    if (match[2]) {
      var months = Math.round(Number(match[1] + "." + match[2]) * 12);
      return { from: months, to: months + 1 };
    }
    return { from: Number(match[1]) * 12, to: (Number(match[1]) + 1) * 12 };
  }

  function ageWords(text) {
    if (text === "schwanger") return _("schwanger");
    var n = Number(text.replace(/m$/, "").replace(",", "."));
    return /m$/.test(text) ? ngettext("%(n)s Monat alt", "%(n)s Monate alt", n) : ngettext("%(n)s Jahr alt", "%(n)s Jahre alt", n);
  }

  // One test for each filter that is set: offer → whether it fits.
  function filters(model, choice, scores) {
    var data = model.data, out = [];
    model.facets.forEach(function (f, at) {
      if (!choice[f.id].length) return;
      var wanted = new Uint8Array(f.werte.length);
      choice[f.id].forEach(function (v) { if (v in f.index) wanted[f.index[v]] = 1; });
      var wide = at === model.quartier && choice.stadtweit;
      out.push({ id: f.id, at: at, fits: function (i) {
        if (wide && data.stadtweit[i]) return true;
        for (var own = f.listen[i], k = 0; k < own.length; k += 1) if (wanted[own[k]]) return true;
        return false;
      } });
    });
    if (choice.alter) {
      var age = ages(choice.alter);
      out.push({ id: "alter", at: -1, fits: function (i) {
        if (!age) return false;
        if (age.pregnant) return data.schwanger[i] === 1;
        var from = data.von[i], to = data.bis[i];
        return from !== null && from < age.to && (to === null ? OPEN : to) > age.from;
      } });
    }
    if (scores) out.push({ id: "q", at: -1, fits: function (i) { return scores[i] > 0; } });
    return out;
  }

  // {treffer: indices, zahlen: for each facet the hits each value would give, schwanger: the same,
  //  ohne: {filter: hits without it}}. One pass: an offer that fails one filter counts for that one.
  function compute(model, choice, scores) {
    var data = model.data, active = filters(model, choice, scores), hits = [], without = {};
    var counts = model.facets.map(function (f) { return new Int32Array(f.werte.length); });
    var wide = choice.stadtweit && choice.quartier.length > 0, wideAll = 0, wideIn = new Int32Array(model.facets[model.quartier].werte.length);
    var pregnant = 0;
    active.forEach(function (a) { without[a.id] = 0; });
    function add(at, i) {
      for (var own = model.facets[at].listen[i], k = 0; k < own.length; k += 1) counts[at][own[k]] += 1;
      if (wide && at === model.quartier && data.stadtweit[i]) {
        wideAll += 1;
        for (k = 0; k < own.length; k += 1) wideIn[own[k]] += 1;
      }
    }
    for (var i = 0; i < model.n; i += 1) {
      var failed = null, two = false;
      for (var a = 0; a < active.length; a += 1) {
        if (active[a].fits(i)) continue;
        if (failed) { two = true; break; }
        failed = active[a];
      }
      if (two) continue;
      if (failed) {
        without[failed.id] += 1;
        if (failed.at >= 0) add(failed.at, i);
        if (failed.id === "alter" && data.schwanger[i]) pregnant += 1;
      } else {
        hits.push(i);
        for (var at = 0; at < model.facets.length; at += 1) add(at, i);
        if (data.schwanger[i]) pregnant += 1;
      }
    }
    if (wide) counts[model.quartier] = counts[model.quartier].map(function (n, v) { return n + wideAll - wideIn[v]; });
    active.forEach(function (f) { without[f.id] += hits.length; });
    return { treffer: hits, zahlen: counts, schwanger: pregnant, ohne: without, aktiv: active.map(function (f) { return f.id; }) };
  }

  function drop(choice, ids) {
    var other = Object.assign({}, choice);
    ids.forEach(function (id) { other[id] = Array.isArray(other[id]) ? [] : ""; });
    return other;
  }

  // No hit: the ways to loosen the selection that give some, best first; two filters at once
  // where one alone gives little. [{weg: [ids], anzahl}]
  function loosen(model, choice, scores, result) {
    var single = result.aktiv.filter(function (id) { return result.ohne[id] > 0; }).map(function (id) { return { weg: [id], anzahl: result.ohne[id] }; });
    single.sort(function (a, b) { return b.anzahl - a.anzahl; });
    if (result.aktiv.length < 3 && single.length || result.aktiv.length < 2 || single.length && single[0].anzahl >= FEW) return single;
    var pairs = [];
    result.aktiv.forEach(function (a, i) {
      result.aktiv.slice(i + 1).forEach(function (b) {
        var weg = [a, b], n = compute(model, drop(choice, weg), weg.indexOf("q") >= 0 ? null : scores).treffer.length;
        if (n) pairs.push({ weg: weg, anzahl: n });
      });
    });
    pairs.sort(function (x, y) { return y.anzahl - x.anzahl; });
    return single.concat(pairs.slice(0, single.length ? 1 : 3));
  }

  // Kilometres between two points (haversine; the earth as a ball of 6371 km).
  function distance(a, b) {
    var r = Math.PI / 180, dy = (b[0] - a[0]) * r, dx = (b[1] - a[1]) * r;
    var h = Math.pow(Math.sin(dy / 2), 2) + Math.cos(a[0] * r) * Math.cos(b[0] * r) * Math.pow(Math.sin(dx / 2), 2);
    return 12742 * Math.asin(Math.sqrt(Math.min(1, h)));
  }

  // Where an offer lies, seen from `from` ([lat, lon]) or from a quarter (its id): {art, km, hier}.
  // art "ort": by its place; "quartier": by the point of its quarter; "ohne": neither is known.
  function near(model, i, from, quarter) {
    var data = model.data, f = model.facets[model.quartier];
    var own = f.listen[i].map(function (v) { return f.werte[v][0]; });
    var here = !!quarter && own.indexOf(quarter) >= 0, places = data.orte[i];
    function nearest(points) { return Math.min.apply(null, points.map(function (p) { return distance(from, p); })); }
    if (places && from) return { art: "ort", km: nearest(places), hier: here };
    var points = own.map(function (q) { return data.quartierpunkte[q]; }).filter(Boolean);
    if (points.length && from) return { art: "quartier", km: here ? 0 : nearest(points), hier: here };
    return { art: own.length && own[0] !== "ohne-angabe" ? "quartier" : "ohne", km: OPEN, hier: here };
  }

  // Hits in the order in which they are shown; `lage`: index → near() where sorted by nearness.
  function order(model, hits, choice, scores, position) {
    var quarter = choice.nah && choice.nah !== "standort" ? choice.nah : "";
    var from = choice.nah === "standort" ? position : quarter ? model.data.quartierpunkte[quarter] : null;
    var lage = null;
    if (quarter || from) {
      lage = new Map(hits.map(function (i) { return [i, near(model, i, from, quarter)]; }));
      hits = hits.slice().sort(function (a, b) {
        var x = lage.get(a), y = lage.get(b);
        return (y.hier - x.hier) || (x.km - y.km) || (a - b);
      });
    } else if (scores) {
      hits = hits.slice().sort(function (a, b) { return (scores[b] - scores[a]) || (a - b); });
    }
    return { folge: hits, lage: lage };
  }

  return { prepare: prepare, read: read, write: write, ages: ages, ageWords: ageWords, compute: compute, drop: drop, loosen: loosen, order: order, distance: distance };
})();
