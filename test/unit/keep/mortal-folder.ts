/** A folder whose process dies: from its n-th change on nothing reaches the disk any more, and that change reaches it by half. */
import type { Folder, WritableFile } from '#archive/files.ts';

/** Counts changes; `left` of them still happen. */
export type Life = { left: number; changes: number };

const dead = () => new Error('The process has died.');

export function mortalFolder(folder: Folder, life: Life): Folder {
  /** What is left of a change: all, half (the last one), or nothing. */
  const change = (): 'all' | 'half' => {
    if (life.left < 0) throw dead();
    life.changes += 1;
    life.left -= 1;
    return life.left < 0 ? 'half' : 'all';
  };
  const mortalFile = (file: WritableFile): WritableFile => ({
    write(from, atBytes) {
      if (change() === 'all') return file.write(from, atBytes);
      file.write(from.subarray(0, from.length / 2), atBytes);
      throw dead();
    },
    cut: sizeBytes => file.cut(sizeBytes),
    flush: () => file.flush(),
    close: () => file.close(),
  });
  /** What happens at once happens or not. */
  const atOnce = <T>(act: () => Promise<T>): Promise<T> => {
    if (change() === 'half') throw dead();
    return act();
  };
  return {
    list: () => folder.list(),
    folder: async (name, create) => mortalFolder(await folder.folder(name, create), life),
    openToRead: name => folder.openToRead(name),
    openToWrite: async name => atOnce(async () => mortalFile(await folder.openToWrite(name))),
    replace: async (name, content) => atOnce(() => folder.replace(name, content)),
    remove: async name => atOnce(() => folder.remove(name)),
  };
}
