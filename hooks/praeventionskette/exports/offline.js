// Keeps what was read, for a place without network. PK (above) names the build and what all get.
// The network always comes first; what comes out of the store says the day it was put there.
"use strict";
const STORE = "pk-offline:" + new URL("./", self.location).pathname;
const NAME = STORE + "#" + PK.kennung;
const ROOT = new URL("./", self.location).href;
const NEVER = /^(daten|einbetten|server)\/|\.(csv|xlsx|zip|parquet|ics|xml|atom|ttl|jsonld|gz)$|^(build\.json|SHA256SUMS|offline\.js)$/;
const PATIENCE = 8000; // milliseconds, where there is something in store
const MOST = 300; // files
const DAYS = 60;

// The key of a request, or null for what is never kept. Words that somebody searched for are left out.
function key(request) {
  const url = new URL(request.url || request);
  if (request.method && request.method !== "GET") return null;
  if (!url.href.startsWith(ROOT) || (request.headers && request.headers.has("range"))) return null;
  url.search = "";
  url.hash = "";
  return NEVER.test(decodeURI(url.href.slice(ROOT.length))) ? null : url.href;
}

async function keep(at, answer) {
  if (answer.status !== 200 || answer.type !== "basic" || answer.redirected) return;
  const headers = new Headers(answer.headers);
  headers.set("x-pk-gespeichert", new Date().toISOString());
  headers.delete("content-encoding");
  headers.delete("content-length");
  const store = await caches.open(NAME);
  await store.put(at, new Response(await answer.blob(), { headers }));
  const all = await store.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map(old => store.delete(old)));
}

async function kept(at) {
  const answer = await (await caches.open(NAME)).match(at);
  if (!answer) return null;
  const age = Date.now() - Date.parse(answer.headers.get("x-pk-gespeichert"));
  return age < DAYS * 864e5 ? answer : null;
}

// The day in words at the head of the page: nobody takes an old telephone number for a new one.
// pk-offline.js says it in the language of the page; should it not come, the note is there in German.
async function dated(answer) {
  if (!/text\/html/.test(answer.headers.get("content-type") || "")) return answer;
  const at = answer.headers.get("x-pk-gespeichert"), day = new Date(at)
    .toLocaleDateString("de-DE", { day: "numeric", month: "long", year: "numeric", timeZone: "Europe/Berlin" });
  const note = PK.hinweis.replace("{zeit}", at).replace("{tag}", day);
  const html = (await answer.text()).replace(/<main [^>]*>/, main => main + note);
  return new Response(html, { headers: answer.headers });
}

// What a script of the page asked for came out of the store, though the page itself may be new:
// the page hears the day before it gets the answer, and says it (pk-offline.js).
async function tell(event, stored) {
  const asker = await self.clients.get(event.clientId);
  // A worker of a page has no place for a note. The only one is that of the search: its pages hear it.
  const pages = asker && asker.type === "window" ? [asker]
    : (await self.clients.matchAll({ type: "window" })).filter(page => /\/suche\/$/.test(new URL(page.url).pathname));
  pages.forEach(page => page.postMessage({ pkGespeichert: stored.headers.get("x-pk-gespeichert") }));
}

async function answer(event, at) {
  const page = event.request.mode === "navigate", stored = await kept(at);
  const fresh = fetch(event.request).then(async found => {
    if (found.status === 404 || found.status === 410) await (await caches.open(NAME)).delete(at);
    else event.waitUntil(keep(at, found.clone()));
    return found;
  });
  if (!stored) {
    if (!page) return fresh;
    return fresh.catch(async () => (await kept(ROOT + PK.ersatz)) || Response.error());
  }
  event.waitUntil(fresh.catch(() => null));
  const slow = new Promise((_, no) => setTimeout(no, PATIENCE));
  return Promise.race([fresh, slow]).catch(async () => {
    if (page) return dated(stored);
    // Styles, scripts and pictures of the frame say nothing about an offer; data do.
    if (!event.request.destination) await tell(event, stored);
    return stored;
  });
}

self.addEventListener("install", event => {
  self.skipWaiting();
  event.waitUntil(Promise.all(PK.kern.map(async name => keep(ROOT + name, await fetch(ROOT + name)))));
});
self.addEventListener("activate", event => {
  // What an earlier build said may have been taken back: it goes, the visited pages too.
  event.waitUntil(caches.keys()
    .then(names => Promise.all(names.filter(n => n.startsWith(STORE + "#") && n !== NAME).map(n => caches.delete(n))))
    .then(() => self.clients.claim()));
});
self.addEventListener("fetch", event => {
  const at = key(event.request);
  if (at) event.respondWith(answer(event, at));
});
self.addEventListener("message", event => {
  // The page that brought us here was loaded before we were: it names what it is made of.
  const list = Array.isArray(event.data) ? event.data.slice(0, 60) : [];
  event.waitUntil(Promise.all(list.filter(name => typeof name === "string").map(async name => {
    const at = key(name);
    if (at) await keep(at, await fetch(at)).catch(() => null);
  })));
});
