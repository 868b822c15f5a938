/**
 * What was open and drawn in this tab, so that a page that was reloaded or crashed comes back to it by itself. Lives and ends with the tab;
 * never holds a token, a file, or an address that carries a secret.
 */

import type { FeedDescription } from '#model/feed.ts';
import type { Layout } from '#model/layout.ts';
import { layoutSchema } from '#model/layout-schema.ts';
import type { Problem } from '#model/problem.ts';
import { type Region, regionSchema } from '#model/region.ts';
import { z } from '#model/schema-rules.ts';
import { isPageAgain, readTabSetting, writeTabSetting } from '#platform/storage.ts';
import type { CameraChoice, RemoteChoice } from '#source/open-feed.ts';
import type { Commands } from './api.ts';
import type { Problems } from './problems.ts';

const sourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('phantom'), id: z.string() }),
  z.object({
    kind: z.literal('camera'),
    choice: z.object({
      deviceId: z.string(),
      secondDeviceId: z.string().nullable(),
      widthPx: z.number(),
      heightPx: z.number(),
      fps: z.number(),
    }) satisfies z.ZodType<CameraChoice>,
  }),
  /** `address` null: it needs something that is not kept. */
  z.object({ kind: z.literal('remote'), address: z.string().nullable() }),
  z.object({ kind: z.literal('replay'), sessionId: z.string() }),
]);

type Source = z.infer<typeof sourceSchema>;

/** The user's work on the picture of one source. */
const workSchema = z.object({
  sourceName: z.string(),
  layout: layoutSchema,
  regions: z.array(regionSchema).readonly(),
  referenceId: z.string().nullable(),
  sizes: z.string().nullable().default(null),
});

export type Work = {
  readonly layout: Layout;
  readonly regions: readonly Region[];
  readonly referenceId: string | null;
  /** Of the pictures that regions were drawn on, in words; null: none came. */
  readonly sizes: string | null;
};

/** The address, unless somebody put a secret into it or beside it. */
function keptAddress({ address, token }: RemoteChoice): string | null {
  if (token) return null;
  const { username, password, search, hash } = URL.parse(address) ?? {};
  return username || password || search || hash ? null : address;
}

type OpenCommands = Pick<
  Commands,
  'openPhantom' | 'openCamera' | 'openRemote' | 'openFiles' | 'openSession' | 'closeFeed'
>;

export type OpenedAgain = {
  /** The same commands, remembered. */
  readonly commands: OpenCommands;
  /** Regions or layout changed while `source` is open. */
  keep(source: FeedDescription | null, work: Work | null): void;
  /** Opens what was open before the page was loaded again; false when there is nothing, or this tab is new. */
  openAgain(): Promise<boolean>;
};

export function createOpenedAgain(parts: {
  commands: OpenCommands;
  problems: Problems;
  /** What is open now. */
  description(): FeedDescription | null;
  /** Puts the work in force. */
  restore(work: Work): void;
}): OpenedAgain {
  const { commands, problems } = parts;
  /** Nothing is kept over what is still to be restored. */
  let isRestoring = false;
  const remember = (source: Source | null) => writeTabSetting('source', source);

  const open = async (source: Source): Promise<void> => {
    switch (source.kind) {
      case 'phantom':
        return commands.openPhantom(source.id);
      case 'camera':
        return commands.openCamera(source.choice);
      case 'replay':
        return commands.openSession(source.sessionId);
      case 'remote':
        if (source.address === null) problems.report(needsToken);
        else await commands.openRemote({ address: source.address, token: null });
    }
  };

  return {
    commands: {
      openPhantom(id) {
        remember({ kind: 'phantom', id });
        return commands.openPhantom(id);
      },
      openCamera(choice) {
        remember({ kind: 'camera', choice });
        return commands.openCamera(choice);
      },
      openRemote(choice) {
        remember({ kind: 'remote', address: keptAddress(choice) });
        problems.over(needsToken.id);
        return commands.openRemote(choice);
      },
      openSession(sessionId) {
        remember({ kind: 'replay', sessionId });
        return commands.openSession(sessionId);
      },
      openFiles(main, second) {
        remember(null);
        return commands.openFiles(main, second);
      },
      closeFeed() {
        remember(null);
        commands.closeFeed();
      },
    },
    keep(source, work) {
      if (isRestoring || !source || source.kind === 'replay' || source.kind === 'file') return;
      writeTabSetting('work', work && { sourceName: source.name, ...work });
    },
    async openAgain() {
      const source = isPageAgain() ? readTabSetting('source', sourceSchema.nullable(), null) : null;
      if (!source) return false;
      isRestoring = true;
      try {
        const work = readTabSetting('work', workSchema.nullable(), null);
        await open(source);
        if (work && work.sourceName === parts.description()?.name) {
          parts.restore(work);
          if (work.regions.length > 0) problems.report(regionsRestored);
        }
      } finally {
        isRestoring = false;
      }
      return true;
    },
  };
}

const needsToken: Problem = {
  id: 'remote-needs-token',
  severity: 'caution',
  text: 'The remote source was open before this page was loaded again; its token or address is not kept.',
  tip: 'Open it again under Source.',
};

const regionsRestored: Problem = {
  id: 'regions-restored',
  severity: 'caution',
  text: 'Regions were restored after a restart.',
  tip: 'Check that they still lie where they belong.',
};
