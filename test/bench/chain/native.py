"""The chain in native OpenCV: one command a line in, one answer a line out, both JSON. Buffers are made once, as in C++."""
import gc
import hashlib
import json
import sys
import time

import cv2
import numpy as np

STEPS = ["smooth", "statistics", "segment", "contours", "distance", "registration"]
WINDOW = (21, 21)
LEVELS = 3
REPLICATE = cv2.BORDER_REPLICATE

frame = None
source = np.zeros(2 << 20, np.uint8)
target = np.zeros(2 << 20, np.uint8)


def now():
    return time.perf_counter() * 1000


class Frame:
    def __init__(self, order, codes, key):
        size = (order["heightPx"], order["widthPx"])
        self.depth = np.uint16 if order["topCode"] > 255 else np.uint8
        self.order = order
        self.codes = np.fromfile(codes, self.depth).reshape(size)
        self.key = self.eight(np.fromfile(key, self.depth).reshape(size))
        self.smoothed = np.empty(size, self.depth)
        self.read = self.smoothed if order["readsSmoothed"] else self.codes
        self.mask = np.empty(size, self.depth)
        self.bytes = np.empty(size, np.uint8)
        self.clear = np.empty(size, np.uint8)
        self.labels = np.empty(size, np.int32)
        self.distances = np.empty(size, np.float32)
        self.regions = [self.region(spans) for spans in order["regions"]]
        height, width = size
        self.grid = np.array(
            [[[width * (i + 0.5) / 10, height * (j + 0.5) / 10]] for j in range(10) for i in range(10)],
            np.float32,
        )
        self.glueMs = 0

    @staticmethod
    def eight(picture):
        return picture if picture.dtype == np.uint8 else cv2.convertScaleAbs(picture, alpha=1 / 257)

    def region(self, spans):
        """The bounding box as a slice, and a mask of its size: much faster than a mask of the whole frame."""
        spans = np.array(spans, np.int64).reshape(-1, 3)
        top, left, right = spans[0, 0], spans[:, 1].min(), spans[:, 2].max()
        mask = np.zeros((spans[-1, 0] - top + 1, right - left), np.uint8)
        for row, first, end in spans:
            mask[row - top, first - left : end - left] = 255
        box = np.s_[top : top + mask.shape[0], left:right]
        return box, mask

    def smooth(self):
        cv2.GaussianBlur(self.codes, (5, 5), 0, dst=self.smoothed, borderType=REPLICATE)

    def statistics(self):
        bins = self.order["topCode"] + 1
        return [cv2.calcHist([self.codes[box]], [0], mask, [bins], [0, bins]) for box, mask in self.regions]

    def threshold(self, code):
        if self.depth == np.uint8:
            cv2.threshold(self.read, code, 255, cv2.THRESH_BINARY, dst=self.bytes)
        else:
            # Components and borders are found in bytes only.
            cv2.compare(self.read, code, cv2.CMP_GT, dst=self.bytes)
        return self.bytes

    def segment(self):
        return cv2.connectedComponentsWithStats(self.threshold(self.order["lowCode"]), labels=self.labels, ltype=cv2.CV_32S)

    def contours(self):
        """Integer borders, which is less than lines between pixels. What Python makes of them is measured and taken off."""
        found = 0
        self.glueMs = 0
        for code in self.order["lineCodes"]:
            borders, _ = cv2.findContours(self.threshold(code), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
            long = [border for border in borders if len(border) > 4]
            for border in long:
                cv2.approxPolyDP(border, self.order["tolerancePx"], True)
            found += len(borders)
            if len(borders) > 500:
                start = now()
                made = [np.empty((1, 1, 2), np.int32) for _ in range(len(borders) + len(long))]
                kept = [border for border in made if len(border) > 4]
                self.glueMs += now() - start
                del made, kept
        return found

    def distance(self):
        cv2.bitwise_not(self.signal, dst=self.clear)
        cv2.distanceTransform(self.clear, cv2.DIST_L2, cv2.DIST_MASK_PRECISE, dst=self.distances)

    def registration(self):
        return cv2.calcOpticalFlowPyrLK(self.key, self.eight(self.codes), self.grid, None, winSize=WINDOW, maxLevel=LEVELS)

    def prepare(self):
        """The signal whose distances are measured: the threshold alone, for every contender the same pixels."""
        self.smooth()
        self.signal = self.threshold(self.order["lowCode"]).copy()

    def check(self):
        self.prepare()
        digest = lambda plane: hashlib.sha256(np.ascontiguousarray(plane).tobytes()).hexdigest()
        checks = {"codes": digest(self.codes), "smoothed": digest(self.smoothed)}
        for i, counts in enumerate(self.statistics()):
            checks[f"histogram {i + 1}"] = digest(counts.ravel().astype(np.uint32))
        count = self.segment()[0]
        checks["mask"] = digest(self.bytes)
        checks["components"] = int(count) - 1
        for i, code in enumerate(self.order["lineCodes"]):
            checks[f"area {i + 1}"] = int(cv2.countNonZero(self.threshold(code)))
        self.distance()
        if self.signal.any():
            checks["distances"] = digest(self.distances)
        moved, status, _ = self.registration()
        if self.order["shift"] and status.any():
            flow = np.median((moved - self.grid)[status.ravel() == 1].reshape(-1, 2), axis=0)
            checks["dx"], checks["dy"] = float(flow[0]), float(flow[1])
        checks["borders"] = self.contours()
        return checks

    def run(self):
        times = {}
        start = began = now()
        for step in STEPS:
            getattr(self, step)()
            end = now()
            times[step] = end - began
            began = now()
        times["chain"] = end - start
        times["contours"] -= self.glueMs
        times["chain"] -= self.glueMs
        began = now()
        np.copyto(target, source)
        times["copy"] = now() - began
        return times


def median_of(runs):
    return {name: sorted(run[name] for run in runs)[len(runs) // 2] for name in runs[0]}


def answer(command):
    global frame
    if command["do"] == "open":
        frame = Frame(command["frame"], command["codes"], command["key"])
        return {}
    cv2.setNumThreads(command.get("threads", 1))
    if command["do"] == "check":
        return frame.check()
    return median_of([frame.run() for _ in range(command["repetitions"])])


gc.disable()
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
    gc.collect()
