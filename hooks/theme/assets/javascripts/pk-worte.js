// Free text of the list: forgives inflection (Snowball stemmer of lunr-languages, which Material for
// MkDocs ships), umlauts, compounds and typing errors. Pure functions; nothing of the page is touched.
window.pkWorte = (function () {
  "use strict";
  var stem = function (word) { return word; };
  var stop = new Set();

  // What lunr.de.js expects of lunr: we take its stemmer and its list of stop words.
  function connect() {
    var lunr = window.lunr;
    if (!lunr || !lunr.stemmerSupport || !lunr.de || lunr.de.pkReady) return;
    lunr.de.pkReady = true;
    stem = lunr.de.stemmer;
  }
  window.lunr = window.lunr || {
    Pipeline: { registerFunction: function () {} },
    generateStopWordFilter: function (words) { stop = new Set(words); return function () {}; }
  };

  function fold(text) {
    return text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  // "Muetter" is meant as "Mütter"; "neue" is not "nü": both spellings are tried.
  function spellings(word) {
    var other = word.replace(/ae/g, "ä").replace(/oe/g, "ö").replace(/ue/g, "ü");
    return other === word ? [word] : [word, other];
  }

  // Edits (insert, delete, replace, swap neighbours) between a and the nearest beginning of b; more
  // than `most` counts as most + 1. whole: b must be used up too.
  function edits(a, b, most, whole) {
    var n = a.length, m = Math.min(b.length, n + most), before = [], last = [], row, i, j, best, least;
    for (j = 0; j <= m; j += 1) last[j] = j;
    for (i = 1; i <= n; i += 1) {
      row = [i]; least = i;
      for (j = 1; j <= m; j += 1) {
        best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2] + 1);
        row[j] = best;
        if (best < least) least = best;
      }
      if (least > most) return most + 1;
      before = last; last = row;
    }
    if (whole) return b.length > m ? most + 1 : last[m];
    return Math.min.apply(null, last);
  }

  // Prepare the index once: folded and stemmed words beside the written ones.
  function prepare(raw) {
    connect();
    return {
      words: raw.woerter, hits: raw.treffer, common: new Set(raw.haeufig),
      folded: raw.woerter.map(fold), stems: raw.woerter.map(function (w) { return fold(stem(w)); })
    };
  }

  // How well word k of the index answers a query word: 0 for not at all.
  function grade(index, k, q) {
    var word = index.folded[k];
    if (word === q.word) return 6;
    if (index.stems[k] === q.stem) return 5;
    if (q.word.length >= 3 && word.startsWith(q.word)) return 4;
    if (q.stem.length >= 4 && word.startsWith(q.stem)) return 3;
    if (q.stem.length >= 4 && index.stems[k].endsWith(q.stem)) return 3;
    if (q.stem.length >= 5 && word.indexOf(q.stem) > 0) return 2;
    return 0;
  }

  function lookUp(index, word) {
    var found = [], k, g, forms = spellings(word).map(function (w) { return { word: fold(w), stem: fold(stem(w)) }; });
    for (k = 0; k < index.words.length; k += 1) {
      g = Math.max.apply(null, forms.map(function (q) { return grade(index, k, q); }));
      if (g) found.push([k, g]);
    }
    var q = forms[forms.length - 1], most = q.word.length < 4 ? 0 : q.word.length < 8 ? 1 : 2;
    if (found.length || !most) return found;
    for (k = 0; k < index.words.length; k += 1) {
      if (index.folded[k].length + most < q.stem.length) continue;
      var d = Math.min(edits(q.word, index.folded[k], most, true), edits(q.stem, index.stems[k], most, q.stem.length < 5));
      if (d <= most) found.push([k, 1 / d]);
    }
    return found;
  }

  // An age inside the words: "8 Monate", "14 Jahre", "14". Gives the facet's value and the rest.
  function age(text) {
    var match = /(^|[\s,(])(\d{1,2})(?:[\s-]*(monate?n?|monatig\w*|mon|m|jahre?n?|jährig\w*|jaehrig\w*|j))?(?=$|[\s,.;!?)])/i.exec(text);
    if (!match) return null;
    var isMonths = /^m/i.test(match[3] || ""), number = Number(match[2]);
    if (!match[3] && number > 27) return null;
    return { wert: number + (isMonths ? "m" : ""), rest: (text.slice(0, match.index) + " " + text.slice(match.index + match[0].length)).trim() };
  }

  // {punkte: score of each offer (0: no hit), teilweise: no offer holds all words, alter: an age in
  // the words or null}. Stop words and what nearly every offer holds do not count.
  function search(index, text, count) {
    var found = age(text), rest = found ? found.rest : text;
    var all = (rest.toLowerCase().match(/[\p{L}\p{N}]+/gu) || []).filter(function (w) { return w.length > 1; });
    var telling = all.filter(function (w) { return !stop.has(w) && !index.common.has(w); });
    var words = telling.length ? telling : all.filter(function (w) { return !index.common.has(w); });
    var sum = new Float32Array(count), held = new Uint8Array(count), one = new Float32Array(count);
    words.forEach(function (w) {
      one.fill(0);
      lookUp(index, w).forEach(function (pair) {
        var at = 0;
        index.hits[pair[0]].forEach(function (code) {
          at += code >> 2;
          one[at] = Math.max(one[at], pair[1] * (code & 3));
        });
      });
      for (var i = 0; i < count; i += 1) if (one[i]) { sum[i] += one[i]; held[i] += 1; }
    });
    var needed = words.length, best = 0, i;
    for (i = 0; i < count; i += 1) best = Math.max(best, held[i]);
    var partly = needed > 1 && best > 0 && best < needed;
    for (i = 0; i < count; i += 1) if (held[i] < (partly ? 1 : needed)) sum[i] = 0; else sum[i] += held[i] * 100;
    if (!words.length) sum.fill(1);
    return { punkte: sum, teilweise: partly, alter: found && found.wert };
  }

  return { fold: fold, edits: edits, prepare: prepare, search: search, age: age };
})();
