// The town has turned reading without network off: whoever still has the store gets rid of it.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => {
  const own = "pk-offline:" + new URL("./", self.location).pathname + "#";
  event.waitUntil(caches.keys()
    .then(names => Promise.all(names.filter(name => name.startsWith(own)).map(name => caches.delete(name))))
    .then(() => self.registration.unregister()));
});
