import { madeWithOf } from '#model/made-with.ts';

declare const rimlightVersion: string;

/** The page says which build it is (`test/deploy/seal-build.ts`); `dev` in development and where there is no page. */
const build =
  typeof document === 'undefined'
    ? 'dev'
    : (document.querySelector('meta[name="rimlight-build"]')?.getAttribute('content') ?? 'dev');

/** The first 12 hex digits of the hash over this build's files, or `dev`. */
export const buildHash = build;

/** Of this viewer, `0.1.0+<build>`, as on the screen. For the page; a worker is told. */
export const version = `${rimlightVersion}+${build}`;

/** What every file that leaves this viewer is marked with. For the page; a worker is told. */
export const madeWith = madeWithOf(version);
