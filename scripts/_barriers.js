// What axe-core does not see. Runs in the page; each function gives German sentences, none when well.
(() => {
  "use strict";
  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";

  function name(el) {
    let text = (el.textContent || "").replace(/\s+/g, " ").trim().slice(0, 40);
    const cls = typeof el.className === "string" && el.className ? "." + el.className.split(" ")[0] : "";
    return `<${el.localName}${el.id ? "#" + el.id : cls}>${text ? " „" + text + "“" : ""}`;
  }
  function shown(el) {
    return el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !el.closest(".pk-nur-vorlesen") && el.getClientRects().length > 0;
  }
  function all(selector, root) { return Array.from((root || document).querySelectorAll(selector)); }

  function structure() {
    const out = [], embedded = document.body.classList.contains("pk-einbettung");
    const heads = all("h1, h2, h3, h4, h5, h6").filter(shown);
    const ones = heads.filter(h => h.localName === "h1");
    if (ones.length !== 1) out.push(`${ones.length} Überschriften der ersten Stufe`);
    let before = 0;
    heads.forEach(h => {
      const level = Number(h.localName[1]);
      if (level > before + 1) out.push(`Stufe übersprungen: h${before} → ${name(h)}`);
      if (!h.textContent.trim()) out.push("leere Überschrift");
      before = level;
    });
    const landmarks = { main: 1, "body > header": 1, "body > footer": 1 };
    Object.entries(landmarks).forEach(([selector, wanted]) => {
      const found = all(selector).length;
      if (found !== wanted && !(embedded && selector !== "main")) out.push(`${selector}: ${found}-mal`);
    });
    const named = all("nav, [role=region], [role=search], aside");
    const names = named.map(el => el.localName + ":" + (el.getAttribute("aria-label") ||
      (document.getElementById(el.getAttribute("aria-labelledby")) || {}).textContent || ""));
    names.forEach((n, i) => {
      if (n.endsWith(":") && named[i].localName !== "aside") out.push(`Bereich ohne Namen: ${name(named[i])}`);
      if (names.indexOf(n) !== i) out.push(`zwei Bereiche heißen gleich: ${n}`);
    });
    if (!document.documentElement.lang) out.push("Sprache der Seite fehlt");
    if (!document.title.includes(" – ") && location.pathname.split("/").length > 3) out.push("Titel nennt die Website nicht");
    if (!embedded) {
      const skip = document.querySelector(FOCUSABLE);
      const target = skip && skip.hash && document.querySelector(skip.hash);
      if (!target || target.localName !== "main") out.push("das erste Ziel der Tabulatortaste führt nicht zum Inhalt");
    }
    return out;
  }

  function graphics() {
    const out = [];
    all("svg, img, canvas, [role=img], .pk-plan").filter(shown).forEach(el => {
      if (el.closest("[aria-hidden=true]") || el.parentElement.closest(".pk-plan, svg, [role=img]")) return;
      const label = el.getAttribute("aria-label") || el.getAttribute("alt") ||
        (document.getElementById(el.getAttribute("aria-labelledby")) || {}).textContent ||
        (el.localName === "svg" && el.querySelector(":scope > title") || {}).textContent;
      const quiet = el.localName === "img" && el.getAttribute("alt") === "" && el.closest("a, figure, button");
      if (!label && !quiet && el.getAttribute("role") !== "presentation") out.push(`Bild, Karte oder Diagramm ohne Namen: ${name(el)}`);
      if (label && /(\S{4,}): \1: /.test(label)) out.push(`Name sagt etwas doppelt: ${name(el)} „${label.slice(0, 60)}“`);
    });
    if (all(":is([role=img], .pk-plan) [role=tooltip]").some(el => shown(el) && !el.closest("[aria-hidden=true]"))) out.push("Beschriftungen der Karte werden vorgelesen, ohne Ordnung");
    // A browser reads the whole caption as the name of the figure, and then once more.
    all("figcaption a[download]").filter(shown).forEach(el => out.push(`Name der Abbildung enthält Knöpfe: ${name(el)}`));
    // A sign that the stylesheet draws is read aloud ("trigram for heaven") unless it says that it has no words.
    all("body, body *").filter(shown).forEach(el => ["::before", "::after"].forEach(which => {
      const drawn = getComputedStyle(el, which).content;
      if (/[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff]/.test(drawn) && !/ \/ "/.test(drawn)) out.push(`Zeichen wird vorgelesen: ${drawn} ${name(el)}`);
    }));
    return out;
  }

  // Letters of another script than Latin belong to an element that says its language.
  function languages() {
    const scripts = [[/\p{Script=Cyrillic}/u, /^(ru|uk|bg|sr|mk|be)/], [/\p{Script=Arabic}/u, /^(ar|fa|ku|ckb|ur|ps)/],
      [/\p{Script=Greek}/u, /^el/], [/\p{Script=Hebrew}/u, /^(he|yi)/], [/\p{Script=Han}|\p{Script=Hiragana}/u, /^(zh|ja)/],
      [/\p{Script=Ethiopic}/u, /^(ti|am)/], [/\p{Script=Devanagari}/u, /^(hi|ne|mr)/], [/\p{Script=Georgian}/u, /^ka/]];
    const out = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data, parent = walk.currentNode.parentElement;
      if (parent.closest("script, style, code, template")) continue;
      scripts.forEach(([letters, tags]) => {
        if (!letters.test(text)) return;
        const said = parent.closest("[lang]");
        if (!said || !tags.test(said.lang)) out.push(`Sprache nicht angegeben: „${text.trim().slice(0, 40)}“`);
        else if (/^(ar|fa|ckb|ur|ps|he|yi)/.test(said.lang) && getComputedStyle(parent).direction !== "rtl") out.push(`Leserichtung fehlt: „${text.trim().slice(0, 40)}“`);
      });
    }
    return out;
  }

  // What is seen first is read first: no order, reverse or placement that parts the two.
  function order() {
    const out = [];
    all("body, body *").forEach(box => {
      const style = getComputedStyle(box);
      if (!/flex|grid/.test(style.display) || !shown(box) || box.closest("svg, .leaflet-container")) return;
      if (/reverse/.test(style.flexDirection + style.flexWrap)) out.push(`umgekehrte Reihenfolge: ${name(box)}`);
      let last = null;
      Array.from(box.children).filter(shown).forEach(el => {
        const own = getComputedStyle(el), at = el.getBoundingClientRect();
        if (/absolute|fixed/.test(own.position)) return;
        if (own.order !== "0") out.push(`andere Reihenfolge als im Text: ${name(el)}`);
        if (last && at.bottom <= last.top + 1) out.push(`steht über dem, was davor kommt: ${name(el)}`);
        last = at;
      });
    });
    return out;
  }

  function overflow() {
    const out = [], wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) {
      const far = all("body *").filter(el => shown(el) && el.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .filter(el => !el.closest(".pk-rolle, .leaflet-container"));
      out.push(`${wide} Pixel breiter als das Fenster: ${far.slice(0, 3).map(name).join(", ")}`);
    }
    all("body *").filter(el => el.childNodes.length && shown(el)).forEach(el => {
      const style = getComputedStyle(el);
      if (!/hidden|clip/.test(style.overflowX + style.overflowY) || el.closest("svg, .leaflet-container, select")) return;
      if (style.position === "absolute" && el.clientWidth <= 1) return;
      if (!el.textContent.trim()) return;
      if (el.scrollWidth > el.clientWidth + 1 && /hidden|clip/.test(style.overflowX)) out.push(`Text abgeschnitten: ${name(el)}`);
      if (el.scrollHeight > el.clientHeight + 2 && /hidden|clip/.test(style.overflowY)) out.push(`Text abgeschnitten: ${name(el)}`);
    });
    return out;
  }

  // With everything unfolded: nothing lies beside the window, no words beside their button, and in the
  // head of the page nothing on something else.
  function room() {
    const out = [], wide = document.documentElement.clientWidth;
    const free = el => !el.closest(".pk-rolle, .leaflet-container, svg, .pk-sprung, pre");
    const lines = el => {
      const walk = document.createTreeWalker(el, NodeFilter.SHOW_TEXT), words = document.createRange(), boxes = [];
      while (walk.nextNode()) {
        if (!walk.currentNode.data.trim() || walk.currentNode.parentElement.closest(".pk-nur-vorlesen")) continue;
        words.selectNodeContents(walk.currentNode);
        boxes.push(...words.getClientRects());
      }
      return boxes;
    };
    all("a, button, summary, input, select, p, li, h1, h2, h3, h4, dt, dd, label, legend").filter(el => shown(el) && free(el)).forEach(el => {
      const box = el.getBoundingClientRect();
      if (box.left < -1 || box.right > wide + 1) out.push(`außerhalb des Fensters: ${name(el)}`);
    });
    all("button, summary, .pk-knopf, .pk-kette__glied").filter(el => shown(el) && free(el)).forEach(el => {
      const box = el.getBoundingClientRect();
      if (lines(el).some(b => b.left < box.left - 1 || b.right > box.right + 1)) out.push(`Text ragt aus seinem Knopf: ${name(el)}`);
    });
    const head = all("header :is(a, summary, button, input)").filter(el => shown(el) && !el.closest("details ul"))
      .map(el => [el, el.localName === "input" || !lines(el).length ? [el.getBoundingClientRect()] : lines(el)]);
    head.forEach(([a, boxes], i) => head.slice(i + 1).forEach(([b, others]) => {
      if (boxes.some(x => others.some(y => x.left < y.right - 2 && y.left < x.right - 2 && x.top < y.bottom - 2 && y.top < x.bottom - 2)))
        out.push(`liegt aufeinander: ${name(a)} und ${name(b)}`);
    }));
    return out;
  }

  // Controls are 44 px high (our own goal), links in a list 24 px (WCAG 2.5.8); links in a sentence are free.
  function targets() {
    const out = [];
    all("button, summary, input:not([type=hidden]), select, .pk-knopf, .pk-menue a").filter(shown).forEach(el => {
      if (el.closest(".leaflet-container, table")) return;
      let box = el.getBoundingClientRect();
      if (/checkbox|radio/.test(el.type || "") && el.labels && el.labels[0]) box = el.labels[0].getBoundingClientRect();
      if (box.height < 43.5 || box.width < 24) out.push(`kleines Ziel (${Math.round(box.width)} × ${Math.round(box.height)}): ${name(el)}`);
    });
    return out;
  }

  function motion() {
    const out = document.getAnimations().map(a => `bewegt sich: ${name(a.effect.target)}`);
    all("body *").forEach(el => {
      const style = getComputedStyle(el), lasts = (style.transitionDuration + "," + style.animationDuration).split(",");
      if (lasts.some(t => parseFloat(t) > 0.001) && style.animationName + style.transitionProperty !== "noneall" &&
        style.transitionProperty !== "none") out.push(`Übergang trotz weniger Bewegung: ${name(el)}`);
    });
    return out;
  }

  // Colours of the visitor: what is a control or chosen must not be told by a background alone.
  function forced() {
    const out = [];
    all("button, .pk-knopf, input:not([type=hidden]), select").filter(shown).forEach(el => {
      const style = getComputedStyle(el);
      const edge = ["Top", "Bottom"].some(side => style["border" + side + "Style"] !== "none" && parseFloat(style["border" + side + "Width"]) > 0);
      if (!edge && style.textDecorationLine === "none" && !/checkbox|radio/.test(el.type || "")) out.push(`ohne Rand bei eigenen Farben: ${name(el)}`);
    });
    all("[aria-current], [aria-pressed=true]").filter(shown).forEach(el => {
      const other = Array.from(el.closest("ul, ol, div").querySelectorAll(el.localName)).find(o => !o.matches("[aria-current], [aria-pressed=true]"));
      if (!other) return;
      const look = e => { const s = getComputedStyle(e); return [s.borderTopWidth, s.borderBottomWidth, s.textDecorationLine, s.fontWeight, s.outlineStyle].join(); };
      if (look(el) === look(other)) out.push(`gewählt, aber bei eigenen Farben nicht zu sehen: ${name(el)}`);
    });
    return out;
  }

  const colours = text => (text.match(/rgba?\([^)]*\)/g) || []).map(c => c.match(/[\d.]+/g).map(Number))
    .map(n => ({ r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1 }));
  const light = c => [c.r, c.g, c.b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  function over(c, below) { const mix = k => c[k] * c.a + below[k] * (1 - c.a); return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 }; }

  // What is painted below an element at a point, from the bottom up: for each layer its possible
  // colours, those of all stops of a gradient. Null where a picture lies there.
  function layers(el, x, y) {
    const pile = document.elementsFromPoint(x, y), from = pile.indexOf(el);
    const below = from < 0 ? [] : pile.slice(from);
    if (from < 0) for (let up = el; up; up = up.parentElement) below.push(up);
    const out = [];
    for (const part of below) {
      const style = getComputedStyle(part), image = style.backgroundImage;
      if (part instanceof SVGGeometryElement) {
        const area = colours(style.fill).map(c => ({ ...c, a: c.a * Number(style.fillOpacity) * Number(style.opacity) }));
        if (/url\(/.test(style.fill)) return null;
        if (area.length && area[0].a > 0) out.push(area);
        if (area.length && area[0].a === 1) break;
        continue;
      }
      if (/^(img|canvas|video|image)$/.test(part.localName) || /url\(/.test(image)) return null;
      if (image !== "none") out.push(colours(image));
      // A box before or after the words may cover them; nobody can ask where it lies.
      if (["::before", "::after"].some(which => (s => s.content !== "none" && s.position === "absolute" &&
        (s.backgroundImage !== "none" || colours(s.backgroundColor).some(c => c.a > 0)))(getComputedStyle(part, which)))) return null;
      const plain = colours(style.backgroundColor);
      if (plain.length && plain[0].a > 0) out.push(plain);
      if ([plain, image === "none" ? [] : colours(image)].some(l => l.length && l.every(c => c.a === 1))) break;
    }
    return out.reverse();
  }

  // Contrast of text where axe cannot tell (1.4.3): against all that lies below, its worst colour.
  // Gives [selector, sentence]; no sentence where it is enough; a selector is left out where a
  // picture lies below, as nobody can measure that.
  function contrast(selectors) {
    const out = [], dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const page = dark ? { r: 18, g: 18, b: 18, a: 1 } : { r: 255, g: 255, b: 255, a: 1 };
    // What lets the pointer through (a label on a map) is seen all the same.
    const seen = new CSSStyleSheet(), before = document.adoptedStyleSheets;
    seen.replaceSync("* { pointer-events: auto !important; }");
    document.adoptedStyleSheets = [...before, seen];
    selectors.forEach(selector => {
      let el;
      try { el = document.querySelector(selector); } catch (error) { return; }
      if (!el || !shown(el)) { out.push([selector, null]); return; }
      el.scrollIntoView({ block: "center", inline: "nearest" });
      const words = document.createRange();
      words.selectNodeContents(el);
      const spots = Array.from(words.getClientRects()).filter(r => r.width > 2).flatMap(r =>
        [r.left + 1, r.left + r.width / 2, r.right - 1].map(x => layers(el, Math.min(Math.max(x, 1), innerWidth - 2), r.top + r.height / 2)));
      if (spots.includes(null)) return;
      const style = getComputedStyle(el), ink = colours(style.color)[0];
      const ratios = spots.flatMap(pile => {
        const grounds = pile.reduce((below, layer) => below.flatMap(b => layer.map(c => over(c, b))), [page]);
        const lights = grounds.map(light), inks = grounds.map(g => light(over(ink, g)));
        // Between two stops of a gradient every lightness is there.
        if (Math.min(...lights) < Math.min(...inks) && Math.max(...inks) < Math.max(...lights)) return [1];
        return lights.map((l, i) => { const [a, b] = [l, inks[i]].sort((p, q) => q - p); return (a + 0.05) / (b + 0.05); });
      });
      const ratio = Math.min(...ratios), size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      out.push([selector, ratio < (large ? 3 : 4.5) ? `Kontrast ${ratio.toFixed(2)}: ${name(el)}` : null]);
    });
    document.adoptedStyleSheets = before;
    return out;
  }

  // Remembers the elements that are read aloud when they change; told(): whether one of them did.
  function listen() {
    window.pkHeard = all("[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]")
      .map(el => [el, el.textContent]);
  }
  function told() {
    return (window.pkHeard || []).some(([el, before]) => el.isConnected && el.textContent.trim() && el.textContent !== before);
  }

  // On paper there are no controls; the heads of a table that sorts stay.
  function printed() {
    const out = all("main button:not(.pk-sortieren, th button), header form, .pk-menue nav, .pk-sprung")
      .filter(el => el.checkVisibility()).map(el => `auf Papier ohne Sinn: ${name(el)}`);
    if (!all("h1").some(el => el.checkVisibility())) out.push("auf Papier ohne Überschrift");
    return out;
  }

  // Without scripts: the words are there, and no button that would do nothing.
  function silent() {
    const out = all("button[type=button], .pk-nur-js").filter(el => el.checkVisibility()).map(el => `tut ohne Skripte nichts: ${name(el)}`);
    if ((document.querySelector("main") || document.body).innerText.trim().length < 40) out.push("ohne Skripte leer");
    return out;
  }

  // Where the focus is now, and whether one can see it.
  function focus() {
    const el = document.activeElement;
    if (!el || el === document.body || el === document.documentElement) return null;
    const box = el.getBoundingClientRect(), style = getComputedStyle(el), problems = [];
    // A radio button that is drawn by its label is seen by that.
    const drawn = /checkbox|radio/.test(el.type || "") && el.closest("label") || el;
    if (!drawn.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || !box.width || !box.height) problems.push("unsichtbar");
    else {
      const x = Math.min(Math.max(box.left + Math.min(box.width, innerWidth) / 2, 1), innerWidth - 1), y = box.top + Math.min(box.height, innerHeight) / 2;
      if (box.bottom < 1 || box.top > innerHeight - 1) problems.push("außerhalb des Fensters");
      else {
        const first = el.getClientRects()[0];
        const spots = [[x, Math.min(Math.max(y, 1), innerHeight - 2)], [first.left + 2, Math.min(Math.max(first.top + first.height / 2, 1), innerHeight - 2)]];
        const hit = spots.some(([px, py]) => { const top = document.elementFromPoint(px, py); return top && (el.contains(top) || top.contains(el) || (el.labels && Array.from(el.labels).some(l => l.contains(top)))); });
        if (!hit) problems.push("verdeckt");
      }
      const marked = e => e && ((s => s.outlineStyle === "auto" || (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2))(getComputedStyle(e)));
      if (!marked(el) && !marked(el.closest("label")) && !(el.labels && Array.from(el.labels).some(marked)) && !marked(el.nextElementSibling)) problems.push("nicht hervorgehoben");
    }
    if (el.tabIndex > 0) problems.push("tabindex über 0");
    const number = all("*").indexOf(el);
    // Where a browser has no bar of its own to go to, the last one is followed by the first.
    const rest = all(FOCUSABLE).filter(e => !e.disabled && e.type !== "radio" && e.checkVisibility({ visibilityProperty: true }));
    const last = rest.length ? all("*").indexOf(rest[rest.length - 1]) : -1;
    return { name: name(el), number, last, problems };
  }

  return { structure, graphics, languages, order, overflow, room, targets, motion, forced, contrast, listen, told, printed, silent, focus };
})()
