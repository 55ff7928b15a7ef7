// "Jetzt geöffnet", "Öffnet am …": computed in the browser, on the clock that hangs in Germany.
// What is not known is said to be unknown. Nothing here ever says "geschlossen".
// Data: views/times.py, machine() and machine_days(); the order of values is agreed there.
(function () {
  "use strict";
  var T = window.pkTexte, _ = T.text, german = T.locale.slice(0, 2) === "de";
  var DAYS = [_("Montag"), _("Dienstag"), _("Mittwoch"), _("Donnerstag"), _("Freitag"), _("Samstag"), _("Sonntag")];
  var CALL = " " + _("Bitte vorher nachfragen.");
  var FAR = 400;
  var clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Berlin", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23"
  });
  var words = new Intl.DateTimeFormat(T.locale, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" });

  var known = { feiertage: {}, jahre: ["", ""], ferien: [], bekannt: [] };
  var script = document.getElementById("pk-tage");
  if (script) known = Object.assign(known, JSON.parse(script.textContent));

  function now() {
    var p = {};
    clock.formatToParts(new Date()).forEach(function (part) { p[part.type] = part.value; });
    return { day: p.year + "-" + p.month + "-" + p.day, at: 60 * Number(p.hour) + Number(p.minute) };
  }
  function noon(day) { return new Date(day + "T12:00:00Z"); }
  function plus(day, count) {
    var date = noon(day);
    date.setUTCDate(date.getUTCDate() + count);
    return date.toISOString().slice(0, 10);
  }
  function weekday(day) { return (noon(day).getUTCDay() + 6) % 7; }
  function minutes(text) {
    return text ? 60 * Number(text.slice(0, 2)) + Number(text.slice(3, 5)) : null;
  }
  function spoken(at) {
    var hour = Math.floor(at / 60), minute = at % 60;
    var clock = hour + (minute || !german ? ":" + (minute < 10 ? "0" : "") + minute : "");
    return _("%(zeit)s Uhr", { zeit: T.ltr(clock) }).replace(" Uhr", "\u00a0Uhr");
  }

  // Is there no school? true, false, or null where it is not known; with the name of the holidays.
  function school(day) {
    var found = known.ferien.filter(function (f) { return f[0] <= day && day <= f[1]; })[0];
    if (found) return { off: true, name: found[2] };
    var sure = known.bekannt.length === 2 && known.bekannt[0] <= day && day <= known.bekannt[1];
    return { off: sure ? false : null, name: "" };
  }

  // The slots of a day: begin and end in minutes (null: unknown), and why it is not sure, if so.
  function slots(data, day) {
    var wd = weekday(day), holiday = known.feiertage[day] || "", free = school(day), found = [];
    var years = known.jahre[0] <= day && day <= known.jahre[1];
    data.z.forEach(function (z) {
      if (z[0] !== wd || (z[3] && day < z[3]) || (z[4] && day > z[4])) return;
      var why = "";
      if (holiday && z[6] === "n") return;
      if (free.off === true && z[5] === "n") return;
      if (holiday && z[6] === "u") why = holiday;
      else if (!years && z[6] !== "j") why = _("vielleicht ein Feiertag");
      else if (free.off === true && z[5] === "u") why = free.name || _("Schulferien");
      else if (free.off === null && z[5] === "n") why = _("vielleicht Schulferien");
      found.push({ from: minutes(z[1]), to: minutes(z[2]), why: why, name: "", single: false });
    });
    data.t.forEach(function (t) {
      if (t[0] !== day || t[4]) return;
      found.push({ from: minutes(t[1]), to: minutes(t[2]), why: "", name: t[3], single: true });
    });
    return found.sort(function (a, b) { return (a.from === null ? -1 : a.from) - (b.from === null ? -1 : b.from); });
  }

  // A slot that reaches midnight may go on after it.
  function end(data, day, slot) {
    if (slot.to !== 1440) return slot.to;
    var next = slots(data, plus(day, 1)).filter(function (s) { return s.from === 0 && !s.why && s.to; })[0];
    return next ? next.to : 1440;
  }

  function open(data, t) {
    var today = slots(data, t.day);
    var running = today.filter(function (s) { return s.from !== null && s.to !== null && s.from <= t.at && t.at < s.to; });
    var sure = running.filter(function (s) { return !s.why; })[0];
    if (sure) {
      var till = spoken(end(data, t.day, sure));
      return ["offen", sure.name ? _("Jetzt: %(name)s, bis %(zeit)s.", { name: sure.name, zeit: till }) : _("Jetzt geöffnet bis %(zeit)s.", { zeit: till })];
    }
    if (running.length) {
      return ["unbekannt", _("Heute: %(grund)s. Ob jetzt geöffnet ist, wissen wir nicht.", { grund: running[0].why }) + CALL];
    }
    var begun = today.filter(function (s) { return s.from !== null && s.to === null && s.from <= t.at && !s.why; })[0];
    if (begun) return ["unbekannt", _("Heute ab %(zeit)s. Wie lange, ist nicht bekannt.", { zeit: spoken(begun.from) }) + CALL];
    var later = today.some(function (s) { return s.from !== null && s.from > t.at; });
    var sometime = today.filter(function (s) { return s.from === null; })[0];
    if (sometime && !later) {
      return ["unbekannt", (sometime.why ? _("Vielleicht heute. Die Uhrzeit ist nicht bekannt.") : _("Heute. Die Uhrzeit ist nicht bekannt.")) + CALL];
    }
    return null;
  }

  function day(t, count, date) {
    if (count === 0) return _("heute");
    if (count === 1) return _("morgen, %(tag)s,", { tag: DAYS[weekday(date)] });
    var other = date.slice(0, 4) === t.day.slice(0, 4) ? "" : " " + date.slice(0, 4);
    return _("am %(tag)s,", { tag: words.format(noon(date)) + other });
  }

  function next(data, t) {
    for (var count = 0; count <= FAR; count += 1) {
      var date = plus(t.day, count);
      var found = slots(data, date).filter(function (s) { return count > 0 || (s.from !== null && s.from > t.at); })[0];
      if (!found) continue;
      var when = day(t, count, date);
      var open = found.from !== null, say = { wann: when, zeit: open ? spoken(found.from) : "", grund: found.why, name: found.name };
      if (found.why) {
        return ["unbekannt", (open ? _("Vielleicht wieder %(wann)s um %(zeit)s (%(grund)s).", say) : _("Vielleicht wieder %(wann)s Uhrzeit nicht bekannt (%(grund)s).", say)) + CALL];
      }
      if (found.single && open) return ["spaeter", found.name ? _("Nächster Termin %(wann)s um %(zeit)s: %(name)s.", say) : _("Nächster Termin %(wann)s um %(zeit)s.", say)];
      if (found.single) return ["spaeter", _("Nächster Termin %(wann)s Uhrzeit nicht bekannt.", say) + CALL + (found.name ? " " + found.name + "." : "")];
      if (!open) return ["unbekannt", _("Wieder %(wann)s Uhrzeit nicht bekannt.", say) + CALL];
      return ["spaeter", _("Öffnet %(wann)s um %(zeit)s.", say)];
    }
    return null;
  }

  function show() {
    var t = now();
    Array.prototype.forEach.call(document.querySelectorAll("[data-zeiten]"), function (el) {
      var data = JSON.parse(el.dataset.zeiten);
      var found = open(data, t) || next(data, t) ||
        ["unbekannt", _("Die Zeiten, die wir kennen, gelten nicht mehr.") + CALL];
      if (el.textContent !== found[1]) el.textContent = found[1];
      el.dataset.zustand = found[0];
      el.hidden = false;
    });
  }

  // For cards that come later: all of one turn at once, and after the list itself is drawn.
  var waiting = false;
  window.pkZeiten = function () {
    if (waiting) return;
    waiting = true;
    window.setTimeout(function () { waiting = false; show(); }, 0);
  };

  show();
  window.setInterval(show, 30000);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) show(); });
})();
