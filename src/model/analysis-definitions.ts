/** What every number of an analysis is, for a person who asks and for every file that carries it. */
import type {
  AnalysisShapes,
  Component,
  EdgeProfile,
  Length,
  LineFigures,
  MarginFigures,
  PeakFigures,
  PolarProfile,
  ResidualFigures,
  RimFigures,
  SignalFigures,
} from './analysis.ts';
import type { Definition } from './figures.ts';

type Gap = RimFigures['gaps'][number];
type Peak = PeakFigures['peaks'][number];
type Under = MarginFigures['under'][number];
type Disc = Exclude<ResidualFigures['disc'], { withheld: unknown }>;

/** Every key under which an analysis carries a number or a place, by what it belongs to. */
export type AnalysisFigureKey =
  | `signal.${keyof Omit<SignalFigures, 'components'>}`
  | `component.${keyof Component}`
  | `line.${keyof LineFigures}`
  | `margin.${keyof Omit<MarginFigures, 'edgeId' | 'under'>}`
  | `under.${keyof Under}`
  | `rim.${keyof Omit<RimFigures, 'regionId' | 'gaps'>}`
  | `gap.${keyof Gap}`
  | `peak.${keyof Peak}`
  | `residual.${keyof Omit<ResidualFigures, 'cavityId' | 'disc'>}`
  | `disc.${keyof Disc}`
  | `length.${keyof Length}`
  | `shape.${keyof Omit<AnalysisShapes, 'edge' | 'rim'>}`
  | `edge.${keyof EdgeProfile}`
  | `polar.${keyof PolarProfile}`;

const convention = 'Convention of this viewer';
const gum = 'GUM (JCGM 100:2008) §5.1.2, uncorrelated inputs';
const ringSource = 'Rim-like liver metastases: Lim 2021; no ring is assumed';
const sentinel = 'Sentinel margins: van Keulen 2019';

export const analysisDefinitions: Readonly<Record<AnalysisFigureKey, Definition>> = {
  'signal.thresholdLinear': {
    name: 'Threshold of signal',
    formula:
      'times · µ_B; or µ_B + k · σ_B; or Otsu’s level of the smoothed light; or per cent of the specimen’s maximum',
    source: 'Otsu 1979, doi:10.1109/TSMC.1979.4310076; ≥ 77 % rule: Gong 2023, doi:10.3390/cancers15030582',
    note: 'Linear light of the picture smoothed by a binomial 5 × 5. There is no accepted universal threshold.',
  },
  'signal.area': {
    name: 'Area of signal',
    formula: 'NIR pixels of all pieces; × (mm per pixel)²',
    source: `Counted; uncertainty of mm²: ${gum}`,
    note: 'Only inside the edge and outside leaks. The ± is that of the scale alone.',
  },
  'signal.count': {
    name: 'Pieces of signal',
    formula: 'connected pieces (8 neighbours) that are large enough and somewhere reach the upper threshold',
    source: 'Hysteresis: Canny 1986, doi:10.1109/TPAMI.1986.4767851',
    note: 'The table has the largest of them.',
  },
  'component.number': {
    name: 'Number of a piece',
    formula: '1 is the largest',
    source: convention,
    note: 'Counted anew in every frame.',
  },
  'component.area': {
    name: 'Area of a piece',
    formula: 'its NIR pixels, filled holes included; × (mm per pixel at its centroid)²',
    source: `Counted; uncertainty of mm²: ${gum}`,
    note: 'Moves with the threshold. The ± of mm² is that of the scale alone.',
  },
  'component.mean': {
    name: 'Mean of a piece',
    formula: 'Σ x / n over its pixels that are not clipped',
    source: convention,
    note: 'From the camera’s own codes, in linear light above dark; not from the smoothed picture.',
  },
  'component.peak': {
    name: 'Peak of a piece',
    formula: 'largest mean over 3 × 3 of its pixels, none of them clipped',
    source: convention,
    note: 'None where no 3 × 3 pixels fit.',
  },
  'component.centroid': {
    name: 'Centroid of a piece',
    formula: 'mean place of its pixels',
    source: convention,
    note: 'In scene pixels.',
  },
  'line.threshold': {
    name: 'Iso-line',
    formula: 'light = threshold · background',
    source: convention,
    note: 'A multiple of the mean of the first background that can be trusted.',
  },
  'line.loops': {
    name: 'Loops of an iso-line',
    formula: 'closed lines, and open ones that end at the border of the picture',
    source: 'Marching squares: Lorensen and Cline 1987, doi:10.1145/37402.37422, in two dimensions',
    note: 'Noise makes more of them, small ones most.',
  },
  'line.length': {
    name: 'Length of an iso-line',
    formula: 'Σ of its straight pieces, simplified to within 0.25 pixels',
    source: 'Douglas and Peucker 1973, doi:10.3138/FM57-6770-U75U-7727',
    note: 'Noise makes a line longer. The ± is that of the scale alone.',
  },
  'line.area': {
    name: 'Area within an iso-line',
    formula: '½ ∮ x dy − y dx, holes taken off',
    source: 'Green’s theorem',
    note: 'To the sub-pixel; closed along the border of the picture where the line leaves it.',
  },
  'margin.smallest': {
    name: 'Smallest margin',
    formula:
      'least distance from the edge to the outline of the signal; ± √(scale² + registration² + boundary²)',
    source: `Euclidean distance between outlines to the sub-pixel; uncertainty: ${gum}`,
    note:
      'Boundary: noise of the light and uncertainty of the threshold, over the gradient there, with what smoothing and the choice of the nearest of many places take off. ' +
      'How well the edge was drawn is not in it. Published differences from pathology are 1.3–1.9 mm (median).',
  },
  'margin.reachesEdge': {
    name: 'Signal reaches the edge',
    formula: 'light at the edge itself is at or above the threshold',
    source: convention,
    note: 'The smallest margin is then 0.',
  },
  'margin.at': {
    name: 'Place of the smallest margin',
    formula: 'the point of the edge that is nearest to signal',
    source: convention,
    note: 'The middle of the longest stretch where signal reaches the edge.',
  },
  'margin.signalAt': {
    name: 'Nearest signal',
    formula: 'the point of the signal’s outline nearest to that place',
    source: convention,
    note: 'To the sub-pixel. Where several places are equally near it may jump between them.',
  },
  'margin.edgeLength': {
    name: 'Length of the edge',
    formula: 'length of the drawn outline',
    source: convention,
    note: 'The ± is that of the scale alone.',
  },
  'under.limitMm': {
    name: 'Limit of a margin',
    formula: 'as set',
    source: '1 mm: NL7674, MIMIC 2024; < 1, 1–5, > 5 mm: oral cancer, 12 sites',
    note: 'Not validated here.',
  },
  'under.share': {
    name: 'Edge under a limit',
    formula: 'length of the edge nearer to signal than the limit / length of the edge',
    source: convention,
    note: 'At up to 2,000 places, evenly along the edge.',
  },
  'rim.centre': {
    name: 'Centre of the rim',
    formula: 'centroid of the drawn region',
    source: convention,
    note: 'In scene pixels.',
  },
  'rim.completeness': {
    name: 'Completeness of the rim',
    formula: 'directions (of 360, 1° each) whose largest light reaches the threshold / 360',
    source: ringSource,
    note: 'A blob, whose middle has 75 % of the rim’s light or more, is no ring; nor is one under 10 %.',
  },
  'rim.width': {
    name: 'Width of the rim',
    formula: 'median over the directions of the full width at half maximum',
    source: 'Half of the maximum above the least light inside and outside, each on its own side',
    note: 'With the blur of camera and smoothing. ±: spread between directions.',
  },
  'rim.radius': {
    name: 'Radius of the rim',
    formula: 'median over the directions of the radius of the largest light',
    source: convention,
    note: '±: spread between directions.',
  },
  'gap.fromDegrees': {
    name: 'Beginning of a gap',
    formula: 'first direction that does not reach the threshold',
    source: convention,
    note: 'Clockwise from the right.',
  },
  'gap.degrees': {
    name: 'Gap',
    formula: 'directions in a row that do not reach the threshold, 1° each',
    source: ringSource,
    note: 'Counted on through 0°.',
  },
  'gap.length': {
    name: 'Length of a gap',
    formula: 'radius of the rim · angle of the gap',
    source: convention,
    note: '±: each end is known to one direction.',
  },
  'peak.number': {
    name: 'Number of a peak',
    formula: '1 is the highest',
    source: sentinel,
    note: 'Counted anew in every frame.',
  },
  'peak.at': {
    name: 'Place of a peak',
    formula: 'middle of the 3 × 3 pixels',
    source: sentinel,
    note: 'Nothing within half the asked distance is higher; peaks are at least that distance apart.',
  },
  'peak.light': {
    name: 'Light of a peak',
    formula: 'mean over 3 × 3 pixels',
    source: convention,
    note: 'Linear light above dark. A clipped pixel counts as it reads: at least so much light it had.',
  },
  'peak.percent': {
    name: '% of the highest peak',
    formula: '100 · light / light of peak 1',
    source: sentinel,
    note: 'Where peak 1 is clipped the others read too high.',
  },
  'residual.area': {
    name: 'Residual signal',
    formula: 'NIR pixels of signal inside the cavity; × (mm per pixel)²',
    source: `Counted; uncertainty of mm²: ${gum}`,
    note: 'Wherever the edge is: a cavity lies beside the specimen.',
  },
  'residual.share': {
    name: 'Share of residual signal',
    formula: 'pixels of signal inside the cavity / pixels inside the cavity',
    source: convention,
    note: 'Moves with the threshold and with how the cavity was drawn. Dark does not mean no tumour.',
  },
  'disc.centre': {
    name: 'Best place of the applicator',
    formula: 'centre of the disc that covers the most pixels of signal inside the cavity',
    source: 'Exact over all pixel centres; of equal ones that nearest to the cavity’s centroid',
    note: 'Flat: depth and the form of the cavity are not known.',
  },
  'disc.diameterMm': {
    name: 'Diameter of the applicator',
    formula: 'as set',
    source: convention,
    note: 'In millimetres only where the profile has a scale.',
  },
  'disc.radiusPx': {
    name: 'Radius of the applicator',
    formula: 'diameter / 2 / (mm per pixel)',
    source: convention,
    note: 'In scene pixels.',
  },
  'disc.covers': {
    name: 'Covered by the applicator',
    formula: 'pixels of signal under the disc / pixels of signal inside the cavity',
    source: convention,
    note: 'Of the signal that is seen from above; no threshold for residual signal is published.',
  },
  'length.px': {
    name: 'Length in pixels',
    formula: 'in scene pixels',
    source: convention,
    note: 'The same length has fewer pixels from farther away.',
  },
  'length.sdPx': {
    name: 'Uncertainty of a length in pixels',
    formula: 'one standard uncertainty of where it begins and ends',
    source: gum,
    note: 'Without the scale.',
  },
  'length.mm': {
    name: 'Length in millimetres',
    formula: 'pixels · (mm per pixel); ± √((length · u(scale))² + (u(ends) · scale)²)',
    source: gum,
    note: 'One standard uncertainty. At the distance at which the scale was measured.',
  },
  'shape.signal': {
    name: 'Outline of the signal',
    formula: 'line of the threshold about the pieces that stayed, simplified to within 0.25 scene pixels',
    source: 'Douglas and Peucker 1973, doi:10.3138/FM57-6770-U75U-7727',
    note: 'Margins are measured to the line as it was traced.',
  },
  'shape.lines': {
    name: 'Iso-lines',
    formula: 'where light between pixel centres crosses the threshold, simplified to within 0.25 pixels',
    source: 'Marching squares; Douglas and Peucker 1973, doi:10.3138/FM57-6770-U75U-7727',
    note: 'Of one frame: noise of that frame is in every line.',
  },
  'edge.points': {
    name: 'Places along the edge',
    formula: 'evenly along the drawn outline, about one scene pixel apart, 2,000 at most',
    source: convention,
    note: 'How well the edge was drawn is not known from them.',
  },
  'edge.distancesPx': {
    name: 'Margin along the edge',
    formula: 'distance from each place to the outline of the signal',
    source: 'Euclidean distance to the sub-pixel',
    note: 'In scene pixels; 0 where signal reaches the edge.',
  },
  'edge.stepPx': {
    name: 'Step along the edge',
    formula: 'length / places',
    source: convention,
    note: 'In scene pixels.',
  },
  'edge.mmPerPx': {
    name: 'Millimetres a scene pixel',
    formula: 'from the profile',
    source: 'A ruler in the picture',
    note: 'Holds at the distance at which the ruler lay.',
  },
  'polar.maxima': {
    name: 'Light of the rim by direction',
    formula: 'largest light from the centre out to 1.6 equivalent radii of the region',
    source: ringSource,
    note: 'The direction of entry k is k + ½ degrees, clockwise from the right.',
  },
  'polar.radiiPx': {
    name: 'Radius of the rim by direction',
    formula: 'where that light is largest',
    source: convention,
    note: 'In scene pixels.',
  },
  'polar.thresholdLinear': {
    name: 'Threshold of the rim',
    formula: 'threshold of signal',
    source: convention,
    note: 'As the signal’s own: there is no accepted universal threshold.',
  },
};

/** `analysisDefinitions` as one line of text each, for files. */
export const analysisDefinitionsInWords: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(analysisDefinitions).map(([key, { name, formula, source, note }]) => [
    key,
    `${name} = ${formula}. ${source}.${note && ` ${note}`}`,
  ]),
);
