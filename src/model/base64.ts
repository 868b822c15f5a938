/** Bytes as text in JSON files. */

/** `String.fromCharCode` takes a limited number of arguments. */
const pieceBytes = 32_768;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += pieceBytes)
    text += String.fromCharCode(...bytes.subarray(from, from + pieceBytes));
  return btoa(text);
}

/** Null where `text` is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const decoded = atob(text);
    return Uint8Array.from({ length: decoded.length }, (_, i) => decoded.charCodeAt(i));
  } catch {
    return null;
  }
}
