/** Chrome's answer to how much memory a page and its workers use; only where the page is isolated. Not in TypeScript's library. */
interface Performance {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
}

/** GiB of memory of the machine, rounded and capped so that it names nobody. */
interface Navigator {
  readonly deviceMemory?: number;
}
