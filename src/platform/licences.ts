/** What this build is made of, as a file beside it (`test/deploy/licences.ts`); on this device where the build is. Rejects where it cannot be read. */
export async function readLicences(): Promise<string> {
  const response = await fetch('/licences.txt');
  const isText = response.headers.get('Content-Type')?.startsWith('text/plain') ?? false;
  if (!response.ok || !isText) throw new Error(`licences.txt answered ${response.status}.`);
  return response.text();
}
