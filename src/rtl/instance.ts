import type { Origin } from '../diagnostics/index.js';
import type { ModuleBuilder } from './builder.js';
import type { Expr } from './expression.js';
import { dataPorts, type Instance, type Module } from './module.js';
import { convert, literal, type Signal, type SignalLike } from './signal.js';
import { bit } from './types.js';

/** An instance under construction: `port` gives an output's signal, `connect` gives an input its value. */
export class InstanceHandle {
  readonly name: string;
  readonly module: Module;
  private readonly builder: ModuleBuilder;
  private readonly clocks: ReadonlyMap<string, string>;
  private readonly origin: Origin | undefined;
  private readonly inputs = new Map<string, Expr>();
  private readonly outputs = new Map<string, Signal>();

  constructor(
    builder: ModuleBuilder,
    name: string,
    module: Module,
    clocks: ReadonlyMap<string, string>,
    origin: Origin | undefined,
  ) {
    this.builder = builder;
    this.name = name;
    this.module = module;
    this.clocks = clocks;
    this.origin = origin;
    for (const port of dataPorts(module, 'output')) {
      const net = `${name}_${port.name}`;
      builder.claim(net);
      this.outputs.set(port.name, builder.reference(net, port.type));
    }
  }

  /** The signal of an output. */
  port(name: string): Signal {
    const signal = this.outputs.get(name);
    if (signal !== undefined) return signal;
    this.builder.report('E608', { module: this.module.name, port: name, direction: 'output' });
    return literal(0n, bit, this.builder.scope);
  }

  /** Gives an input its value. */
  connect(name: string, value: SignalLike): void {
    const port = dataPorts(this.module, 'input').find((candidate) => candidate.name === name);
    if (port === undefined)
      return this.builder.report('E608', { module: this.module.name, port: name, direction: 'input' });
    if (this.inputs.has(name))
      this.builder.report('E604', { module: this.builder.name, signal: `${this.name}.${name}` });
    this.inputs.set(name, convert(value, port.type, `input ${name} of ${this.name}`, this.builder.scope).expr);
  }

  finish(): Instance {
    const inputs = dataPorts(this.module, 'input').map((port) => {
      const value = this.inputs.get(port.name);
      if (value === undefined)
        this.builder.report('E603', { module: this.builder.name, signal: `${this.name}.${port.name}` }, this.origin);
      return { port: port.name, value: value ?? literal(0n, port.type).expr };
    });
    const outputs = dataPorts(this.module, 'output').map((port) => ({
      port: port.name,
      net: `${this.name}_${port.name}`,
    }));
    return { name: this.name, module: this.module, clocks: this.clocks, inputs, outputs, origin: this.origin };
  }
}
