/** Sharp on the screens of today, and on paper. */
const SCALE = 2;

/** The picture in pixels. Rejects with a sentence if this browser cannot. */
export async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob === null ? reject(new Error('no pixels')) : resolve(blob)), 'image/png');
    });
  } catch (cause) {
    throw new Error('This browser could not draw the picture: take the SVG instead.', { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}
