// Lets the browser keep the pages that were read, for a place without network. Optional comfort.
(function () {
  "use strict";
  var me = document.currentScript, root = new URL("../../", me.src);
  if (!("serviceWorker" in navigator) || !window.isSecureContext || !/^http/.test(location.protocol)) return;
  if (window.top !== window) return; // never from inside a frame of another site
  window.addEventListener("load", function () {
    navigator.serviceWorker.register(new URL("offline.js", root).href, { scope: root.pathname, updateViaCache: "none" })
      .then(function () { return navigator.serviceWorker.ready; })
      .then(function (found) {
        if (navigator.serviceWorker.controller && performance.getEntriesByType("navigation")[0].workerStart) return;
        var parts = performance.getEntriesByType("resource").map(function (e) { return e.name; });
        found.active.postMessage([location.href.split(/[?#]/)[0]].concat(parts));
      })
      .catch(function () { /* without it the site works as before */ });
  });
})();
