// Sorting and filtering of the tables on a data page. Without this file they are plain tables.
(function () {
  "use strict";
  var compare = new Intl.Collator("de", { numeric: true }).compare;

  function fold(text) {
    return text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function cell(row, i) { return row.cells[i].textContent.trim(); }

  function sort(body, rows, column, number, down) {
    rows.sort(function (a, b) {
      var x = cell(a, column), y = cell(b, column);
      // Empty cells stand last, whichever way.
      if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1);
      var order = number ? Number(x) - Number(y) : compare(x, y);
      return down ? -order : order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-pk-tabelle]"), function (box, n) {
    var table = box.querySelector("table"), body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var texts = new Map(rows.map(function (row) { return [row, fold(row.textContent)]; }));
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);

    heads.forEach(function (head, i) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.title = "Nach dieser Spalte ordnen";
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(body, rows, i, head.dataset.art === "zahl", down);
      });
    });

    var tools = document.createElement("div");
    tools.className = "pk-tabellenwerkzeug";
    var label = document.createElement("label");
    var input = document.createElement("input");
    var count = document.createElement("p");
    input.type = "search";
    input.id = "pk-tabelle-" + n;
    label.htmlFor = input.id;
    label.textContent = "Zeilen filtern";
    label.appendChild(input);
    count.setAttribute("role", "status");
    tools.appendChild(label);
    tools.appendChild(count);
    box.insertBefore(tools, box.firstChild);

    function filter() {
      var words = fold(input.value).split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (row) {
        row.hidden = !words.every(function (word) { return texts.get(row).indexOf(word) >= 0; });
        if (!row.hidden) shown += 1;
      });
      count.textContent = shown === 1 ? box.dataset.eine : box.dataset.viele.replace("#", String(shown));
    }
    input.addEventListener("input", filter);
    filter();
  });
})();
