/** Seeds as files to seeds as values. Knows nothing of how the files were found, so that tests can hand in bad ones. */
import type { z } from 'zod';

/** File path to what the file holds, as `import.meta.glob` gives it. */
type SeedFiles = Readonly<Record<string, unknown>>;

/**
 * Parses every file with `schema`, in the order of their paths. `$schema`, which editors read, is taken off first.
 * Throws an `Error` naming the file and the place in it when a seed does not fit, or when two seeds share an id.
 */
export function parseSeeds<Seed extends { readonly id: string }>(
  files: SeedFiles,
  schema: z.ZodType<Seed>,
): readonly Seed[] {
  const pathById = new Map<string, string>();
  return Object.keys(files)
    .toSorted()
    .map(path => {
      const parsed = schema.safeParse(withoutSchemaName(files[path]));
      if (!parsed.success) throw new Error(`Seed ${path}: ${describe(parsed.error)}`);
      const seed = parsed.data;
      const earlier = pathById.get(seed.id);
      if (earlier) throw new Error(`Seed ${path}: the id ${seed.id} is taken by ${earlier}.`);
      pathById.set(seed.id, path);
      return seed;
    });
}

function withoutSchemaName(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('$schema' in content)) return content;
  const { $schema: _, ...seed } = content;
  return seed;
}

const describe = (error: z.ZodError): string =>
  error.issues
    .map(issue => `at ${issue.path.length > 0 ? issue.path.join('.') : 'its top'}: ${issue.message}`)
    .join('; ');
