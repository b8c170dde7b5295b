import { typeText, type Program } from '../../language/index.js';
import type { Parameter } from '../../syntax/index.js';

const samples: Readonly<Record<string, string>> = {
  int: '1',
  real: '1.0',
  bool: 'true',
  string: '""',
  dtype: 'int8',
  time: '1 ns',
  frequency: '1 GHz',
  information: '1 KiB',
  bandwidth: '1 GB/s',
  energy: '1 pJ',
  power: '1 W',
  area: '1 mm^2',
  length: '1 mm',
  voltage: '1 V',
  current: '1 A',
  temperature: '300 K',
  money: '1 USD',
  op_rate: '1 TOPS',
  energy_per_bit: '1 pJ/b',
};

/** A value that a parameter takes, to be replaced by the one that is meant: its least bound, else one of its type. */
export function sampleValue({ facts, texts }: Program, file: string, { type, bounds }: Parameter): string | undefined {
  const { from } = bounds ?? {};
  if (from?.kind === 'NumberLiteral' || from?.kind === 'QuantityLiteral') {
    return (texts.get(file) ?? '').slice(from.start, from.end);
  }
  const meant = facts.types.get(type);
  if (meant?.kind === 'enum') return meant.entity.cases[0] === undefined ? undefined : `.${meant.entity.cases[0]}`;
  const written = type.kind === 'NamedType' ? type.name.name : undefined;
  return samples[written ?? ''] ?? samples[meant === undefined ? '' : typeText(meant)];
}
