/**
 * The one log. Never pixels, names or identifiers: an id of a problem and words of ours, nothing that came from outside.
 * error: a person must act. warn: degraded. info: at most once a second. debug: off unless `?debug` is in the address.
 */
const isDebug = typeof location !== 'undefined' && new URLSearchParams(location.search).has('debug');
let lastInfoS = 0;

export const log = {
  error: (words: string): void => console.error(words),
  warn: (words: string): void => console.warn(words),
  info: (words: string): void => {
    const nowS = performance.now() / 1000;
    if (nowS - lastInfoS < 1) return;
    lastInfoS = nowS;
    console.info(words);
  },
  debug: (words: string): void => {
    if (isDebug) console.debug(words);
  },
};
