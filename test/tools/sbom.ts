/**
 * `npm run sbom [-- FILE]`: what the built app is made of, and apart from it what only builds and tests it, as a CycloneDX 1.5 bill of
 * materials, from package-lock.json alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  peer: z.boolean().optional(),
});
const lockSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), packageSchema) });

const algorithms = { sha512: 'SHA-512', sha384: 'SHA-384', sha256: 'SHA-256', sha1: 'SHA-1' } as const;
const isAlgorithm = (name: string): name is keyof typeof algorithms => name in algorithms;

/** `sha512-<base64>` (Subresource Integrity) as CycloneDX writes it. */
function hashesOf(integrity: string): { alg: string; content: string }[] {
  return integrity.split(' ').flatMap(one => {
    const [name = '', base64 = ''] = one.split('-');
    return isAlgorithm(name)
      ? [{ alg: algorithms[name], content: Buffer.from(base64, 'base64').toString('hex') }]
      : [];
  });
}

/** An SPDX identifier, or an expression of several. */
const licenceOf = (text: string) => (/[ ()]/.test(text) ? { expression: text } : { license: { id: text } });

/** Packages of types hold no code: nothing of them is in the build, whoever asks for them. */
const isOfTypes = (name: string): boolean => name.startsWith('@types/') || name === 'csstype';

/**
 * The bill of `lock` (the text of package-lock.json), sorted as the lock has it. `scope`: `required` is built into the app, `excluded` only
 * builds or tests it, or is types. Throws for a package of the app without licence or hash.
 */
export function billOfMaterials(lock: string) {
  const { packages } = lockSchema.parse(JSON.parse(lock));
  const root = packages[''];
  if (!root) throw new Error('package-lock.json does not describe this package.');
  const others = Object.entries(packages).filter(([path]) => path !== '');
  const components = others.map(([path, { dev, version, integrity, resolved, license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const isShipped = dev !== true && !isOfTypes(name);
    if (!license && isShipped) throw new Error(`${name} ${version} names no licence in package-lock.json.`);
    if (!integrity && isShipped) throw new Error(`${name} ${version} has no hash in package-lock.json.`);
    const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
    return {
      type: 'library',
      'bom-ref': `${purl}#${path}`,
      name,
      version,
      purl,
      scope: isShipped ? 'required' : 'excluded',
      // Binaries for other systems name none in the lock.
      licenses: license ? [licenceOf(license)] : [],
      hashes: hashesOf(integrity ?? ''),
      ...(resolved && { externalReferences: [{ type: 'distribution', url: resolved }] }),
    };
  });
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': 'rimlight',
        name: root.name ?? 'rimlight',
        version: root.version,
        licenses: [{ license: { id: root.license ?? 'Apache-2.0' } }],
      },
    },
    components,
  };
}

if (process.argv[1]?.endsWith('sbom.ts')) {
  const lock = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  const text = `${JSON.stringify(billOfMaterials(lock), null, 2)}\n`;
  const [file] = process.argv.slice(2);
  if (file) writeFileSync(file, text);
  else process.stdout.write(text);
}
