import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Brings a folder in on the Data page, its files copied into the browser, and goes to Runs with its cohort chosen. */
export async function bringIn(page: Page, folder: string): Promise<void> {
  await page.getByTestId('folder-input').setInputFiles(folder);
  await page.getByLabel('are copied into this browser').check();
  await page.getByRole('button', { name: 'Save cohort' }).click();
  await page.getByRole('link', { name: 'Evaluate…' }).click();
}

/** Starts a run over the chosen cohort with some numbers of the form changed, by their labels. */
export async function startRun(page: Page, numbers: Readonly<Record<string, number>> = {}): Promise<void> {
  await expect(page.getByText('liver', { exact: true }).first()).toBeVisible();
  for (const [label, value] of Object.entries(numbers)) await page.getByLabel(label).fill(String(value));
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

/** What storage holds of a case. */
export interface StoredCase { readonly runId: string; readonly caseId: string; readonly finishedAt: string; readonly dice: readonly number[]; readonly fault: unknown }

/** What is on the disk, one entry a case, past every layer of the program. */
export function storedCases(page: Page): Promise<readonly StoredCase[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((settle, refuse) => {
      const asked = indexedDB.open('isodice');
      asked.onsuccess = () => settle(asked.result);
      asked.onerror = () => refuse(new Error(String(asked.error)));
    });
    const blocks = await new Promise<{ runId: string; caseId: string; finishedAt: string; columns: Record<string, Float64Array>; fault: unknown }[]>((settle) => {
      const asked = database.transaction('blocks').objectStore('blocks').getAll();
      asked.onsuccess = () => settle(asked.result);
    });
    database.close();
    return blocks.map(({ runId, caseId, finishedAt, columns, fault }) => ({ runId, caseId, finishedAt, dice: [...columns['dice'] ?? []], fault }));
  });
}
