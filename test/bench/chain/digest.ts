/** SHA-256 of the bytes of `planes`, one behind the other, in hexadecimal: what two contenders must agree on, however large. */
export async function digestOf(planes: readonly ArrayBufferView<ArrayBuffer>[]): Promise<string> {
  const bytes = planes.map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  const digest = await crypto.subtle.digest('SHA-256', await new Blob(bytes).arrayBuffer());
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}
