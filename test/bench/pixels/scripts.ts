/** The bench's scripts for threads and pages, as one string each. Nothing of them is in the app. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Expressions: `thread` may be evaluated anywhere; `video` leaves `rimlightVideo.playVideo` behind. */
export type Scripts = { readonly thread: string; readonly video: string };

export async function makeScripts(): Promise<Scripts> {
  const [thread, video] = await Promise.all([bundled('in-thread.ts'), bundled('in-video-page.ts')]);
  return { thread, video };
}

async function bundled(file: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: {
        entry: fileURLToPath(new URL(file, import.meta.url)),
        formats: ['iife'],
        name: 'rimlightVideo',
        fileName: 'script',
      },
    },
  });
  const output = Array.isArray(made) ? made[0] : made;
  const chunk = output && 'output' in output ? output.output[0] : null;
  if (!chunk) throw new Error(`${file} gave no script.`);
  // A declaration of one evaluation is not seen by the next where it is not on the global object.
  return chunk.code.replace(/^(var|const|let) rimlightVideo\s*=/m, 'globalThis.rimlightVideo =');
}
