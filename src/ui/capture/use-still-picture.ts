/** A picture of a kept still as an object URL, revoked when it is no longer shown. */
import { useEffect, useState } from 'react';
import { useCommands } from '../house.ts';

/** Pictures that lie on the disk, and two that are made when they are asked for. */
export type StillPictureKind = 'composite' | 'whiteLight' | 'nirLinear' | 'seen' | 'nir-shown';

/** `version` counts up when the still was changed. Null while it loads, or when there is none; `kind` null asks for none. */
export function useStillPicture(id: string, kind: StillPictureKind | null, version: number): string | null {
  const { stillPicture, exportStill } = useCommands();
  const [url, setUrl] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is a new picture under the same name.
  useEffect(() => {
    let isWanted = true;
    let mine: string | null = null;
    setUrl(null);
    const load = async (): Promise<string | null> => {
      if (kind === null) return null;
      if (kind !== 'seen' && kind !== 'nir-shown') return stillPicture(id, kind);
      const file = await exportStill(id, kind);
      return file && URL.createObjectURL(file);
    };
    void load().then(made => {
      if (!isWanted) {
        if (made) URL.revokeObjectURL(made);
        return;
      }
      mine = made;
      setUrl(made);
    });
    return () => {
      isWanted = false;
      if (mine) URL.revokeObjectURL(mine);
    };
  }, [id, kind, stillPicture, exportStill, version]);
  return url;
}
