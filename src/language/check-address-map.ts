import type * as ast from '../syntax/index.js';
import { checkExpression, expectEarly } from './check-expression.js';
import { fault, type Checker } from './checker.js';
import type { Names } from './entities.js';
import { information, int, typeText } from './types.js';

/** Checks an address map: instances or their ports, whole addresses, sizes. Where registers lie is seen when it is elaborated. */
export function checkAddressMap(checker: Checker, scope: Names, member: ast.AddressMapMember): void {
  for (const { target, base, size } of member.entries) {
    const { type } = checkExpression(checker, scope, target);
    if (type.kind !== 'unknown' && type.kind !== 'instance' && type.kind !== 'port') {
      const why = 'an entry is an instance or one of its ports: "csr: 0x0000;" or "csr.registers: 0x0000;"';
      fault(checker, scope.file, target, 'E480', { what: `this is ${typeText(type)}: it`, why });
    }
    expectEarly(checker, scope, base, int, 'an address');
    if (size !== undefined) expectEarly(checker, scope, size, information, 'the size of registers');
  }
}
