/** What axe finds wrong on a page of the built app, under its own policy. */
import AxeBuilder from 'axe-core';
import type { Page } from 'playwright-core';

/** One line for each rule that is broken, with what breaks it; `where` is put before each. */
export async function axeFindings(page: Page, where: string): Promise<readonly string[]> {
  const found: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
    `${AxeBuilder.source}; axe.run().then(results => results.violations)`,
  );
  return found.map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ html }) => html).join(' ')}`);
}
