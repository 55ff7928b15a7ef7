// In a folder without a server: links that scripts make lead to the file in the folder, too.
document.addEventListener("click", function (event) {
  "use strict";
  var link = event.target.closest && event.target.closest("a[href]");
  if (!link || link.protocol !== "file:" || !/\/$/.test(link.pathname)) return;
  link.pathname += "index.html";
}, true);
