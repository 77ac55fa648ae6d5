// SVG text → PNG through a canvas. The picture goes in as a data address: the page's policy must allow `img-src data:`.
import { sizeOf } from './image.ts';

/** Pixels per unit of the drawing: sharp on paper and on dense screens. */
export const density = 2;

export async function pngOf(svg: string): Promise<Blob> {
  const { width, height } = sizeOf(svg);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(withFont(svg, await fontRule()))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser gave no canvas to draw on');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the picture is too large for this browser')) : resolve(blob)),
      'image/png',
    ),
  );
}

/** A picture cannot see the page's fonts: the one it is set in goes inside. */
function withFont(svg: string, rule: string): string {
  return rule === '' ? svg : svg.replace(/^<svg\b[^>]*>/, (root) => `${root}<style>${rule}</style>`);
}

/** The page's own font face with its file as data; empty where there is none, and other fonts of the list stand in. */
async function fontRule(): Promise<string> {
  try {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => ({ rule, sheet })));
    for (const { rule, sheet } of rules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const family = rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '');
      const source = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
      if (source === undefined) continue;
      const address = source.startsWith('data:')
        ? source
        : await asData(new URL(source, sheet.href ?? document.baseURI));
      return `@font-face{font-family:"${family}";font-weight:100 900;src:url(${address}) format("woff2")}`;
    }
  } catch {
    // A sheet of another origin, or no network: the picture is made all the same.
  }
  return '';
}

async function asData(address: URL): Promise<string> {
  const blob = await (await fetch(address)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
