/** The app's typeface in a worker, which has no style sheet to bring it. */

/**
 * Loads 'Inter Variable' from `address` into `fonts`, with figures of one width where the browser can. False where it could
 * not be loaded: the system's typeface then stands in.
 */
export async function loadFont(fonts: FontFaceSet, address: string): Promise<boolean> {
  const face = new FontFace('Inter Variable', `url(${JSON.stringify(address)})`, {
    weight: '100 900',
    featureSettings: '"tnum"',
  });
  try {
    fonts.add(await face.load());
    return true;
  } catch {
    return false;
  }
}
