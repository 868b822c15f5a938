/**
 * The nearest place on many lines, exactly: pieces in groups of 16, groups in groups of 16, each with the box that holds it, and whatever lies
 * beyond the best so far is never looked at. Asked along an edge, one answer bounds the next.
 */
import type { Polyline } from '#model/analysis.ts';

const grouped = 16;

export type NearestPlace = { readonly x: number; readonly y: number; readonly distancePx: number };

/** `atMost`: a distance that is known to be reached; Infinity: none is. Null: nothing lies that near. */
export type FindNearest = (x: number, y: number, atMost: number) => NearestPlace | null;

type NearestMaker = (lines: readonly Polyline[], points: ArrayLike<number>) => FindNearest;

/** `lines` and single `points` (x, y, x, y …), in one space. Of equally near places the first counts. */
export const createNearest: NearestMaker = (lines, points) => createNearestMaker()(lines, points);

/** Holds what the lines are kept in: an answer holds until the next call. */
export function createNearestMaker(): NearestMaker {
  const rooms = [new Float64Array(), new Float64Array(), new Float64Array()];
  const take = (room: number, length: number): Float64Array<ArrayBuffer> => {
    if (rooms[room]!.length < length) rooms[room] = new Float64Array(2 * length);
    return rooms[room]!.subarray(0, length);
  };
  return (lines, points) => {
    const count = lines.reduce((sum, line) => sum + line.points.length / 2, points.length / 2);
    const pieces = piecesOf(lines, points, take(0, 4 * count));
    const small = boxesOf(pieces, take(1, 4 * Math.ceil(count / grouped)));
    const large = boxesOf(small, take(2, 4 * Math.ceil(small.length / 4 / grouped)));
    return findIn(pieces, small, large);
  };
}

type Doubles = Float64Array<ArrayBuffer>;

function findIn(pieces: Doubles, small: Doubles, large: Doubles): FindNearest {
  return (x, y, atMost) => {
    let best = atMost * atMost;
    let isFound = false;
    let bestX = 0;
    let bestY = 0;
    for (let l = 0; l < large.length; l += 4) {
      if (boxDistance2(large, l, x, y) > best) continue;
      const smallEnd = Math.min(small.length, (l + 4) * grouped);
      for (let s = l * grouped; s < smallEnd; s += 4) {
        if (boxDistance2(small, s, x, y) > best) continue;
        const end = Math.min(pieces.length, (s + 4) * grouped);
        for (let p = s * grouped; p < end; p += 4) {
          const ax = pieces[p]!;
          const ay = pieces[p + 1]!;
          const dx = pieces[p + 2]! - ax;
          const dy = pieces[p + 3]! - ay;
          const length2 = dx * dx + dy * dy;
          const dot = (x - ax) * dx + (y - ay) * dy;
          const along = dot > 0 ? (dot < length2 ? dot / length2 : 1) : 0;
          const nearX = ax + along * dx;
          const nearY = ay + along * dy;
          const away = (x - nearX) ** 2 + (y - nearY) ** 2;
          if (away < best || (away === best && !isFound)) {
            best = away;
            bestX = nearX;
            bestY = nearY;
            isFound = true;
          }
        }
      }
    }
    return isFound ? { x: bestX, y: bestY, distancePx: Math.sqrt(best) } : null;
  };
}

/** Four numbers a piece: from, to. */
function piecesOf(lines: readonly Polyline[], points: ArrayLike<number>, pieces: Doubles): Doubles {
  let at = 0;
  for (const { points: own, isClosed } of lines) {
    const last = own.length - 2;
    for (let i = 0; i <= last; i += 2) {
      // The last point of an open line is a piece without length.
      const next = i < last ? i + 2 : isClosed ? 0 : i;
      pieces[at++] = own[i]!;
      pieces[at++] = own[i + 1]!;
      pieces[at++] = own[next]!;
      pieces[at++] = own[next + 1]!;
    }
  }
  for (let i = 0; i < points.length; i += 2) {
    pieces[at++] = points[i]!;
    pieces[at++] = points[i + 1]!;
    pieces[at++] = points[i]!;
    pieces[at++] = points[i + 1]!;
  }
  return pieces;
}

/** Left, top, right, bottom of each group of `items`, which are two corners each, in any order. */
function boxesOf(items: Doubles, boxes: Doubles): Doubles {
  for (let b = 0; b < boxes.length; b += 4) {
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    const end = Math.min(items.length, (b + 4) * grouped);
    for (let i = b * grouped; i < end; i += 2) {
      left = Math.min(left, items[i]!);
      right = Math.max(right, items[i]!);
      top = Math.min(top, items[i + 1]!);
      bottom = Math.max(bottom, items[i + 1]!);
    }
    boxes[b] = left;
    boxes[b + 1] = top;
    boxes[b + 2] = right;
    boxes[b + 3] = bottom;
  }
  return boxes;
}

function boxDistance2(boxes: Float64Array, at: number, x: number, y: number): number {
  // Comparisons: `Math.max` of doubles asks after NaN and −0 each time.
  const left = boxes[at]!;
  const top = boxes[at + 1]!;
  const right = boxes[at + 2]!;
  const bottom = boxes[at + 3]!;
  const dx = x < left ? left - x : x > right ? x - right : 0;
  const dy = y < top ? top - y : y > bottom ? y - bottom : 0;
  return dx * dx + dy * dy;
}
