/** Where the user wants a file. */

type SavePicker = {
  showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
};
const hasPicker = (global: object): global is SavePicker => 'showSaveFilePicker' in global;
const page: object = globalThis;

/**
 * Asks for a place to save to. `none`: this browser, or one that a program drives, asks nothing: the file is downloaded instead.
 * `refused`: the user chose none.
 */
export async function chooseSavePlace(
  suggestedName: string,
): Promise<FileSystemFileHandle | 'none' | 'refused'> {
  if (!hasPicker(page) || navigator.webdriver) return 'none';
  try {
    return await page.showSaveFilePicker({ suggestedName });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'refused';
    throw error;
  }
}
