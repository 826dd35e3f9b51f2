/**
 * Gives every style tag that a script makes the nonce of this page. The interface library makes some
 * without it (the lock of the page behind a dialog, the measure of scroll bars); the content policy would
 * refuse them, and the page behind a dialog would scroll.
 */
export function signStyleTags(nonce: string): void {
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
