/** A photo made small enough to send over a bad network; drawing it anew also leaves its position behind. */

const LONGEST_SIDE = 2200;
const LARGEST = 1_800_000;

export async function smaller(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    for (const [side, quality] of [
      [LONGEST_SIDE, 0.85],
      [1600, 0.75],
      [1200, 0.65],
    ] as const) {
      const blob = await drawn(picture, side, quality);
      if (blob && blob.size <= LARGEST) return blob;
    }
  } catch {
    // Not a picture that this browser reads: the server says what it thinks of it.
  }
  return file;
}

function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Blob | null> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
