/**
 * Every way out of the app: where a file is handed to the user, and what files those are. A file says which build made it; the tests of
 * `made-with` make each of them, in Node where that can be, and find a way out that is not listed here.
 */

/** Made by functions that run anywhere. */
const anywhere = [
  'figures csv',
  'curves csv',
  'stability csv',
  'analysis geojson',
  'analysis svg',
  'analysis csv',
  'rows csv',
  'rows json',
  'reading csv',
  'reading json',
  'check csv',
  'check text',
  'keys',
  'profile',
  'session',
  'still csv',
  'still svg',
  'still tiff',
  'still nir-png',
] as const;

/** Painted or encoded by a browser. */
const inBrowser = [
  'chart',
  'clip',
  'stills zip',
  'still png',
  'still seen',
  'still nir-shown',
  'still sheet',
  'printed sheet',
] as const;

export type AnywhereFile = (typeof anywhere)[number];
export type BrowserFile = (typeof inBrowser)[number];

/** Sources that call `download`, `chooseSavePlace` or `print`, and what leaves there. */
export const exits: Readonly<Record<string, readonly (AnywhereFile | BrowserFile)[]>> = {
  'src/conductor/sessions.ts': ['session'],
  'src/ui/analysis/PanelFoot.tsx': ['analysis geojson', 'analysis svg', 'analysis csv'],
  'src/ui/calibrate/profiles/ProfileList.tsx': ['profile'],
  'src/ui/calibrate/steps/PathStep.tsx': ['chart'],
  'src/ui/capture/StillExports.tsx': [
    'still png',
    'still sheet',
    'still tiff',
    'still nir-png',
    'still svg',
    'still csv',
  ],
  'src/ui/capture/StillGrid.tsx': ['stills zip'],
  'src/ui/capture/sheet/PrintedSheet.tsx': ['printed sheet', 'still seen', 'still nir-shown'],
  'src/ui/check/ExportButtons.tsx': ['check csv', 'check text'],
  'src/ui/curves/CurvesPanel.tsx': ['curves csv'],
  'src/ui/keys/KeysSheet.tsx': ['keys'],
  'src/ui/measure/PairsSheet.tsx': ['figures csv'],
  'src/ui/reading/AgreementView.tsx': ['reading csv', 'reading json'],
  'src/ui/replay/ClipButton.tsx': ['clip'],
  'src/ui/review/RemeasurePanel.tsx': ['rows csv', 'rows json'],
  'src/ui/sessions/ExportForm.tsx': ['session'],
  'src/ui/stability/StabilitySheet.tsx': ['stability csv'],
};

/** Whether `text`, the source at `path`, hands a file to the user. */
export const isExit = (path: string, text: string): boolean =>
  !['src/ui/capture/download.ts', 'src/platform/save-file.ts'].includes(path) &&
  /\b(download|chooseSavePlace|window\.print)\(|\.download = /.test(text);
