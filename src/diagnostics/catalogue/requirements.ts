import { error } from '../define.js';

/** E5xx: requirements. */
export const requirements = {
  E501: error(
    'requirement does not hold',
    (p: { component: string; message: string | null; values: string | null }) =>
      `${p.component} requires ${p.message ?? 'this, and it is false'}${p.values === null ? '' : `: ${p.values}`}`,
  ),
  E510: error(
    'requirement fails by the estimate',
    (p: { component: string; condition: string; message: string | null; dominated: string }) =>
      `${p.component} requires ${p.condition}${p.message === null ? '' : ` (${p.message})`}${p.dominated === '' ? '' : `; it is mostly ${p.dominated}`}`,
  ),
} as const;
