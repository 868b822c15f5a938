/** The top of this origin's private file system; throws where the browser has none (private windows of some browsers). */
export const privateFiles = (): Promise<FileSystemDirectoryHandle> => navigator.storage.getDirectory();

/** Identifier for a still or a session: random, so that it says nothing of who or where. */
export const randomId = (): string => crypto.randomUUID();
