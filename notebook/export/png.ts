// SVG text → PNG through a canvas. The picture goes in as a data address: the page's policy must allow `img-src data:`.
import { sizeOf } from './image.ts';

/** Pixels per unit of the drawing: sharp on paper and on dense screens. */
export const density = 2;

export async function pngOf(svg: string): Promise<Blob> {
  const { width, height } = sizeOf(svg);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
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
