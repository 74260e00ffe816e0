const NAMES: Readonly<Record<string, string>> = {
  'mod': 'Ctrl / ⌘', 'shift': 'Shift', 'alt': 'Alt', 'ArrowUp': '↑', 'ArrowDown': '↓', 'ArrowLeft': '←', 'ArrowRight': '→', 'Escape': 'Esc', 'PageUp': 'Page ↑', 'PageDown': 'Page ↓',
};

/** The keycaps of a key as command.ts writes it. */
export function keyCaps(key: string): readonly string[] {
  return key.split('+').map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}
