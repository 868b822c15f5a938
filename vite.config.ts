import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import asc from 'assemblyscript/asc';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import packageFile from './package.json' with { type: 'json' };
import { licencesName, licencesText, packageFolderOf } from './test/deploy/licences.ts';
import { offlineName, sealBuild } from './test/deploy/seal-build.ts';
import { chromiumFlags, findChromium } from './test/support/chromium.ts';

/** The one address the built app is served on; tests and the README name it too. */
const port = 4780;

/** Isolation gives the workers fine timers; nothing of another origin is ever embedded. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Permissions-Policy': 'camera=(self), microphone=(), display-capture=(), geolocation=()',
};

/**
 * The policy the built app runs under. `connect-src` is wider than `self` only for the WHEP address that a
 * user types in (https anywhere, plain http on this machine); no script, style, font or picture may come from elsewhere.
 * `wasm-unsafe-eval` is WebAssembly compilation, not `eval`.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "manifest-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types rimlight',
].join('; ');

/**
 * Compiles `x.as.ts?kernel` (AssemblyScript) to WebAssembly SIMD and hands the bytes to the importer, so that a
 * kernel needs no build step of its own in development, tests or the built app. Kernels are a few kilobytes.
 */
function assemblyScriptKernels(): Plugin {
  const suffix = '.as.ts?kernel';
  return {
    name: 'rimlight:assemblyscript-kernels',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(suffix)) return null;
      const path = id.slice(0, -'?kernel'.length);
      this.addWatchFile(path);
      let wasm = new Uint8Array();
      const { error, stderr } = await asc.main(
        [
          path,
          '--outFile',
          'kernel.wasm',
          '-O3',
          '--noAssert',
          '--runtime',
          'stub',
          '--enable',
          'simd',
          '--initialMemory',
          '1',
        ],
        {
          writeFile: (name, contents) => {
            if (name === 'kernel.wasm' && typeof contents !== 'string') wasm = new Uint8Array(contents);
          },
        },
      );
      if (error) this.error(`${path}: ${error.message}\n${stderr.toString()}`);
      const base64 = Buffer.from(wasm).toString('base64');
      return `export default Uint8Array.from(atob('${base64}'), character => character.charCodeAt(0));`;
    },
  };
}

/** Folders of the packages that went into the build, the workers' among them. */
const packageFolders = new Set<string>();
const here = import.meta.dirname;

/** Sees every module of a bundle; each bundle has one of its own. */
function gatherPackages(): Plugin {
  return {
    name: 'rimlight:gather-packages',
    apply: 'build',
    generateBundle(_, bundle) {
      if (Object.keys(bundle).some(name => name.includes('rolldown-runtime')))
        packageFolders.add(resolve(here, 'node_modules/rolldown'));
      for (const id of this.getModuleIds()) {
        const folder = packageFolderOf(id, here);
        if (folder) packageFolders.add(folder);
      }
    },
  };
}

/** Writes the licences, names the build by its hash once all its files are written, and lists them for the service worker. */
function sealedBuild(): Plugin {
  let folder = '';
  return {
    name: 'rimlight:sealed-build',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    closeBundle: {
      order: 'post',
      handler: () => {
        if (!existsSync(resolve(folder, offlineName))) return;
        writeFileSync(resolve(folder, licencesName), licencesText(here, packageFolders));
        sealBuild(folder);
      },
    },
  };
}

/**
 * All that the console's first picture needs from the page in one file: it is asked for once, and compresses better than the many that chunks
 * shared with later parts would make. What a display needs too stays apart, so that neither page loads the other's code.
 */
function consoleInOnePiece(): Plugin {
  const idOf = (path: string): string => resolve(import.meta.dirname, path);
  const [consoleId, theatreId] = [idOf('src/console.ts'), idOf('src/ui/theatre/theatre-page.ts')];
  let piece: ReadonlySet<string> | null = null;
  return {
    name: 'rimlight:console-in-one-piece',
    apply: 'build',
    config: () => ({
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                {
                  debugName: 'console',
                  includeDependenciesRecursively: false,
                  name(id, chunking) {
                    const importsOf = (each: string) => chunking.getModuleInfo(each)?.importedIds ?? [];
                    if (!piece) {
                      const shared = withImports(theatreId, importsOf);
                      piece = new Set(
                        [...withImports(consoleId, importsOf)].filter(each => !shared.has(each)),
                      );
                    }
                    return piece.has(id) ? 'console' : null;
                  },
                },
              ],
            },
          },
        },
      },
    }),
    buildStart() {
      piece = null;
    },
  };
}

/** `id` and all that is imported with it. */
function withImports(id: string, importsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set([id]);
  for (const each of found) for (const next of importsOf(each)) found.add(next);
  return found;
}

/** Only the tests need a browser; finding one may unpack it. */
const browserPath = process.env.VITEST ? await findChromium() : '';

export default defineConfig({
  define: { rimlightVersion: JSON.stringify(packageFile.version) },
  plugins: [react(), assemblyScriptKernels(), gatherPackages(), consoleInOnePiece(), sealedBuild()],
  worker: { format: 'es', plugins: () => [assemblyScriptKernels(), gatherPackages()] },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: { main: 'index.html', offline: 'workers/offline/offline.worker.ts' },
      // A service worker's scope is its folder: it lies at the top, under a name that never changes.
      output: {
        entryFileNames: chunk => (chunk.name === 'offline' ? offlineName : 'assets/[name]-[hash].js'),
      },
    },
  },
  // All of them, found or not: one that is found late reloads the page, and with it the test that is running.
  optimizeDeps: {
    include: [
      'comlink',
      'twgl.js',
      'gl-matrix',
      'zod',
      'zustand',
      'zustand/vanilla',
      'axe-core',
      'react',
      'react/jsx-runtime',
      'react/jsx-dev-runtime',
      'react-dom',
      'react-dom/client',
      '@noble/hashes/sha2.js',
      '@noble/hashes/utils.js',
      'fast-check',
      'mediabunny',
      'fast-png',
      'tiff',
      'xxhash-wasm',
      '@zip.js/zip.js',
      'tinykeys',
      'uplot',
    ],
  },
  server: { headers: isolation, port: port + 1, host: '127.0.0.1' },
  preview: {
    headers: { ...isolation, 'Content-Security-Policy': contentSecurityPolicy },
    port,
    strictPort: true,
    host: '127.0.0.1',
  },
  test: {
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: 'test-results/results.json' }]]
      : ['default'],
    // What a test that passed wrote is noise between those that failed.
    silent: 'passed-only',
    // What is waited for comes, but on a machine that is busy with other things not within the usual second.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          // Some build a page and start a browser first.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: browserPath,
                args: chromiumFlags,
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/serve-built-app.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 480_000,
          hookTimeout: 480_000,
        },
      },
    ],
  },
});
