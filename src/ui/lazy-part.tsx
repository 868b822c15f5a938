/** Parts of the screen that are fetched after the first picture, or when they are first wanted. */
import { type ComponentType, type ReactNode, Suspense, use, useState } from 'react';
import { words } from '#words/words.ts';

type Load = () => Promise<unknown>;
const loads: Load[] = [];

/** What a part could not be fetched for: the network is gone and the app was never kept, or the server has another build by now. */
function CouldNotLoad() {
  return (
    <p className="part-missing" role="alert">
      {words(
        'This part could not be loaded. The picture goes on. Reload the page when nothing is being recorded.',
      )}
    </p>
  );
}

function Fetched<Props extends object>({
  coming,
  given,
}: {
  readonly coming: Promise<ComponentType<Props>>;
  readonly given: Props;
}) {
  const Part = use(coming);
  return <Part {...given} />;
}

type LatePart<Props extends object> = {
  /** Null before it is there. */
  ready(): ComponentType<Props> | null;
  fetchOnce(): Promise<ComponentType<Props>>;
  waiting(): ReactNode;
};

function Late<Props extends object>({
  part,
  given,
}: {
  readonly part: LatePart<Props>;
  readonly given: Props;
}) {
  // As it was when it came onto the screen: to render it in another way later would make it anew, without what it remembers.
  const [{ Ready, coming }] = useState(() => {
    const Ready = part.ready();
    return { Ready, coming: Ready ? null : part.fetchOnce() };
  });
  if (Ready) return <Ready {...given} />;
  return <Suspense fallback={part.waiting()}>{coming && <Fetched coming={coming} given={given} />}</Suspense>;
}

/**
 * A component that `load` fetches. Once it is there it renders like any other; before that, `waiting` (by default: nothing) has its place.
 * Fetching that failed is tried again when it is wanted again.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: () => ReactNode = () => null,
): (props: Props) => ReactNode {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<ComponentType<Props>> | null = null;
  const fetchOnce = (): Promise<ComponentType<Props>> => {
    loading ??= load().then(
      component => {
        loaded = component;
        return component;
      },
      () => {
        loading = null;
        return CouldNotLoad;
      },
    );
    return loading;
  };
  loads.push(fetchOnce);
  const part: LatePart<Props> = { ready: () => loaded, fetchOnce, waiting };
  return props => <Late part={part} given={props} />;
}

/** Fetches all parts, so that a key pressed later finds its sheet at once. */
export async function fetchAllParts(): Promise<void> {
  for (const load of loads) await load();
}
