/** While the layout is drawn, the whole delivered frame is the picture; afterwards everything is as it was. */
import { useEffect, useState } from 'react';
import { type Display, defaultView, type View } from '#model/display.ts';
import { type Layout, wholeFrame } from '#model/layout.ts';
import { useHouse } from '../../house.ts';

const wholeFrameLayout: Layout = {
  id: 'whole-frame',
  name: 'Whole frame',
  white: { stream: 'main', rect: wholeFrame },
  nir: null,
  displayReferred: false,
  source: 'Shown while a layout is drawn.',
};

type Before = { readonly layout: Layout | null; readonly mode: Display['mode']; readonly view: View };

/** The function returned takes the new layout, or null to go back, and keeps it by name if asked. */
export function useWholeFrame(): (layout: Layout | null, isKept: boolean) => void {
  const { conductor, desk } = useHouse();
  const { stores, commands } = conductor;
  const [before] = useState<Before>(() => {
    const { layout, display, view } = stores.scene.getState();
    return { layout, mode: display.mode, view };
  });
  useEffect(() => {
    commands.setLayout(wholeFrameLayout);
    commands.setDisplay({ mode: 'white-light' });
    commands.setView(defaultView);
    return () => {
      const { layout } = stores.scene.getState();
      if (layout?.id === wholeFrameLayout.id && before.layout) commands.setLayout(before.layout);
      commands.setDisplay({ mode: before.mode });
      commands.setView(before.view);
    };
  }, [before, commands, stores]);
  return (layout, isKept) => {
    if (layout) commands.setLayout(layout);
    if (layout && isKept) commands.saveLayout(layout);
    desk.store.setState({ layoutDraft: null });
  };
}
