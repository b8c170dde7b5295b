import { indexSources, isSpan, positionAt, type Origin, type SourceIndex } from '../diagnostics/index.js';
import { originKey, type Design, type Origins } from '../ir/index.js';
import { modulesOf, type Module, type VerilogFile } from '../rtl/index.js';
import type { Chip } from './chip.js';
import type { BuiltFile } from './files.js';

/** A place in a `.accel` or TypeScript file: 1-based line and column, both 1 where the text is not among the sources. */
export interface OriginPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where the lines of one Verilog file come from. */
export interface FileOrigins {
  readonly file: string;
  readonly module: string;
  /** `first, last, place, ...`: 1-based lines of the file, and indices into the places; several where equal hardware stands at several. */
  readonly lines: readonly (readonly number[])[];
}

/** What `origins.json` holds. */
export interface VerilogOrigins {
  readonly schema: 'accel-origins/1';
  readonly places: readonly OriginPlace[];
  readonly files: readonly FileOrigins[];
}

export interface OriginOptions {
  /** The texts that the design was read from. */
  readonly sources?: readonly BuiltFile[];
  /** How the path of a TypeScript file is written; without, as it is. */
  readonly shownPath?: (file: string) => string;
}

/**
 * Where each line of a chip's Verilog comes from. Lines of a module of the design are from its declaration, its ports and its instances; those of a block that
 * TypeScript of the user's makes are from that; those of a block of the standard library, all together, from the instances that stand for it.
 *
 * @param files printed with the origins of their lines
 */
export function verilogOrigins(
  design: Design,
  origins: Origins,
  chip: Chip,
  files: readonly VerilogFile[],
  { sources = [], shownPath = (file) => file }: OriginOptions,
): VerilogOrigins {
  const places = new Places(indexSources(new Map(sources.map(({ path, text }) => [path, text]))), shownPath);
  const whole = origins.get(originKey(design.name, 'module', design.name));
  const instances = instancesOf(design, origins, chip);
  const found = files.map((file): FileOrigins => {
    const standing = new Set(file.of.flatMap((module) => instances.standing.get(module) ?? []));
    const generated = file.of.some((module) => instances.generated.has(module));
    const module = file.of[0]?.origin ?? whole;
    const count = file.text.split('\n').length - 1;
    const ofLine = (line: number): readonly (Origin | undefined)[] => {
      if (!generated && standing.size > 0) return [...standing];
      return [file.origins?.[line] ?? (file.of.length === 0 ? whole : module)];
    };
    const indices = Array.from({ length: count }, (_, line) =>
      ofLine(line).flatMap((origin) => places.indexOf(origin)),
    );
    return { file: file.file, module: file.module, lines: runs(indices) };
  });
  return { schema: 'accel-origins/1', places: places.all, files: found };
}

/** The modules within each block's hardware: where the block stands, and whether code of the user's made it. */
function instancesOf(
  design: Design,
  origins: Origins,
  chip: Chip,
): { readonly standing: ReadonlyMap<Module, readonly Origin[]>; readonly generated: ReadonlySet<Module> } {
  const standing = new Map<Module, Origin[]>();
  const generated = new Set<Module>();
  const used = new Map<string, Origin[]>();
  for (const { name, instances } of design.modules)
    for (const { name: instance, of } of instances) {
      const origin = origins.get(originKey(name, 'instance', instance));
      if (of.kind === 'block' && origin !== undefined) used.set(of.id, [...(used.get(of.id) ?? []), origin]);
    }
  for (const { id, external } of design.blocks) {
    const top = chip.blocks.get(id);
    if (top === undefined) continue;
    for (const module of modulesOf(top)) {
      standing.set(module, [...(standing.get(module) ?? []), ...(used.get(id) ?? [])]);
      if (external !== undefined) generated.add(module);
    }
  }
  return { standing, generated };
}

/** The places that were met, each once, in the order of the files' lines. */
class Places {
  readonly all: OriginPlace[] = [];
  private readonly known = new Map<string, number>();
  private readonly ofOrigin = new Map<Origin, number>();
  private readonly sources: SourceIndex;
  private readonly shownPath: (file: string) => string;

  constructor(sources: SourceIndex, shownPath: (file: string) => string) {
    this.sources = sources;
    this.shownPath = shownPath;
  }

  /** Its index alone; nothing for what comes from nowhere. */
  indexOf(origin: Origin | undefined): readonly number[] {
    if (origin === undefined) return [];
    const before = this.ofOrigin.get(origin);
    if (before !== undefined) return [before];
    const place = this.placeOf(origin);
    const key = `${place.file}:${place.line}:${place.column}`;
    const index = this.known.get(key) ?? this.all.push(place) - 1;
    this.known.set(key, index);
    this.ofOrigin.set(origin, index);
    return [index];
  }

  private placeOf(origin: Origin): OriginPlace {
    if (!isSpan(origin)) return { file: this.shownPath(origin.file), line: origin.line, column: origin.column };
    const source = this.sources(origin.file);
    return { file: origin.file, ...(source === undefined ? { line: 1, column: 1 } : positionAt(source, origin.start)) };
  }
}

/** Neighbouring lines of the same places as one entry. */
function runs(lines: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const found: { readonly first: number; last: number; readonly places: readonly number[] }[] = [];
  for (const [index, places] of lines.entries()) {
    const before = found.at(-1);
    if (before !== undefined && before.places.join() === places.join()) before.last = index + 1;
    else found.push({ first: index + 1, last: index + 1, places });
  }
  return found.map(({ first, last, places }) => [first, last, ...places]);
}
