/** Every figure of agreement in words, for the screen and for files. */
export const agreementDefinitions = {
  agreed:
    'Share of pictures on which two readers give the same mark; of more readers, the mean over all pairs. Interval of two: Wilson 1927.',
  cohen:
    "Cohen's κ (1960): agreement of two readers on positive, negative and unsure beyond chance, unweighted. Interval: Fleiss, Cohen & Everitt 1969.",
  fleiss:
    "Fleiss' κ (1971): the same of more than two readers. Interval: t, variance over pictures by Gwet 2008. Variance by chance: Fleiss, Nee & Landis 1979.",
  icc: 'ICC(2,1), absolute agreement, of outlined areas (Shrout & Fleiss 1979). Interval: McGraw & Wong 1996.',
  blandAltman:
    'Differences of areas, first reader minus second, over their mean; limits: mean ± 1.96 SD (Bland & Altman 1986, 1999). Intervals by t.',
  dice: "Dice's overlap of outlined pixels, 2·both / (first + second).",
  areas:
    'Areas count pixels of the picture as it was shown, by their centres; outlines that overlap count once, a line that crosses itself by the even-odd rule. A negative without an outline is 0. Pictures on which nobody outlined anything, and positive or unsure marks without an outline, are left out of areas and overlap.',
} as const;
