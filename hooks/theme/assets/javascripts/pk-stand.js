// What is true up to a day: looks again with the visitor's own date, in Germany. A page may be older
// than the visitor's today; without this file the day of the build counts.
(function () {
  "use strict";
  var parts = {};
  new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Berlin", year: "numeric", month: "2-digit", day: "2-digit"
  }).formatToParts(new Date()).forEach(function (p) { parts[p.type] = p.value; });
  var today = parts.year + "-" + parts.month + "-" + parts.day;

  function look(root) {
    Array.prototype.forEach.call(root.querySelectorAll("[data-gilt-bis]"), function (el) {
      el.hidden = today > el.dataset.giltBis;
    });
    Array.prototype.forEach.call(root.querySelectorAll("[data-gilt-nach]"), function (el) {
      el.hidden = today <= el.dataset.giltNach;
    });
  }
  look(document);
  window.pkStand = look; // for pieces that another script makes
})();
