// On a page with lines to copy: a click marks the whole line. In a frame: tells the frame's owner the height.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-einbetten]"), function (field) {
    field.addEventListener("focus", function () { field.select(); });
    if (!navigator.clipboard) return;
    var button = document.createElement("button"), voice = document.createElement("span"), words = "Kopieren";
    voice.className = "pk-nur-vorlesen";
    voice.setAttribute("role", "status"); // there before it says something, so that it is read aloud
    button.type = "button";
    button.className = "pk-knopf pk-knopf--leise";
    button.textContent = words;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(field.value).then(function () {
        button.textContent = voice.textContent = "Kopiert";
        setTimeout(function () { button.textContent = words; voice.textContent = ""; }, 2000);
      }, function () { field.focus(); });
    });
    field.insertAdjacentElement("afterend", button);
    button.insertAdjacentElement("afterend", voice);
  });
  if (window.parent === window || !document.body.classList.contains("pk-einbettung")) return;
  var last = 0;
  function tell() {
    var height = Math.ceil(document.getElementById("inhalt").getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    window.parent.postMessage({ praeventionskette: "hoehe", hoehe: height }, "*");
  }
  tell();
  if (window.ResizeObserver) new ResizeObserver(tell).observe(document.getElementById("inhalt"));
})();
