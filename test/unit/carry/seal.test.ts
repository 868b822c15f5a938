/** Sealing with a passphrase: what is documented is what is written, and whatever was done to a sealed file is said. */
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { createSealer, openSealed, usualEffort } from '#archive/carry/seal.ts';
import { createRandom } from '../../support/random.ts';
import { fileOf, refusalOf, sha256Of } from './carried.ts';

const headBytes = 104;
const chunkBytes = 512;
const sealedChunk = chunkBytes + 16;
const passphrase = 'Grüße aus dem Wald';
const random = createRandom(11);
const plainOf = (length: number) => Uint8Array.from({ length }, () => random.integer(0, 255));

async function seal(plain: Uint8Array<ArrayBuffer>, iterations = 2): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  const effort = { iterations, chunkBytes };
  const sealer = await createSealer(piece => void pieces.push(piece.slice()), {
    passphrase,
    plainBytes: plain.length,
    effort,
  });
  for (let at = 0; at < plain.length; at += 333) await sealer.write(plain.subarray(at, at + 333));
  await sealer.finish();
  return new Uint8Array(Buffer.concat(pieces));
}

async function unseal(sealed: Uint8Array<ArrayBuffer>, words = passphrase): Promise<Uint8Array<ArrayBuffer>> {
  const file = await openSealed(fileOf(sealed), words);
  const plain = new Uint8Array(file.sizeBytes);
  expect(await file.read(plain, 0)).toBe(plain.length);
  return plain;
}

const idOf = async (sealed: Uint8Array<ArrayBuffer>, words = passphrase) =>
  (await refusalOf(() => unseal(sealed, words)))?.id ?? null;

const plain = plainOf(5 * chunkBytes + 100);
let sealed: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  sealed = await seal(plain);
});

/** Bytes of chunk `number` of `sealed`. */
const chunk = (number: number) =>
  sealed.subarray(headBytes + number * sealedChunk, headBytes + (number + 1) * sealedChunk);
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

test('what was sealed comes back, whatever its length', async () => {
  for (const length of [
    0,
    1,
    chunkBytes - 1,
    chunkBytes,
    chunkBytes + 1,
    3 * chunkBytes,
    3 * chunkBytes + 7,
  ]) {
    const some = plainOf(length);
    expect(await unseal(await seal(some))).toEqual(some);
  }
});

test('another implementation opens it from the description alone', () => {
  const view = Buffer.from(sealed);
  expect(view.toString('latin1', 0, 8)).toBe('RLSEALED');
  expect([view.readUInt16LE(8), view.readUInt16LE(10)]).toEqual([1, headBytes]);
  expect(view.toString('latin1', 12, 28).replaceAll('\0', '')).toBe('PBKDF2-SHA-256');
  const key = pbkdf2Sync(
    passphrase.normalize('NFC'),
    view.subarray(32, 48),
    view.readUInt32LE(28),
    32,
    'sha256',
  );
  const size = view.readUInt32LE(48);
  const open = (bytes: Buffer, number: number, flag: number, bound: Buffer) => {
    const nonce = Buffer.concat([view.subarray(52, 59), Buffer.alloc(4), Buffer.from([flag])]);
    nonce.writeUInt32BE(number, 7);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      .setAAD(bound)
      .setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
  };
  expect(open(view.subarray(72, 88), 0xffff_ffff, 2, view.subarray(0, 72)).length).toBe(0);
  expect(sha256Of(view.subarray(0, 88)).slice(0, 32)).toBe(view.toString('hex', 88, 104));
  const parts: Buffer[] = [];
  for (let at = headBytes; at < view.length; at += size + 16)
    parts.push(
      open(
        view.subarray(at, at + size + 16),
        parts.length,
        at + size + 16 >= view.length ? 1 : 0,
        view.subarray(0, headBytes),
      ),
    );
  expect(new Uint8Array(Buffer.concat(parts))).toEqual(plain);
  expect(Number(view.readBigUInt64LE(64))).toBe(plain.length);
});

test('the usual effort is what is recommended today', () => {
  expect(usualEffort.iterations).toBeGreaterThanOrEqual(600_000);
});

test('two files of the same content and passphrase have nothing in common but their first bytes', async () => {
  const again = await seal(plain);
  expect(again.slice(0, 32)).toEqual(sealed.slice(0, 32));
  expect(again.slice(headBytes, headBytes + 64)).not.toEqual(sealed.slice(headBytes, headBytes + 64));
});

test('a passphrase typed in another form of the same letters opens it', async () => {
  expect(await unseal(sealed, passphrase.normalize('NFD'))).toEqual(plain);
});

test('a wrong passphrase is told from a damaged file', async () => {
  expect(await idOf(sealed, 'Grüße aus dem wald')).toBe('import-passphrase-wrong');
  expect(await idOf(sealed, '')).toBe('import-passphrase-wrong');
  expect(
    await refusalOf(() => createSealer(() => undefined, { passphrase: '', plainBytes: 1 })),
  ).toMatchObject({
    id: 'passphrase-empty',
  });
});

test('cut at any byte it is refused as cut, or as no such file where even its first word is gone', async () => {
  for (let end = 0; end < sealed.length; end++)
    expect(await idOf(sealed.slice(0, end)), `${end}`).toBe(
      end < 8 ? 'import-not-a-recording' : 'import-cut',
    );
});

test('bytes behind its end are refused as such', async () => {
  for (const extra of [1, 15, 16, 17, sealedChunk])
    expect(await idOf(joined(sealed, new Uint8Array(extra)))).toBe('import-foreign');
});

test('any byte turned over is refused', async () => {
  for (let at = 0; at < sealed.length; at += at < headBytes + 40 ? 1 : 13) {
    const harmed = sealed.slice();
    harmed[at]! ^= 1 << (at % 8);
    expect(await idOf(harmed), `byte ${at}`).toBe(at < 8 ? 'import-not-a-recording' : 'import-changed');
  }
});

test('chunks in another order, twice or left out are refused, the order by its name', async () => {
  const head = sealed.slice(0, headBytes);
  const tail = sealed.slice(headBytes + 5 * sealedChunk);
  const of = (...numbers: number[]) => joined(head, ...numbers.map(chunk), tail);
  expect(await idOf(of(0, 1, 2, 3, 4))).toBe(null);
  for (const numbers of [
    [0, 2, 1, 3, 4],
    [0, 1, 1, 3, 4],
    [4, 1, 2, 3, 0],
  ])
    expect((await refusalOf(() => unseal(of(...numbers))))?.text).toContain('the order of its parts');
  expect(await idOf(of(0, 1, 3, 4))).toBe('import-cut');
  expect(await idOf(of(0, 1, 2, 2, 3, 4))).toBe('import-foreign');
  // The last chunk of a longer file in the place of a shorter one's.
  expect(await idOf(joined(await seal(plain.slice(0, 2 * chunkBytes)), tail))).toBe('import-foreign');
});

test('a chunk of another file with the same passphrase is refused', async () => {
  const other = await seal(plain);
  const mixed = joined(sealed.slice(0, headBytes + sealedChunk), other.slice(headBytes + sealedChunk));
  expect(await idOf(mixed)).toBe('import-changed');
});

test('absurd numbers in its beginning are refused before any work', async () => {
  for (const [at, value] of [
    [28, 0],
    [28, 0xffff_ffff],
    [48, 0],
    [48, 1],
    [48, 0xffff_ffff],
    [64, 0xffff_ffff],
    [68, 0xffff_ffff],
    [12, 0x41414141],
    [8, 9],
    [60, 1],
  ] as const) {
    const absurd = Buffer.from(sealed);
    absurd.writeUInt32LE(value, at);
    // Whoever wrote it knew the checksum, too.
    Buffer.from(sha256Of(absurd.subarray(0, 88)), 'hex').copy(absurd, 88, 0, 16);
    expect(await idOf(new Uint8Array(absurd)), `${value} at ${at}`).toMatch(/^import-(foreign|cut|newer)$/);
  }
});

test('a sealer that is given fewer or more bytes than announced says so', async () => {
  for (const announced of [99, 101, 700]) {
    const sealer = await createSealer(() => undefined, {
      passphrase,
      plainBytes: announced,
      effort: { iterations: 1, chunkBytes },
    });
    await expect(sealer.write(new Uint8Array(100)).then(() => sealer.finish())).rejects.toThrow(
      'came to be sealed',
    );
  }
});
