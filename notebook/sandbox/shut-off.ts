// What the frame takes away before a stranger's code runs: ways out that no policy closes (WebRTC), elements that could reach out, and its own script's permission.

/** Elements that fetch, frame or run; none is needed to draw. */
const refused = 'link meta base script iframe frame frameset object embed portal fencedframe applet'.split(' ');
/** Ways to elements that no policy on strings covers. */
const otherMakers = [
  ['Element', 'setHTML'],
  ['ShadowRoot', 'setHTML'],
  ['Document', 'execCommand'],
] as const;

interface Policy {
  createScript(text: string): string;
}

/**
 * Call before any code of the cell runs, and only once.
 * @returns how to compile a text; only whoever holds it can.
 */
export function shutOff(): (text: string) => unknown {
  const global = globalThis as unknown as Record<string, unknown>;
  // Names differ by browser: RTCPeerConnection, webkitRTCPeerConnection, RTCDataChannel…
  for (const name of Object.getOwnPropertyNames(global))
    if (/^(webkit|moz)?RTC/.test(name) || name === 'XSLTProcessor' || name === 'WebTransport') delete global[name];

  // The policy names this script by hash, and a hash would also let in a script from elsewhere that claims the same one: from here on no script element runs at all.
  const meta = document.createElement('meta');
  meta.setAttribute('http-equiv', 'Content-Security-Policy');
  meta.setAttribute('content', "script-src 'unsafe-eval'");
  document.head.append(meta);

  refuseElements();
  for (const [holder, method] of otherMakers) {
    const prototype = (global[holder] as { prototype: Record<string, unknown> } | undefined)?.prototype;
    if (prototype !== undefined) delete prototype[method];
  }

  const { trustedTypes } = global as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };
  const policy = trustedTypes?.createPolicy('cell', { createScript: (text) => text });
  // biome-ignore lint/security/noGlobalEval: running a cell's code is what this frame is for; it has no origin, no network and no door but one port.
  const evaluate = globalThis.eval;
  return (text) => evaluate(policy?.createScript(text) ?? text);
}

/** Looks at what was made, not at what was asked for, and through functions taken beforehand: the code may replace every method it can reach. */
function refuseElements(): void {
  const { apply } = Reflect;
  const localName = Object.getOwnPropertyDescriptor(Element.prototype, 'localName')!.get!;
  const guarded = <F extends (...given: never[]) => Element>(make: F): F =>
    function (this: unknown, ...given: never[]) {
      const made = apply(make, this, given) as Element;
      const name = apply(localName, made, []) as string;
      for (let k = 0; k < refused.length; k++)
        if (refused[k] === name) throw new Error(`code in a cell cannot make <${name}> elements`);
      return made;
    } as F;
  Document.prototype.createElement = guarded(Document.prototype.createElement);
  Document.prototype.createElementNS = guarded(Document.prototype.createElementNS);
  // `class extends HTMLLinkElement` would make one with `new`.
  const { define } = CustomElementRegistry.prototype;
  CustomElementRegistry.prototype.define = function (this: CustomElementRegistry, name, made) {
    apply(define, this, [name, made]);
  };
}
