/** The user's own keys, kept on this device. A function that has own keys has no others. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import { z } from '#model/schema-rules.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import { whyNotTaken } from './inputs.ts';

/** A pedal's button, or a key with what is held beside it. */
const inputSchema = z
  .string()
  .max(120)
  .regex(/^(pedal:[a-z0-9-]+:\d+|((Control|Alt|Meta|Shift)\+)*([\x21-\x7e]|[A-Za-z][A-Za-z0-9]*))$/)
  .refine(input => whyNotTaken(input) === null, 'A key that cannot be taken.');

/** Keys that one function can have. */
export const mostKeys = 6;

export const ownKeysSchema = z.object({
  format: z.literal('rimlight-keys'),
  version: z.literal(1),
  /** By the id of the function. */
  keys: z.record(z.string().max(80), z.array(inputSchema).max(mostKeys)),
  /** Ids of pedals, in the order of the numbers that they are shown with. */
  pedals: z.array(z.string().max(80)).max(64),
});
export type OwnKeys = z.infer<typeof ownKeysSchema>;

const none: OwnKeys = { format: 'rimlight-keys', version: 1, keys: {}, pedals: [] };
const settingName = 'keys';

export type OwnKeysStore = {
  readonly store: StoreApi<OwnKeys>;
  /** Changes them here and on the disk. */
  keep(change: Partial<OwnKeys>): void;
  /** The number of a pedal, from 1; a new one gets the next. */
  numberPedal(deviceId: string): number;
};

export function createOwnKeys(): OwnKeysStore {
  const store = createStore<OwnKeys>(() => readSetting(settingName, ownKeysSchema, none));
  const keep = (change: Partial<OwnKeys>) => {
    store.setState(change);
    writeSetting(settingName, store.getState());
  };
  return {
    store,
    keep,
    numberPedal(deviceId) {
      const { pedals } = store.getState();
      if (!pedals.includes(deviceId)) keep({ pedals: [...pedals, deviceId].slice(0, 64) });
      return store.getState().pedals.indexOf(deviceId) + 1;
    },
  };
}
