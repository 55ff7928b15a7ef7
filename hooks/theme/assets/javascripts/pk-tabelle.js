// Tables that can be sorted. Without this file the table stands as it was written.
(function () {
  "use strict";
  var order = new Intl.Collator("de", { numeric: true, sensitivity: "base" });

  function key(row, column) {
    var cell = row.cells[column];
    var text = cell.hasAttribute("data-wert") ? cell.dataset.wert : cell.textContent.trim();
    if (text === "") return null;
    return cell.hasAttribute("data-zahl") ? Number(text) : text;
  }
  function compare(a, b) {
    return typeof a === "number" ? a - b : order.compare(a, b);
  }
  function sort(table, head, column) {
    var down = head.getAttribute("aria-sort") === "ascending";
    var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (one, other) {
      var a = key(one, column), b = key(other, column);
      // What has no value comes last, whichever way: its place says nothing about it.
      if (a === null || b === null) return (a === null) - (b === null);
      return down ? compare(b, a) : compare(a, b);
    });
    rows.forEach(function (row) { body.appendChild(row); });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }
  Array.prototype.forEach.call(document.querySelectorAll("table[data-sortierbar]"), function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      if (head.hasAttribute("data-fest")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "pk-sortieren";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () { sort(table, head, column); });
    });
  });
})();
