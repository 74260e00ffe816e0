/** Something that can be done by mouse, by key and from the palette; one table feeds all three and the help. */
export interface Command {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** As `keyOf` writes them; `mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys?: readonly string[];
  readonly run: () => void;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** A key press as text: "b", "?", "Enter", "mod+z", "mod+shift+z". Shift is said only with mod or a named key. */
export function keyOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): string {
  const mod = ctrlKey || metaKey;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const parts = [mod && 'mod', altKey && 'alt', shiftKey && (mod || key.length > 1) && 'shift', name];
  return parts.filter(Boolean).join('+');
}

export function commandFor(commands: readonly Command[], pressed: Pressed): Command | undefined {
  const key = keyOf(pressed);
  return commands.find(({ keys }) => keys?.includes(key));
}
