import type { Names, Program, SourceModule } from '../../src/language/index.js';
import type { Node } from '../../src/syntax/index.js';

/** The names that are visible inside the innermost of `path`, the nodes around a place of `module`. */
export function scopeWithin(program: Program, module: SourceModule, path: readonly Node[]): Names {
  let names = module.scope;
  for (const node of path) names = scopeOfNode(program, module, node, path) ?? names;
  return names;
}

function scopeOfNode({ facts }: Program, module: SourceModule, node: Node, path: readonly Node[]): Names | undefined {
  switch (node.kind) {
    case 'ComponentDeclaration':
    case 'FunctionDeclaration':
    case 'WorkloadDeclaration':
      return module.declared.flatMap((each) =>
        'node' in each && each.node === node && 'scope' in each ? [each.scope] : [],
      )[0];
    case 'ForMember':
      return node.body.some((member) => path.includes(member)) ? facts.bodies.get(node.body) : undefined;
    case 'IfMember': {
      const body = [node.then, node.else ?? []].find((each) => each.some((member) => path.includes(member)));
      return body === undefined ? undefined : facts.bodies.get(body);
    }
    default:
      return undefined;
  }
}
