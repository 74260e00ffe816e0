import { Box, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { runName } from '#core/evaluation/runName.ts';
import classes from '#app/pages/explore/SubjectCard.module.css';
import { useThumbnail } from '#app/pages/explore/useThumbnail.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { covariateText } from '#core/cohort/covariate.ts';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { figure, metricInfo } from '#core/evaluation/figureText.ts';
import type { Thumbnail } from '#core/volume/thumbnail.ts';

/** So many covariates are told, those that everybody knows first. */
const MOST = 8;
const FIRST = ['sex', 'age', 'bmi', 'site'];
/** The line of the expert's mask, on grey of any brightness. */
const OUTLINE = [255, 212, 59] as const;

/** Who is behind a dot: the subject, what the run made of it, and a slice through the organ. Nothing in it can be pressed; the dot opens the case. */
export function SubjectCard({ caseAt }: { readonly caseAt: number | null }) {
  const table = resultsStore((it) => it.table);
  const it = caseAt === null ? undefined : table?.cases[caseAt];
  return (
    <div className={classes.place} role="status" aria-label="Subject" data-testid="subject-card">
      {table && it && caseAt !== null && <Card caseAt={caseAt} caseId={it.id} modality={it.modality} covariates={table.subjects[it.subject].covariates} subject={table.subjects[it.subject].id} />}
    </div>
  );
}

interface CardProps { readonly caseAt: number; readonly caseId: string; readonly subject: string; readonly modality: string; readonly covariates: Parameters<typeof factsOf>[0] }

function Card({ caseAt, caseId, subject, modality, covariates }: CardProps) {
  const { view, recipe, focus, facts } = useExploring();
  const group = view.groups.find(({ cases }) => cases.includes(caseAt));
  const value = group?.values[group.cases.indexOf(caseAt)];
  const metric = recipe.metric.name;
  return (
    <Paper withBorder shadow="lg" p="sm" className={classes.card}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Picture caseId={caseId} organ={focus.organ} />
        <Stack gap={2} miw={0}>
          <Text size="sm" fw={600}>{caseId}</Text>
          {subject !== caseId && <Text size="xs">subject {subject}</Text>}
          <Text size="sm"><b>{metricInfo(metric).label} {value === undefined ? 'unknown' : figure(value, metric)}</b>{group ? `, ${group.label}` : ''}</Text>
          <Text size="xs" c="dimmed">{focus.organ.replaceAll('_', ' ')}, {modality}, {runName(facts.runs, focus.run)}</Text>
          <dl className={classes.facts}>{factsOf(covariates).map(([label, text]) => <div key={label}><dt>{label}</dt><dd>{text}</dd></div>)}</dl>
        </Stack>
      </Group>
    </Paper>
  );
}

function factsOf(covariates: Readonly<Record<string, Parameters<typeof covariateText>[0]>>): (readonly [string, string])[] {
  const place = (column: string): number => (FIRST.includes(column) ? FIRST.indexOf(column) : FIRST.length);
  return Object.entries(covariates).filter(([column]) => column !== 'modality').sort(([a], [b]) => place(a) - place(b)).slice(0, MOST).map(([column, it]) => [covariateLabel(column), it.kind === 'missing' ? 'unknown' : covariateText(it)]);
}

function Picture({ caseId, organ }: { readonly caseId: string; readonly organ: string }) {
  const it = useThumbnail({ caseId, organ });
  if (it.state === 'done') return <Slice thumbnail={it.thumbnail} organ={organ} />;
  return (
    <Box className={classes.picture} data-state={it.state}>
      {it.state === 'waiting' ? <Loader size="sm" aria-label="The slice is being drawn" /> : <Text size="xs" p={6} ta="center">No picture: {it.fault.reason}</Text>}
    </Box>
  );
}

function Slice({ thumbnail, organ }: { readonly thumbnail: Thumbnail; readonly organ: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { size, grey, outline, slice, mmPerPixel } = thumbnail;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(size, size);
    for (let at = 0; at < grey.length; at++) pixels.data.set(outline[at] ? [...OUTLINE, 255] : [grey[at], grey[at], grey[at], 255], 4 * at);
    context.putImageData(pixels, 0, 0);
  }, [size, grey, outline]);
  const hasOrgan = outline.includes(1);
  return (
    <figure className={classes.figure} data-testid="case-picture" data-state="done">
      <canvas ref={canvas} width={size} height={size} className={classes.picture} role="img" aria-label={`Axial slice ${slice + 1}, ${Math.round(size * mmPerPixel)} mm wide${hasOrgan ? `, with the expert's outline of ${organ.replaceAll('_', ' ')}` : ''}`} />
      <figcaption>{hasOrgan ? 'Line: expert' : 'The expert marked none of this organ'}; slice {slice + 1}</figcaption>
    </figure>
  );
}
