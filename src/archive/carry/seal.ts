/**
 * Seals a file with a passphrase, chunk by chunk, so that neither side ever holds more than a chunk.
 *
 * Key: PBKDF2-HMAC-SHA-256 (RFC 8018 §5.2), 600,000 rounds (OWASP Password Storage Cheat Sheet, 2023), a random salt for each file.
 * Chunks: AES-256-GCM (NIST SP 800-38D) in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online
 * Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015): the nonce is a random prefix, the chunk's number and
 * whether it is the last, so that a chunk opens in its own place only; the header is what every chunk is bound to.
 */
import type { ReadableFile } from '../files.ts';
import { carriedChanged, passphraseEmpty, passphraseWrong } from './problems.ts';
import {
  chunksOf,
  decodeSealFacts,
  encodeSealFacts,
  looksSealed,
  noncePrefixBytes,
  type SealFacts,
  saltBytes,
  sealFactsBytes,
  sealHeaderBytes,
  sealSummedBytes,
  sealTagBytes,
} from './seal-header.ts';
import type { Write } from './sums.ts';
import { readAt } from './tar.ts';

/** Other values are for tests, which cannot wait. */
export type SealEffort = { readonly iterations: number; readonly chunkBytes: number };
export const usualEffort: SealEffort = { iterations: 600_000, chunkBytes: 2 ** 20 };

/** The nonce whose empty message proves the key: no chunk has this number together with this flag. */
const proof = { number: 0xffff_ffff, flag: 2 } as const;

/** A chunk in another place than its own is looked for this far around it. */
const searchedChunks = 32;

/** The same passphrase typed on another system may be made of other code points. */
async function deriveKey(passphrase: string, { salt, iterations }: SealFacts): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFC'));
  const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

function nonceOf({ noncePrefix }: SealFacts, number: number, flag: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12);
  nonce.set(noncePrefix);
  new DataView(nonce.buffer).setUint32(noncePrefixBytes, number);
  nonce[11] = flag;
  return nonce;
}

async function checksumOf(head: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const hash = await crypto.subtle.digest('SHA-256', head.subarray(0, sealSummedBytes));
  return new Uint8Array(hash, 0, sealHeaderBytes - sealSummedBytes);
}

export type Sealer = {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Writes what is left. Throws unless exactly the announced number of bytes came. */
  finish(): Promise<void>;
};

/** Writes the header at once, then a chunk whenever one is full. Rejects with a `ProblemError` for an empty passphrase. */
export async function createSealer(
  to: Write,
  {
    passphrase,
    plainBytes,
    effort = usualEffort,
  }: { passphrase: string; plainBytes: number; effort?: SealEffort },
): Promise<Sealer> {
  if (passphrase === '') throw passphraseEmpty();
  const facts: SealFacts = {
    ...effort,
    salt: crypto.getRandomValues(new Uint8Array(saltBytes)),
    noncePrefix: crypto.getRandomValues(new Uint8Array(noncePrefixBytes)),
    plainBytes,
  };
  const key = await deriveKey(passphrase, facts);
  const head = new Uint8Array(sealHeaderBytes);
  head.set(encodeSealFacts(facts));
  head.set(
    await seal(new Uint8Array(0), proof.number, proof.flag, head.slice(0, sealFactsBytes)),
    sealFactsBytes,
  );
  head.set(await checksumOf(head), sealSummedBytes);
  await to(head);

  const chunk = new Uint8Array(facts.chunkBytes);
  const chunks = chunksOf(plainBytes, facts.chunkBytes);
  let filled = 0;
  let number = 0;

  async function seal(plain: Uint8Array<ArrayBuffer>, at: number, flag: number, additionalData = head) {
    const how = { name: 'AES-GCM', iv: nonceOf(facts, at, flag), additionalData };
    return new Uint8Array(await crypto.subtle.encrypt(how, key, plain));
  }

  const put = async (isLast: boolean) => {
    await to(await seal(chunk.subarray(0, filled), number, isLast ? 1 : 0));
    filled = 0;
    number += 1;
  };

  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + chunk.length - filled);
        chunk.set(part, filled);
        filled += part.length;
        at += part.length;
        // The last chunk waits for the end, full or not.
        if (filled === chunk.length && number < chunks - 1) await put(false);
      }
    },
    async finish() {
      const cameBytes = number * chunk.length + filled;
      if (cameBytes !== plainBytes)
        throw new Error(`${cameBytes} bytes came to be sealed, not ${plainBytes}.`);
      await put(true);
    },
  };
}

export const isSealed = async (file: ReadableFile): Promise<boolean> => {
  const head = new Uint8Array(8);
  return looksSealed(head.subarray(0, await file.read(head, 0)));
};

/**
 * A sealed file as what was sealed in it; closing it closes the file. Holds one chunk. Opening rejects with a `ProblemError` that tells a
 * wrong passphrase, a cut file, one that goes on behind its end, and one that was changed from each other, as far as mathematics can;
 * reading rejects where a chunk was changed or lies in another place than its own.
 */
export async function openSealed(file: ReadableFile, passphrase: string): Promise<ReadableFile> {
  const head = await readAt(file, 0, Math.min(sealHeaderBytes, file.sizeBytes));
  const facts = decodeSealFacts(head, await checksumOf(head), file.sizeBytes);
  const key = await deriveKey(passphrase, facts);
  const { chunkBytes, plainBytes } = facts;
  const lastChunk = chunksOf(plainBytes, chunkBytes) - 1;

  const open = async (
    sealed: Uint8Array<ArrayBuffer>,
    number: number,
    flag: number,
    additionalData = head,
  ) => {
    try {
      const how = { name: 'AES-GCM', iv: nonceOf(facts, number, flag), additionalData };
      return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed));
    } catch {
      // Not sealed so, which is all that can be learnt.
      return null;
    }
  };
  const proved = head.slice(sealFactsBytes, sealSummedBytes);
  if (!(await open(proved, proof.number, proof.flag, head.slice(0, sealFactsBytes)))) throw passphraseWrong();

  let held = { number: -1, plain: new Uint8Array(0) };
  const chunkOf = async (number: number): Promise<Uint8Array<ArrayBuffer>> => {
    if (held.number === number) return held.plain;
    const plain = Math.min(chunkBytes, plainBytes - number * chunkBytes);
    const sealed = await readAt(
      file,
      sealHeaderBytes + number * (chunkBytes + sealTagBytes),
      plain + sealTagBytes,
    );
    const opened = await open(sealed, number, number === lastChunk ? 1 : 0);
    if (!opened) {
      const from = Math.max(0, number - searchedChunks);
      for (let other = from; other <= Math.min(lastChunk, number + searchedChunks); other++)
        if (await open(sealed, other, other === lastChunk ? 1 : 0))
          throw carriedChanged('the order of its parts');
      throw carriedChanged(
        `what lies ${Math.floor((100 * number) / (lastChunk + 1))} % behind its beginning`,
      );
    }
    held = { number, plain: opened };
    return opened;
  };

  return {
    sizeBytes: plainBytes,
    async read(into, atBytes) {
      const count = Math.max(0, Math.min(into.length, plainBytes - atBytes));
      for (let done = 0; done < count; ) {
        const number = Math.floor((atBytes + done) / chunkBytes);
        const start = atBytes + done - number * chunkBytes;
        const part = (await chunkOf(number)).subarray(start, start + count - done);
        into.set(part, done);
        done += part.length;
      }
      return count;
    },
    close: () => file.close(),
  };
}
