/**
 * Hashing on other threads. Browsers hash on the thread that asks, and that takes longer than to read and write the same bytes; so parts are lent
 * to helpers, buffer and all, and come back with their sum. Whoever made the ports closes them.
 */
import type { LentHash } from '#archive/carry/sums.ts';

type Asked = { readonly buffer: ArrayBuffer; readonly sizeBytes: number };
type Answered = { readonly buffer: ArrayBuffer; readonly hash: ArrayBuffer };

/** The longest part takes a tenth of a second; a thread that takes so long is gone. */
const patienceS = 60;

/** On the helper's thread: hashes whatever comes through `port`. */
export function hashFor(port: MessagePort): void {
  port.onmessage = async ({ data: { buffer, sizeBytes } }: MessageEvent<Asked>) => {
    const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(buffer, 0, sizeBytes));
    const answer: Answered = { buffer, hash };
    port.postMessage(answer, [buffer, hash]);
  };
}

/** On the asking thread: lends to the helpers behind `ports` in turn. Rejects where one does not answer. */
export function hashThrough(ports: readonly [MessagePort, ...MessagePort[]]): LentHash {
  const helpers = ports.map(port => {
    const waiting: ((answer: Answered) => void)[] = [];
    port.onmessage = ({ data }: MessageEvent<Answered>) => waiting.shift()?.(data);
    return { port, waiting };
  });
  let turn = 0;
  return (buffer, sizeBytes) => {
    const helper = helpers[turn++ % helpers.length];
    return new Promise((resolve, reject) => {
      const patience = setTimeout(
        () => reject(new Error('The thread that hashes does not answer.')),
        patienceS * 1000,
      );
      helper?.waiting.push(answer => {
        clearTimeout(patience);
        resolve({ buffer: answer.buffer, hash: new Uint8Array(answer.hash) });
      });
      const asked: Asked = { buffer, sizeBytes };
      helper?.port.postMessage(asked, [buffer]);
    });
  };
}
