/**
 * Files that must be refused, made from one that is imported, each wrong in one way, and the problem each is refused with. They are kept in
 * `test/fixtures/refused`, so that later versions refuse the very same bytes.
 */
import { crc32, deflateRawSync } from 'node:zlib';
import { tarHeader } from '#archive/carry/tar.ts';
import { sha256Of } from './carried.ts';

const block = 512;

/** Rewrites a header's checksum after `change`. */
function forged(header: Uint8Array<ArrayBuffer>, change: (bytes: Buffer) => void): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(header);
  change(bytes);
  bytes.fill(0x20, 148, 156);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return new Uint8Array(bytes);
}

const padded = (content: Uint8Array): Buffer =>
  Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)]);

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

type File = { readonly name: string; readonly content: Uint8Array };

/** The files in a tar that is known to be whole. */
function filesIn(tar: Uint8Array<ArrayBuffer>): File[] {
  const bytes = Buffer.from(tar);
  const files: File[] = [];
  for (let at = 0; bytes[at] !== 0; ) {
    const name = bytes.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8);
    files.push({ name, content: bytes.subarray(at + block, at + block + size) });
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}

type Made = File & { readonly header?: (bytes: Buffer) => void };

const tarOf = (files: readonly Made[], end = Buffer.alloc(2 * block)): Buffer =>
  Buffer.concat([
    ...files.flatMap(({ name, content, header }) => [
      forged(tarHeader(name, content.length, 0), header ?? (() => undefined)),
      padded(content),
    ]),
    end,
  ]);

/** As an honest exporter would write the sums of such files. */
function summed(files: readonly Made[]): Made[] {
  const lines = files.map(({ name, content }) => `${sha256Of(content)}  ${name}\n`);
  return [...files, { name: 'SHA256SUMS', content: text(lines.join('')) }];
}

/** A ZIP of one stored file, as a person may have made of it. */
function zipOf({ name, content }: File): Buffer {
  const data = deflateRawSync(content);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(crc32(content), 14);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt32LE(content.length, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, text(name), data]);
}

export function refusedFiles(
  tar: Uint8Array<ArrayBuffer>,
  sealed: Uint8Array<ArrayBuffer>,
): Record<string, { readonly bytes: Uint8Array; readonly problem: string }> {
  const whole = filesIn(tar);
  const files = whole.slice(0, -1);
  const [parts, manifest, first, ...rest] = files;
  if (!parts || !manifest || !first) throw new Error('The exported file holds too little.');
  const foreign = (bytes: Uint8Array) => ({ bytes, problem: 'import-foreign' });
  const beside = (extra: Made) => foreign(tarOf(summed([parts, manifest, extra, first, ...rest])));
  const type = (letter: string) => (bytes: Buffer) => void bytes.write(letter, 156, 'latin1');
  const rewritten = (file: File, change: (text: string) => string) => {
    const before = Buffer.from(file.content).toString();
    const content = text(change(before));
    if (change(before) === before) throw new Error(`${file.name} was not changed.`);
    return tarOf(summed(files.map(each => (each === file ? { ...file, content } : each))));
  };
  const empty = new Uint8Array(0);
  const forgedSeal = (at: number, value: number) => {
    const bytes = Buffer.from(sealed);
    bytes.writeUInt32LE(value, at);
    Buffer.from(sha256Of(bytes.subarray(0, 88)), 'hex').copy(bytes, 88, 0, 16);
    return foreign(bytes);
  };

  return {
    'path-upwards.tar': beside({ name: '../../escaped.json', content: text('{}') }),
    'path-absolute.tar': beside({ name: '/etc/passwd', content: text('root') }),
    'path-of-windows.tar': beside({ name: '..\\..\\escaped.json', content: text('{}') }),
    'path-in-prefix.tar': beside({
      name: 'records-0009.rlr',
      content: text('x'),
      header: bytes => void bytes.write('../..', 345, 'latin1'),
    }),
    'link.tar': beside({
      name: 'records-0009.rlr',
      content: empty,
      header(bytes) {
        type('2')(bytes);
        bytes.write('/etc/passwd', 157, 'latin1');
      },
    }),
    'hard-link.tar': beside({ name: 'records-0009.rlr', content: empty, header: type('1') }),
    'device.tar': beside({ name: 'records-0009.rlr', content: empty, header: type('3') }),
    'folder.tar': beside({ name: 'records-0009.rlr', content: empty, header: type('5') }),
    'extended-attributes.tar': beside({
      name: 'records-0009.rlr',
      content: text('19 path=/etc/passwd\n'),
      header: type('x'),
    }),
    'other-name.tar': beside({ name: 'readme.html', content: text('<script>') }),
    'second-name-of-a-chunk.tar': beside({ name: 'records-00001.rlr', content: text('x') }),
    'not-in-the-list.tar': beside({ name: 'records-0999.rlr', content: text('x') }),
    'file-twice.tar': foreign(tarOf(summed([parts, manifest, first, first, ...rest]))),
    'out-of-order.tar': foreign(tarOf(summed([parts, manifest, ...rest, first]))),
    'list-not-first.tar': foreign(tarOf(summed([manifest, parts, first, ...rest]))),
    'size-in-binary.tar': beside({
      name: 'records-0009.rlr',
      content: empty,
      header: bytes => void bytes.set([0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 124),
    }),
    'size-negative.tar': beside({
      name: 'records-0009.rlr',
      content: empty,
      header: bytes => void bytes.write('-0000000001\0', 124, 'latin1'),
    }),
    'size-beyond-the-file.tar': {
      bytes: tarOf(
        summed([
          parts,
          manifest,
          {
            name: first.name,
            content: empty,
            header: bytes => void bytes.write('777777777777', 124, 'latin1'),
          },
        ]),
      ),
      problem: 'import-cut',
    },
    'something-behind.tar': foreign(Buffer.concat([tar, text('and more')])),
    'zeros-without-end.tar': foreign(Buffer.concat([tar, Buffer.alloc(70_000)])),
    'without-sums.tar': foreign(tarOf(files)),
    'file-behind-sums.tar': foreign(tarOf([...whole, { name: 'thumbnail.webp', content: empty }])),
    'list-with-a-path.tar': foreign(
      rewritten(parts, json => json.replaceAll('records-0002.rlr', '../cords-0002.rlr')),
    ),
    'list-with-one-twice.tar': foreign(
      rewritten(parts, json => json.replaceAll('records-0002.rlr', 'records-0001.rlr')),
    ),
    'list-too-deep.tar': foreign(rewritten(parts, () => '['.repeat(200_000) + ']'.repeat(200_000))),
    'list-of-absurd-numbers.tar': foreign(
      rewritten(parts, json => json.replace(/"bytes": \d+/, '"bytes": 1e308')),
    ),
    'list-no-json.tar': { bytes: rewritten(parts, json => json.slice(0, -3)), problem: 'import-changed' },
    'list-newer.tar': {
      bytes: rewritten(parts, json => json.replace('"version": 1', '"version": 7')),
      problem: 'import-newer',
    },
    'manifest-with-a-path.tar': foreign(
      rewritten(manifest, json => json.replace('session-0001', '../../../../x')),
    ),
    'manifest-without-end.tar': foreign(
      rewritten(manifest, json => json.replace(/"endedAtS": \d+/, '"endedAtS": null')),
    ),
    'manifest-huge.tar': foreign(rewritten(manifest, json => json + ' '.repeat(2 ** 20))),
    'half.tar': { bytes: tar.slice(0, tar.length / 2), problem: 'import-cut' },
    'archive.zip': {
      bytes: zipOf({ name: 'session.rimlight.tar', content: tar }),
      problem: 'import-not-a-recording',
    },
    'text.txt': { bytes: text('This is no recording.\n'.repeat(60)), problem: 'import-not-a-recording' },
    'empty.tar': { bytes: empty, problem: 'import-not-a-recording' },
    'only-zeros.tar': { bytes: new Uint8Array(4096), problem: 'import-not-a-recording' },
    'half.sealed': { bytes: sealed.slice(0, sealed.length / 2), problem: 'import-cut' },
    'rounds-absurd.sealed': forgedSeal(28, 0xffff_ffff),
    'chunk-of-4-gib.sealed': forgedSeal(48, 0xffff_ffff),
    'length-absurd.sealed': forgedSeal(68, 0xffff_ffff),
  };
}
