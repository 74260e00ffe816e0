import { pathStem } from '#core/cohort/caseId.ts';

/** Names of folders and files that say nothing of a model. */
const UNTELLING = /^(fold_?(\d+|all)|validation(_raw)?|val|valid|test(ing)?|infer(ence|red)?|results?|outputs?|pred(iction)?s?|eval(uation)?s?|metrics?|summary|scores?|crossval_results.*|postprocess(ed|ing)|cv_\d+)$/i;
/** Names of files that say what was measured, not of what. */
const METRIC = /^(mean_)?(dsc|dice|nsd|iou|hd95|assd)(_raw|_scores?)?$/i;

/** Folders of a path that tell something, outermost first; else its file, else the source, else the folder that holds it. */
function tellingParts(path: string, source: string): readonly string[] {
  const folders = path.replaceAll('\\', '/').split('/').filter((it) => it !== '').slice(0, -1);
  const telling = folders.filter((it) => !UNTELLING.test(it));
  if (telling.length > 0) return telling;
  const file = withoutEnding(pathStem(path));
  return [[file, withoutEnding(source)].find((it) => it !== '' && !UNTELLING.test(it) && !METRIC.test(it)) ?? folders[folders.length - 1] ?? (file || 'model')];
}

function withoutEnding(name: string): string {
  return name.replace(/\.[a-z]+$/i, '');
}

/**
 * The model of each result file, where the file does not say: its folder's name, as Touchstone and nnU-Net lay out
 * results, passing over fold_0, validation and the like. Different folders of one name get the folders above them too. `source` is
 * the folder or zip that was chosen, which no path names.
 */
export function modelNames(paths: readonly string[], source = ''): ReadonlyMap<string, string> {
  const partsOf = new Map(paths.map((path) => [path, tellingParts(path, source)]));
  const byFolder = new Map([...partsOf.values()].map((parts) => [parts.join('/'), parts]));
  const nameOf = (parts: readonly string[]): string => {
    const others = [...byFolder.values()].filter((it) => it.join('/') !== parts.join('/'));
    for (let depth = 1; depth < parts.length; depth++) {
      const name = parts.slice(-depth).join('/');
      if (!others.some((it) => it.slice(-depth).join('/') === name)) return name;
    }
    return parts.join('/');
  };
  const names = new Map([...byFolder].map(([folder, parts]) => [folder, nameOf(parts)]));
  return new Map([...partsOf].map(([path, parts]) => [path, names.get(parts.join('/')) ?? parts.join('/')]));
}
