const NAMES: Readonly<Record<string, string>> = {
  'shift': 'Shift', 'alt': 'Alt', 'ArrowUp': '↑', 'ArrowDown': '↓', 'ArrowLeft': '←', 'ArrowRight': '→', 'Escape': 'Esc', 'PageUp': 'Page ↑', 'PageDown': 'Page ↓',
};

/** What the main modifier is called on this machine. */
export function modifierName(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}

/** The keycaps of a key as command.ts writes it. */
export function keyCaps(key: string): readonly string[] {
  return key.split('+').map((part) => (part === 'mod' ? modifierName() : NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part)));
}
