/** WebHID, as far as we use it: not in TypeScript's DOM library. */
type RimlightHidItem = {
  readonly isConstant?: boolean;
  readonly isRange?: boolean;
  /** Usage page in the upper half, usage in the lower. */
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  /** Bits of one field, and how many fields follow each other. */
  readonly reportSize?: number;
  readonly reportCount?: number;
};

type RimlightHidCollection = {
  readonly inputReports?: readonly {
    readonly reportId?: number;
    readonly items?: readonly RimlightHidItem[];
  }[];
  readonly children?: readonly RimlightHidCollection[];
};

interface RimlightHidDevice extends EventTarget {
  readonly opened: boolean;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly RimlightHidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
}

interface RimlightHid extends EventTarget {
  getDevices(): Promise<readonly RimlightHidDevice[]>;
  requestDevice(options: { filters: readonly object[] }): Promise<readonly RimlightHidDevice[]>;
}

interface Navigator {
  readonly hid?: RimlightHid;
}
