// Keeps the site in the browser, so that the page opens and works with the network off. Everything with a hash in its name is taken from the store; pages are asked for first, because a new version has another one.

const scope = self as unknown as ServiceWorkerGlobalScope;

/** Every file of this build that a reader may need; written in by the build. */
declare const __FILES__: readonly string[];
/** Changes with any of them. */
declare const __BUILD__: string;

const store = `standoff ${__BUILD__}`;

scope.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(store)
      .then((cache) => cache.addAll([...__FILES__]))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((n) => n.startsWith('standoff ') && n !== store).map((n) => caches.delete(n))),
      )
      .then(() => scope.clients.claim()),
  );
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== scope.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(fresh(request));
  else event.respondWith(kept(request));
});

async function kept(request: Request): Promise<Response> {
  // Names hold a hash: what a server says of varying answers does not matter.
  const cache = await caches.open(store);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function fresh(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = (await caches.match(request, { ignoreSearch: true })) ?? (await caches.match('./'));
    if (found) return found;
    throw error;
  }
}
