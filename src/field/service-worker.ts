/// <reference lib="webworker" />

/**
 * Keeps the app itself, never its data: pages and scripts come from the cache of one build, so that the app
 * opens in a basement; drafts, photos and unsent items live in the stores of the page and are never touched.
 */
declare const self: ServiceWorkerGlobalScope;

/** Files of this build and its name, written here by the build. */
declare const __FIELD_FILES__: readonly string[];
declare const __FIELD_BUILD__: string;

const cacheName = `guatu-field-${__FIELD_BUILD__}`;
const page = '/field/';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll([page, ...__FIELD_FILES__]))
      // the new worker waits for no tab: what a page has open stays in the memory of that page
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('guatu-field-') && name !== cacheName)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    event.respondWith(caches.match(page).then((kept) => kept ?? fetch(request)));
  } else if (address.pathname.startsWith('/field/')) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
