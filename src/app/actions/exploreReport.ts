import { saveFile } from '#app/parts/saveFile.ts';
import { showFault } from '#app/stores/workStore.ts';
import { svgText } from '#charts/kit/saveChart.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Audit } from '#core/evaluation/auditCohort.ts';
import type { ReportFacts, ReportFigure } from '#core/evaluation/auditReport.ts';
import { auditReport } from '#core/evaluation/auditReport.ts';
import type { ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import { selectionOf } from '#core/evaluation/exploreRecipe.ts';
import { PROGRAM_VERSION } from '#core/evaluation/programVersion.ts';
import { formatRecipe, parseRecipe } from '#core/evaluation/recipe.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';

interface ReportOf extends Pick<ReportFacts, 'focus' | 'view'> { readonly facts: TableFacts; readonly table: ResultTable | null }

/** Saves the report of what is on the screen, with the charts as they are drawn. */
export function saveReport(audit: Audit, { focus, view, facts, table }: ReportOf): void {
  const html = auditReport(audit, {
    focus, view, tableName: facts.name, notice: facts.notice, runs: table?.runs ?? facts.runs, figures: figuresOnScreen(), program: PROGRAM_VERSION, date: new Date().toISOString().slice(0, 10),
  });
  saveFile({ name: 'isodice-report.html', blob: new Blob([html], { type: 'text/html' }) });
}

function figuresOnScreen(): ReportFigure[] {
  return [...document.querySelectorAll<HTMLElement>('figure[data-chart]')].flatMap((figure) => {
    const svg = figure.querySelector('svg');
    const title = figure.querySelector('figcaption span')?.textContent ?? '';
    return svg ? [{ title, svg: svgText(svg, title) }] : [];
  });
}

export function exportRecipe(audit: Audit): void {
  saveFile({ name: 'isodice-recipe.json', blob: new Blob([formatRecipe(audit.recipe)], { type: 'application/json' }) });
}

/** What a recipe file asks for, as a selection of the page; null after the fault has been shown. */
export async function importRecipe(file: File): Promise<ExploreSelection | null> {
  const recipe = parseRecipe(await file.text());
  const selection = recipe.state === 'done' ? selectionOf(recipe.value) : recipe;
  if (selection.state === 'done') return selection.value;
  showFault(selection.fault);
  return null;
}
