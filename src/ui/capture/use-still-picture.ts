/** A picture of a kept still as an object URL, revoked when it is no longer shown. */
import { useEffect, useState } from 'react';
import { useCommands } from '../house.ts';

/** `version` counts up when the still was changed. Null while it loads, or when there is none. */
export function useStillPicture(
  id: string,
  kind: 'composite' | 'whiteLight' | 'nirLinear',
  version: number,
): string | null {
  const { stillPicture } = useCommands();
  const [url, setUrl] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is a new picture under the same name.
  useEffect(() => {
    let isWanted = true;
    let mine: string | null = null;
    setUrl(null);
    void stillPicture(id, kind).then(made => {
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
  }, [id, kind, stillPicture, version]);
  return url;
}
