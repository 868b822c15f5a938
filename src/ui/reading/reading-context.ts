/** Where the components of blinded reading find its store and commands; whoever shows the sheet provides them. */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Readable } from '#conductor/readable.ts';
import type { ReadingCommands, ReadingState } from '#conductor/reading-api.ts';

type ReadingPart = { readonly store: Readable<ReadingState>; readonly commands: ReadingCommands };

export const ReadingContext = createContext<ReadingPart | null>(null);

function usePart(): ReadingPart {
  const part = use(ReadingContext);
  if (!part) throw new Error('Blinded reading must be shown inside its ReadingContext.');
  return part;
}

/** Reads the store; select narrowly, because each change of what is selected renders. */
export const useReading = <Selected>(select: (state: ReadingState) => Selected): Selected =>
  useStore<Readable<ReadingState>, Selected>(usePart().store, select);

/** The commands; their identity never changes. */
export const useReadingCommands = (): ReadingCommands => usePart().commands;
