/** What only the screen knows: the tool in hand, the shape being drawn, the sheet that is open. Never recorded. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnalysisFigureKey } from '#model/analysis-definitions.ts';
import type { Blank } from '#model/blank.ts';
import { checkPartNames } from '#model/check.ts';
import type { RectShare } from '#model/layout.ts';
import type { RegionRole, Shape, Tissue } from '#model/region.ts';
import { isPageAgain } from '#platform/storage.ts';

export type ShapeKind = Shape['kind'];

/** `draw` holds all that a region needs but its shape. */
export type Tool =
  | { readonly kind: 'select' }
  | { readonly kind: 'draw'; readonly role: RegionRole; readonly tissue: Tissue | null };

export const sheetNames = [
  'feeds',
  'case',
  'profile',
  'layout',
  'library',
  'margins',
  'figures',
  'analysis-figures',
  'pairs',
  'marks',
  'reading',
  'displays',
  'stability',
  'keys',
  'about',
] as const;
export type SheetName = (typeof sheetNames)[number];

/** Where a picture comes from, as the source sheet has it. */
export type SourceWay = 'simulated' | 'camera' | 'remote' | 'files' | 'recorded';

export const analysisTabs = ['signal', 'margin', 'rim', 'peaks', 'residual', 'curves'] as const;
export type AnalysisTab = (typeof analysisTabs)[number];

export const checkTabs = [...checkPartNames, 'report', 'history'] as const;
export type CheckTab = (typeof checkTabs)[number];

/** Outlines are usually traced, other regions put down as circles: each family keeps its own shape. */
const isOutline = (role: RegionRole): boolean => role === 'edge' || role === 'cavity';

/** Ids of a tumour and a background. */
export type ShownPair = { readonly tumourId: string; readonly backgroundId: string };

/** A shape being drawn. */
type Draft = { readonly role: RegionRole; readonly shape: Shape };

/** Rectangles of a single stream's frame; null: the channel is not there. */
export type LayoutDraft = {
  readonly white: RectShare | null;
  readonly nir: RectShare | null;
  readonly displayReferred: boolean;
  readonly name: string;
};

export const mostBlanks = 8;

/** Black places being drawn, and on which stream's frame. */
export type BlankDraft = { readonly blanks: readonly Blank[]; readonly stream: Blank['stream'] };

export type DeskState = {
  readonly tool: Tool;
  readonly shapeKind: ShapeKind;
  /** `shapeKind` is that of edges and cavities; the other family's is `shapeAside`. */
  readonly drawsOutline: boolean;
  readonly shapeAside: ShapeKind;
  /** With the edge tool in hand: the next click traces the edge from white light. */
  readonly tracesEdge: boolean;
  /** The background tool was chosen and waits for its tissue. */
  readonly asksTissue: boolean;
  readonly lastTissue: Tissue;
  readonly draft: Draft | null;
  readonly sheet: SheetName | null;
  /** The figure whose definition was asked for. */
  readonly figure: string;
  readonly bigNumbers: boolean;
  /** Which pair the numbers show while no other tumour or background is selected; null: the first. */
  readonly pair: ShownPair | null;
  /** The analysis panel stands where the numbers stand. */
  readonly analysisOpen: boolean;
  readonly analysisTab: AnalysisTab;
  /** Which part of the start-of-day check is looked at. */
  readonly checkTab: CheckTab;
  /** The doors of the start page, until one is chosen in this visit. */
  readonly startPage: boolean;
  /** The way that the source sheet opens with; null: that of the source. */
  readonly sourceWay: SourceWay | null;
  /** The layout being drawn; null while none is. */
  readonly layoutDraft: LayoutDraft | null;
  readonly blankDraft: BlankDraft | null;
  /** Last thing done that has no other visible effect; spoken and shown for a moment. */
  readonly said: string;
};

export type Desk = {
  readonly store: StoreApi<DeskState>;
  /** Takes the tool of a role; a background asks for its tissue first. */
  takeTool(role: RegionRole): void;
  chooseTissue(tissue: Tissue): void;
  /** Takes the edge tool, whose next click traces; a second time it draws again. */
  traceEdge(): void;
  /** Puts everything down: tool, question, draft. */
  letGo(): void;
  open(sheet: SheetName): void;
  close(): void;
  explain(figure: string): void;
  /** The same for a figure of analysis. */
  explainAnalysis(figure: AnalysisFigureKey): void;
  say(words: string): void;
};

const idle = { tool: { kind: 'select' }, asksTissue: false, tracesEdge: false, draft: null } as const;

export function createDesk(): Desk {
  const store = createStore<DeskState>(() => ({
    ...idle,
    shapeKind: 'circle',
    drawsOutline: false,
    shapeAside: 'freehand',
    lastTissue: 'muscle',
    sheet: null,
    figure: 'tbr',
    bigNumbers: false,
    pair: null,
    analysisOpen: false,
    analysisTab: 'signal',
    checkTab: 'concentration',
    startPage: !isPageAgain(),
    sourceWay: null,
    layoutDraft: null,
    blankDraft: null,
    said: '',
  }));
  const { getState, setState } = store;
  const takeFamilyOf = (role: RegionRole) => {
    const { drawsOutline, shapeKind, shapeAside } = getState();
    if (isOutline(role) === drawsOutline) return;
    setState({ drawsOutline: !drawsOutline, shapeKind: shapeAside, shapeAside: shapeKind });
  };
  return {
    store,
    takeTool(role) {
      const { tool, asksTissue } = getState();
      const isInHand = (tool.kind === 'draw' && tool.role === role) || (asksTissue && role === 'background');
      setState(idle);
      if (isInHand) return;
      takeFamilyOf(role);
      if (role === 'background') setState({ asksTissue: true });
      else setState({ tool: { kind: 'draw', role, tissue: null } });
    },
    chooseTissue(tissue) {
      setState({
        ...idle,
        lastTissue: tissue,
        tool: { kind: 'draw', role: 'background', tissue },
      });
    },
    traceEdge() {
      takeFamilyOf('edge');
      const tracesEdge = !getState().tracesEdge;
      setState({ ...idle, tracesEdge, tool: { kind: 'draw', role: 'edge', tissue: null } });
    },
    letGo: () => setState(idle),
    open: sheet => setState({ sheet, asksTissue: false }),
    close: () => setState({ sheet: null, sourceWay: null }),
    explain: figure => setState({ sheet: 'figures', figure }),
    explainAnalysis: figure => setState({ sheet: 'analysis-figures', figure }),
    say: words => setState({ said: words }),
  };
}
