/** The packer of extensions, as npx names it: the last line of versions that runs on Node 20. */
export const packer = '@vscode/vsce@3.9.2';
