import { error } from '../define.js';

/** E5xx: requirements. */
export const requirements = {
  E501: error(
    'requirement does not hold',
    (p: { component: string; condition: string | null; message: string | null; values: string | null }) => {
      const what = p.condition ?? p.message ?? 'this';
      const why = p.condition === null || p.message === null ? '' : ` (${p.message})`;
      return `${p.component} requires ${what}${p.values === null ? ', and it is false' : `: ${p.values}`}${why}`;
    },
  ),
  E510: error(
    'requirement fails by the estimate',
    (p: { component: string; condition: string; message: string | null; dominated: string }) =>
      `${p.component} requires ${p.condition}${p.message === null ? '' : ` (${p.message})`}${p.dominated === '' ? '' : `; it is mostly ${p.dominated}`}`,
  ),
} as const;
