import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import classes from '#charts/kit/ChartFrame.module.css';
import { csvText, pngOf, saveBlob, svgText, whenPainted } from '#charts/kit/saveChart.ts';
import type { ChartTable } from '#charts/kit/saveChart.ts';
import { useWidth } from '#charts/kit/useWidth.ts';

export interface FrameProps {
  /** A sentence about what the chart shows. */
  readonly title: string;
  /** Who is in it and how it was made, in small print. */
  readonly method: string;
  /** The same for those who do not see the picture. */
  readonly description: string;
  readonly table: ChartTable;
  readonly fileName: string;
  readonly height: number;
  /** Controls of the chart's own. */
  readonly aside?: ReactNode;
  readonly children: (width: number) => ReactNode;
}

/** A chart with its title, its method, its numbers as a table, and the ways to take it along. */
export function ChartFrame({ title, method, description, table, fileName, height, aside, children }: FrameProps) {
  const [shown, setShown] = useState<'chart' | 'table'>('chart');
  const [box, width] = useWidth();
  const svg = useRef<SVGSVGElement>(null);
  const id = useId();
  const save = async (type: 'svg' | 'png' | 'csv') => {
    const drawing = svg.current;
    if (type === 'csv') return saveBlob(new Blob([csvText(table)], { type: 'text/csv' }), `${fileName}.csv`);
    if (!drawing) return;
    await whenPainted(drawing);
    saveBlob(type === 'svg' ? new Blob([svgText(drawing, title)], { type: 'image/svg+xml' }) : await pngOf(drawing, title), `${fileName}.${type}`);
  };
  return (
    <figure className={classes.frame} aria-labelledby={`${id}-title`} data-chart={fileName}>
      <figcaption className={classes.head}>
        <span id={`${id}-title`} className={classes.title}>{title}</span>
        <span className={classes.tools}>
          {aside}
          <button type="button" className={classes.button} aria-pressed={shown === 'table'} onClick={() => setShown(shown === 'chart' ? 'table' : 'chart')}>Table</button>
          {(['svg', 'png', 'csv'] as const).map((type) => (
            <button key={type} type="button" className={classes.button} disabled={shown === 'table' && type !== 'csv'} aria-label={`Save this chart as ${type.toUpperCase()}`} onClick={() => void save(type)}>{type.toUpperCase()}</button>
          ))}
        </span>
      </figcaption>
      <div ref={box}>
        {shown === 'chart' ? (
          <svg ref={svg} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="group" aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} className={classes.svg}>{children(width)}</svg>
        ) : <TableTwin table={table} title={title} height={height} />}
      </div>
      <p id={`${id}-text`} className={classes.heard}>{description}</p>
      <p className={classes.method}>{method}</p>
    </figure>
  );
}

function TableTwin({ table, title, height }: { readonly table: ChartTable; readonly title: string; readonly height: number }) {
  return (
    <div className={classes.scroll} style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={title}>
      <table className={classes.table}>
        <thead><tr>{table.columns.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>{table.rows.map((row, n) => <tr key={n}>{row.map((cell, at) => <td key={at}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
