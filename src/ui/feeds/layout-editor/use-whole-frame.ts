/** While places are drawn on it, the whole delivered frame is the picture; afterwards everything is as it was. */
import { useEffect, useState } from 'react';
import { type Display, defaultView, type View } from '#model/display.ts';
import { type Layout, wholeFrame } from '#model/layout.ts';
import { useHouse } from '../../house.ts';

const wholeFrameLayout = (stream: 'main' | 'second'): Layout => ({
  id: `whole-frame-${stream}`,
  name: 'Whole frame',
  white: { stream, rect: wholeFrame },
  nir: null,
  displayReferred: false,
  source: 'Shown while places are drawn on it.',
});

type Before = { readonly layout: Layout | null; readonly mode: Display['mode']; readonly view: View };

/** The function returned takes the new layout, or null to go back, and keeps it by name if asked. */
export function useWholeFrame(
  stream: 'main' | 'second' = 'main',
): (layout: Layout | null, isKept: boolean) => void {
  const { conductor, desk } = useHouse();
  const { stores, commands } = conductor;
  const [before] = useState<Before>(() => {
    const { layout, display, view } = stores.scene.getState();
    return { layout, mode: display.mode, view };
  });
  useEffect(() => {
    const whole = wholeFrameLayout(stream);
    commands.setLayout(whole);
    commands.setDisplay({ mode: 'white-light' });
    commands.setView(defaultView);
    return () => {
      const { layout } = stores.scene.getState();
      if (layout?.id === whole.id && before.layout) commands.setLayout(before.layout);
      commands.setDisplay({ mode: before.mode });
      commands.setView(before.view);
    };
  }, [before, commands, stores, stream]);
  return (layout, isKept) => {
    if (layout) commands.setLayout(layout);
    if (layout && isKept) commands.saveLayout(layout);
    desk.store.setState({ layoutDraft: null });
  };
}
