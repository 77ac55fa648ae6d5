// Text ↔ what stands in a link: deflated (RFC 1951), then base64url (RFC 4648).
import { type Checked, type Problem, problem } from '../../engine/index.ts';
import { megabytes } from './json.ts';

export const copyAgain = 'copy the link again, whole; if it stays broken, ask for the file';

export function brokenLink(): Problem {
  return problem('broken-link', 'this link is damaged: its end may have been cut off', { repair: copyAgain });
}

export async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return base64urlOf(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** Stops reading at `most` bytes: a few kilobytes can inflate to gigabytes. Never throws. */
export async function unpacked(text: string, most: number): Promise<Checked<string>> {
  const failed = (p: Problem): Checked<string> => ({ value: null, problems: [p] });
  if (text.length > most)
    return failed(problem('too-large', 'this link is longer than any this page makes', { repair: 'ask for the file' }));
  try {
    const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const reader = stream.getReader();
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let found = '';
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { value: found + decoder.decode(), problems: [] };
      size += value.length;
      if (size > most) {
        await reader.cancel();
        return failed(
          problem('too-large', `this link unpacks to more than ${megabytes(most)}, the most that is opened`, {
            repair: 'do not trust where it came from, or ask for the file',
          }),
        );
      }
      found += decoder.decode(value, { stream: true });
    }
  } catch {
    return failed(brokenLink());
  }
}

function base64urlOf(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}
