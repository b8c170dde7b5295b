import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The largest source that is read: 64 MiB, the language's limit on source. */
export const largestSource = 64 * 1024 * 1024;

/** What reading gives; every failure is a value. */
export type SourceRead = { readonly kind: 'text'; readonly text: string } | ReadFailure;

/** The same of bytes. */
export type BytesRead = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | ReadFailure;

/** Why a file cannot be read. */
export type ReadFailure =
  | { readonly kind: 'missing' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'invalid_utf8' }
  | { readonly kind: 'too_large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Opening a pipe waits for who writes into it unless this is asked for; Windows does not have it. */
const withoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Reads a text file, no more than `largestSource` of it, whatever stands at `path` (an endless device or a pipe as well). */
export function readSource(path: string): SourceRead {
  const read = readFile(path, largestSource);
  return read.kind === 'bytes' ? decode(read.bytes) : read;
}

/** The largest model that is read: what protobuf allows. */
export const largestModel = 2 ** 31 - 1;

/** Reads a file that is no text, no more than `largestModel` of it. */
export function readModel(path: string): BytesRead {
  return readFile(path, largestModel);
}

function readFile(path: string, largest: number): BytesRead {
  let file: number;
  try {
    file = openSync(path, withoutWaiting);
  } catch (failure) {
    return failed(failure);
  }
  try {
    const status = fstatSync(file);
    if (status.isDirectory()) return { kind: 'directory' };
    if (!status.isFile()) return { kind: 'unreadable', reason: 'it is a device or a pipe, not a file' };
    if (status.size > largest) return { kind: 'too_large', bytes: status.size, limit: largest };
    return { kind: 'bytes', bytes: readBytes(file, status.size) };
  } catch (failure) {
    return failed(failure);
  } finally {
    closeSync(file);
  }
}

/** UTF-8 bytes as text, without a byte order mark. */
export function decode(bytes: Uint8Array): SourceRead {
  if (bytes.length > largestSource) return { kind: 'too_large', bytes: bytes.length, limit: largestSource };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'invalid_utf8' };
  }
}

function readBytes(file: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const got = readSync(file, bytes, filled, size - filled, null);
    if (got === 0) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
}

function failed(failure: unknown): ReadFailure {
  const code = codeOf(failure);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  if (code === 'EISDIR') return { kind: 'directory' };
  return { kind: 'unreadable', reason: reasonOf(failure) };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a directory',
  ENOENT: 'there is no such directory',
  EISDIR: 'it is a directory',
  EEXIST: 'it exists already',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
};

/** Why a call of the system failed, in words. */
export function reasonOf(failure: unknown): string {
  const code = codeOf(failure);
  return (
    (code === undefined ? undefined : reasons[code]) ?? (failure instanceof Error ? failure.message : String(failure))
  );
}

function codeOf(failure: unknown): string | undefined {
  return failure instanceof Error && 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined;
}
