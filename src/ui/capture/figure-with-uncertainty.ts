/** A figure of a kept still in words. */
import type { Figure } from '#model/measurement.ts';
import { figureInWords } from '#overlay/figures-in-words.ts';
import { inWordsWithUncertainty } from '#overlay/uncertainty.ts';

/** With ± at k = 2 where an uncertainty is known; a dash and the reason where the figure was withheld. */
export const figureWithUncertainty = (figure: Figure, sd: number | null): string =>
  'value' in figure ? inWordsWithUncertainty(figure.value, sd) : figureInWords(figure);
