/** The layouts to choose from: the seeds' and the user's own, which stay on this device. */

import { createStore } from 'zustand/vanilla';
import type { Layout } from '#model/layout.ts';
import { layoutSchema } from '#model/layout-schema.ts';
import { z } from '#model/schema-rules.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import type { Commands, LayoutsState } from './api.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';

const settingName = 'layouts';

export function createLayouts(
  seeds: readonly Layout[],
  problems: Problems,
): { store: Readable<LayoutsState>; commands: Pick<Commands, 'saveLayout' | 'deleteLayout'> } {
  let own: readonly Layout[] = readSetting(settingName, z.array(layoutSchema), []);
  const store = createStore<LayoutsState>(() => ({ layouts: [...seeds, ...own] }));

  const keep = (layouts: readonly Layout[]) => {
    own = layouts;
    store.setState({ layouts: [...seeds, ...own] });
    if (!writeSetting(settingName, own))
      problems.report({
        id: 'layout-not-kept',
        severity: 'caution',
        text: 'The layout holds now, but the browser did not keep it.',
        tip: 'Free storage or allow this site to store data, then save it again.',
      });
  };

  return {
    store,
    commands: {
      saveLayout: layout => keep([...own.filter(known => known.id !== layout.id), layout]),
      deleteLayout: id => keep(own.filter(known => known.id !== id)),
    },
  };
}
