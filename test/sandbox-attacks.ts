// Ways out of a page, for the tests of the frame in which a stranger's code runs. Each is the body of an async function: a request to `url` is a hit; `turn` is a TURN server's address, `integrity` the hash that the frame's policy allows.

/** Ways to reach the listener without leaving the page. Each is the body of a function; `url` is where a hit counts. */
export const quiet: Record<string, string> = {
  fetch: 'fetch(url)',
  'fetch-keepalive': 'fetch(url, { mode: "no-cors", keepalive: true, method: "POST", body: "x" })',
  xhr: 'const r = new XMLHttpRequest(); r.open("GET", url); r.send()',
  import: 'import(url)',
  image: 'new Image().src = url',
  srcset: 'new Image().srcset = url + " 2x"',
  'svg-image':
    'const s = document.createElementNS("http://www.w3.org/2000/svg", "svg"); const i = document.createElementNS("http://www.w3.org/2000/svg", "image"); i.setAttribute("href", url); s.append(i); document.body.append(s)',
  stylesheet: 'const l = document.createElement("link"); l.rel = "stylesheet"; l.href = url; document.head.append(l)',
  preload:
    'const l = document.createElement("link"); l.rel = "preload"; l.as = "image"; l.href = url; document.head.append(l)',
  modulepreload:
    'const l = document.createElement("link"); l.rel = "modulepreload"; l.href = url; document.head.append(l)',
  prefetch: 'const l = document.createElement("link"); l.rel = "prefetch"; l.href = url; document.head.append(l)',
  icon: 'const l = document.createElement("link"); l.rel = "icon"; l.href = url; document.head.append(l)',
  preconnect: 'const l = document.createElement("link"); l.rel = "preconnect"; l.href = url; document.head.append(l)',
  'dns-prefetch':
    'const l = document.createElement("link"); l.rel = "dns-prefetch"; l.href = url; document.head.append(l)',
  beacon: 'navigator.sendBeacon(url, "x")',
  websocket: 'new WebSocket(url.replace("http", "ws"))',
  eventsource: 'new EventSource(url)',
  'css-import':
    'const s = document.createElement("style"); s.textContent = \'@import "\' + url + \'";\'; document.head.append(s)',
  'css-image':
    'const d = document.createElement("div"); d.style.cssText = \'width:9px;height:9px;background:url("\' + url + \'")\'; document.body.append(d)',
  'css-font':
    'const s = document.createElement("style"); s.textContent = \'@font-face{font-family:f;src:url("\' + url + \'")} p{font-family:f}\'; const p = document.createElement("p"); p.textContent = "x"; document.body.append(s, p)',
  'font-face': 'new FontFace("g", \'url("\' + url + \'")\').load().catch(() => {})',
  video: 'const v = document.createElement("video"); v.src = url; v.load(); document.body.append(v)',
  poster: 'const v = document.createElement("video"); v.poster = url; document.body.append(v)',
  audio: 'const a = new Audio(url); a.load()',
  object: 'const o = document.createElement("object"); o.data = url; document.body.append(o)',
  embed: 'const o = document.createElement("embed"); o.src = url; document.body.append(o)',
  iframe: 'const f = document.createElement("iframe"); f.src = url; document.body.append(f)',
  srcdoc:
    'const f = document.createElement("iframe"); f.srcdoc = \'<script>fetch("\' + url + \'")</scr\' + `ipt>`; document.body.append(f)',
  'javascript-url':
    'const f = document.createElement("iframe"); f.src = \'javascript:fetch("\' + url + \'")\'; document.body.append(f)',
  'data-frame':
    'const f = document.createElement("iframe"); f.src = \'data:text/html,<script>fetch("\' + url + \'")</scr\' + `ipt>`; document.body.append(f)',
  script: 'const s = document.createElement("script"); s.src = url; document.head.append(s)',
  'script-of-same-hash':
    'const s = document.createElement("script"); s.crossOrigin = "anonymous"; s.integrity = integrity; s.src = url; document.head.append(s)',
  'inner-html':
    'const d = document.createElement("div"); document.body.append(d); d.innerHTML = \'<img src="\' + url + \'">\'',
  parser:
    'document.body.append(new DOMParser().parseFromString(\'<img src="\' + url + \'">\', "text/html").querySelector("img"))',
  worker: "new Worker(URL.createObjectURL(new Blob(['fetch(\"' + url + '\")'])))",
  'shared-worker': "new SharedWorker(URL.createObjectURL(new Blob(['fetch(\"' + url + '\")'])))",
  'worker-import': "new Worker(URL.createObjectURL(new Blob(['importScripts(\"' + url + '\")'])))",
  ping: 'const a = document.createElement("a"); a.href = "#"; a.ping = url; document.body.append(a); a.click()',
  speculation:
    'const s = document.createElement("script"); s.type = "speculationrules"; s.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [url] }] }); document.head.append(s)',
  webrtc:
    'const c = new RTCPeerConnection({ iceServers: [{ urls: turn, username: "a", credential: "b" }] }); c.createDataChannel("x"); await c.setLocalDescription(await c.createOffer())',
};
/** Ways that take a page away with them: each needs a page of its own. */
export const leaving: Record<string, string> = {
  location: 'location = url',
  form: 'const f = document.createElement("form"); f.action = url; document.body.append(f); f.submit()',
  'form-blank':
    'const f = document.createElement("form"); f.action = url; f.target = "_blank"; document.body.append(f); f.submit()',
  'meta-refresh':
    'const m = document.createElement("meta"); m.httpEquiv = "refresh"; m.content = "0;url=" + url; document.head.append(m)',
  popup: 'window.open(url)',
  'open-top': 'window.open(url, "_top")',
  'top-location': 'top.location = url',
  'parent-location': 'parent.location.replace(url)',
  'link-top':
    'const a = document.createElement("a"); a.href = url; a.target = "_top"; document.body.append(a); a.click()',
  download: 'const a = document.createElement("a"); a.href = url; a.download = "x"; document.body.append(a); a.click()',
};
/** What this Chromium does not do even when nothing forbids it: its headless shell opens no connection ahead of time. */
export const neverHere = ['dns-prefetch', 'icon', 'preconnect', 'speculation'];
/** Each must throw, or find nothing. */
export const reaching: Record<string, string> = {
  cookie: 'document.cookie',
  'set-cookie': 'document.cookie = "a=b"',
  'local-storage': 'localStorage.length',
  'session-storage': 'sessionStorage.length',
  'indexed-db':
    'await new Promise((done, fail) => { const r = indexedDB.open("x"); r.onsuccess = done; r.onerror = fail })',
  caches: 'await caches.open("x")',
  'parent-document': 'parent.document.title',
  'top-document': 'top.document.title',
  'parent-variable': 'parent.secret',
  'parent-storage': 'parent.localStorage.length',
  'frame-of-mine': 'frameElement.title',
  'window-in-frame': 'document.body.append(document.createElement("iframe")); new frames[0].RTCPeerConnection()',
  'window-in-markup':
    'const d = document.createElement("div"); document.body.append(d); d.innerHTML = "<iframe></iframe>"; new frames[0].RTCPeerConnection()',
  'service-worker': 'await navigator.serviceWorker.register("x.js")',
  constructor: 'new Function("return 1")()',
  eval: 'eval("1")',
  alert: 'if (alert("x") === undefined) throw new Error("no dialog")',
};
